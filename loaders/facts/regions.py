"""Regions that a passage names."""

from loaders.passages import Passage
from loaders.records import RegionMention


def regions(passage: Passage, home_region: str | None) -> list[RegionMention]:  # noqa: ARG001
    """The regions named; home_region: full name of the plan's own region, in whose light names are read."""
    return []
