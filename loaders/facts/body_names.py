"""What the name of a body looks like: 市教育局, 各县（市、区）人民政府, 国网某某供电公司. A form, no promise."""

import re
from dataclasses import dataclass

from loaders.registers.agency_kinds import local_forms, national_forms

# What the name of a body ends with. Bare one-letter nouns (部, 会) need two letters before them.
_TAIL = (
    r"(?:部门|单位|机构|企业|中心|公司|集团|海关|银行|大学|学院|学校|医院|街道|园区|专班|小组|联盟|协会|基地|兵团|电网|"
    r"人行|工会|妇联|残联|文联|社联|侨联|红会|科协|政协|人大|法院|政府|军区|党校|"
    r"[一-龥]{1,}[局厅委办部院府行会署社台所室处科股组站馆队联协区县市镇乡州旗盟省团关司库厂])"
)
_BODY = re.compile(rf"[A-Za-z0-9一-龥“”〇·•．（）()、—-]*{_TAIL}(?:[（(][^（）()]{{1,20}}[）)])?")
NOT_IN_NAMES = re.compile(
    r"[。：:！？!?《》<>=%％]|\d{3,}(?!\d|热线|政务|便民)|以下|均需|均由|加强|推动|完善|完成|开展|要求|确保|建立|健全|提高|根据|按照|应当|以及其|负责|牵头|配合|会同|"
    r"(?<!自)由|^(?:的|把|为|要|使|并|但|而|其(?!他))"
)
_COLLECTIVE = re.compile(
    r"各|有关|相关|成员单位|[两三]级|^[省市县乡]级(?:地方)?人民政府|所属|下属|属地|责任单位|市县两级|地方(?:人民)?政府|全(?:省|市|县|区)(?:公安|法院)|其他部门|其他单位"
)
_PUBLIC = re.compile(
    r"(?:省|市(?!场|民(?!政|族|宗))|县|区(?!域)|州|镇|乡|街道|旗|盟|自治区|国家|国务院|中央|中共|中国|全国|国网|团|共青团|兵团|各|有关|相关)[一-龥（）()、]{2,}$|"
    r"[一-龥]{2,}(?:局|厅|委|部|署|(?<!公)司|办公室|管委会|政府|人民银行|法院|检察院)$"
)
_OF_A_LEVEL = re.compile(r"(?:省|市(?![场域区])|县(?!域)|区(?!域)|州|旗)[一-龥]{1,10}(?:(?<![布格全结大新开])局|厅|委|办)")
_EACH = re.compile(r"各(?:(?![要应须可将对把为是])[一-龥（）()〔〕、/]){1,15}")
_PLACES = (
    r"(?:设区的?|省辖|省级|地级|县级|乡级|涉农|直辖|自治|直属|直管|功能|省|市|州|盟|地|县|区|旗|镇|乡|街道|园区|开发区|"
    r"有关|相关|级|各)"
)
_NOUNS = r"(?:市|州|盟|县|区|旗|镇|乡|乡镇|街道|自治县|园区)(?:[（(][^（）()]{1,8}[）)])?"
_RULERS = r"(?:党委[、和]?(?:人民)?政府|人民政府|政府|管委会|管理委员会|党委|党工委|行署|行政公署|办事处|街道办)"
WHOLE_COLLECTIVE = re.compile(
    rf"(?:沿海|沿江|其他|全省|全市|全区|全县)?(?:各|有关|相关)(?:{_PLACES}|[、，/（）()〔〕和及与]|[（(]含[^（）()]{{1,20}}[）)])*{_RULERS}"
    rf"(?:[（(][^（）()]{{1,8}}[）)])?"
    rf"(?:[、和及与]{_NOUNS}(?:[、/]{_NOUNS})*{_RULERS}(?!办|[一-龥]{{1,6}}[局委]))*"
    r"|(?:省、?)?市、?县(?:[（(][^（）()]{1,6}[）)])?(?:、?乡镇?)?(?:两级|三级|各级)[一-龥]{0,10}(?:人民政府|政府|部门|单位)"
    rf"|各{_PLACES}(?:[、/]{_PLACES}+)+(?=$|[，。；;）)】\]\s]|等)"
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


def looks_like_body(name: str) -> bool:
    """Whether these words have the form of a body's name (a form, not a promise that the body exists)."""
    if not 2 <= len(name) <= 40 or NOT_IN_NAMES.search(name):
        return False
    return (
        WHOLE_COLLECTIVE.fullmatch(name) is not None
        or _BODY.fullmatch(name) is not None
        or _EACH.fullmatch(name) is not None
        or name in national_forms()
        or name in local_forms()
    )


def is_public_body(name: str) -> bool:
    """Whether the words name a body of the state rather than any company, committee or unit: known, or with its level word."""
    return (
        _PUBLIC.match(name) is not None
        or WHOLE_COLLECTIVE.fullmatch(name) is not None
        or name in national_forms()
        or name in local_forms()
    )


def is_known_body(name: str) -> bool:
    """Whether the register knows what kind of body it is, alone or behind its level word or place; 优化空间布局 is none."""
    if _OF_A_LEVEL.fullmatch(name):
        return True
    forms = local_forms()
    return (
        name in forms
        or name in national_forms()
        or any(name[at:] in forms for at in range(1, len(name) - 1) if name[at - 1] in "省市县区州盟旗")
    )


def is_collective(name: str) -> bool:
    """各区政府, 市直有关部门, 各成员单位: a class of bodies rather than one."""
    return _COLLECTIVE.search(name) is not None
