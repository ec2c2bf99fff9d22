"""Items as CSV (RFC 4180) that a spreadsheet can open without running anything in it."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from app.questions import Question
from app.questions.shape import Item

BOM = "\ufeff"
JOINT = "；"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(question: Question, items: Iterable[Item], *, head: bool) -> str:
    """The items' rows, after a row of column names (`plan.title`, `leads.name`) where `head` is set.

    Several values of one column are joined by `；`. A text that a spreadsheet would take for a formula gets an apostrophe
    before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    paths = [column.variable.split("__") for column in question.columns]
    if head:
        writer.writerow([".".join(path) for path in paths])
    for item in items:
        writer.writerow([JOINT.join(_cell(value) for value in _values(item, path)) for path in paths])
    return out.getvalue()


def _values(place: Any, path: list[str]) -> Iterator[Any]:
    if place is None:
        return
    if isinstance(place, list):
        for each in place:
            yield from _values(each, path)
    elif path:
        yield from _values(place[path[0]], path[1:])
    else:
        yield place


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value)
