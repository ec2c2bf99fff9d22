"""Deadlines and other points in time in words, resolved against the plan's period."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from loaders.facts.numerals import DIGITS, parse_numeral
from loaders.passages import Passage, RepairedText
from loaders.records import Due, Precision

Period = tuple[str, str]

_YEAR = r"(?:(?:19|20)\d\d|二[〇零]\w\w)"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_QUARTER = r"(?:第?[一二三四1-4]季度?)"
_PART = rf"(?:年?(?:上半年|下半年|{_QUARTER}(?:末|底)?|年?底|末|初|中期|中))"
_BEFORE = r"(?:之前|以前|前|止|之内|以内|内|期间)"
_LEAD = r"(?:力争|争取|计划|确保)?(?:截至|截止|到了|到|至|在|于|自|从)?"
_SUBJECT = r"(?:今年|明年|去年|上年(?!度)|本年(?!度)|后年)"
_PATTERN = re.compile(
    rf"(?=[力争计确截到至在于自从\d二“十八九今明去上本当后下第一三四用五六七未年全规期中两])(?P<lead>{_LEAD})(?:"
    rf"(?P<from>{_YEAR})年?[-~至到](?P<to>{_YEAR})年?(?:期间)?"
    rf"|(?P<year>{_YEAR})年(?!度?报|级|版|第)(?:(?P<month>{_MONTH})月(?:份)?(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?(?P<monthpart>底|末|上旬|中旬|下旬|初)?|(?P<part>{_PART}))?(?:{_BEFORE})?"
    rf"|“?(?P<plan>十[一二三四五]五|[八九]五)”?(?:规划)?(?P<planpart>时期末|规划期末|期末|末期|末|中期|期间|时期|以来|规划期内|期)(?:之?前)?"
    rf"|(?P<relative>{_SUBJECT})(?:(?P<relmonth>{_MONTH})月(?:份)?(?P<relmonthpart>底|末|上旬|中旬|下旬|初)?|(?P<relpart>{_PART}|内))?(?:{_BEFORE})?"
    rf"|(?<![\d年第])(?P<baremonth>{_MONTH})月(?:份)?(?:(?P<bareday>3[01]|[12]\d|0?[1-9])日|(?P<baremonthpart>底|末|上旬|中旬|下旬|初))?{_BEFORE}"
    rf"|(?<!\d)(?P<barequarter>上半年|下半年|{_QUARTER})(?:末|底)?(?:{_BEFORE})?"
    rf"|(?:用)?(?P<span>\d+|[一二两三四五六七八九十]+)年(?P<spanword>左右的?时间|的?时间|之内|以内|内)|(?:未来|今后)(?P<next>\d+|[一二两三四五六七八九十]+)(?:年|个年度)"
    rf"|(?P<word>(?<![\d年每第历往月季周])(?:年内|年底|(?<=[,。;:到至])年[末终]|全年|本年度)(?:之?前)?|(?<![学任周工半定建交学假长短近远中本])(?:规划期末|规划期内|期末|规划末期|中期(?=[达力争实完要,]))(?:之?前)?)"
    rf")"
)
_SENTENCE = re.compile(r"[^。!?\n]{1,2000}")
_TIMED = re.compile(r"[年月季期今]|未来")
_BASE_BEFORE = re.compile(r"(?:比|较|与|同|以|在|按)$")
_MORE_THAN = re.compile(r"(?:高于|低于|超过|好于|优于|多于|大于|快于|超出)$")
_BASE_AFTER = re.compile(
    r"(?:同期|同一时期|年?底|末)?(?:的?水平|数据|的?实际|的?规模)?(?:相比|为基数|为基期|为基准|基础上|的基础上|翻|增长|提高|下降|减少|降低)"
)
_CHANGES = frozenset("高升加长低降少短大减增缩")
_WORDS = re.compile(r"持续|长期|常年|全年|每|按|适时|不定期|定期|随时|即时|立即|年度")
_QUARTER_END = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_PLAN_END = {
    "八五": 1995,
    "九五": 2000,
    "十五": 2005,
    "十一五": 2010,
    "十二五": 2015,
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
}


@dataclass(frozen=True)
class TimePhrase:
    """A phrase of time at text[start:end]. role: a deadline, a time gone by, or what a growth is compared with.

    leads: it opens a sentence of aims (到2025年, …) rather than standing in the middle.
    """

    start: int
    end: int
    role: Literal["due", "past", "base"]
    due: Due
    doubtful: bool = False


def time_phrases(text: str, period: Period | None) -> list[TimePhrase]:
    """All phrases of time in a folded text, in order."""
    found = []
    for match in _matches(text):
        resolved = _resolve(match, period)
        if resolved is None:
            continue
        due, doubtful = resolved
        start, end = match.span()
        if match["lead"] in ("到", "至") and start and text[start - 1] in _CHANGES:
            start += len(match["lead"])  # 提高到2025年的12%: the preposition belongs to the verb
        before = _BASE_BEFORE.search(text, max(0, start - 2), start + len(match["lead"] or ""))
        role: Literal["due", "past", "base"] = "due"
        if _MORE_THAN.search(text, max(0, start - 2), start + len(match["lead"] or "")):
            role, start = "base", start + len(match["lead"] or "")
        elif before and before.group() in "比较":
            role, start = "base", before.start()
        elif ((after := _BASE_AFTER.match(text, end)) and before and before.group() not in ("在", "按")) or (
            after and after.group().endswith(("基础上", "相比", "为基数", "为基期", "为基准"))
        ):
            role, start = "base", before.start() if before else start
            end = after.end() if after and after.group().endswith(("上", "比", "数", "期", "准")) else end
        elif _gone(match, due, period):
            role = "past"
        found.append(TimePhrase(start, end, role, due, doubtful))
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Sentence by sentence, since most of them name no time at all."""
    for sentence in _SENTENCE.finditer(text):
        if _TIMED.search(text, sentence.start(), sentence.end()):
            yield from _PATTERN.finditer(text, sentence.start(), sentence.end())


