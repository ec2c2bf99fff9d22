"""Administrative divisions of China: GB/T 2260 codes and names with the years in which they held, 1980 until now, and towns.

`regions.csv`: code, name, parent, first and last year (empty: valid now), codes that took its place; composed from the packages
that `docs/dependencies.md` names. `region-successors.csv`: successions that these lack, each with its source. `towns.txt.xz`: the
towns and subdistricts of today (GB/T 10114), a line a county. 中国 itself has the code 000000 here, which GB/T 2260 leaves free.
"""

import csv
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

RegionLevel = Literal["country", "province", "prefecture", "county", "town"]
_HERE = Path(__file__).resolve().parent
COUNTRY = "000000"

_PEOPLES = (
    "壮族|满族|回族|苗族|维吾尔族|维吾尔|土家族|彝族|蒙古族|蒙古|藏族|布依族|侗族|瑶族|朝鲜族|白族|哈尼族|哈萨克族|哈萨克|黎族|傣族|畲族|傈僳族|仡佬族|"
    "东乡族|高山族|拉祜族|水族|佤族|纳西族|羌族|土族|仫佬族|锡伯族|锡伯|柯尔克孜族|柯尔克孜|达斡尔族|景颇族|毛南族|撒拉族|布朗族|塔吉克族|塔吉克|阿昌族|"
    "普米族|鄂温克族|怒族|京族|基诺族|德昂族|保安族|俄罗斯族|裕固族|乌孜别克族|门巴族|鄂伦春族|独龙族|塔塔尔族|赫哲族|珞巴族|各族"
)
_TYPE = re.compile(
    rf"(?<=..)(?:特别行政区|(?:{_PEOPLES})*自治[区州县旗]|(?:{_PEOPLES})+[区乡]|矿区|特区|联合旗|(?<=神农架)林区|"
    r"省|市|地区|盟|州|县|区|旗|镇|乡|街道)$"
)


@dataclass(frozen=True)
class Region:
    """A division under one name. code: six digits, nine for a town. parent: code of the division above, None for the country.

    start, end: first and last year of the name under this code (end None: valid now). successors: codes that took its place.
    """

    code: str
    name: str
    level: RegionLevel
    parent: str | None
    start: int
    end: int | None = None
    successors: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name without its generic part where two characters remain: 嘉兴, 内蒙古, 恩施; 吴县 stays."""
        return short_name(self.name)


@cache
def short_name(name: str) -> str:
    """海宁市 → 海宁, 新疆维吾尔自治区 → 新疆; a name of one character and a generic part stays whole (吴县)."""
    short = _TYPE.sub("", name)
    return short if len(short) >= 2 else name


def level_of(code: str) -> RegionLevel:
    """The level that a code states by its zeros and length."""
    if code == COUNTRY:
        return "country"
    if len(code) > 6:
        return "town"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


@lru_cache(maxsize=1)
def all_regions() -> tuple[Region, ...]:
    """Every division above the towns, of all years, ordered by code and first year."""
    with (_HERE / "region-successors.csv").open(encoding="utf-8") as rows:
        after = {(row["code"], row["name"]): row["successors"] for row in csv.DictReader(rows)}
    found = [Region(COUNTRY, "中国", "country", None, 1949)]
    with (_HERE / "regions.csv").open(encoding="utf-8") as rows:
        for code, name, parent, start, end, became in list(csv.reader(rows))[1:]:
            successors = tuple((became or after.get((code, name), "")).split()) if end else ()
            found.append(Region(code, name, level_of(code), parent or COUNTRY, int(start), int(end) if end else None, successors))
    return tuple(sorted(found, key=lambda one: (one.code, one.start)))


@lru_cache(maxsize=1)
def _by_code() -> dict[str, list[Region]]:
    index: dict[str, list[Region]] = {}
    for one in all_regions():
        index.setdefault(one.code, []).append(one)
    return index


@lru_cache(maxsize=1)
def _by_name() -> dict[str, list[Region]]:
    index: dict[str, list[Region]] = {}
    for one in all_regions():
        for name in {one.name, one.short}:
            index.setdefault(name, []).append(one)
    return index


@lru_cache(maxsize=1)
def _children() -> dict[str, list[Region]]:
    index: dict[str, list[Region]] = {}
    for one in all_regions():
        if one.parent and one.end is None:
            index.setdefault(one.parent, []).append(one)
    return index


@lru_cache(maxsize=1)
def _town_lines() -> dict[str, str]:
    with lzma.open(_HERE / "towns.txt.xz", "rt", encoding="utf-8") as lines:
        return {line[:6]: line[7:].rstrip("\n") for line in lines}


def region(code: str, year: int | None = None) -> Region | None:
    """The division of a code: as it was in that year, else under its latest name. Town codes too (nine digits)."""
    if len(code) == 9:
        return next((one for one in towns(code[:6]) if one.code == code), None)
    held = _by_code().get(code)
    if not held:
        return None
    if year is not None:
        return next((one for one in held if one.start <= year <= (one.end or year)), held[-1])
    return held[-1]


def regions_named(name: str, year: int | None = None) -> list[Region]:
    """Every division of that full or short name; those valid in `year` (None: now) first, then the latest."""
    held = _by_name().get(name, [])

    def rank(one: Region) -> tuple[bool, bool, int]:
        valid = one.end is None if year is None else one.start <= year <= (one.end or year)
        return (not valid, one.name != name, -one.start)

    return sorted(held, key=rank)


def children(code: str) -> list[Region]:
    """The divisions of today directly below one; a county's towns."""
    return towns(code) if level_of(code) == "county" else list(_children().get(code, []))


