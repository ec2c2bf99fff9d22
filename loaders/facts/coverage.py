"""Coverage in words: 全覆盖, 应保尽保, 均, 全部, 所有, 动态清零, 户户通 → implicit targets of 100 %."""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loaders.facts.clauses import Clause
from loaders.facts.folding import MASK, TIME
from loaders.facts.names import Name, trim

_ACTION = (
    "为|建|设|配|有|纳入|完成|达标|达到|实现|开展|通过|实行|成立|制定|开设|创建|接入|落实|使用|免费|上线|开通|覆盖|安装|更换|拆除|整治|消除|脱贫|"
    "入网|公开|下放|实施|改造|签订|投入|开工|启动|到位|办结|执行|解决|搬迁|移交|进驻|联网|清零|销号|化解|取消|淘汰|关停|退出|整改|参加|得到|享受|通|要"
)
_AFTER = rf"(?=成果|的?目标|的?任务|并|[,;:。!?\n、和{MASK}]|$)"
_TRIGGER = re.compile(
    rf"(?:(?P<all>(?:基本|全面|全域)?(?:实现)?(?:全覆盖|全面覆盖|全域覆盖)){_AFTER}"
    rf"|(?P<due>应[\u4e00-\u9fff]{{1,2}}尽[\u4e00-\u9fff]{{1,2}}){_AFTER}"
    rf"|(?P<zero>动态清零|(?<=实现)清零|全部清零|(?<=[户家村镇人])清零|(?<=[\u4e00-\u9fff])(?:全面|全部)消除){_AFTER}"
    rf"|(?P<each>(?:户户|村村|家家|乡乡|人人|校校|镇镇|组组)(?:通|有|享有|建|参保)[\u4e00-\u9fff]{{0,6}}){_AFTER}"
    rf"|(?P<whole>全部(?={_ACTION}))"
    rf"|(?P<every>(?<![平人年户日月地亩村校班床头株])均(?=(?:要|能|应|已)?(?:{_ACTION})(?!衡)))"
    rf"|(?P<both>(?<![首成])都(?=(?:要|能|应|有)(?:{_ACTION})?))"
    rf"|(?P<any>(?<![为对向在给由])所有(?![制者权人]))"
    rf"|(?P<finish>(?:完成|实现)(?:全市|全省|全县|全区)?(?:全部|所有)(?=[\u4e00-\u9fff]{{2,}}))"
    rf"|(?P<gone>(?:全面|全部)消除(?=[^,;:。、]{{2,20}}))"
    rf"|(?P<reach>覆盖(?:到|至)?(?=各|所有|全部|全体|每)))"
)
_PLACES = re.compile(r"[基全应动清户村家乡人校镇组均都所覆完实](?:(?<=[应动清均都])|(?=[本面域覆部户村家乡人校镇组有盖成现]))")
_BRACKET = re.compile(rf"(?<!{MASK}){MASK}{{6,}}$")
_GOVERNED = re.compile(r"(?:实现|确保|力争|争取|推动|使|保证|做到)[^,;。]{0,14}$")
_NOT_AFTER_EVERY = re.compile(r"\d|[一二三四五六七八九十]成")


@dataclass(frozen=True)
class Coverage:
    """Coverage in words at text[start:end] of the folded text. near: 基本."""

    rule: str
    name: Name
    start: int
    end: int
    near: bool


def triggers(masked: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """The words of coverage in masked[start:end]."""
    places = _places(masked)
    at = start
    for place in places[bisect_left(places, start) : bisect_left(places, end)]:
        if place >= at and (match := _TRIGGER.match(masked, place, end)):
            yield match
            at = match.end()


@lru_cache(maxsize=1)
def _places(masked: str) -> list[int]:
    """Where words of coverage may begin in a whole passage; kept for its sentences and clauses."""
    return [match.start() for match in _PLACES.finditer(masked)]


def coverage(clause: Clause) -> Iterator[Coverage]:
    """The coverages that a clause states. A clause gives at most one for each kind of word."""
    masked = clause.masked
    taken = clause.start
    for match in triggers(masked, clause.start, clause.end):
        kind = match.lastgroup or ""
        if match.start() < taken:
            continue
        found = (
            _subject_first(clause, match, taken) if kind in ("all", "due", "zero", "each") else _verb_after(clause, match, kind)
        )
        if found is not None:
            taken = found.end
            yield found


def _subject_first(clause: Clause, match: re.Match[str], edge: int) -> Coverage | None:
    masked, kind = clause.masked, match.lastgroup
    start, end = trim(clause.folded, edge, match.start())
    near = "基本" in masked[edge : match.end()]
    word = (match.start() + match.group().find("覆盖"), match.end()) if kind == "all" else (match.start(), match.end())
    name: Name
    if start < end:
        name = ((start, end), word) if not masked[start:end].endswith("覆盖") else ((start, end),)
    elif clause.subject:
        name = (*clause.subject, word)
    else:
        return None
    if any(start <= quantity.start < match.end() and quantity.unit == "%" for quantity in clause.quantities):
        return None
    return Coverage(f"coverage-{kind}", name, min(start, match.start()), match.end(), near)


def _verb_after(clause: Clause, match: re.Match[str], kind: str) -> Coverage | None:
    masked = clause.masked
    if kind != "gone" and any(quantity.start > match.start() for quantity in clause.quantities):
        return None  # the figure says it: 均达到95%
    start, end = trim(clause.folded, clause.start, match.start())
    bracket = _BRACKET.search(masked, match.end(), clause.end)
    limit = bracket.start() if bracket and clause.folded.text[bracket.start()] == "(" else clause.end
    text = masked[match.end() : limit]
    if not text.strip(TIME):
        return None
    if kind == "any":
        opens = start >= end and re.match(r"[^,;。]{2,20}(?:通|建成|达到|实现|接入|纳入|建有|配备)", text) and "要" not in text
        if not opens and not _GOVERNED.search(masked[clause.start : match.start()]):
            return None
        if not re.search(r"(?:均|都|全部|实现|完成|达到|建成|联网|接入|开展|通)", text):
            return None
        start = end = match.start()
    elif kind in ("finish", "gone"):
        limit = next((at for at in range(match.end(), clause.end) if masked[at] in "、和的"), clause.end)
        start = end = match.end()
        return Coverage(f"coverage-{kind}", ((match.end(), limit),), match.start(), limit, False)
    elif kind == "reach" and start >= end:
        if clause.subject is None:
            return None
        return Coverage(
            f"coverage-{kind}",
            (*clause.subject, (match.start(), limit)),
            match.start(),
            limit,
            "基本" in masked[clause.start : limit],
        )
    elif (kind == "both" and not re.search("所有|每|各|全", masked[clause.start : match.start()])) or (
        kind == "every" and _NOT_AFTER_EVERY.search(text)
    ):
        return None
    own: Name = ((start, end),) if start < end else () if kind == "any" else (clause.subject or ())
    if not own and kind != "any":
        return None
    rest_start = match.start() if kind in ("any", "reach") else match.end()
    name = (*own, (rest_start, limit))
    return Coverage(f"coverage-{kind}", name, min(start, match.start()), limit, "基本" in masked[clause.start : match.start()])
