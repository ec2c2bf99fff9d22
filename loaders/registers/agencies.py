"""Which body a printed name means in its plan's jurisdiction: 市卫健委 in a Jiaxing plan is 嘉兴市卫生健康委员会.

Nothing is invented: a short form is written out only where the register of kinds knows it; a body of no known
kind keeps its printed name behind its region's; where the region is unsure the printed name stays and the body is unresolved.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from loaders.registers.agency_kinds import AgencyKind, Form, agency_kinds, local_forms, national_forms, party_forms
from loaders.registers.regions import COUNTRY, Region, ancestors, descendants, find_region, region, regions_named


@dataclass(frozen=True)
class Predecessor:
    """What the body's kind took over, in the body's own region: an inference. names: official names it may have had."""

    kind: str
    names: tuple[str, ...]
    year: int
    source: str


@dataclass(frozen=True)
class AgencyIdentity:
    """A body. name: official name in full, or as printed where unsure. region: code of its jurisdiction, None where unsure.

    kind: id in the register of kinds. resolved: region and name in full are certain. aliases: further names that find it, the
    printed one among them, never `name` itself.
    """

    name: str
    printed: str
    region: str | None
    kind: str | None
    collective: bool
    resolved: bool
    aliases: tuple[str, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()


_COLLECTIVE = re.compile(r"各|有关|相关|成员单位|所属|下属|属地|责任单位|两级|其他")
_LEVEL_WORD = re.compile(
    r"(?:自治区|自治州|自治县|师市|省|市(?!场|政(?:公用|园林|管理|工程)|容)|地区|州|盟|区(?!域|块)|县|旗)(?:级|直|属)?"
)
_WORD_LEVELS = {
    "省": "province",
    "自治区": "province",
    "州": "prefecture",
    "自治州": "prefecture",
    "盟": "prefecture",
    "地区": "prefecture",
}
_FULL_ENDING = re.compile(
    r"(?:局|厅|部|署|委员会|办公室|中心|院|社|联合会|协会|公司|集团|大学|学院|医院|银行|总队|支队|大队|处|所|站|馆|台|校|会|政府|海关|研究室)$"
)
_PARTY = re.compile(r"^党?委(?!员会$)(?:会)?(.+)$")


@lru_cache(maxsize=8192)
def resolve_agency(name: str, home: Region | str | None = None) -> AgencyIdentity:
    """The body that `name` means in a plan of `home` (a region, its code or its name; None where it is not known)."""
    printed = re.sub(r"\s+", "", name)
    here = _region_of(home)
    if _COLLECTIVE.search(printed):
        return AgencyIdentity(printed, printed, here.code if here else None, None, True, False)
    main = re.sub(r"[（(][^（）()]*[）)]$", "", printed) or printed
    for rule in (_national, _special, _own, _placed, _bare):
        if identity := rule(main, here):
            return _with_printed(identity, printed)
    return AgencyIdentity(printed, printed, None, None, False, False)


def agency_names_matching(text: str, home: Region | str | None = None) -> tuple[str, ...]:
    """Names under which a body meant by `text` may be labelled, for asking by any alias.

    With a region: the body's official name and aliases. Without: every spelling of the text that leaves its region open
    (市卫健委, 市卫生健康委, 市卫生健康委员会), so that every jurisdiction's body matches.
    """
    printed = re.sub(r"\s+", "", text)
    if home is not None:
        identity = resolve_agency(printed, home)
        return tuple(dict.fromkeys((identity.name, printed, *identity.aliases)))
    national = national_forms().get(printed)
    names = [printed] + ([national[1]] if national else [])
    level = match[0] if (match := _LEVEL_WORD.match(printed)) else ""
    rest = printed[len(level) :]
    if form := local_forms().get(rest):
        names += [level + spelling for spelling in form.spellings()]
    elif (party := _PARTY.match(rest)) and (form := party_forms().get(party[1])):
        names += [f"{level}委{spelling}" for spelling in form.spellings()]
    else:
        identity = resolve_agency(printed)
        names += [identity.name, *identity.aliases]
    return tuple(dict.fromkeys(names))


def _region_of(home: Region | str | None) -> Region | None:
    if home is None or isinstance(home, Region):
        return home
    return region(home) if home.isdigit() else find_region(home)


def _with_printed(identity: AgencyIdentity, printed: str) -> AgencyIdentity:
    aliases = tuple(alias for alias in dict.fromkeys((printed, *identity.aliases)) if alias != identity.name)
    return AgencyIdentity(
        identity.name, printed, identity.region, identity.kind, False, identity.resolved, aliases, identity.predecessors
    )


# --- central bodies -----------------------------------------------------------------------------------------------------------

_CENTRAL = re.compile(r"^(?:国家|国务院|中央|中共中央|中国|中华|全国|最高)|(?:部|总局|总署|署|央行)$")


def _national(name: str, home: Region | None) -> AgencyIdentity | None:
    held = national_forms().get(name)
    if held is None or not (home is None or home.code == COUNTRY or _CENTRAL.search(name)):
        return None
    kind, official = held
    return AgencyIdentity(official, name, COUNTRY, kind.id, False, True, _shorts(kind, official), _predecessors(kind, None))


def _shorts(kind: AgencyKind, official: str) -> tuple[str, ...]:
    return next((shorts for full, shorts in kind.national if full == official), ())


# --- names of their own shape --------------------------------------------------------------------------------------------------

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


def _special(name: str, home: Region | None) -> AgencyIdentity | None:
    for pattern, build in _SHAPES:
        match = pattern.match(name)
        if match is None:
            continue
        groups = match.groupdict()
        where = _place(groups.get("r") or groups.get("r2") or groups.get("w") or "", home)
        if where is None:
            continue
        kind, official, shorts = build(where, match)
        return AgencyIdentity(official, name, where.code, kind, False, True, shorts, _predecessors(agency_kinds()[kind], where))
    return None


def _place(words: str, home: Region | None) -> Region | None:
    """The region that 市, 嘉兴, 嘉兴市 or nothing means here."""
    if not words:
        return home
    if _LEVEL_WORD.fullmatch(words):
        return _by_level_word(words, home)
    return next((where for where, rest in _prefixes(words, home) if not rest), None)


# --- region + name ----------------------------------------------------------------------------------------------------------


def level_word(where: Region) -> str:
    """How a plan of that region calls it: 市, 省, 区, 县, 州, 旗."""
    if where.level == "province":
        return "自治区" if where.name.endswith("自治区") else where.name[-1]
    return where.name[-1]


def _by_level_word(word: str, home: Region | None) -> Region | None:
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


def _prefixes(name: str, home: Region | None) -> Iterator[tuple[Region, str]]:
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
        if deeper := next(((low, left) for low, left in _prefixes(rest, where) if _within(low, where)), None):
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


def _placed(name: str, home: Region | None) -> AgencyIdentity | None:
    """A level word or a region's name, then the body."""
    if match := _LEVEL_WORD.match(name):
        rest = name[match.end() :]
        if where := _by_level_word(match[0], home):
            return _local(name, where, rest)
        return None
    for where, rest in _prefixes(name.removeprefix("中共"), home):
        if not rest:
            if name == where.name and where.level != "town":  # 海宁市 among responsible bodies is its government
                return _of_form(name, where, local_forms()["人民政府"])
            continue
        full = name.removeprefix("中共").startswith(where.name)
        if full or rest in local_forms() or _PARTY.match(rest):
            return _local(name, where, rest)
    return None