@lru_cache(maxsize=512)
def _towns(county: str) -> tuple[Region, ...]:
    line = _town_lines().get(county, "")
    return tuple(Region(county + item[:3], item[3:], "town", county, 2026) for item in line.split(" ") if item)


def towns(county: str) -> list[Region]:
    """The towns and subdistricts of today in a county; of a division without counties (东莞市), its own."""
    return list(_towns(county))


def descendants(code: str) -> Iterator[Region]:
    """All divisions of today below one, towns included."""
    for one in [*_children().get(code, []), *towns(code)]:
        yield one
        if one.level != "town":
            yield from descendants(one.code)


def ancestors(one: Region) -> list[Region]:
    """The divisions above, nearest first, without the country."""
    above: list[Region] = []
    parent = one.parent
    while parent and parent != COUNTRY and (up := region(parent)):
        above.append(up)
        parent = up.parent
    return above


@lru_cache(maxsize=1024)
def find_region(name: str, year: int | None = None) -> Region | None:
    """The one division that a name means: 嘉兴市, 浙江省嘉兴市, 海宁, 全国; None where several or none are meant.

    A path of names (浙江省嘉兴市南湖区) is followed downwards; among equals of several levels the highest is meant.
    """
    name = re.sub(r"\s+", "", name)
    if name in ("中国", "全国", "国家", "中华人民共和国", "中央"):
        return region(COUNTRY)
    candidates = regions_named(name, year)
    valid = [one for one in candidates if one.end is None] or candidates
    exact = [one for one in valid if one.name == name] or valid
    if exact:
        highest = min(len(one.code.rstrip("0")) for one in exact)
        best = {one.code: one for one in exact if len(one.code.rstrip("0")) <= max(highest, 2)}
        if len(best) == 1 or exact[0].level == "province":
            return next(iter(best.values()))
        return None
    for cut in range(len(name) - 2, 1, -1):
        if upper := find_region(name[:cut], year):
            below = [one for one in descendants(upper.code) if name[cut:] in (one.name, one.short)]
            if below:
                return below[0]
    return None


def leading_regions(words: str) -> list[Region]:
    """The divisions with whose full names `words` begins, outermost first: 浙江省, 嘉兴市 of 浙江省嘉兴市人民政府."""
    found: list[Region] = []
    at = 0
    while True:
        held = next((held for cut in range(14, 2, -1) if (held := _full(words[at : at + cut], found))), None)
        if held is None or len(words[at:]) < len(held.name):
            return found
        found.append(held)
        at += len(held.name)


def _full(name: str, above: list[Region]) -> Region | None:
    """The division of exactly that full name, below the one before it where there is one."""
    held = [one for one in regions_named(name) if one.name == name]
    if above:
        prefix = above[-1].code.rstrip("0")
        held = [one for one in held if one.code.startswith(prefix) and one.code != above[-1].code]
    return held[0] if held else None
