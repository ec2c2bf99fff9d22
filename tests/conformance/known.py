"""Tests that fail, each with its reason: only where the embedded engine itself is the cause."""

KNOWN: dict[str, str] = {}
