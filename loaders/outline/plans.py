"""Where each plan of a document begins and ends, and what is only the covering letter."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from loaders.outline.markers import RANK
from loaders.outline.segments import Segment
from loaders.outline.titles import Title, is_date, is_signature
from loaders.outline.tree import Span

_AFTER = re.compile(
    r"抄送|主题词|[（(]此件|附件\s*[\d一二三四五六七八九]{0,2}\s*(?:[:：]|$)|附[:：]|信息公开选项|政策解读|联系(?:人|电话)[:：]"
)
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,10}：")
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class PlanSegments:
    """title: the plan's title line (or the part of the letter's title that names it); segments after it, to its end."""

    title: Span
    begin: int
    end: int


def split(found: list[Segment], names: list[Title], text: str) -> tuple[Title | None, list[PlanSegments]]:
    """The letter's title (or the document's own) and its plans, as ranges of segments."""
    items = [index for index, segment in enumerate(found) if segment.marker is not None or segment.table or segment.heading]
    letter = _letter(names)
    starts = _plan_starts(found, names, letter, items)
    if not starts:
        start = _without_title(found, letter, names, text)
        return letter or (names[0] if names else None), [start] if start else []
    plans = []
    for position, name in enumerate(starts):
        limit = starts[position + 1].first if position + 1 < len(starts) else len(found)
        plans.append(PlanSegments(name.span, name.last + 1, _plan_end(found, name.last + 1, limit, text)))
    return letter or _notice_before(names, starts[0]) or starts[0], plans


def _notice_before(names: list[Title], plan: Title) -> Title | None:
    """The notice that a plan is annexed to, whatever its verb (关于开展…的通知): it holds no items of its own."""
    return next((name for name in names if name.last < plan.first and name.is_notice), None)


def _letter(names: list[Title]) -> Title | None:
    """The title of the covering letter: the first that forwards something, before the second plan can begin."""
    forwarding = [name for name in names[:6] if name.forwards]
    return forwarding[0] if forwarding else None


def _plan_starts(found: list[Segment], names: list[Title], letter: Title | None, items: list[int]) -> list[Title]:
    starts: list[Title] = []
    top: int | None = None
    for position, name in enumerate(names):
        if letter and (name.first <= letter.last or name.text == letter.text or name.forwards):
            continue
        limit = names[position + 1].first if position + 1 < len(names) else len(found)
        following = items[bisect_right(items, name.last) : bisect_left(items, limit)]
        if not following:
            continue
        first = found[following[0]]
        rank = _rank(found, following)
        if top is not None and not _starts_anew(first, rank, top) and not (name.names_whole_plan and _is_first(first)):
            continue
        if top is None or rank is not None:
            top = rank if rank is not None else top
        starts.append(name)
    return starts


def _rank(found: list[Segment], following: list[int]) -> int | None:
    ranks = [RANK[marker.style] for index in following if (marker := found[index].marker) is not None]
    return min(ranks) if ranks else None


def _starts_anew(first: Segment, rank: int | None, top: int) -> bool:
    if first.table is not None:
        return True
    return first.marker is not None and first.marker.value in (1, None) and rank is not None and rank <= top


def _is_first(segment: Segment) -> bool:
    return segment.marker is not None and segment.marker.value == 1


def _plan_end(found: list[Segment], begin: int, limit: int, text: str) -> int:
    """The plan ends before annexes, remarks on publication and the signature that follow its last item."""
    seen_item = False
    end = limit
    for index in range(begin, limit):
        segment = found[index]
        line = text[segment.start : min(segment.end, segment.start + 40)]
        seen_item = seen_item or segment.marker is not None or segment.table is not None
        if seen_item and segment.marker is None and segment.table is None and _AFTER.match(line):
            end = index
            break
    last = end - 1
    while last > begin and found[last].marker is None and is_date(text[found[last].start : found[last].end]):
        end = last
        last -= 1
        while last > begin and found[last].marker is None and is_signature(text[found[last].start : found[last].end]):
            end = last
            last -= 1
    return end


def _without_title(found: list[Segment], letter: Title | None, names: list[Title], text: str) -> PlanSegments | None:
    """A plan that has no title line of its own: it follows the letter's signature, or is the whole document."""
    if not any(segment.marker is not None or segment.table is not None for segment in found):
        return None
    if letter:
        begin = letter.last + 1
        for index in range(begin, len(found)):
            if found[index].marker is not None:
                break
            if is_date(text[found[index].start : found[index].end]):
                begin = index + 1
                break
        return PlanSegments(_named_in(letter, text), begin, _plan_end(found, begin, len(found), text))
    if not names and not _is_outlined(found):
        return None
    title = names[0] if names else None
    begin = title.last + 1 if title else 0
    first = found[0]
    named = first.marker is None and first.table is None and first.end - first.start <= _LONGEST_TITLE
    span = (
        title.span if title else Span(first.start, first.end if named and not _LABELLED.match(text, first.start) else first.start)
    )
    return PlanSegments(span, begin, _plan_end(found, begin, len(found), text))


def _is_outlined(found: list[Segment]) -> bool:
    """Whether a text without any title is numbered as a plan is, and not merely holds a list."""
    return any(segment.table or (segment.marker and segment.marker.style in _OF_A_PLAN) for segment in found)


_OF_A_PLAN = ("part", "chapter", "section", "article", "chinese", "chinese-bracket")
_NAMED = re.compile(
    r"(?:印发|转发|下发|批转|发布|公布|(?:分解)?下达|分解(?:落实)?)(?:《)?(?P<title>[^。]+?)(?:》)?的(?:通知|函|公告|通告)"
)


def _named_in(letter: Title, text: str) -> Span:
    """The part of a letter's title that names what it forwards; all of it when it names nothing."""
    match = _NAMED.search(text, letter.span.start, letter.span.end)
    return Span(*match.span("title")) if match else letter.span
