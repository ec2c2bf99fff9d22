"""Lists of bodies: `省科技厅、工业和信息化厅，各市（州）政府等` → the bodies it names, each by its whole name.

The grammar of such lists, not a list of names: separators, the level word that a list shares (省科技厅、财政厅), the tail that
it shares (杨凌示范区、西咸新区管委会), and collective bodies (各县（市、区）政府, 市直有关部门).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.registers.agency_kinds import local_forms, national_forms, party_forms

OPENING, CLOSING = "（(【〔[［﹝", "）)】〕]］﹞"
_PAIRS = dict(zip(OPENING, CLOSING, strict=True))
_SEPARATORS = "、，,；;/／|\n\t \u3000\xa0"

# What the name of a body ends with. Bare one-letter nouns (部, 会) need two letters before them.
_TAIL = (
    r"(?:部门|单位|机构|企业|中心|公司|集团|海关|银行|大学|学院|学校|医院|街道|园区|专班|小组|联盟|协会|基地|兵团|电网|"
    r"人行|工会|妇联|残联|文联|社联|侨联|红会|科协|政协|人大|法院|政府|军区|党校|"
    r"[一-龥]{1,}[局厅委办部院府行会署社台所室处科股组站馆队联协区县市镇乡州旗盟省团关司库厂])"
)
_BODY = re.compile(rf"[A-Za-z0-9一-龥“”〇·•．（）()、—-]*{_TAIL}(?:[（(][^（）()]{{1,20}}[）)])?")
_NOT_IN_NAMES = re.compile(
    r"[。：:！？!?《》<>=%％]|\d{3,}|加强|推动|完善|完成|开展|要求|确保|建立|健全|提高|根据|按照|应当|以及其|负责|牵头|配合|会同|"
    r"(?<!自)由|^(?:的|把|为|要|使|并|但|而|其(?!他))"
)
_COLLECTIVE = re.compile(
    r"各|有关|相关|成员单位|所属|下属|属地|责任单位|市县两级|地方(?:人民)?政府|全(?:省|市|县|区)(?:公安|法院)|其他部门|其他单位"
)
_PUBLIC = re.compile(
    r"(?:省|市(?!场|民(?!政|族|宗))|县|区(?!域)|州|旗|盟|自治区|国家|国务院|中央|中共|中国|全国|国网|团|共青团|兵团|各|有关|相关)[一-龥（）()、]{2,}$|"
    r"[一-龥]{2,}(?:局|厅|委|部|署|管委会|政府|人民银行|法院|检察院)$"
)
_EACH = re.compile(r"各[一-龥（）()、/]{1,15}")
_BARE = re.compile(
    r"(?:乡|镇|乡镇|镇街|街道|街道办|街道办事处|办事处|县|市|区|州|盟|旗|园区|开发区|功能区|新区|管委会|村|社区|农场)$"
)
_PLACES = (
    r"(?:设区的?|省辖|省级|地级|县级|乡级|涉农|直辖|自治|直属|直管|功能|省|市|州|盟|地|县|区|旗|镇|乡|街道|园区|开发区|"
    r"有关|相关|级|各)"
)
_RULERS = r"(?:人民政府|政府|管委会|管理委员会|党委|党工委|行署|行政公署|办事处|街道办)"
_WHOLE_COLLECTIVE = re.compile(
    rf"(?:沿海|沿江|其他|全省|全市|全区|全县)?(?:各|有关|相关)(?:{_PLACES}|[、，/（）()和及与])*{_RULERS}"
    rf"(?:[（(][^（）()]{{1,8}}[）)])?"
    rf"(?:[、和及与](?:{_PLACES}|[、/（）()和及与])+{_RULERS})*"
    rf"|各{_PLACES}(?:[、/]{_PLACES}+)+(?=$|[，。；;）)】\]\s]|等)"
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
_TAKES_LEVEL = re.compile(r"[一-龥]+(?:局|厅|委|办|办公室|委员会|联|协|院|署|社|台|中心|总队|支队|大队)$")
_NAMED_BY_PLACE = {"customs", "central-bank", "military", "enterprise"}
_ZONE = re.compile(
    r"(?:示范区|新区|开发区|高新区|经开区|度假区|园区|保税区|试验区|港区|合作区|管理区|实验区|风景区|集聚区|经开|高新)$"
)
_DIVISION = re.compile(r"[一-龥](?:市|县|区|州|盟|旗|镇|乡|街道)$")
_GOVERNMENT_TAIL = re.compile(r"[一-龥](?:市|县|区|州|盟|旗|镇|乡)((?:人民)?政府(?:办公室|办)?|党委政府|党委|行署)$")
_ADDRESS_TAIL = re.compile(r"街道(办事处|办|党工委)$")
_ZONE_TAIL = re.compile(r"(管委会|管理委员会|党工委)$")
_MARK = re.compile(r"[（(【\[](?:[^（）()]{0,4})?(牵头|主办|主责|第一责任|配合|协办|参与|参加|指导)(?:单位|部门)?[）)】\]]$")
_ETC = re.compile(
    r"等(?:\d+个|[一二三四五六七八九十]+个)?(?:市直|市级|省直|省级|县直|区直|其他)?(?:有关|相关|职能|责任|成员)*"
    r"(?:部门|单位|厅局|委办局|机构|地方|地)?(?:[和及、]单位)?$"
)
_LEAD_IN = re.compile(r"^(?:由|请|和(?![平田县龙静顺硕林政])|及|与|以及|会同|[:：]|主要由|具体由|分别由)+")
_STAR = re.compile(r"^[*＊★▲☆△]+|[*＊★▲☆△]+$")
_JOINED = re.compile(r"以及|[和及与暨]")
_ENDS_LIKE_BODY = re.compile(
    r"(?:局|厅|委|办|部|院|府|行|会|署|台|处|区|县|市|镇|街道|中心|公司|集团|部门|单位|大学|学院|学校|委员会|[一-龥]联)$"
)


@dataclass(frozen=True)
class Body:
    """A body that a list names. name: whole, without white space; start, end: where its own words stand in the text.

    mark: a role written in brackets behind it (甲（牵头）). starred: a sign (*, ★) that a document may give a meaning.
    """

    name: str
    start: int
    end: int
    collective: bool = False
    mark: str | None = None
    starred: bool = False


def closing(text: str, at: int, end: int) -> int | None:
    """The offset of the bracket that closes the one at `at`, before `end`; None where it stays open."""
    open_, close, depth = text[at], _PAIRS[text[at]], 0
    same = {"（": "(（", "(": "(（"}.get(open_, open_), {"）": ")）", ")": ")）"}.get(close, close)
    for i in range(at, min(end, at + 2000)):
        if text[i] in same[0]:
            depth += 1
        elif text[i] in same[1]:
            depth -= 1
            if not depth:
                return i
    return None


def looks_like_body(name: str) -> bool:
    """Whether these words have the form of a body's name (a form, not a promise that the body exists)."""
    if not 2 <= len(name) <= 40 or _NOT_IN_NAMES.search(name):
        return False
    return _BODY.fullmatch(name) is not None or _EACH.fullmatch(name) is not None


