"""Units of measurement as printed in official documents, with their factor to a base unit.

Source: the legal units of measurement of the People's Republic of China (1984, with the traditional 亩 and 斤 as
GB 3100 and practice have them: 1 亩 = 1/15 公顷, 1 斤 = 0.5 千克) and the classifiers of everyday official prose.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MULTIPLIERS: dict[str, float] = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "十亿": 1e9,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
}
"""Number words that stand between the figure and the unit (3万人, 7.5亿元), longest first."""


@dataclass(frozen=True)
class Unit:
    """A unit. base, factor: value × factor is the value in the base unit. dimension: ratio, money, person, count, length …

    not_before: characters which, coming next, show that the word is no unit there (部 in 部门).
    """

    symbol: str
    base: str
    factor: float
    dimension: str
    not_before: str


@cache
def units() -> dict[str, Unit]:
    """The register, by symbol."""
    with Path(__file__).with_name("units.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return {
            row["unit"]: Unit(row["unit"], row["base"], float(row["factor"]), row["dimension"], row["not_before"] or "")
            for row in rows
        }


def split_multiplier(printed: str) -> tuple[float, str]:
    """万人 → (10000, 人); a unit without a number word gives 1."""
    if printed not in units():
        for word, factor in MULTIPLIERS.items():
            if printed.startswith(word):
                return factor, printed[len(word) :]
    return 1.0, printed


def base_value(value: float, printed: str) -> tuple[float, str] | None:
    """A value in a unit as printed (7.5, 亿元) → in its base unit (750000000, 元); None where the register has no such unit."""
    multiplier, symbol = split_multiplier(printed.replace("（", "(").split("(")[0])
    if not symbol and multiplier != 1:
        return value * multiplier, ""
    unit = units().get(symbol)
    return None if unit is None else (value * multiplier * unit.factor, unit.base)
