"""What became of things between two releases: the net of the deltas between them, gathered by thing."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from app.problems import TooLarge
from app.store.releases import DataFolder

KINDS = ("Document", "Plan", "Section", "Task", "Responsibility", "Target", "Baseline", "Indicator", "Agency", "Region")
MOST_STATEMENTS = 1_000_000
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_CLASS = re.compile(r"<https://w3id\.org/zhengtu/ont#(\w+)>")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_OF_IRI = re.compile(r"/(\w+)/[^/]+$")


@dataclass(frozen=True)
class Difference:
    """What became of one thing. title: its label where that was added or removed. added, removed: in statements."""

    id: str
    kind: str
    title: str | None
    change: Literal["added", "changed", "removed"]
    added: int
    removed: int


@dataclass
class _Sides:
    """A thing's statements that are new and those that are gone, as hashes; which of them tells its class and label."""

    added: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    classes: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)


async def differences(folder: DataFolder, since: int, until: int) -> tuple[Difference, ...]:
    """The differences, by kind and IRI. Raises NotFound for a release that never was, TooLarge where there are too many."""
    return await asyncio.to_thread(_differences, folder, since, until)


@lru_cache(maxsize=16)
def _differences(folder: DataFolder, since: int, until: int) -> tuple[Difference, ...]:
    sides: dict[str, _Sides] = defaultdict(_Sides)
    for number, (sign, line) in enumerate(_statements(folder, since, until)):
        if number >= MOST_STATEMENTS:
            raise TooLarge(
                f"变化超过 {MOST_STATEMENTS} 条，请缩小区间 More than {MOST_STATEMENTS} statements changed between them.",
                hint="/releases",
            )
        _note(sides, sign, line)
    found = [one for subject, side in sides.items() if (one := _of(subject, side)) is not None]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.id)))


def _statements(folder: DataFolder, since: int, until: int) -> Iterator[tuple[str, str]]:
    for number in range(since + 1, until + 1):
        yield from folder.delta(number)


def _note(sides: dict[str, _Sides], sign: str, line: str) -> None:
    subject, predicate, rest = line.split(" ", 2)
    side, mark = sides[subject[1:-1]], hash(line)
    into, outof = (side.added, side.removed) if sign == "+" else (side.removed, side.added)
    if mark in outof:
        outof.discard(mark)
    else:
        into.add(mark)
    if predicate == _TYPE and (found := _CLASS.match(rest)) and found[1] in KINDS:
        side.classes[mark] = found[1]
    elif predicate == _LABEL and (text := _LITERAL.match(rest)):
        side.labels[mark] = re.sub(r"\\(.)", r"\1", text[1])


def _of(subject: str, side: _Sides) -> Difference | None:
    if not side.added and not side.removed:
        return None
    named = _OF_IRI.search(subject)
    kind = next(iter(side.classes.values()), named[1].capitalize() if named else "")
    if kind not in KINDS:
        return None
    new = any(mark in side.added for mark in side.classes)
    gone = any(mark in side.removed for mark in side.classes)
    title = next((text for mark, text in side.labels.items() if mark in side.added), None)
    title = title or next((text for mark, text in side.labels.items() if mark in side.removed), None)
    change: Literal["added", "changed", "removed"] = "added" if new else "removed" if gone else "changed"
    return Difference(subject, kind, title, change, len(side.added), len(side.removed))
