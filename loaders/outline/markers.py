"""The numbering of official documents: which words at the start of a line number an item, how deep, with which value.

Order and shapes follow GB/T 9704 (一、 （一） 1. （1）), the drafting of regulations (编 章 节 条) and what offices do besides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.scanning import tried_at

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_N = "[一二三四五六七八九十百零]{1,4}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_UNITS = "%％‰亿万千百个项家年月日元倍人次户亩米公吨件条时天周岁℃·+"

# Outermost first: what an unseen style ranks as beside the others.
_PATTERNS = (
    ("part", rf"第(?:{_N}|\d{{1,2}})(?:部分|编|篇)"),
    ("chapter", rf"第(?:{_N}|\d{{1,3}})章"),
    ("section", rf"第(?:{_N}|\d{{1,3}})节"),
    ("article", rf"第(?:{_N}|\d{{1,3}})条(?![第款项约例件]|规(?![范划模]))"),
    ("chinese", rf"(?:{_N})[、．.](?![、，])"),
    ("box", rf"专栏(?:{_N}|\d{{1,2}})[：:、.]?"),
    ("named", rf"(?:任务|行动|举措|重点任务|专项行动|专项){_N}[：:、.]"),
    ("chinese-bracket", rf"[（(〔]{_N}[）)〕][、.．]?"),
    ("decimal", rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?:[.、．](?!\d)|(?![\d.{_UNITS}]))"),
    ("number", r"\d{1,3}(?:[.．、](?![\d%])|[.．](?=(?:19|20)\d\d年))"),
    ("number-bracket", r"[（(]\d{1,3}[）)][、.．]?"),
    ("number-close", r"\d{1,3}[）)]"),
    ("circled", f"[{_CIRCLED}][、.]?"),
    ("letter", r"[A-Za-z][.、．)）](?=[\u4e00-\u9fff“])"),
    ("dash", r"(?:——|—(?!—)|--|–|[•●■◆▪►▶➢◇□☆★]|[-－·*](?=[\u4e00-\u9fff“《])|·(?=\d))(?!\d{4}年\d{1,2}月\d{1,2}日在)"),
)
RANK = {name: rank for rank, (name, _) in enumerate(_PATTERNS)}
_AT_LINE = re.compile(r"^(?:" + "|".join(f"(?P<{n.replace('-', '_')}>{p})" for n, p in _PATTERNS) + r")(?=[ \t]*\S)", re.M)
_INSIDE_STYLES = ("chapter", "section", "article", "chinese", "chinese-bracket", "number", "number-bracket", "circled")
_CLAUSE_END = "[。！？；：”） ]"
# A first item may also follow the words of its heading at once (一、总体要求（一）指导思想).
_INSIDE = re.compile(
    rf"(?:(?<={_CLAUSE_END})(?:"
    + "|".join(f"(?P<{n.replace('-', '_')}>{p})" for n, p in _PATTERNS if n in _INSIDE_STYLES)
    + r"|(?P<dash>——))|(?<=[\u4e00-\u9fff])(?:(?P<x_chinese_bracket>[（(]一[）)])|(?P<x_number>1[.．、](?!\d))))"
    r"(?=[ \t]*[\u4e00-\u9fff“《\d])"
)
_INSIDE_PLACES = re.compile(rf"[第（(〔一二三四五六七八九十百零\d{_CIRCLED}—](?:(?<={_CLAUSE_END}.)|(?<=[\u4e00-\u9fff][（(1]))")
_NUMBER = re.compile(rf"{_N}|\d+")


@dataclass(frozen=True)
class Marker:
    """A number (or dash) at text[start:end]. value: what it counts, None for dashes. at_line: begins its line."""

    start: int
    end: int
    style: str
    printed: str
    value: int | None
    at_line: bool


def line_markers(text: str) -> Iterator[Marker]:
    """The markers that begin a line."""
    for match in _AT_LINE.finditer(text):
        yield _marker(match, True)


def inner_markers(text: str) -> Iterator[Marker]:
    """What looks like a marker in the middle of a line, after the end of a clause: candidates only."""
    for match in tried_at(_INSIDE_PLACES, _INSIDE, text):
        yield _marker(match, False)


def _marker(match: re.Match[str], at_line: bool) -> Marker:
    style = (match.lastgroup or "").removeprefix("x_").replace("_", "-")
    printed = match.group()
    return Marker(match.start(), match.end(), style, printed, None if style == "dash" else _value(style, printed), at_line)


def _value(style: str, printed: str) -> int | None:
    if style == "circled":
        return _CIRCLED.index(printed[0]) + 1
    if style == "letter":
        return ord(printed[0].lower()) - ord("a") + 1
    if style == "decimal":
        return int(re.findall(r"\d+", printed)[-1])
    found = _NUMBER.search(printed[1:] if printed[0] == "第" else printed)
    return chinese_number(found.group()) if found else None


def chinese_number(word: str) -> int:
    """The value of a numeral up to 999, Chinese (二十一) or Arabic."""
    if word.isdigit():
        return int(word)
    total, digit = 0, 0
    for character in word:
        if character == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif character == "百":
            total, digit = total + (digit or 1) * 100, 0
        else:
            digit = _DIGITS[character]
    return total + digit