# In a plan of one year a month needs no year.
_MONTH_ALONE = re.compile(r"(\d{1,2})月(?:(\d{1,2})日|份|底|末|中旬|上旬|下旬)?(?:之?前|以前)?(?:完成)?")


def parse_due(text: str, period: Period | None) -> Due | None:
    """The deadline that a table cell or a phrase states (2025年6月底前, 2025.6, 年底, 持续推进); None where it is empty.

    A word that is no date gives a Due with value None and precision `word`.
    """
    from loaders.facts.folding import fold

    printed = " ".join(text.split())
    if not printed or not re.search(r"\w", printed):
        return None
    document = RepairedText.unrepaired(printed)
    folded = fold(Passage(document, 0, len(printed))).text
    bare = re.fullmatch(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?(?:月?底?前?)", folded) or re.fullmatch(
        r"((?:19|20)\d\d)()()", folded
    )
    if bare and (not bare[2] or 1 <= int(bare[2]) <= 12):
        year, month, day = bare[1], bare[2], bare[3]
        return _due(printed, int(year), int(month) if month else None, int(day) if day else None)
    month_alone = _MONTH_ALONE.fullmatch(folded)
    if month_alone and period and period[0] == period[1] and 1 <= int(month_alone[1]) <= 12:
        return _due(printed, int(period[0]), int(month_alone[1]), int(month_alone[2]) if month_alone[2] else None)
    phrases = [phrase for phrase in time_phrases(folded, period) if phrase.due.value]
    if phrases and not _WORDS.match(folded):
        latest = max(phrases, key=lambda phrase: phrase.due.value or "")
        return latest.due.model_copy(update={"printed": printed})
    return Due(printed=printed, value=None, precision="word")


def period_end(period: Period | None) -> Due | None:
    """The plan's last year, for a target whose text names no deadline."""
    return None if period is None else Due(printed=period[1], value=period[1], precision="year")


def _due(printed: str, year: int, month: int | None = None, day: int | None = None) -> Due:
    value, precision = f"{year:04}", "year"
    if month:
        value, precision = f"{value}-{month:02}", "month"
        if day:
            value, precision = f"{value}-{day:02}", "day"
    exact: Precision = "day" if precision == "day" else "month" if precision == "month" else "year"
    return Due(printed=printed, value=value, precision=exact)


def _resolve(match: re.Match[str], period: Period | None) -> tuple[Due, bool] | None:
    printed = match.group()
    first, last = (int(period[0]), int(period[1])) if period else (None, None)
    if match["to"]:
        return _due(printed, _year(match["to"])), False
    if match["year"]:
        year = _year(match["year"])
        month = _month(match["month"]) if match["month"] else _part_month(match["part"])
        return _due(printed, year, month, int(match["day"]) if match["day"] else None), False
    if match["plan"]:
        end = _PLAN_END[match["plan"]]
        return _due(printed, end - 2 if match["planpart"] == "中期" else end), False
    if match["span"] or match["next"]:
        years = int(parse_numeral(match["span"] or match["next"]))
        if first is None or not 0 < years <= 20:
            return None
        return _due(printed, first + years - 1), years != int(last or 0) - first + 1
    if match["word"] and re.search("期", printed):
        if first is None or last is None:
            return None
        return _due(printed, (first + last) // 2 if "中期" in printed else last), False
    if first is None:
        return Due(printed=printed, value=None, precision="word"), True
    several = first != last
    if match["word"]:
        return _due(printed, first), several
    if match["relative"]:
        shift = {"明年": 1, "后年": 2, "去年": -1, "上年": -1}.get(match["relative"], 0)
        month = _month(match["relmonth"]) if match["relmonth"] else _part_month(match["relpart"])
        return _due(printed, first + shift, month), several
    if match["baremonth"]:
        return _due(printed, first, _month(match["baremonth"]), int(match["bareday"]) if match["bareday"] else None), several
    if several and not re.search("前|末|底|内", printed):
        return None
    return _due(printed, first, _part_month(match["barequarter"])), several


def _year(text: str) -> int:
    return int(text) if text.isascii() else int("".join(str(DIGITS.get(char, 0)) for char in text))


def _month(text: str) -> int:
    return int(parse_numeral(text))


def _part_month(part: str | None) -> int | None:
    if not part:
        return None
    if "上半年" in part:
        return 6
    if "下半年" in part:
        return 12
    if "季" in part:
        return _QUARTER_END[part[part.index("季") - 1]]
    return None


def _gone(match: re.Match[str], due: Due, period: Period | None) -> bool:
    if match["lead"] in ("截至", "截止", "到了") and due.value is None:
        return True
    if period is None or due.value is None:
        return False
    return due.value[:4] < period[0] or match["planpart"] == "以来"
