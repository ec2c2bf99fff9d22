"""Regions that a passage names as places of work: divisions by their full official name where certain, zones as printed.

A name inside a title in 《》, a quoted brand, an agency's or a university's name, or a phrase of responsibility is no place of
work; neither is the plan's own region.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from loaders.facts.places import Place, gazetteer, towns_of
from loaders.facts.responsibility import responsibility_spans
from loaders.facts.zones import zones
from loaders.passages import Passage
from loaders.records import RegionMention
from loaders.registers.regions import COUNTRY, Region, children, find_region, region

_TITLE = re.compile(r"《[^《》\n]{1,120}》|“[^“”\n]{1,30}”|\"[^\"\n]{1,30}\"")
_AGENCY_AFTER = re.compile(
    r"(?:省|市|区|县|州)?(?:人民政府|政府|党委|区委|市委|县委|省委|管委会|管理委员会|人大|政协|法院|检察院|公安|海关|党工委|行署)|"
    r"(?:市|区|县)?[一-龥]{2,6}(?:厅|总队|支队)(?![一-龥]{0,2}[、和])|(?:省|市|区|县)(?:发改|发展改革|教育|财政|民政|卫生|交通|水利|农业|建设|环保)[一-龥]{0,6}[局委]"
)
_SCHOOL_AFTER = re.compile(r"[一-龥]{0,8}(?:大学|学院|交大|师大)(?!城|路|[一-龥]{0,4}校区)|(?:大学|学院|理工|师范)")
_COMPANY_AFTER = re.compile(r"[一-龥（）()]{2,16}?(?:有限公司|股份公司|集团公司|银行)")
_LINE_AFTER = re.compile(r"(?:港|站|路|大道|大桥|高速|铁路|高铁|机场|段|线|电厂|工业大学|杯|日报|菜|茶|精神|模式|经验)")
_WORKS_AFTER = re.compile(
    r"[一-龥]{0,3}(?:医院|卫生院|学校|中学|小学|水厂|文化站|污水处理|敬老院|养老院|市场|码头|邮政|变电站|电站|水库|校区|工业园|集镇|老街|古镇|两地|等地|建设|站)"
)
_JOINS = "、和及与至到—-－～~·"
_COMPANY_WORDS = re.compile(r"(?:等)?[一二三四五六七八九十两\d]*个?(?:镇|乡|街道|区|县|市|地|小城市|片区)|镇|乡|街道")
_AID = re.compile(r"援([疆藏青])|对口(?:支援|帮扶|协作)([一-龥]{2,8}?)(?:州|市|县|地区|工作)")
_AIDED = {"疆": "650000", "藏": "540000", "青": "630000"}


@lru_cache(maxsize=256)
def _home(name: str | None) -> Region | None:
    found = find_region(name) if name else None
    return None if found is None or found.code == COUNTRY else found


def regions(passage: Passage, home_region: str | None, *, apart: Iterable[tuple[int, int]] = ()) -> list[RegionMention]:
    """The regions named, in reading order, each once. home_region: the plan's own, in whose light names are read.

    apart: stretches of the document to leave out (names of responsible bodies in a table's cells).
    """
    text, start, end = passage.document.text, passage.start, passage.end
    home = _home(home_region)
    titles = (match.span() for match in _TITLE.finditer(text, start, end))
    hidden = _Spans([*titles, *responsibility_spans(passage), *apart])
    named: list[tuple[int, int, str, str | None, str]] = []
    local = home.short if home and home.level != "province" else None
    known = tuple(low.short for low in (home, *children(home.code))) if home else ()
    zoned = [zone for zone in zones(text, start, end, local, known) if zone.start not in hidden]
    for zone in zoned:
        named.append((zone.start, zone.end, zone.name, None, "region:zone"))
    in_zones = _Spans((zone.start, zone.end) for zone in zoned)
    found_names = gazetteer(home).find(text, start, end)
    places = [place for place in found_names if place.start not in hidden and place.start not in in_zones]
    for i, place in enumerate(places):
        if _meant(text, places, i, home):
            named.append((place.start, place.end, *_name(place), "region:register"))
            named += [(low.start, low.end, *_name(low), "region:register") for low in _below(text, place, end, home)]
    for match in _AID.finditer(text, start, end):
        if match[1] and (aided := region(_AIDED[match[1]])):
            named.append((match.start(1), match.end(1), aided.name, aided.code, "region:aid"))
    found: dict[str, RegionMention] = {}
    for at, till, name, code, rule in sorted(named):
        found.setdefault(
            name,
            RegionMention(
                rule=rule, evidence=(passage.evidence(at, till, "region"),), name=name, printed=text[at:till], code=code
            ),
        )
    return list(found.values())


def _name(place: Place) -> tuple[str, str | None]:
    """Full official name and code; the short name of a subdistrict (拱北) also means the area around it and stays as printed."""
    if not place.full and place.region.name.endswith("街道"):
        return place.region.short, None
    return place.region.name, place.region.code


def _below(text: str, place: Place, end: int, home: Region | None) -> Iterator[Place]:
    """Towns of a city elsewhere, listed behind its name: 中山坦洲、三乡."""
    if place.region.level not in ("prefecture", "county") or (home and place.region.code.startswith(home.code.rstrip("0"))):
        return
    at = place.end
    while town := next(towns_of(place.region).find(text, at, min(end, at + 12)), None):
        if town.start != at:
            return
        yield town
        at = town.end + (1 if text[town.end : town.end + 1] in "镇乡" else 0)
        if text[at : at + 1] not in ("、", "和", "及"):
            return
        at += 1


class _Spans:
    """Stretches of a text, to ask quickly whether a place lies in one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            self._starts.append(start)
            self._ends.append(max(end, self._ends[-1] if self._ends else end))

    def __contains__(self, at: int) -> bool:
        before = bisect_right(self._starts, at)
        return before > 0 and at < self._ends[before - 1]


def _meant(text: str, places: list[Place], i: int, home: Region | None) -> bool:
    """Whether a name means the place, as a place of work."""
    place = places[i]
    if home is not None and (place.region.code == home.code or home.code.startswith(place.region.code.rstrip("0"))):
        return False
    if text[max(0, place.start - 1) : place.start] in ("（", "(") and text[place.end : place.end + 1] in ("）", ")"):
        return False  # 某学院（海宁): where an institution is
    if _AGENCY_AFTER.match(text, place.end) or _SCHOOL_AFTER.match(text, place.end):
        return False
    own = home is not None and place.region.code.startswith(home.code.rstrip("0"))
    if not own and (_COMPANY_AFTER.match(text, place.end) or (not place.full and _LINE_AFTER.match(text, place.end))):
        return False
    return not place.weak or _in_company(text, places, i)


def _in_company(text: str, places: list[Place], i: int) -> bool:
    """A weak name among other names (平沙、三灶), behind its county (桐乡大麻), or before 等三个镇."""
    place = places[i]
    before, after = (places[i - 1] if i else None), (places[i + 1] if i + 1 < len(places) else None)
    if before and before.end == place.start and place.region.code.startswith(before.region.code.rstrip("0")):
        return True
    if before and place.start - before.end == 1 and text[before.end] in _JOINS:
        return True
    if after and after.start - place.end == 1 and text[place.end] in _JOINS:
        return True
    return _COMPANY_WORDS.match(text, place.end) is not None or (
        place.region.level == "town"
        and not place.region.name.endswith("街道")
        and _WORKS_AFTER.match(text, place.end) is not None
    )