def _own(name: str, home: Region | None) -> AgencyIdentity | None:
    """A known department without a region is the plan's own: 教育局 in a county's plan; 资源局 is not of 资源县."""
    if home is None or home.code == COUNTRY or name not in local_forms():
        return None
    level = _LEVEL_WORD.match(name)
    return None if level and name[level.end() :] in local_forms() else _local(name, home, name)


def _bare(name: str, home: Region | None) -> AgencyIdentity | None:
    """No region at all and no known department: a town, a zone, a company or institution."""
    kind = _institution(name)
    if kind in ("township-government", "subdistrict-office") and home is not None:
        return _town(name, home, kind)
    if kind == "zone-administration" and home is not None and len(name) >= 6:
        official = re.sub(r"管委会$", "管理委员会", name)
        short = re.sub(r"管理委员会$", "管委会", name)
        return AgencyIdentity(official, name, home.code, kind, False, True, (short,))
    if re.match(r"国家|中国|全国|中华", name) or re.search(r"(?<!公)司$", name):
        return AgencyIdentity(name, name, COUNTRY, kind, False, False)
    return AgencyIdentity(name, name, home.code if home else None, kind, False, False) if kind else None


def _town(name: str, home: Region, kind: str) -> AgencyIdentity:
    """许村镇, 许村镇政府, 硖石街道办: a town of the plan's region by the register of towns; else as printed, unresolved."""
    place = re.sub(r"(?:人民政府|政府|办事处|办)$", "", name)
    held = [town for town in descendants(home.code) if town.name == place] if home.level != "province" else []
    if len(held) != 1:
        return AgencyIdentity(name, name, home.code, kind, False, False)
    official = place + ("人民政府" if kind == "township-government" else "办事处")
    short = place + ("政府" if kind == "township-government" else "办")
    return AgencyIdentity(official, name, held[0].code, kind, False, True, (place, short))


