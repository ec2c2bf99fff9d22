"""Numerals: Arabic with or without thousands separators, and Chinese."""

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
"""Pattern of an Arabic numeral in folded text."""
CHINESE = r"[一二两三四五六七八九十百千零〇]{1,12}(?:点[一二三四五六七八九零〇]{1,6})?"
"""Pattern of a Chinese numeral below 万; 万 and 亿 after it belong to the unit."""


def parse_numeral(text: str) -> float:
    """The value of an Arabic (1,200.5) or Chinese (三百二十, 两万, 一点五) numeral; ValueError when it is none."""
    if not text:
        raise ValueError("an empty numeral")
    if text[0].isascii():
        return float(text.replace(",", ""))
    whole, _, fraction = text.partition("点")
    value = float(_chinese_integer(whole))
    for place, digit in enumerate(fraction, 1):
        value += DIGITS[digit] / 10**place
    return round(value, len(fraction)) if fraction else value


def approximate_range(text: str) -> tuple[float, float] | None:
    """两三 → (2, 3), 三五 → (3, 5): two digits side by side, the smaller first; None for any other numeral."""
    if len(text) == 2 and all(char in DIGITS for char in text) and 0 < DIGITS[text[0]] < DIGITS[text[1]]:
        return float(DIGITS[text[0]]), float(DIGITS[text[1]])
    return None


def _chinese_integer(text: str) -> int:
    if not text or any(char not in DIGITS and char not in _PLACES and char not in _MYRIADS for char in text):
        raise ValueError(f"not a numeral: {text}")
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[char]
            section = digit = 0
    return total + section + digit
