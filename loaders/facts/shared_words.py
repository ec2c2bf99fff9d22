"""What the names of a list share: level word (省科技厅、财政厅), tail (甲示范区、乙新区管委会), noun (教育、财政部门)."""

import re
from dataclasses import replace
from functools import lru_cache

from loaders.facts.body_names import Body, looks_like_body
from loaders.registers.agency_kinds import agency_kinds, local_forms, party_forms
from loaders.registers.regions import regions_named

_DEPARTMENTS = re.compile(r"([一-龥]{2,8}?|等)部门[\s，。；]*$")
_BARE = re.compile(
    r"(?:乡|镇|乡镇|镇街|街道|街道办|街道办事处|办事处|县|市|区|州|盟|旗|园区|开发区|功能区|新区|管委会|村|社区|农场)$"
)
_LEVEL = re.compile(
    r"(?:省|自治区|州|盟|地区|县|旗|师市|兵团|市(?!场|容|域|民(?!政|族|宗|防|航)|政(?:公用|园林|管理|工程|设施)|级|直|属)|区(?!域|块|位|划|级|直|属)|镇(?!街)|街道(?!办事处))"
)
_LEVEL_ANY = re.compile(
    r"^(?:全?(?:省|自治区|州|盟|县|旗|市(?!场|容|域|民(?!政|族|宗|防|航)|政(?:公用|园林|管理|工程|设施))|区(?!域|块|位|划)|镇|乡|街道|国家|中国|中央|中共|国网|全国|国务院|"
    r"共青团|团|军分区|驻|各|有关|相关|其他|属地|兵团|师))|人民银行|人行|税务总局|金融监管总局|银保监|银监|证监|保监|海关|海事|铁塔|"
    r"[一-龥]{2,}(?:省|自治区|自治州|市(?!场)|地区)[一-龥]"
)
_PARTY_LEVEL = re.compile(r"(?:省|自治区|州|县|旗|市|区|镇|师|兵团)(?:党)?委(?=[一-龥]{2,}(?:部|办|委|室|组|局|校|院)$)")
_TAKES_LEVEL = re.compile(r"[一-龥]+(?:局|厅|委|办|办公室|委员会|联|协|院|署|社|台|中心|总队|支队|大队|部门|所|站)$")
_CLASSES = re.compile(r"(?:院所|院校|高校|学校|企业|机构|医院|智库|平台)$")  # 各高等学校、科研院所
_NAMED_BY_PLACE = {"customs", "central-bank", "military", "enterprise"}
_ZONE = re.compile(
    r"(?:示范区|新区|开发区|高新区|经开区|度假区|园区|保税区|试验区|港区|合作区|管理区|实验区|风景区|集聚区|经开|高新)$"
)
_DIVISION = re.compile(r"[一-龥](?:市|县|区|州|盟|旗|镇|乡|街道)$")
_GOVERNMENT_TAIL = re.compile(r"[一-龥](?:市|县|区|州|盟|旗|镇|乡)((?:人民)?政府(?:办公室|办)?|党委[、和]?政府|党委|行署)$")
_ADDRESS_TAIL = re.compile(r"街道(办事处|办|党工委)$")
_ZONE_TAIL = re.compile(r"(管委会|管理委员会|党工委)$")


@lru_cache(maxsize=1)
def _department_words() -> frozenset[str]:
    kinds = agency_kinds().values()
    return frozenset(word for kind in kinds for stem, shorts in kind.stems for word in (stem, *shorts) if len(word) > 1)


def shares_departments(words: str) -> bool:
    """Whether a list ends with 人社部门 or 等部门, which its other members share."""
    last = _DEPARTMENTS.search(words)
    return last is not None and (last[1].endswith("等") or _department_word(last[1]))


def _department_word(name: str) -> bool:
    """教育 and 市发改 in 教育、财政、人社部门 and 市发改、财政等部门."""
    return name in _department_words() or (name[1:] in _department_words() and _LEVEL.match(name) is not None)


def with_department(body: Body) -> Body:
    """教育 becomes 教育部门 in a list that shares the noun; a name of its own stays."""
    return replace(body, name=f"{body.name}部门") if _department_word(body.name) and not looks_like_body(body.name) else body


