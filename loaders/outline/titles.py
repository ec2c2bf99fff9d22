"""Lines that are titles: of the notice, and of the plans that it carries."""

import re
from dataclasses import dataclass
from itertools import pairwise

from loaders.outline.segments import Segment
from loaders.outline.tree import Span

_KINDS = (
    "工作要点|要点|实施方案|方案|规划|计划|纲要|意见|措施|办法|分工|清单|分解|行动|报告|安排|政策|决定|通知|任务|目标|细则|举措|台账|"
    "一览表|分解表|任务表|分工表|项目表|责任表|指标表|情况表|表|建议|指引|指南|部署|打算|思路|规定|条例|批复|公告|通告|函|批示|倡议|蓝图|图"
)
_SUFFIX = r"(?:[（(][^（）()。]{1,40}[）)]|[\"”])"
_TITLE = re.compile(rf"(?:{_KINDS}){_SUFFIX}*$")
_BRACKET_LINE = re.compile(r"[（(][^（）()。]*(?:年|试行|征求|修订|暂行|草案|送审|稿|版)[^（）()。]*[）)]$")
_DATE = r"(?:\d{4}|[一二三四五六七八九〇○零]{4})年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?"
_NO_TITLE = re.compile(
    rf"附件|附[:：]|附表|{_DATE}$|[（(]此件|[^，。]{{2,16}}[:：]|.*〔\d{{4}}〕.*号|目录$|表(?![彰扬决现])|图\d|首页|当前位置|抄送|主题词|.*[。；！？]$|"
    r"(?:责任|牵头|配合|完成|主办|协办)[^，。]{0,6}[:：]|.*[|>]"
)
_GENERIC = re.compile(
    r"(?:总体|主要|重点|工作|发展|基本|具体|实施|保障|年度|组织|目标|责任|任务|预期|政策|安全|进度|时间|行动)*(?:与|和|及)?"
    r"(?:目标|任务|措施|要求|安排|举措|计划|政策|部署|思路|规划|工作|行动|清单|分工)"
)
_AGENCY_END = re.compile(r"(?:政府|办公室|办公厅|委员会|局|厅|部|委|办|院|小组|指挥部|管委会|公司)$")
_BEGINS = re.compile(
    r"关于|中华人民共和国|国务院|全国|[\u4e00-\u9fff]{1,8}?(?:省|市|县|区|州|盟|旗|委员会|部|局|厅)|\d{4}|“?十[一二三四五]五"
)
_WHOLE_PLAN = re.compile(
    r"[\u4e00-\u9fff]{2,30}?(?:省|市|县|区|州|盟|旗|委员会|局|厅|委|办公室)[^，。]{0,40}(?:(?:(?:19|20)\d\d|“?十[一二三四五]五)[^，。]{0,20}"
    r"(?:要点|方案|规划|计划|意见|措施|清单|安排)(?:（.{1,30}）)?|(?:方案|规划|计划|意见|措施|清单|安排)（(?:19|20)\d\d[^（）]{1,25}）)$"
)
_LONG_NOTICE = re.compile(r"[^，。：；]{2,60}关于(?:印发|转发|下发|批转|发布|公布)《[^。：；]+》的通知")  # it names several plans
_NOTICE = re.compile(r"(?:通知|批复|公告|通告|函)(?:[（(][^（）()]{1,20}[）)])?$")
_FORWARDS = re.compile(r"印发|转发|下发|批转|发布|公布|分解|下达|报送|颁布")
_MAX_LINE, _MAX_TITLE = 60, 120
_NEAR = 3  # characters between the lines of one title


@dataclass(frozen=True)
class Title:
    """A title over segments[first:last + 1]. text: its lines joined."""

    first: int
    last: int
    span: Span
    text: str

    @property
    def is_notice(self) -> bool:
        """Whether it names a letter (通知, 函 …) rather than a plan."""
        return bool(_NOTICE.search(self.text))

    @property
    def names_whole_plan(self) -> bool:
        """Whether it names a body or place and a year, as the title of a plan does and no heading in one."""
        return bool(_WHOLE_PLAN.match(self.text))

    @property
    def forwards(self) -> bool:
        """Whether it names a letter that carries another text (印发, 转发)."""
        return self.is_notice and bool(_FORWARDS.search(self.text))


def titles(found: list[Segment], text: str) -> list[Title]:
    """The title lines in reading order, each with the lines that belong to it."""
    result: list[Title] = []
    near = _usual_gap(found) + 1
    for index, segment in enumerate(found):
        line = text[segment.start : segment.end]
        if not _may_be_title(segment, line) or not _TITLE.search(line) or _BRACKET_LINE.match(line):
            continue
        floor = result[-1].last + 1 if result else 0
        first = _extend_back(found, text, index, floor, max(near, _NEAR))
        last = index
        if index + 1 < len(found) and _BRACKET_LINE.match(text[found[index + 1].start : found[index + 1].end]):
            following = text[found[index + 1].start : found[index + 1].end]
            last += not following.startswith(("（此件", "(此件")) and not is_date(following.strip("（()）"))
        span = Span(found[first].start, found[last].end)
        joined = "".join(text[found[i].start : found[i].end] for i in range(first, last + 1))
        if span.end - span.start <= _MAX_TITLE:
            result.append(Title(first, last, span, joined))
    return result


def _may_be_title(segment: Segment, line: str) -> bool:
    return (
        segment.marker is None
        and segment.table is None
        and 4 <= len(line) <= (_MAX_TITLE if _LONG_NOTICE.fullmatch(line) else _MAX_LINE)
        and not _NO_TITLE.match(line)
        and not _GENERIC.fullmatch(line)
        and "。" not in line
        and line.count("，") <= 1
    )


def _usual_gap(found: list[Segment]) -> int:
    """How far apart lines usually stand: some pages set every line apart by several blank ones."""
    gaps = sorted(after.start - before.end for before, after in pairwise(found))
    return gaps[len(gaps) // 2] if gaps else 0


def _extend_back(found: list[Segment], text: str, index: int, floor: int, nearness: int) -> int:
    first = index
    while first > floor and index - first < 3:
        line = text[found[first].start : found[first].end]
        before = text[found[first - 1].start : found[first - 1].end]
        near = found[first].start - found[first - 1].end <= nearness
        if not near or not _may_be_title(found[first - 1], before) or _BRACKET_LINE.match(before):
            break
        agency_first = bool(_AGENCY_END.search(before)) and line.startswith(("关于", "20", "19", "“"))
        unfinished = "关于" in before and not _TITLE.search(before)
        continued = not _BEGINS.match(line) and bool(_BEGINS.match(before)) and not _TITLE.search(before)
        if not (agency_first or unfinished or continued):
            break
        first -= 1
    return first


def is_signature(line: str) -> bool:
    """Whether a line is a date or the name of a body that signs."""
    return bool(re.fullmatch(_DATE, line.replace(" ", ""))) or (
        len(line) <= 30 and bool(_AGENCY_END.search(line)) and "，" not in line
    )


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    return bool(re.fullmatch(_DATE, line.replace(" ", "")))
