"""Figures with a unit in a folded text: numeral, range, unit, and the comparator that stands after the figure."""

import re
from dataclasses import dataclass

from loaders.facts.folding import MASK
from loaders.facts.numerals import ARABIC, CHINESE, approximate_range, parse_numeral
from loaders.records import Comparator
from loaders.registers.measures import longest_first, measure_words
from loaders.registers.units import MULTIPLIERS, units
from loaders.scanning import tried_at


@dataclass(frozen=True)
class Quantity:
    """A figure at text[start:end] (comparator after it included).

    unit: as printed, with its 万 or 亿. dimension: of the unit's register entry, "" for a bare number.
    after: what 以上, 以内, 左右, 余 behind the figure say. chinese: the numeral is a Chinese one.
    """

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    dimension: str
    after: Comparator | None
    chinese: bool
    numeral: str


def _unit_pattern() -> str:
    words = []
    for symbol in longest_first(list(units())):
        following = units()[symbol].not_before
        words.append(re.escape(symbol) + (f"(?![{following}](?!上|内|下))" if following else ""))
    return "|".join(words)


_UNIT = _unit_pattern()
_MULTIPLIER = "|".join(MULTIPLIERS)
_AFTER = "|".join(re.escape(word) for word in longest_first(list(measure_words().after)) if len(word) > 1)
_PATTERN = re.compile(
    rf"""(?=[\d一二两三四五六七八九十百千零〇翻过半])(?:
      (?<![\d.:])(?P<left>\d+(?:\.\d+)?):(?P<right>\d+(?:\.\d+)?)(?![\d:])
    | (?<![\d./])(?P<rate>\d+(?:\.\d+)?)/(?P<per>10万|十万|万)(?![\u4e00-\u9fff]*[元吨])
    | 翻(?P<doublings>[一二两三四五\d]+(?:\.\d+)?)?(?:番|(?<=翻)一?倍)
    | (?P<half>(?:[一过]半|半数)(?=以上|左右|的|以))
    | 百分之(?P<percent>{CHINESE})
    | (?P<parts>[二三四五六七八九十])分之(?P<part>[一二三四五六七八九])
    | (?<![\d.A-Za-z第每])(?P<first>{ARABIC}|{CHINESE})(?P<more>[余多])?(?P<times>{_MULTIPLIER})?(?P<more2>[余多])?
      (?:
        (?:(?P<unit1>{_UNIT}))?[-~至到](?P<second>{ARABIC}|{CHINESE})(?P<times2>{_MULTIPLIER})?
      )?
      (?:(?P<amid>{_AFTER})(?=(?:{_MULTIPLIER})?(?:{_UNIT})))?
      (?P<unit>(?:{_UNIT})(?:/(?:{_MULTIPLIER})?(?:{_UNIT}))*)?
      (?P<variant>{MASK}{{3,6}}(?![\u4e00-\u9fff]*率))?
    )(?P<after>{_AFTER})?""",
    re.X,
)
# Of Chinese numerals only those before something that can be counted or go on with the numeral: most are words (进一步, 统一).
_GOES_ON = "".join({word[0] for word in (*units(), *MULTIPLIERS, *measure_words().after)})
_PLACES = re.compile(
    rf"[\d一二两三四五六七八九十百千零〇翻过半](?:(?<=[\d翻过半])|(?=[一二两三四五六七八九十百千零〇点分半余多~至到{re.escape(_GOES_ON)}-]))"
)
_VARIANT = re.compile(r"\((?:[\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff](?:[、/][\u4e00-\u9fff]){1,3})\)")
_AFTER_BARE = re.compile(r"[,;。!?\n、)和及与]|$")
_PEOPLE = re.compile(
    "余?名?(?:农|群众|居民|职工|学生|人口|劳动|老年|困难|残疾|市民|村民|党员|干部|贫困|移民|群体|妇女|儿童|牧民|游客|城镇)"
)
_NO_FIGURES = frozenset(["date", "rank", "rating"])
_YEARLIKE = re.compile(r"(?:19|20)\d\d")


def find_quantities(text: str, masked: str) -> list[Quantity]:
    """All figures with a unit outside brackets, in order; text, masked: as folding gives them."""
    found = []
    for match in tried_at(_PLACES, _PATTERN, masked):
        quantity = _quantity(match, text, masked)
        if quantity is not None:
            found.append(quantity)
    return found


