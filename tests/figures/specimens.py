"""Reads tests/specimens/figures.txt: invented sentences and the targets they state."""

from dataclasses import dataclass
from pathlib import Path

SPECIMENS = Path(__file__).parent.parent / "specimens" / "figures.txt"


@dataclass(frozen=True)
class Expected:
    """One target as a person reads it."""

    name: str
    measure: str
    comparator: str
    value: float
    value_max: float | None
    unit: str
    due: str
    per: str | None
    implicit: bool


@dataclass(frozen=True)
class Specimen:
    """A sentence, the plan's period, and what it states."""

    text: str
    period: tuple[str, str]
    expected: tuple[Expected, ...]


def read_specimens() -> list[Specimen]:
    """All specimens, in the order of the file, whose head explains its lines."""
    period = ("", "")
    found: list[tuple[str, tuple[str, str], list[Expected]]] = []
    for line in SPECIMENS.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            first, last = line[1:].strip().split("-")
            period = (first, last)
        elif line.startswith("  "):
            found[-1][2].append(_expected(line))
        elif line.strip() and not line.startswith("#"):
            found.append((line, period, []))
    return [Specimen(text, years, tuple(expected)) for text, years, expected in found]


def _expected(line: str) -> Expected:
    name, measure, figure, due, per, *flags = (part.strip() for part in line.split("|"))
    comparator, values, *unit = figure.split()
    value, _, top = values.partition("..")
    return Expected(
        name,
        measure,
        comparator,
        float(value),
        float(top) if top else None,
        unit[0] if unit else "",
        due,
        None if per == "-" else per,
        "implicit" in flags,
    )
