"""Automatic numbers of Word: what `numbering.xml` makes Word print before a paragraph (ECMA-376 part 1, 17.9)."""

from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element

_CHINESE = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CHINESE_KINDS = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCountingThousand",
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = {
    1000: "M",
    900: "CM",
    500: "D",
    400: "CD",
    100: "C",
    90: "XC",
    50: "L",
    40: "XL",
    10: "X",
    9: "IX",
    5: "V",
    4: "IV",
    1: "I",
}


@dataclass(frozen=True)
class _Level:
    """One level of a list. text: with %1 … %9 for the counters; legal: all counters in Arabic digits."""

    kind: str
    text: str
    start: int
    restart: int | None
    legal: bool


class Numbering:
    """Counts through a document: ask for each paragraph in order."""

    def __init__(self, document: Document) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._nums: dict[str, tuple[str, dict[int, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles = _style_numbers(document)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        links = {}
        for abstract in root.findall(qn("w:abstractNum")):
            identity = abstract.get(qn("w:abstractNumId"), "")
            self._abstract[identity] = {
                int(level.get(qn("w:ilvl"), "0")): _level(level) for level in abstract.findall(qn("w:lvl"))
            }
            if (link := abstract.find(qn("w:styleLink"))) is not None:
                links[link.get(qn("w:val"))] = identity
        for abstract in root.findall(qn("w:abstractNum")):
            if (link := abstract.find(qn("w:numStyleLink"))) is not None and link.get(qn("w:val")) in links:
                self._abstract[abstract.get(qn("w:abstractNumId"), "")] = self._abstract[links[link.get(qn("w:val"))]]
        for num in root.findall(qn("w:num")):
            self._add(num)

    def of(self, paragraph: _Element) -> str:
        """The number printed before a `w:p`, an empty string where it has none."""
        num_id, level = self._reference(paragraph)
        if num_id not in self._nums:
            return ""
        abstract_id, overrides = self._nums[num_id]
        levels = self._abstract.get(abstract_id, {})
        if level not in levels:
            return ""
        counters = self._counters.setdefault(abstract_id, {})
        if level in overrides and (num_id, level) not in self._started:
            counters.pop(level, None)
        self._started.add((num_id, level))
        start = overrides.get(level, levels[level].start)
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [at for at in counters if at > level and at in levels and levels[at].restart != 0]:
            del counters[deeper]
        return self._printed(levels, counters, level)

    def _add(self, num: _Element) -> None:
        abstract = num.find(qn("w:abstractNumId"))
        overrides = {}
        for override in num.findall(qn("w:lvlOverride")):
            start = override.find(qn("w:startOverride"))
            if start is not None:
                overrides[int(override.get(qn("w:ilvl"), "0"))] = int(start.get(qn("w:val"), "1"))
        if abstract is not None:
            self._nums[num.get(qn("w:numId"), "")] = (abstract.get(qn("w:val"), ""), overrides)

    def _reference(self, paragraph: _Element) -> tuple[str, int]:
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        inherited = self._styles.get(style.get(qn("w:val"), "") if style is not None else "", ("", 0))
        if own is None:
            return inherited
        num, level = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
        return (
            num.get(qn("w:val"), "") if num is not None else inherited[0],
            int(level.get(qn("w:val"), "0")) if level is not None else inherited[1],
        )

    @staticmethod
    def _printed(levels: dict[int, _Level], counters: dict[int, int], level: int) -> str:
        shape = levels[level]
        if shape.kind == "bullet":
            return "•"
        words = shape.text
        for at in range(9):
            mark = f"%{at + 1}"
            if mark in words and at in levels:
                value = counters.get(at, levels[at].start)
                words = words.replace(mark, formatted(value, "decimal" if shape.legal else levels[at].kind))
        return words


def _level(level: _Element) -> _Level:
    def value(name: str, default: str) -> str:
        child = level.find(qn(name))
        return default if child is None else child.get(qn("w:val"), default)

    restart = level.find(qn("w:lvlRestart"))
    return _Level(
        kind=value("w:numFmt", "decimal"),
        text=value("w:lvlText", ""),
        start=int(value("w:start", "1")),
        restart=None if restart is None else int(restart.get(qn("w:val"), "0")),
        legal=level.find(qn("w:isLgl")) is not None,
    )


def _style_numbers(document: Document) -> dict[str, tuple[str, int]]:
    """The list that each paragraph style belongs to, also by the style it is based on."""
    direct: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.findall(qn("w:style")):
        identity = style.get(qn("w:styleId"), "")
        number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if number is not None:
            num, level = number.find(qn("w:numId")), number.find(qn("w:ilvl"))
            outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            given = level if level is not None else outline
            direct[identity] = (
                num.get(qn("w:val"), "") if num is not None else "",
                int(given.get(qn("w:val"), "0")) if given is not None else 0,
            )
        parent = style.find(qn("w:basedOn"))
        if parent is not None:
            based[identity] = parent.get(qn("w:val"), "")
    for identity in list(based):
        at, steps = identity, 0
        while at not in direct and at in based and steps < 20:
            at, steps = based[at], steps + 1
        if at in direct:
            direct.setdefault(identity, direct[at])
    return direct


def formatted(value: int, kind: str) -> str:
    """A counter in one of Word's number formats; formats that official documents do not use come out in Arabic digits."""
    if kind in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCountingThousand",
        "koreanCounting",
    ):
        return chinese(value)
    if kind == "chineseLegalSimplified":
        return "".join(_LEGAL[_CHINESE.index(c)] if c in _CHINESE else {"十": "拾", "百": "佰"}.get(c, c) for c in chinese(value))
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if kind == "decimalEnclosedParen":
        return f"（{value}）"
    if kind == "decimalEnclosedFullstop":
        return f"{value}."
    if kind == "decimalZero":
        return f"{value:02d}"
    if kind == "ideographTraditional" and 1 <= value <= 10:
        return _STEMS[value - 1]
    if kind == "ideographZodiac" and 1 <= value <= 12:
        return _BRANCHES[value - 1]
    if kind in ("lowerLetter", "upperLetter") and value >= 1:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        roman = ""
        for amount, sign in _ROMAN.items():
            while value >= amount:
                roman, value = roman + sign, value - amount
        return roman if kind == "upperRoman" else roman.lower()
    return "" if kind == "none" else str(value)


def chinese(value: int) -> str:
    """A number up to 999 in Chinese numerals: 12 is 十二."""
    if value < 10:
        return _CHINESE[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return (_CHINESE[tens] if tens > 1 else "") + "十" + (_CHINESE[ones] if ones else "")
    hundreds, rest = divmod(value, 100)
    tail = "" if not rest else ("零" + _CHINESE[rest] if rest < 10 else ("一" if rest < 20 else "") + chinese(rest))
    return _CHINESE[hundreds % 10] + "百" + tail
