"""Bodies whose names have a shape of their own: the Party's committees, courts, banks, the tax bodies, customs."""

import re
from collections.abc import Callable

from loaders.registers.agency_identity import AgencyIdentity, predecessors_of
from loaders.registers.agency_kinds import agency_kinds
from loaders.registers.agency_places import level_word, place_meant
from loaders.registers.regions import Region

_Build = Callable[[Region, re.Match[str]], tuple[str, str, tuple[str, ...]]]


def _simple(kind: str, official: str, *shorts: str) -> _Build:
    """Templates: {r} the region's name, {s} its short name, {w} its level word, {p} its name as printed, {g} the last group."""

    def build(where: Region, match: re.Match[str]) -> tuple[str, str, tuple[str, ...]]:
        fields = {"r": where.name, "s": where.short, "w": level_word(where), "g": match.groups()[-1] or ""}
        fields["p"] = match.groupdict().get("r") or where.name
        return kind, official.format(**fields), tuple(short.format(**fields) for short in shorts)

    return build


def _court(where: Region, _: re.Match[str]) -> tuple[str, str, tuple[str, ...]]:
    rank = {"province": "高级", "prefecture": "中级"}.get(where.level, "")
    word = level_word(where)
    return (
        "court",
        f"{where.name}{rank}人民法院",
        (f"{word}法院", f"{word}{rank}人民法院", *((f"{word}{rank[0]}院",) if rank else ())),
    )


_SHAPES: list[tuple[re.Pattern[str], _Build]] = [
    (
        re.compile(r"^团(?P<w>[省市县区州旗])委$"),
        _simple("communist-youth-league", "共青团{r}委员会", "团{w}委", "共青团{r}委", "共青团{s}{w}委"),
    ),
    (
        re.compile(r"^共青团(?P<r>.+?)委(?:员会)?$"),
        _simple("communist-youth-league", "共青团{r}委员会", "团{w}委", "共青团{r}委"),
    ),
    (
        re.compile(r"^(?:中共)?(?P<r>.*?)(?:纪律检查委员会|纪委监委|纪委、监委|纪委市监委|纪委|纪检监察机关)$"),
        _simple("discipline-inspection", "中共{r}纪律检查委员会", "{w}纪委", "{w}纪委监委", "{r}纪委", "{r}纪委监委"),
    ),
    (re.compile(r"^(?P<r>.*?)(?:监察委员会|监委)$"), _simple("discipline-inspection", "{r}监察委员会", "{w}监委", "{r}监委")),
    (
        re.compile(r"^(?:中国)?(?:人民银行|人行)(?P<r>.+?)((?:中心)?支行|分行|营业管理部)$"),
        _simple("central-bank", "中国人民银行{p}{g}", "人行{p}{g}", "人民银行{p}{g}", "人行{s}{g}", "{w}人行", "人民银行{s}{g}"),
    ),
    (re.compile(r"^国家税务总局(?P<r>.+?)税务局$"), _simple("tax", "国家税务总局{r}税务局", "{w}税务局", "{r}税务局")),
    (re.compile(r"^(?P<r>.*?)税务局$"), _simple("tax", "国家税务总局{r}税务局", "{w}税务局", "{r}税务局")),
    (re.compile(r"^(?P<r>.+?)海关$"), _simple("customs", "{s}海关", "{w}海关")),
    (re.compile(r"^国家统计局(?P<r>.+?)调查(总)?队$"), _simple("survey-team", "国家统计局{s}调查{g}队", "{w}调查{g}队")),
    (re.compile(r"^(?P<r>.+?)(?:中级人民法院|高级人民法院|人民法院|中院|高院|法院)$"), _court),
    (
        re.compile(r"^(?P<r>.+?)(?:人民)?检察院$"),
        _simple("procuratorate", "{r}人民检察院", "{w}检察院", "{w}人民检察院", "{r}检察院"),
    ),
    (
        re.compile(r"^(?P<r>.+?)(?:人民代表大会常务委员会|人大常委会|人大)(办公室|办|办公厅)?$"),
        _simple("peoples-congress", "{r}人民代表大会常务委员会{g}", "{w}人大常委会{g}", "{r}人大常委会{g}", "{w}人大{g}"),
    ),
    (
        re.compile(r"^(?P<r>.*?)政协(?P<r2>.*?)(办公室|办|办公厅)?$"),
        _simple(
            "political-consultative-conference",
            "中国人民政治协商会议{r}委员会{g}",
            "{w}政协{g}",
            "政协{r}委员会{g}",
            "{r}政协{g}",
        ),
    ),
    (
        re.compile(r"^(?:中共)?(?P<r>.*?(?:省|市|区|县|州|旗|盟))委(?:员会)?$"),
        _simple("party-committee", "中共{r}委员会", "{w}委", "中共{r}委", "{r}委"),
    ),
]


def named_by_shape(name: str, home: Region | None) -> AgencyIdentity | None:
    for pattern, build in _SHAPES:
        match = pattern.match(name)
        if match is None:
            continue
        groups = match.groupdict()
        where = place_meant(groups.get("r") or groups.get("r2") or groups.get("w") or "", home)
        if where is None:
            continue
        kind, official, shorts = build(where, match)
        return AgencyIdentity(official, name, where.code, kind, False, True, shorts, predecessors_of(agency_kinds()[kind], where))
    return None
