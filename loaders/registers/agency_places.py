"""Which region the beginning of a body's name means, in the light of the plan's own: 市 in a Jiaxing plan is 嘉兴市."""

import re
from collections.abc import Iterator

from loaders.registers.regions import COUNTRY, Region, ancestors, find_region, region, regions_named

LEVEL_WORD = re.compile(
    r"(?:自治区|自治州|自治县|师市|省|市(?!场|政(?:公用|园林|管理|工程)|容)|地区|州|盟|区(?!域|块)|县|旗)(?:级|直|属)?"
)


def region_of(home: Region | str | None) -> Region | None:
    if home is None or isinstance(home, Region):
        return home
    return region(home) if home.isdigit() else find_region(home)


def place_meant(words: str, home: Region | None) -> Region | None:
    """The region that 市, 嘉兴, 嘉兴市 or nothing means here."""
    if not words:
        return home
    if LEVEL_WORD.fullmatch(words):
        return by_level_word(words, home)
    return next((where for where, rest in leading_regions(words, home) if not rest), None)


def level_word(where: Region) -> str:
    """How a plan of that region calls it: 市, 省, 区, 县, 州, 旗."""
    if where.level == "province":
        return "自治区" if where.name.endswith("自治区") else where.name[-1]
    return where.name[-1]


def by_level_word(word: str, home: Region | None) -> Region | None:
    """市 in a Jiaxing plan is 嘉兴市; 省 is its province; 区 in a city's plan is any of its districts: None."""
    word = re.sub(r"[级直属]$", "", word).replace("师市", "市")  # a city of the Xinjiang corps and its division are one
    if home is None or home.code == COUNTRY:
        return None
    for where in (home, *ancestors(home)):
        own = where.name[-1]
        if word == own or where.name.endswith(word):
            return where
        if word == "县" and where is home and where.name.endswith("自治县"):
            return where
    return None


def leading_regions(name: str, home: Region | None) -> Iterator[tuple[Region, str]]:
    """(region, rest) for every region's name that `name` begins with, the longest first, in the light of home."""
    for cut in range(min(len(name), 14), 1, -1):
        words = name[:cut]
        held = [one for one in regions_named(words) if one.name == words or cut < len(name) or one.short == words]
        if not held:
            continue
        where = _nearest(held, home, words)
        if where is None:
            continue
        rest = name[cut:]
        if deeper := next(((low, left) for low, left in leading_regions(rest, where) if _within(low, where)), None):
            yield deeper
        yield where, rest


def _within(low: Region, high: Region) -> bool:
    return low.code != high.code and high.code in {above.code for above in ancestors(low)}


def _nearest(held: list[Region], home: Region | None, words: str) -> Region | None:
    """The one that is meant: home, what lies in or above it, its neighbours; else the only one of that name."""
    now = [one for one in held if one.end is None] or held
    if home is not None and home.code != COUNTRY:
        for prefix in (home.code.rstrip("0"), home.code[:4], home.code[:2]):
            near = {one.code: one for one in now if one.code.startswith(prefix)}
            exact = [one for one in near.values() if one.name == words]
            if len(exact or near) == 1:
                return (exact or list(near.values()))[0]
    now = [one for one in now if one.end is None and len(one.name) > 2]  # 新区 and 城区 elsewhere are no districts that are meant
    if not now:
        return None
    highest = min(len(one.code.rstrip("0")) for one in now)
    top = {one.code: one for one in now if len(one.code.rstrip("0")) == highest}
    return next(iter(top.values())) if len(top) == 1 else None