def with_shared_words(found: list[Body]) -> list[Body]:
    """The bodies of one list by their whole names."""
    return _share_tails(_share_places(_share_levels(_join_bare(found))))


def _join_bare(found: list[Body]) -> list[Body]:
    """各镇、街道 is one collective body, 市党委、政府 one printed pair."""
    joined: list[Body] = []
    for body in found:
        before = joined[-1] if joined else None
        if before and before.name.startswith("各") and len(before.name) <= 8 and _BARE.fullmatch(body.name):
            joined[-1] = Body(f"{before.name}、{body.name}", before.start, body.end, True, body.mark, before.starred)
        elif before and before.name.endswith(("党委", "党工委")) and body.name in ("政府", "人民政府", "管委会"):
            joined[-1] = replace(before, name=f"{before.name}、{body.name}", end=body.end)
        else:
            joined.append(body)
    return joined


def _share_levels(found: list[Body]) -> list[Body]:
    """A name without a level word takes the one of the list: 省科技厅、工业和信息化厅 → 省工业和信息化厅."""
    level = party = ""
    shared: list[Body] = []
    for body in found:
        name = body.name
        if match := _LEVEL.match(name):
            level = match[0]
            if parted := _PARTY_LEVEL.match(name):
                party = parted[0]
        elif level and not body.collective and not _LEVEL_ANY.search(name):
            name = _with_level(name, level, party)
        shared.append(Body(name, body.start, body.end, body.collective, body.mark, body.starred))
    return shared


def _with_level(name: str, level: str, party: str) -> str:
    """The register knows what is a department; a name that it lacks takes the level word where it is short."""
    if name in party_forms() and name not in local_forms():
        return (party or (f"{level}委" if name.endswith(("部", "政法委", "政法委员会")) else level)) + name
    form = local_forms().get(name)
    if form is not None:
        return name if form.kind.id in _NAMED_BY_PLACE else level + name
    if _CLASSES.search(name):
        return name
    return level + name if len(name) <= 8 and _TAKES_LEVEL.search(name) else name


def is_place(name: str) -> bool:
    """A place by its short name, which is no body unless it shares the tail of the next (成都、德阳市政府)."""
    return 2 <= len(name) <= 4 and bool(regions_named(name)) and not looks_like_body(name)


def _share_places(found: list[Body]) -> list[Body]:
    """西藏、新疆交通运输厅 → 西藏交通运输厅; 成都、德阳市政府 → 成都市政府."""
    shared = list(found)
    tail = ""
    for i in range(len(shared) - 1, -1, -1):
        name = shared[i].name
        if is_place(name):
            if tail:
                shared[i] = replace(shared[i], name=name + tail)
            continue
        cut = next((cut for cut in (4, 3, 2) if len(name) > cut + 2 and is_place(name[:cut])), 0)
        tail = name[cut:] if cut else ""
    return shared


def _share_tails(found: list[Body]) -> list[Body]:
    """A name that is only a place takes the tail of the next: 杨凌示范区、西咸新区管委会; 南湖区、秀洲区人民政府."""
    shared = list(found)
    zone_tail = division_tail = street_tail = ""
    for i in range(len(shared) - 1, -1, -1):
        body = shared[i]
        tail = ""
        if match := _ZONE_TAIL.search(body.name):
            zone_tail, division_tail, street_tail = match[1], "", ""
        elif match := _GOVERNMENT_TAIL.search(body.name):
            zone_tail, division_tail, street_tail = "", match[1], ""
        elif match := _ADDRESS_TAIL.search(body.name):
            zone_tail, division_tail, street_tail = "", "", match[1]
        elif zone_tail and _ZONE.search(body.name):
            tail = zone_tail
        elif division_tail and not body.collective and _DIVISION.search(body.name) and not _ZONE.search(body.name):
            tail = division_tail
        elif street_tail and body.name.endswith("街道"):
            tail = street_tail
        else:
            zone_tail = division_tail = street_tail = ""
        if tail:
            shared[i] = Body(body.name + tail, body.start, body.end, body.collective, body.mark, body.starred)
    return shared