def _quantity(match: re.Match[str], text: str, masked: str) -> Quantity | None:
    words = measure_words()
    after = words.after[match["after"]] if match["after"] else None
    start, end = match.span()
    whole = match.group()
    if match["left"]:
        return _ratio(match, after)
    if match["rate"]:
        return Quantity(start, end, float(match["rate"]), None, "/" + match["per"], "proportion", after, False, match["rate"])
    if whole.startswith("翻"):
        count = match["doublings"]
        doubled = parse_numeral(count) if count else 1.0  # 翻一番 is one time more, 翻两番 three times more
        return Quantity(
            start, end, 2.0**doubled - 1 if doubled <= 10 else doubled, None, "倍", "ratio", after, True, count or "一"
        )
    if match["half"]:
        op: Comparator | None = ">" if match["half"] == "过半" else after
        return Quantity(start, end, 50.0, None, "%", "ratio", op, True, match["half"])
    if match["percent"]:
        return Quantity(start, end, parse_numeral(match["percent"]), None, "%", "ratio", after, True, match["percent"])
    if match["parts"]:
        value = round(100 * parse_numeral(match["part"]) / parse_numeral(match["parts"]), 2)
        return Quantity(start, end, value, None, "%", "ratio", after, True, match["part"])
    return _plain(match, text, masked, after)


def _ratio(match: re.Match[str], after: Comparator | None) -> Quantity:
    left, right = match["left"], match["right"]
    value, unit = (float(right), f"{left}:") if left == "1" and right != "1" else (float(left), f":{right}")
    return Quantity(*match.span(), value, None, unit, "proportion", after, False, left)


def _plain(match: re.Match[str], text: str, masked: str, after: Comparator | None) -> Quantity | None:
    words = measure_words()
    start, end = match.span()
    first, second, unit, times = match["first"], match["second"], match["unit"] or "", match["times"] or ""
    if start and masked[start - 1] == "前" and masked[start - 2 : start - 1] not in ("年", "底", "月", "日", "末", "之", "以"):
        return None
    if _YEARLIKE.fullmatch(first) and (unit == "年" or (not unit and not times)):
        return None
    if not unit and (match["unit1"] and not second):
        return None
    chinese = not first[0].isascii()
    if not unit and not times and (chinese or not _AFTER_BARE.match(masked, end)):
        return None
    if not unit and chinese and first in "一百千十":
        return None
    if not unit and times and match["after"] is None and not (_AFTER_BARE.match(masked, end) or _PEOPLE.match(masked, end)):
        return None
    if match["variant"]:
        printed = text[match.start("variant") : match.end("variant")]
        if _VARIANT.fullmatch(printed) and unit:
            unit += printed
        elif not match["after"]:
            end = match.start("variant")
    value, value_max, times = _values(match, times)
    symbol = unit.split("(")[0]
    if symbol == "成" and not times:
        value, value_max, unit, symbol = value * 10, value_max and value_max * 10, "%", "%"
    entry = units().get(symbol) or units().get(symbol.split("/")[0])
    dimension = entry.dimension if entry else ""
    if dimension in _NO_FIGURES:
        return None
    op: Comparator | None = ">" if match["more"] or match["more2"] else words.after[match["amid"]] if match["amid"] else after
    if "/" in unit:
        dimension = "proportion"
    return Quantity(start, end, value, value_max, times + unit, dimension, op, chinese, first)


def _values(match: re.Match[str], times: str) -> tuple[float, float | None, str]:
    """The value, the upper end of a range, and the number word that belongs to the unit."""
    first, second, times2 = match["first"], match["second"], match["times2"]
    if second is None:
        pair = approximate_range(first)
        if pair:
            return pair[0], pair[1], times
        value = parse_numeral(first)
        if times in ("百", "千", "十万", "百万") and not first[0].isascii():
            return value, None, times
        return value, None, times
    low, high = parse_numeral(first), parse_numeral(second)
    if times and times2 and times != times2:
        low = low * MULTIPLIERS[times] / MULTIPLIERS[times2]
    elif times and not times2:
        return (low * MULTIPLIERS[times], high, "") if low * MULTIPLIERS[times] < high else (low, high, times)
    return (low, high, times2 or "") if low < high else (high, low, times2 or "")
