"""The pages' two languages. Chinese is written in the templates; english.toml holds the English for each of those phrases."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).parent / "english.toml"


class Language(StrEnum):
    """The first segment of a page's address, and the `lang` of its HTML."""

    CHINESE = "zh"
    ENGLISH = "en"

    @property
    def tag(self) -> str:
        return "zh-Hans" if self is Language.CHINESE else "en"

    @property
    def other(self) -> "Language":
        return Language.ENGLISH if self is Language.CHINESE else Language.CHINESE

    def phrase(self, chinese: str, /) -> str:
        """A phrase in this language, its `{names}` still to be filled in.

        What follows a bar (`规划|one`) only tells two English phrases apart. Raises KeyError for a phrase without English
        (a test finds it).
        """
        return chinese.partition("|")[0] if self is Language.CHINESE else english()[chinese]

    def say(self, chinese: str, /, **values: Any) -> str:
        """A phrase in this language, its `{names}` filled in."""
        said = self.phrase(chinese)
        return said.format(**values) if values else said


def phrase(chinese: str) -> str:
    """Marks a phrase of the catalogue that is not said where it is written."""
    return chinese


@cache
def english() -> dict[str, str]:
    """Chinese phrase → English phrase."""
    with CATALOGUE.open("rb") as file:
        return {chinese: phrase for section in tomllib.load(file).values() for chinese, phrase in section.items()}


def preferred(accept_language: str) -> Language:
    """The language for a visitor who named none in the address: English only where it is asked for before Chinese."""
    best = max(_ranges(accept_language), key=lambda part: part[1], default=("zh", 1.0))
    return Language.ENGLISH if best[0].startswith("en") and best[1] > 0 else Language.CHINESE


def _ranges(accept_language: str) -> list[tuple[str, float]]:
    """(language, weight) of those ranges of an Accept-Language header (RFC 9110, 12.5.4) that are Chinese or English."""
    found = []
    for part in accept_language.lower().split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            value = float(weight) if weight else 1.0
        except ValueError:
            continue
        if name[:2] in {"zh", "en"}:
            found.append((name, value))
    return found
