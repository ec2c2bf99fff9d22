"""Whether a figure reports what already is or was, or describes, rather than what shall be."""

import re

from loaders.facts.due import TimePhrase
from loaders.facts.folding import BASE, TIME
from loaders.facts.quantities import Quantity

_PAST = re.compile(
    r"截至|截止|目前|现已|近年来|去年|过去|以来|当前|已(?!婚|知|有的?[^\d]{0,3}[设机制])"
    r"|(?:根据|据)[^,。]{0,20}(?:普查|统计|测算|监测|调查)|经过[^,。]{1,6}努力|(?<![在对将用托合活])现有(?![^,;。]{0,40}基础上)|达到了|增长了|完成了|曾"
)
_FUTURE = re.compile(rf"力争|争取|将(?!军)|预期|确保|计划|目标|努力(?![,。])|拟|要(?!求|素)|继续|进一步|{TIME}前")
_HERE_ONLY = re.compile(r"现有|原有|已有")
_RISE = re.compile(
    r"[^,;。\d]{0,4}(?:提高|增加|提升|下降|降低|增长|减少|扩大|上升|压减|缩短|降|升|增|减|发展|调整|优化|压缩|缩小)?(?:到|至|为)"
)
_FROM = re.compile(rf"(?:由|从|自)(?:[{TIME}{BASE}]+的?|现在的|目前的|原来的|不足|不到|约|近|上年的)*$")

_NOT_SAID = re.compile(  # notes, purposes and what applicants must meet
    r"[ ]*(?:注[:：]|为[^。\n]*(?:制定|制订|提出|编制)(?:本|如下|以下)"
    r"|(?:申请|申报|参评|报名)[^。\n]{0,24}?(?:须|应当?|必须|需)(?:为|具备|符合|满足|注册|同时|有|在|取得)"
    r"|[^。\n:]{0,12}(?:申报|申请|认定|准入|评选)条件(?:为|是|[:：]))"
)


def commits_to_nothing(masked: str, start: int, end: int) -> bool:
    """The sentence is a note to a table, the purpose of the paper, or what applicants must meet."""
    return _NOT_SAID.match(masked, start, end) is not None


def gone(masked: str, start: int, clause: int, at: int, end: int, point: TimePhrase | None) -> bool:
    """The figure at `at` is of the past. start, clause: where its sentence and clause begin; end: where the clause ends."""
    if "基础上" in masked[at:end] and re.search(r"在|以", masked[start:at]):
        return True
    if _HERE_ONLY.search(masked, clause, at):
        return True
    past = future = -1
    for match in _PAST.finditer(masked, start, at):
        past = match.start()
    for match in _FUTURE.finditer(masked, start, at):
        future = match.start()
    if point is not None and point.start >= start:
        if point.role == "past":
            past = max(past, point.start)
        elif point.start <= at:
            future = max(future, point.start)
    elif point is not None and point.role == "past" and future < 0:
        return True
    return past > future


def rises_from(masked: str, quantity: Quantity) -> bool:
    """The figure is where a change starts: 由80%提高到90%."""
    return bool(_FROM.search(masked, max(0, quantity.start - 16), quantity.start)) and bool(_RISE.match(masked, quantity.end))
