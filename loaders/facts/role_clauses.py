"""Clauses with a role verb: 甲牵头，乙、丙配合; 由甲会同乙负责; 甲、乙按职责分工负责. Each claims bodies for a role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.facts.bodies import OPENING, bodies, closing
from loaders.facts.body_names import Body, is_public_body
from loaders.records import RoleDetail


@dataclass(frozen=True)
class Claim:
    """A body in a role, with the words for the role (an empty stretch where none stand there)."""

    detail: RoleDetail
    role_printed: str
    role_start: int
    role_end: int
    body: Body
    rule: str
    statement: int = 0
    certain: bool = True


PERSON = re.compile(
    r"责任人|领导(?!小组)|联系人|电话|负责人|经办人|分管|姓名|同志|(?:市|省|县|区|州|镇|乡|副)长(?!办)|书记|主任(?!办)|局长"
)
BODY_WORD = r"(?:单位|部门|机构|主体|科室|处室|股室|部委|委办局|地区|市县|区县|县区)"
_WORK = r"(?:落实|实施|推进|组织|抓好|抓总|做好|完成|工作|统筹|协调)"
_DUTY = r"(?:按|依|根据|结合)(?:照|据)?(?:各自)?(?:的)?(?:职责|职能|分工|任务|权限|工作|规定)[^，。；、（）]{0,8}?"
_AS = r"(?:作?为|是)"
_VERB = re.compile(
    rf"(?:(?P<牵头>(?:负责|共同|联合|总|具体|统一|统筹)*(?:牵头|主办|主责){_WORK}*(?:负责)?"
    rf"|{_AS}(?:总|第一)?(?:牵头|主办|主责)(?:责任)?{BODY_WORD}|{_AS}第一责任{BODY_WORD})"
    rf"|(?P<主要责任>{_AS}主要责任{BODY_WORD})"
    r"|(?P<会同>会同|(?<=[局委厅部])联合)"
    rf"|(?P<配合>(?:{_DUTY}|负责|积极|密切|协同|共同|予以|给予|做好|协助)*(?:配合|协助|协办|协同|支持){_WORK}*"
    rf"|{_AS}(?:配合|协办|协助){BODY_WORD})"
    rf"|(?P<参与>(?:{_DUTY}|共同|积极|具体)*(?:参与|参加){_WORK}*|{_AS}参[与加]{BODY_WORD})"
    rf"|(?P<指导>(?:负责|加强|业务|统筹)*(?:指导|督导)(?:推进|落实|实施)*|{_AS}指导{BODY_WORD})"
    rf"|(?P<责任>{_DUTY}(?:负责|落实|推进|实施|抓好|做好|开展|承担)(?:{_WORK})*"
    rf"|(?:分别|共同|分工|具体|主要|统筹|统一|各自|各负其责|组织)*负责{_WORK}*|{_AS}(?:主要)?责任{BODY_WORD}"
    rf"|(?:分别|共同|分工|具体|组织|贯彻|抓好|推进|推动)*(?:落实|实施|承担|承办|办理|执行)|{_DUTY}$))"
    r"(?!中心|站|办公室|局|学院|研究|人(?:[，。、；：）)\s任为是担带组要介]|$))"  # 教育指导中心 is a body
)
_TIME = re.compile(r"[，,。；;\s]*[^，,。；;（(]{0,12}\d[^，,。；;]{0,12}[，,。；;]\s*")
_ITS_WORK = re.compile(
    r"共同|定期|每|研究|制定|组织|建立|开展|做好|完善|出台|编制|提出|加强|推进|推动|抓好|督促|对|尽快|及时|起草|修订|确定"
)
_BOUNDARY = "，,。；;、）)】]〕］\n \u3000\t"


@dataclass(frozen=True)
class Label:
    """The role that a label (责任单位：) gives to what stands behind it."""

    detail: RoleDetail
    printed: str
    start: int
    end: int


@dataclass(frozen=True)
class Clauses:
    """What a run of clauses claims, and where its last verb or list ends. No claims: the text says something else."""

    claims: tuple[Claim, ...]
    end: int

    def __bool__(self) -> bool:
        return bool(self.claims)


def clauses(text: str, start: int, end: int, rule: str, *, label: Label | None = None, prose: bool = False) -> Clauses:
    """The clauses of text[start:end], lists with the verb behind each; nothing where any of it is anything else.

    label: whose list this is; bodies behind the last verb then have its role. prose: running text, where only bodies of the state
    count and words may follow the last verb.
    """
    nothing = Clauses((), start)
    claims: list[Claim] = []
    at, ended = start, start
    joint: tuple[int, int] | None = None  # the 会同 whose list comes next
    for verb in _verbs(text, start, end):
        if verb.start() < at:
            continue
        kind = verb.lastgroup or "责任"
        if PERSON.search(text, at, verb.start()):  # a person's duty is not a body's
            at = verb.end()
            continue
        if time := _TIME.match(text, at, verb.start()):
            at = time.end()
        listed = bodies(text, at, verb.start(), strict=True)
        if prose and not all(is_public_body(body.name) for body in listed):
            return nothing
        if not listed:
            if not claims or (kind == "会同" and text[at : verb.start()].strip("，, ;；")):
                return nothing
            if text[at : verb.start()].strip("，,；; 、并由等"):
                break
        till, free = _behind(text, verb.end(), end, kind)
        if free and not prose and kind in ("会同", "主要责任"):
            return nothing
        span = joint or verb.span()
        detail: RoleDetail = "配合" if joint else "牵头" if kind == "会同" else _detail_of(kind, verb.group())
        own = _last_list(text, at, verb.start(), listed) if not claims and detail in ("配合", "参与") else 0
        before = label or Label("责任", text[slice(*span)], *span)
        claims += [Claim(before.detail, before.printed, before.start, before.end, body, rule) for body in listed[:own]]
        claims += [Claim(detail, text[slice(*span)], *span, body, rule) for body in listed[own:]]
        joint = verb.span() if kind == "会同" else None
        at, ended = till, verb.end()
    if not claims:
        return nothing
    tail = bodies(text, at, end, strict=label is None)
    if joint and not tail and (work := _ITS_WORK.search(text, at, end)):  # 会同有关部门制定办法
        tail = bodies(text, at, work.start(), strict=True)
    if tail and joint:
        return Clauses((*claims, *(Claim("配合", text[slice(*joint)], *joint, body, rule) for body in tail)), tail[-1].end)
    if tail and not prose:
        role = label or Label("责任", claims[0].role_printed, claims[0].role_start, claims[0].role_end)
        rest: RoleDetail = "责任" if role.detail == "牵头" else role.detail
        return Clauses((*claims, *(Claim(rest, role.printed, role.start, role.end, body, rule) for body in tail)), tail[-1].end)
    if not prose and label is None and len(claims) == 1 and text[at:end].strip("，,。；; 、\n\u3000"):
        return Clauses(tuple(claims), ended) if re.search("牵头|负责", text[start:at]) else nothing
    return Clauses(tuple(claims), ended)


def _last_list(text: str, start: int, end: int, listed: list[Body]) -> int:
    """How many of the bodies before a first 配合 are not its own: 甲、乙；丙配合 and 甲，乙配合 end with what supports."""
    last = max(text.rfind(mark, start, end) for mark in "；;，,")
    return sum(body.end <= last for body in listed)


def _verbs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The role verbs outside inner brackets."""
    i = start
    for verb in _VERB.finditer(text, start, end):
        while i < verb.start():
            if text[i] in OPENING and (close := closing(text, i, end)) is not None:
                i = close + 1
            else:
                i += 1
        if i <= verb.start() and verb.group():
            yield verb


def _detail_of(kind: str, words: str) -> RoleDetail:
    if "第一责任" in words:
        return "第一责任"
    details: dict[str, RoleDetail] = {"牵头": "牵头", "主要责任": "主要责任", "配合": "配合", "参与": "参与", "指导": "指导"}
    return details.get(kind, "责任")


def _behind(text: str, at: int, end: int, kind: str) -> tuple[int, bool]:
    """(where the next list may begin, whether words stood between) behind a verb: nothing, or what the work is (负责制定方案)."""
    if kind == "会同" or at >= end or text[at] in _BOUNDARY:
        return at, False
    following = next(_verbs(text, at, end), None)
    mark = next((i for i in range(at, end) if text[i] in "，,。；;\n"), end)
    if following and following.start() < mark and bodies(text, at, following.start(), strict=True):
        return at, False
    if following and following.start() < mark and following.lastgroup == "会同":
        return following.start(), True
    return mark, True
