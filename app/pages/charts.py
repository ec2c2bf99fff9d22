"""Charts as values: positions for the templates to draw as SVG, so that a page needs no script and no inline style."""

from collections import defaultdict
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 36, 24, 36
SERIES = 6
APART, ALONE = 14, 90


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0


@dataclass(frozen=True)
class Point:
    """One value of a series in a year. title: read out and shown on hover. number: as written beside it, left of it where the
    right has no room."""

    series: str
    year: int
    value: float
    title: str
    x: float = 0
    y: float = 0

    @property
    def number(self) -> str:
        return plain(self.value)

    @property
    def leftward(self) -> bool:
        return self.x > WIDTH - 2 * LEFT


@dataclass(frozen=True)
class Series:
    """name; style: number of its colour and shape; points in the order of years; path: of the line through them."""

    name: str
    style: int
    points: tuple[Point, ...]
    path: str


@dataclass(frozen=True)
class Chart:
    """name: what is measured; ticks: (position, label) of either axis."""

    name: str
    series: tuple[Series, ...]
    years: tuple[tuple[float, str], ...]
    values: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def bars(data: list[Bar]) -> tuple[Bar, ...]:
    """Bars side by side, scaled to the highest."""
    if not data:
        return ()
    highest = max(bar.value for bar in data) or 1
    step = (WIDTH - 2 * RIGHT) / len(data)
    width = min(step * 0.6, 72)
    room = HEIGHT - TOP - BOTTOM - 12

    def scaled(at: int, bar: Bar) -> Bar:
        height = room * bar.value / highest
        x, y = RIGHT + step * (at + 0.5) - width / 2, HEIGHT - BOTTOM - height
        return replace(bar, x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(height, 1))

    return tuple(scaled(at, bar) for at, bar in enumerate(data))


def points(data: list[Point], title: str) -> Chart:
    """Lines over years; the value axis starts at zero, so that heights compare."""
    years = sorted({point.year for point in data})
    first, last = years[0], years[-1]
    top = nice_ceiling(max(point.value for point in data))
    low = min(0.0, *(point.value for point in data))

    def across(year: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * ((year - first) / (last - first) if last > first else 0.5), 1)

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / ((top - low) or 1), 1)

    names = sorted({point.series for point in data})
    apart = 0 if len(names) > SERIES else APART if first < last else ALONE
    groups: dict[str, list[Point]] = defaultdict(list)
    for point in sorted(data, key=lambda one: (one.year, one.value)):
        # Series stand a little apart, or equal values would hide one another.
        beside = apart * (names.index(point.series) - (len(names) - 1) / 2)
        groups[point.series].append(replace(point, x=round(across(point.year) + beside, 1), y=up(point.value)))
    series = tuple(
        Series(name, at % SERIES, tuple(groups[name]), " ".join(f"{point.x},{point.y}" for point in groups[name]))
        for at, name in enumerate(names)
    )
    every = max(1, len(years) // 8)
    ticks = tuple((up(low + (top - low) * part / 4), plain(low + (top - low) * part / 4)) for part in range(5))
    return Chart(title, series, tuple((across(year), str(year)) for year in years[::every]), ticks)


def nice_ceiling(value: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 1.0
    while power > value:
        power /= 10
    return next(factor * power for factor in (1, 2, 2.5, 4, 5, 8, 10) if factor * power >= value)


def plain(value: float) -> str:
    """A number for an axis: no trailing zeros, thousands apart, 万 and 亿 left to the unit."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
