"""Repairs of lines and spaces: stray spaces, whole documents on one line, hard breaks inside sentences."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice, pairwise

from loaders.mapped_text import MappedText, Replacement
from loaders.repair.characters import IDEOGRAPH, Step
from loaders.scanning import tried_at

_WIDE = IDEOGRAPH + "“”‘’《》〈〉〔〕【】，。；：？！、（）—…·％%"
_SPACE_RUN = re.compile(r"[ \t]+")
# The character that is looked for first, then what stands before it: so that the search stops at such characters only.
_STRAY = re.compile(
    rf" (?:(?<=[{_WIDE}] ) *(?=[{_WIDE}0-9A-Za-z])|(?<=[0-9A-Za-z] ) *(?=[{_WIDE}])|(?<=\d ) *(?=[.%‰,]\d|[%‰]|\. +\d)"
    r"|(?<=[^\n\d]\d[.,] ) *(?=\d)"
    r"|(?<=\d \. ) *(?=\d))"
)
_SPACED_DIGITS = re.compile(r"\d(?<![\d.]\d)(?: \d)+(?![\d.])")
_EDGE = re.compile(r"[ \t|｜](?:(?<=^.)[ \t|｜]*|[ \t|｜]*$)", re.M)

_CHINESE_NUMBER = "[一二三四五六七八九十百]{1,3}"
_MARKER = (
    rf"(?:{_CHINESE_NUMBER}、|（{_CHINESE_NUMBER}）|第{_CHINESE_NUMBER}[章节条部]|\d{{1,2}}[.．、](?!\d)|（\d{{1,2}}）|[①-⑳]|——"
    rf"|(?:任务|行动|举措){_CHINESE_NUMBER}：|(?:牵头|责任|配合)单位：|完成时限：|附件\d{{0,2}}(?:：| ))"
)
_MARKER_HERE = re.compile(_MARKER)
_DATE_WORDS = r"(?:\d{4}|[一二三四五六七八九〇○零０]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_MAJOR_INSIDE = re.compile(
    rf"(?<=[。：；！？”） ])(?:{_CHINESE_NUMBER}、|（{_CHINESE_NUMBER}）|第{_CHINESE_NUMBER}[章节条])|(?<= ){_DATE_WORDS}(?= )"
    r"|(?<= )(?:\d{1,2}[.、](?!\d)|——)"
)
_MAJOR_PLACES = re.compile(r"[一二三四五六七八九十百（第〇○零０\d—](?<=[。：；！？”） ].)")
_DATE = re.compile(_DATE_WORDS)
_TITLE_WORD = re.compile(r"(?:通知|意见|方案|要点|计划|规划|纲要|措施|办法|清单|报告|分工|决定|批复|函)(?:（[^（）]{1,30}）)?$")
_NUMBER_ALONE = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[【（(](?:19|20)\d\d[〕\]】）)](?:第)?\d{1,4}号")
_TITLE_HERE = re.compile(
    rf"[{IDEOGRAPH}]{{2,24}}(?:人民政府|委员会|办公[室厅]|[局厅委部])?关于[^ 。，；\n]{{4,90}}?"
    r"(?:通知|意见|方案|规划|计划|措施|办法|要点|决定)(?:（[^（）\n]{1,30}）)? "
)
_TITLE_RUNS_ON = re.compile(
    r"^[^。；：，\n]{6,60}?(?:方案|计划|规划|纲要|意见|措施|要点|办法)(?:（[^（）\n]{1,30}）)?"
    r"(?=(?:为|为了)(?:深入|贯彻|进一步|加快|全面|落实|推[进动]|切实|有效|更好|健全|规范|促进|加强|做好|认真|积极|持续|扎实|建立)[^\n]{10,}|(?:根据|按照)[^\n]{10,})",
    re.M,
)
_LETTER_RUNS_ON = re.compile(
    rf"^(?P<title>[^。；，：\n]{{6,90}}?的(?:通知|意见|函))(?P<number>[{IDEOGRAPH}]{{2,8}}〔\d{{4}}〕\d{{1,4}}号)?(?P<receivers>各[^。；\n]{{2,80}}?：)"
    rf"(?P<words>[^\n]{{10,600}}?。)(?P<signer>[{IDEOGRAPH}]{{2,24}}(?:人民政府|委员会|办公[室厅]|[局厅委部]))?(?P<date>{_DATE_WORDS})(?=[{IDEOGRAPH}]{{2}})",
    re.M,
)
_OPENING, _CLOSING = "“‘《〈〔【（", "，。；：？！、）”’》〉〕】%％‰"


_ANNEX = re.compile(r"附件\d{0,2}")
_LONG_LINE = 150
_BARE_NUMBER = re.compile(r"\s*第[一二三四五六七八九十百零〇\d]{1,6}[条章节]")


def joined_lines(text: MappedText, tables: list[tuple[int, int]]) -> Step:
    """Where a scraper set a whole document on one line, the spaces that stood for line ends become line ends again."""
    breaks: list[Replacement] = []
    for start, end in _line_spans(text.text, tables):
        if text.text.count(" ", start, end) * 3 > end - start:
            continue  # spaces stand between all characters and say nothing
        if end - start > _LONG_LINE and _holds_lines(text.text, start, end):
            breaks += _breaks(text.text, start, end)
    return (text.apply(breaks), breaks) if breaks else (text, [])


def _holds_lines(text: str, start: int, end: int) -> bool:
    """Whether at least two items or dates that should begin a line stand inside one."""
    return len([*islice(tried_at(_MAJOR_PLACES, _MAJOR_INSIDE, text, start, end), 2)]) == 2


def titles_run_on(text: MappedText) -> Step:
    """A title that runs into the first words of its text (…实施方案为加快…) ends its line there."""
    breaks = [Replacement(match.end(), match.end(), "\n") for match in _TITLE_RUNS_ON.finditer(text.text)]
    return (text.apply(breaks), breaks) if breaks else (text, [])


def letters_run_on(text: MappedText) -> Step:
    """A covering letter without a single line end: its title, number, receivers, signature and date get lines of their own."""
    breaks = [
        Replacement(match.end(part), match.end(part), "\n")
        for match in _LETTER_RUNS_ON.finditer(text.text)
        for part in ("title", "number", "receivers", "words", "signer", "date")
        if match[part]
    ]
    return (text.apply(breaks), breaks) if breaks else (text, [])


def _breaks(text: str, start: int, end: int, *, sure: bool = False) -> list[Replacement]:
    """sure: only where a sentence ends or an item begins, since most spaces of the line stand amid its words."""
    found: list[Replacement] = []
    segment, passed = start, 0
    for space in _SPACE_RUN.finditer(text, start, end):
        if space.start() == start or space.end() == end:
            continue
        before, after = text[space.start() - 1], text[space.end()]
        if after in _CLOSING or before in _OPENING or before in "，、":
            continue
        if _BARE_NUMBER.fullmatch(text, segment, space.start()):
            continue  # 第一条 and the words it numbers
        wide = len(space.group()) > 1 and not sure
        if (
            before in "。；！？"
            or wide
            or _begins_a_line(text, space.end())
            or (not sure and _is_a_line(text[segment : space.start()]))
        ):
            found.append(Replacement(space.start(), space.end(), "\n"))
            segment = space.end()
        else:
            passed += 1
    return found if sure or passed <= 2 * len(found) else _breaks(text, start, end, sure=True)


def _begins_a_line(text: str, at: int) -> bool:
    """Whether what stands there looks like the start of a line."""
    return bool(_MARKER_HERE.match(text, at) or _DATE.match(text, at) or _TITLE_HERE.match(text, at))


def _is_a_line(piece: str) -> bool:
    """Whether a piece looks like a line of its own."""
    if len(piece) > 80 or "。" in piece:
        return False
    if _ANNEX.fullmatch(piece):
        return True
    in_brackets = piece.startswith("（") and piece.endswith("）")
    return (
        in_brackets
        or bool(_NUMBER_ALONE.fullmatch(piece))
        or bool(_MARKER_HERE.match(piece) or _DATE.match(piece) or _TITLE_WORD.search(piece))
    )


def stray_spaces(text: MappedText) -> Step:
    """Spaces inside words and numbers, and at the ends of lines, are taken out."""
    text, edges = text.substitute(_EDGE, lambda _: "")
    text, digits = text.substitute(_SPACED_DIGITS, lambda match: match.group().replace(" ", ""))
    text, inner = text.substitute(_STRAY, lambda _: "")
    return text, edges + digits + inner


_ENDS = "。！？；：”）》】〕…!?;:)"
_BARE_MARKER = re.compile(
    rf"^(?:(?:{_CHINESE_NUMBER}、|（{_CHINESE_NUMBER}）|——)\n{{1,2}}|(?:\d{{1,2}}[.．、]|（\d{{1,2}}）)\n)(?=[{IDEOGRAPH}“])",
    re.M,
)
_STARTS_LINE = re.compile(
    rf"{_MARKER}|附件|附[:：]|目录|表\d|专栏|[（(]此件|(?:牵头|责任|配合|完成|主办|协办|承办)[^，。]{{0,6}}[:：]|[•●■◆▪\-*|#]|{_DATE.pattern}"
)


def hard_breaks(text: MappedText, tables: list[tuple[int, int]]) -> Step:
    """A marker that stands alone joins its heading; lines wrapped at a fixed width join into their paragraph."""
    text, joined = text.substitute(_BARE_MARKER, lambda match: match.group().rstrip("\n"))
    if joined:
        return text, joined
    spans = _line_spans(text.text, tables)
    if sum(end - start > 2 * _WIDEST for start, end in spans) * 20 > len(spans):
        return text, []
    lines = [_Line.of(text.text, start, end) for start, end in spans]
    wrapped = _wrapping(lines)
    if wrapped is None:
        return text, []
    breaks = [
        Replacement(line.end, following.start, "")
        for line, following in pairwise(lines)
        if wrapped.joins(line, following) and text.text.count("\n", line.end, following.start) == 1
    ]
    return (text.apply(breaks), breaks) if breaks else (text, [])


@dataclass(frozen=True)
class _Line:
    """A line without the spaces around it. wide: its width in ideographs; indented: whether spaces stand before it."""

    start: int
    end: int
    wide: float
    indented: bool
    last: str
    starts_item: bool

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "_Line":
        line = text[start:end]
        bare = line.strip()
        begin = start + len(line) - len(line.lstrip())
        indent = begin - start
        # In UTF-8 an ideograph takes three bytes and a half-width letter one.
        wide = (len(bare.encode("utf-8", "replace")) + len(bare)) / 4 + min(indent, 4) / 2
        return cls(begin, begin + len(bare), wide, indent >= 2, bare[-1], bool(_STARTS_LINE.match(bare)))


@dataclass(frozen=True)
class _Wrapping:
    """Lines are cut at a width; indents: a new paragraph is shown by its indent."""

    width: float
    indents: bool

    def joins(self, line: _Line, following: _Line) -> bool:
        """Whether the text of a line runs on in the next."""
        if line.wide < self.width - _SLACK or following.starts_item:
            return False
        if self.indents:
            return not following.indented
        return line.last not in _SENTENCE_ENDS


def _wrapping(lines: list[_Line]) -> _Wrapping | None:
    """How a text is wrapped; None where lines are as long as their paragraphs.

    In a wrapped text the lines that end amid a sentence are the long ones, all of about one width.
    """
    widths = sorted(line.wide for line in lines)
    if len(widths) < 6:
        return None
    width = widths[int(len(widths) * 0.95)]
    cut = [
        line
        for line in lines
        if line.last not in _ENDS and line.wide >= (width - _SLACK if line.starts_item else _SHORTEST_CUT)  # else a heading
    ]
    full = sum(line.wide >= width - _SLACK for line in cut)
    if not _SHORTEST_CUT <= width <= _WIDEST or widths[-1] > width * 1.5 or full < 4 or full < len(cut) * 0.75:
        return None
    starts = [line for line in lines if line.starts_item]
    return _Wrapping(width, len(starts) >= 2 and sum(line.indented for line in starts) >= len(starts) * 0.7)


_SENTENCE_ENDS = "。！？；："
_SLACK, _SHORTEST_CUT, _WIDEST = 3.0, 15.0, 80.0


def _line_spans(text: str, tables: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines that hold something and lie outside tables."""
    spans = []
    starts = [start for start, _ in tables]
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            table = bisect_right(starts, at) - 1
            if table < 0 or tables[table][1] <= at:
                spans.append((at, end))
        at = end + 1
    return spans