def is_public_body(name: str) -> bool:
    """Whether the words name a body of the state rather than any company, committee or unit: known, or with its level word."""
    return _PUBLIC.match(name) is not None or name in national_forms() or name in local_forms()


def is_collective(name: str) -> bool:
    """各区政府, 市直有关部门, 各成员单位: a class of bodies rather than one."""
    return _COLLECTIVE.search(name) is not None


def bodies(text: str, start: int, end: int, *, strict: bool = False) -> list[Body]:
    """The bodies that text[start:end] lists, in order. strict: an empty list unless every piece has the form of a body.

    Not strict, the list ends where white space, a comma or a semicolon is followed by something that is no body.
    """
    found: list[Body] = []
    for at, till, separator in _pieces(text, start, end):
        body = _body(text, at, till)
        if body is None:
            continue
        fits = looks_like_body(body.name)
        if strict and not fits:
            return []
        if not fits and (len(body.name) > 24 or _NOT_IN_NAMES.search(body.name) or (found and separator not in "、/")):
            break
        found.append(body)
    return _share_tails(_share_levels(_join_bare(found)))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, separator before) of each piece; a separator inside brackets, or inside a collective body, is none."""
    at, i, before = start, start, "、"
    while i < end:
        if (whole := _WHOLE_COLLECTIVE.match(text, i, end)) and i == at:
            i = whole.end()
            continue
        char = text[i]
        if char in OPENING and (close := closing(text, i, end)) is not None:
            i = close + 1
            continue
        if char in "和及与" and i > at and text[i + 1 : i + 2] == "各" and looks_like_body(text[at:i].strip("以")):
            yield at, i - (text[i - 1] == "以"), before
            before, at = "、", i + 1
            i = at
            continue
        if char in _SEPARATORS and not (char.isspace() and not _complete(text[at:i])):
            yield from _split_joined(text, at, i, before)
            before, at = ("、" if char == "、" else char), i + 1
        i += 1
    yield from _split_joined(text, at, end, before)


def _complete(piece: str) -> bool:
    return not piece.strip() or looks_like_body(re.sub(r"\s+", "", piece).lstrip("由和及与"))


def _split_joined(text: str, start: int, end: int, separator: str) -> Iterator[tuple[int, int, str]]:
    """市教育局和市财政局 is two, 市文化和旅游局 one: the joining word parts where a body ends before it and one follows."""
    at = start
    for joint in _JOINED.finditer(text, start, end):
        left, right = text[at : joint.start()].strip(), text[joint.end() : end].strip()
        if len(left) >= 2 and len(right) > 2 and _ENDS_LIKE_BODY.search(left) and looks_like_body(right) and not _bracketed(left):
            if _WHOLE_COLLECTIVE.fullmatch(text[at:end].strip()):
                continue
            yield at, joint.start(), separator
            at, separator = joint.end(), "、"
    if text[at:end].strip():
        yield at, end, separator


def _bracketed(text: str) -> bool:
    return sum(text.count(c) for c in OPENING) != sum(text.count(c) for c in CLOSING)


def _body(text: str, start: int, end: int) -> Body | None:
    while start < end and text[start].isspace():
        start += 1
    if lead := _LEAD_IN.match(text[start:end]):
        start += lead.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。.,，;；:：、"):
        end -= 1
    words = text[start:end]
    starred = _STAR.search(words) is not None
    while (star := _STAR.search(words)) is not None:
        start, end = (start + star.end(), end) if star.start() == 0 else (start, start + star.start())
        words = text[start:end]
    mark = None
    if marked := _MARK.search(words):
        mark, end = marked[1], start + marked.start()
    elif (etc := _ETC.search(words)) and etc.start() > 0:
        end = start + etc.start()
    elif _ETC.fullmatch(words):
        return None
    while end > start and text[end - 1] in CLOSING and _bracketed(text[start:end]):
        end -= 1
    name = re.sub(r"\s+", "", text[start:end])
    return Body(name, start, end, is_collective(name), mark, starred) if name else None


def _join_bare(found: list[Body]) -> list[Body]:
    """各镇、街道 is one collective body."""
    joined: list[Body] = []
    for body in found:
        before = joined[-1] if joined else None
        if before and before.name.startswith("各") and len(before.name) <= 8 and _BARE.fullmatch(body.name):
            joined[-1] = Body(f"{before.name}、{body.name}", before.start, body.end, True, body.mark, before.starred)
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
    return level + name if len(name) <= 8 and _TAKES_LEVEL.search(name) else name


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
