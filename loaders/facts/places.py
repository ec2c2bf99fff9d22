"""Where names of divisions stand in a text, read in the light of a home region: the longest name at each place.

One index a home: its own counties and towns by full and short name, provinces and prefectures by both, other counties by full
name where only one is meant. Names that are also common words need company (see `Place.weak`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from loaders.registers.regions import COUNTRY, Region, all_regions, ancestors, children, descendants, regions_named

# Short names that are words of the language, or part of other words, more often than places.
_WORD_LIKE = """
来宾 白银 阿里 长治 大同 安康 海西 东方 朝阳 中山 四平 咸宁 孝感 平安 普洱 海口 和平 北海 海南 吉安
保定 安阳 长安 永安 三明 玉树 海东 海北 黄南 通化 中卫 安定 新城 文昌 文山 金昌 定西 河池 百色 玉林
清远 河源 白山 白城 自贡 广安 天门 通州 海门 黄山 衡水 新区 开发 城关 城区 城东 城西 城南 城北 中心
新华 建设 解放 光明 团结 胜利 红旗 东风 前进 向阳 幸福 友好 繁荣 发展 振兴 新兴 工业 农业 民主 爱国
永安 太平 兴隆
"""
# Full names of counties that are also common nouns, or stand in many cities.
_NOUN_LIKE = """
城区 郊区 矿区 市中区 新城区 老城区 城中区 城关区 东区 西区 城东区 城西区 城北区 城南区 郊县 河东区
河西区 江东区 江西区 中区 新区 南区 北区 东城区 西城区 中心区 经济区 开发区 工业园区 农业区 市区 港区
景区 山区 城郊区 向阳区 前进区 先锋区 和平区 新华区 解放区 红旗区 建设区 示范区 工农区 东风区 南山区
中山区 海港区 港口区 铁东区 铁西区 特区 高新区 县城区
"""
_WORDS = frozenset(_WORD_LIKE.split())
_COMMON_FULL = frozenset(_NOUN_LIKE.split())


@dataclass(frozen=True)
class Place:
    """A name found: text[start:end] means region. full: its official name stands there. weak: only certain in company."""

    start: int
    end: int
    region: Region
    full: bool
    weak: bool


class Gazetteer:
    """Names to look for, by their first two characters: few places of a text begin with such a pair.

    (An Aho-Corasick automaton was no faster: the root of one for Chinese names has a thousand edges.)
    """

    def __init__(self) -> None:
        self._names: dict[str, list[tuple[str, Region, bool, bool]]] = {}

    def add(self, name: str, region: Region, *, full: bool, weak: bool = False) -> None:
        """A name and what it means; the first meaning given stays."""
        held = self._names.setdefault(name[:2], [])
        if all(known != name for known, *_ in held):
            held.append((name, region, full, weak))
            held.sort(key=lambda one: -len(one[0]))

    @cached_property
    def _begins(self) -> re.Pattern[str]:
        """A character that a name begins with, before one that comes second in a name."""
        if not self._names:
            return re.compile("(?!)")
        first, second = ("".join(sorted({pair[i] for pair in self._names})) for i in (0, 1))
        return re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")

    def find(self, text: str, start: int, end: int) -> Iterator[Place]:
        """From left to right the longest name at each place, without overlaps."""
        at = start
        for candidate in self._begins.finditer(text, start, end):
            begin = candidate.start()
            if begin < at:
                continue
            for name, region, full, weak in self._names.get(text[begin : begin + 2], ()):
                if text.startswith(name, begin) and begin + len(name) <= end:
                    yield Place(begin, begin + len(name), region, full, weak)
                    at = begin + len(name)
                    break


@lru_cache(maxsize=64)
def gazetteer(home: Region | None) -> Gazetteer:
    """What names mean in a plan of `home`."""
    names = Gazetteer()
    if home is not None and home.code != COUNTRY:
        _add_home(names, home)
    current = [one for one in all_regions() if one.end is None and one.code != COUNTRY]
    for one in sorted(current, key=lambda one: len(one.code.rstrip("0"))):
        if len(one.name) < 3 or one.name in _COMMON_FULL:
            continue
        if one.level in ("province", "prefecture"):
            names.add(one.name, one, full=True)
            names.add(one.short, one, full=False, weak=one.short in _WORDS)
        elif _only_one(one, home):
            names.add(one.name, one, full=True)
    return names


def _add_home(names: Gazetteer, home: Region) -> None:
    """Home, its divisions, and those of the prefecture it lies in; counties before towns."""
    above = [up for up in ancestors(home) if up.level == "prefecture"]
    around = [home, *above, *(low for up in above for low in children(up.code)), *descendants(home.code)]
    for one in sorted(around, key=lambda one: (len(one.code.rstrip("0")), one.code)):
        if one.level == "town":
            if home.level == "province":
                continue
            names.add(one.name, one, full=True)
            if len(one.short) > 1 and one.short != one.name:
                weak = len(one.short) < 3 or one.name.endswith("街道") or one.short in _WORDS
                names.add(one.short, one, full=False, weak=weak)
        elif one.name not in ("城区", "郊区", "矿区", "市区"):
            names.add(one.name, one, full=True)
            if one.short != one.name:
                names.add(
                    one.short, one, full=False, weak=one.short in _WORDS or (home.level == "province" and one.level == "county")
                )


@lru_cache(maxsize=256)
def towns_of(region: Region) -> Gazetteer:
    """Short names of the towns below a region, for lists that follow its name: 中山坦洲、三乡."""
    names = Gazetteer()
    for one in descendants(region.code) if region.level in ("prefecture", "county") else ():
        if one.level == "town" and one.short not in _WORDS:
            names.add(one.short, one, full=False)
    return names


def _only_one(one: Region, home: Region | None) -> bool:
    """Whether a county's full name means only it: in the whole country, or in home's province."""
    held = [other for other in regions_named(one.name) if other.end is None and other.name == one.name]
    if home is not None and home.code != COUNTRY:
        near = [other for other in held if other.code[:2] == home.code[:2]]
        if near:
            return len(near) == 1 and near[0].code == one.code
    return len(held) == 1
