"""Deadlines as moments that compare with one another."""

import calendar
from datetime import datetime, timedelta, timezone

_SHANGHAI = timezone(timedelta(hours=8))  # Asia/Shanghai: no summer time since 1991


def latest_instant(value: str) -> datetime | None:
    """The last second of an ISO year, month or date in Asia/Shanghai; None for what is none of these."""
    try:
        year, month, day = [*map(int, value.split("-")), 0, 0][:3]
        month = month or 12
        day = day or calendar.monthrange(year, month)[1]
        return datetime(year, month, day, 23, 59, 59, tzinfo=_SHANGHAI)
    except ValueError:
        return None
