"""A passage folded for the grammar of figures: one width, no white space, brackets masked, with the way back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders.passages import Passage
from loaders.records import Evidence, Supports

MASK = "〓"
"""Stands for each character inside brackets or quotation marks."""
TIME = "＠"
"""Stands for each character of a phrase of time."""
BASE = "＃"
"""Stands for each character of what a growth is compared with."""

_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "＠＃"}
_WIDTH |= dict(zip("﹪〜∼—–−‐‑「」『』﹤﹥≧≦⩾⩽︰○", "%~~-----“”“”<>≥≤≥≤:〇", strict=True))
_OF_OTHER_WIDTH = re.compile(f"[{re.escape(''.join(_WIDTH))}]")
_INVISIBLE = re.compile(r"[^\S\n]+|[\u200b\u2060\ufeff]+")
_GAP = re.compile(r"[\s\u200b\u2060\ufeff](?<!\n)")
_BRACKETS = re.compile(
    r"“[^“”\n]{1,60}”|《[^《》\n]{1,120}》|\([^()\n]{0,150}\)|\[[^\[\]\n]{0,60}\]|〔[^〔〕\n]{0,30}〕|‘[^‘’\n]{1,40}’"
)


@dataclass(frozen=True)
class Folded:
    """text: folded; masked: of the same length, with MASK inside brackets; offsets: of each character in the document."""

    passage: Passage
    text: str
    masked: str
    offsets: Sequence[int]

    def printed(self, start: int, end: int) -> str:
        """The words as the document prints them, without white space."""
        return "".join(self._source(start, end).split())

    def evidence(self, start: int, end: int, supports: Supports) -> Evidence:
        """Evidence for a stretch of the folded text."""
        return self.passage.evidence(self.offsets[start], self.offsets[end - 1] + 1, supports)

    def _source(self, start: int, end: int) -> str:
        return self.passage.document.text[self.offsets[start] : self.offsets[end - 1] + 1] if start < end else ""


@lru_cache(maxsize=16)
def _one_width(text: str) -> str:
    """A document's text in one width; kept for its other passages, between which single cells are read.

    Few characters change, so each is replaced in all.
    """
    for character in set(_OF_OTHER_WIDTH.findall(text)):
        text = text.replace(character, _WIDTH[character])
    return text


def fold(passage: Passage) -> Folded:
    """The folded passage. A line break stays (it ends a sentence); a space between two digits stays, any other goes."""
    text = _one_width(passage.document.text)[passage.start : passage.end]
    offsets: Sequence[int] = range(passage.start, passage.end)
    if _GAP.search(text):
        pieces: list[str] = []
        places: list[int] = []
        at = 0
        for gap in _INVISIBLE.finditer(text):
            apart = gap.start() > 0 and gap.end() < len(text) and text[gap.start() - 1].isdigit() and text[gap.end()].isdigit()
            end = gap.start() + 1 if apart else gap.start()
            pieces.append(text[at : gap.start()] + (" " if apart else ""))
            places.extend(range(passage.start + at, passage.start + end))
            at = gap.end()
        pieces.append(text[at:])
        places.extend(range(passage.start + at, passage.end))
        text, offsets = "".join(pieces), places
    masked = _BRACKETS.sub(_mask, text)
    if "(" in masked:  # brackets within brackets
        masked = _BRACKETS.sub(_mask, masked)
    return Folded(passage, text, masked, offsets)


def _mask(match: re.Match[str]) -> str:
    return MASK * (match.end() - match.start())
