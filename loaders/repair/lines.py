"""Repairs of lines and spaces: stray spaces, whole documents on one line, hard breaks inside sentences."""

import re
from bisect import bisect_right
from itertools import pairwise

from loaders.mapped_text import MappedText, Replacement
from loaders.repair.characters import IDEOGRAPH, Step

_WIDE = IDEOGRAPH + "“”‘’《》〈〉〔〕【】，。；：？！、（）—…·％%"
_SPACE_RUN = re.compile(r"[ \t]+")
_STRAY = re.compile(
    rf"(?<=[{_WIDE}]) +(?=[{_WIDE}0-9A-Za-z])|(?<=[0-9A-Za-z]) +(?=[{_WIDE}])|(?<=\d) +(?=[.%‰,]\d|[%‰])|(?<=\d[.,]) +(?=\d)"
)
_SPACED_DIGITS = re.compile(r"(?<![\d.])\d(?: \d){1,}(?![\d.])")
_EDGE = re.compile(r"^[ \t|｜]+|[ \t|｜]+$", re.M)

_CHINESE_NUMBER = "[一二三四五六七八九十百]{1,3}"
_MARKER = (
    rf"(?:{_CHINESE_NUMBER}、|（{_CHINESE_NUMBER}）|第{_CHINESE_NUMBER}[章节条部]|\d{{1,2}}[.．、](?!\d)|（\d{{1,2}}）|[①-⑳]|——)"
)
_MARKER_HERE = re.compile(_MARKER)
_DATE_WORDS = r"(?:\d{4}|[一二三四五六七八九〇○零０]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_MAJOR_INSIDE = re.compile(
    rf"(?<=[。：；！？”） ])(?:{_CHINESE_NUMBER}、|（{_CHINESE_NUMBER}）|第{_CHINESE_NUMBER}[章节条])|(?<= ){_DATE_WORDS}(?= )"
)
_DATE = re.compile(_DATE_WORDS)
_TITLE_WORD = re.compile(r"(?:通知|意见|方案|要点|计划|规划|纲要|措施|办法|清单|报告|分工|决定|批复|函)(?:（[^（）]{1,30}）)?$")
_NUMBER_ALONE = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[【（(](?:19|20)\d\d[〕\]】）)](?:第)?\d{1,4}号")
_OPENING, _CLOSING = "“‘《〈〔【（", "，。；：？！、）”’》〉〕】%％‰"


def joined_lines(text: MappedText, tables: list[tuple[int, int]]) -> Step:
    """Where a scraper set a whole document on one line, the spaces that stood for line ends become line ends again."""
    breaks: list[Replacement] = []
    for start, end in _line_spans(text.text, tables):
        if end - start > 300 and len(_MAJOR_INSIDE.findall(text.text, start, end)) >= 2:
            breaks += _breaks(text.text, start, end)
    return (text.apply(breaks), breaks) if breaks else (text, [])


def _breaks(text: str, start: int, end: int) -> list[Replacement]:
    found: list[Replacement] = []
    segment = start
    for space in _SPACE_RUN.finditer(text, start, end):
        if space.start() == start or space.end() == end:
            continue
        before, after = text[space.start() - 1], text[space.end()]
        if after in _CLOSING or before in _OPENING or before in "，、":
            continue
        if before in "。：；！？" or len(space.group()) > 1 or _ends_a_line(text, segment, space.start(), space.end()):
            found.append(Replacement(space.start(), space.end(), "\n"))
            segment = space.end()
    return found


def _ends_a_line(text: str, segment: int, at: int, after: int) -> bool:
    """Whether text[segment:at] looks like a line of its own, or what follows like the start of one."""
    if _MARKER_HERE.match(text, after) or _DATE.match(text, after):
        return True
    piece = text[segment:at]
    if len(piece) > 80 or "。" in piece:
        return False
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
    spans = list(_line_spans(text.text, tables))
    width = _wrap_width(text.text, spans)
    if not width:
        return text, []
    breaks: list[Replacement] = []
    for (start, end), (following, _) in pairwise(spans):
        if (
            end - start >= width - 3
            and text.text[end - 1] not in _ENDS
            and following - end <= 2
            and not _STARTS_LINE.match(text.text, following)
        ):
            breaks.append(Replacement(end, following, ""))
    return (text.apply(breaks), breaks) if breaks else (text, [])


def _wrap_width(text: str, spans: list[tuple[int, int]]) -> int:
    """The width at which most long lines were cut, or 0 where lines are as long as their paragraphs."""
    lengths = sorted(end - start for start, end in spans if end - start >= 15)
    if len(lengths) < 6 or lengths[-1] > 120:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    full = [(start, end) for start, end in spans if width - 3 <= end - start <= width + 3]
    cut = sum(text[end - 1] not in _ENDS for _, end in full)
    return width if len(full) >= 5 and len(full) >= len(lengths) * 0.35 and cut >= len(full) * 0.6 else 0


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
