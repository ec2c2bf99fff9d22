"""Agencies and their roles."""

from loaders.passages import Passage
from loaders.records import Responsibility


def responsibilities(passage: Passage) -> list[Responsibility]:  # noqa: ARG001
    """The responsibilities that a passage states, in reading order."""
    return []
