"""Invented data drawn by seed: never about a real place."""
