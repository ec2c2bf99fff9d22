"""Dates as official documents write them, Arabic and Chinese."""

import re

DAY = (
    r"(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})\s*[年\-./]\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月\-./]\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日?"
)
MONTH = (
    r"(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日)?"
)
DIGITS = {"〇": "0", "○": "0", "零": "0"} | {c: str(i) for i, c in enumerate("零一二三四五六七八九") if i}


def iso_date(match: re.Match[str]) -> str | None:
    """The ISO form of a matched day (or of a month that names no day), Arabic or Chinese; None where there is none such."""
    year = "".join(DIGITS.get(character, character) for character in match["year"])
    month, day = count(match["month"]), count(match["day"] or "1")
    if match["day"] is None and 1 <= month <= 12:
        return f"{year}-{month:02d}"
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def count(word: str) -> int:
    """The value of a numeral up to 99, Arabic or Chinese."""
    if word.isdigit():
        return int(word)
    tens, _, ones = word.partition("十")
    if "十" not in word:
        return int("".join(DIGITS[character] for character in word))
    return (int(DIGITS[tens]) if tens else 1) * 10 + (int(DIGITS[ones]) if ones else 0)