def _local(name: str, where: Region, rest: str) -> AgencyIdentity | None:
    if (party := _PARTY.match(rest)) and (form := party_forms().get(party[1])):
        official = f"中共{where.name}委{form.official}"
        word = level_word(where)
        heads = (f"{word}委", f"{where.name}委", *([f"{word}党委"] if word.endswith("区") else []), *([""] if form.stem else []))
        aliases = tuple(head + tail for head in heads for tail in form.spellings())
        return AgencyIdentity(official, name, where.code, form.kind.id, False, True, aliases, _predecessors(form.kind, where))
    if rest.startswith("委") and not rest.startswith("委员会") and len(rest) > 2:
        return AgencyIdentity(
            f"中共{where.name}{rest}",
            name,
            where.code,
            _institution(rest),
            False,
            bool(_FULL_ENDING.search(rest)),
            (f"{where.name}{rest}",),
        )
    if form := local_forms().get(rest):
        return _of_form(name, where, form)
    branch = _BRANCH.match(rest)
    form = local_forms().get(branch[1]) if branch else None
    kind = form.kind.id if form else _institution(rest)
    official = where.name + rest
    certain = _FULL_ENDING.search(rest) is not None and not re.fullmatch(r"[级直属].*", rest)
    return AgencyIdentity(
        official, name, where.code, kind, False, certain, (f"{level_word(where)}{rest}", f"{where.short}{rest}")
    )


def _of_form(name: str, where: Region, form: Form) -> AgencyIdentity:
    shape = form.kind.shape
    official = shape.format(r=where.name, s=where.short) if shape else where.name + form.official
    aliases = [head + tail for head in (where.name, *_heads(where)) for tail in form.spellings()]
    return AgencyIdentity(official, name, where.code, form.kind.id, False, True, tuple(aliases), _predecessors(form.kind, where))


def _heads(where: Region) -> tuple[str, ...]:
    return tuple(dict.fromkeys((level_word(where), where.name, where.short, "")))


_BRANCH = re.compile(r"(.+局)[一-龥]{2,6}分局$")  # 市公安局南湖分局
_INSTITUTIONS = [
    (re.compile(r"管委会$|管理委员会$"), "zone-administration"),
    (re.compile(r"街道(?:办事处|办)?$"), "subdistrict-office"),
    (re.compile(r"(?:镇|乡)(?:人民政府|政府)?$"), "township-government"),
    (re.compile(r"公司$|集团$|银行$|电网$|国网|供电"), "enterprise"),
    (re.compile(r"大学$|学院$|学校$|医院$|研究院$|研究所$|[中小]学$|图书馆$|博物馆$|中心$"), "public-institution"),
    (re.compile(r"领导小组|指挥部|专班|工作小组|联席会议|协调小组"), "leading-group"),
]


def _institution(name: str) -> str | None:
    return next((kind for pattern, kind in _INSTITUTIONS if pattern.search(name)), None)


# --- succession -------------------------------------------------------------------------------------------------------------


def _predecessors(kind: AgencyKind, where: Region | None) -> tuple[Predecessor, ...]:
    """One for each kind that this one took over; names for the region's level (厅 for a province, else 局 or 委员会)."""
    found = []
    for succession in kind.after:
        before = agency_kinds()[succession.kind]
        if where is None:
            names = tuple(name for name, _ in before.national)
        else:
            halls = where.level == "province" and not where.name.endswith("市")
            endings = [ending for ending in before.endings if halls or ending != "厅"]
            names = tuple(where.name + stem + ending for stem, _ in before.stems[:1] for ending in endings)
            if before.shape:
                names = (before.shape.format(r=where.name, s=where.short),)
        if names:
            found.append(Predecessor(before.id, names, succession.year, succession.source))
    return tuple(found)
