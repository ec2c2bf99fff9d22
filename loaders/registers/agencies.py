"""Which body a printed name means in its plan's jurisdiction: 市卫健委 in a Jiaxing plan is 嘉兴市卫生健康委员会.

Nothing is invented: a short form is written out only where the register of kinds knows it; a body of no known
kind keeps its printed name behind its region's; where the region is unsure the printed name stays and the body is unresolved.
"""

import re
from functools import lru_cache

from loaders.registers.agency_identity import AgencyIdentity, predecessors_of
from loaders.registers.agency_kinds import AgencyKind, Form, local_forms, national_forms, party_forms
from loaders.registers.agency_places import LEVEL_WORD, by_level_word, leading_regions, level_word, region_of
from loaders.registers.agency_shapes import named_by_shape
from loaders.registers.regions import COUNTRY, Region, descendants

_COLLECTIVE = re.compile(r"各|有关|相关|成员单位|所属|下属|属地|责任单位|两级|其他")
_FULL_ENDING = re.compile(
    r"(?:局|厅|部|署|委员会|办公室|中心|院|社|联合会|协会|公司|集团|大学|学院|医院|银行|总队|支队|大队|处|所|站|馆|台|校|会|政府|海关|研究室)$"
)
_PARTY = re.compile(r"^党?委(?!员会$)(?:会)?(.+)$")


@lru_cache(maxsize=8192)
def resolve_agency(name: str, home: Region | str | None = None) -> AgencyIdentity:
    """The body that `name` means in a plan of `home` (a region, its code or its name; None where it is not known)."""
    printed = re.sub(r"\s+", "", name)
    here = region_of(home)
    if _COLLECTIVE.search(printed):
        return AgencyIdentity(printed, printed, here.code if here else None, None, True, False)
    main = re.sub(r"[（(][^（）()]*[）)]$", "", printed) or printed
    for rule in (_national, named_by_shape, _own, _placed, _bare):
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
    level = match[0] if (match := LEVEL_WORD.match(printed)) else ""
    rest = printed[len(level) :]
    if form := local_forms().get(rest):
        names += [level + spelling for spelling in form.spellings()]
    elif (party := _PARTY.match(rest)) and (form := party_forms().get(party[1])):
        names += [f"{level}委{spelling}" for spelling in form.spellings()]
    else:
        identity = resolve_agency(printed)
        names += [identity.name, *identity.aliases]
    return tuple(dict.fromkeys(names))


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
    return AgencyIdentity(official, name, COUNTRY, kind.id, False, True, _shorts(kind, official), predecessors_of(kind, None))


def _shorts(kind: AgencyKind, official: str) -> tuple[str, ...]:
    return next((shorts for full, shorts in kind.national if full == official), ())


# --- region + name ----------------------------------------------------------------------------------------------------------


def _placed(name: str, home: Region | None) -> AgencyIdentity | None:
    """A level word or a region's name, then the body."""
    if match := LEVEL_WORD.match(name):
        rest = name[match.end() :]
        if where := by_level_word(match[0], home):
            return _local(name, where, rest)
        return None
    for where, rest in leading_regions(name.removeprefix("中共"), home):
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
    level = LEVEL_WORD.match(name)
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
        return AgencyIdentity(official, name, where.code, form.kind.id, False, True, aliases, predecessors_of(form.kind, where))
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
    return AgencyIdentity(
        official, name, where.code, form.kind.id, False, True, tuple(aliases), predecessors_of(form.kind, where)
    )


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
