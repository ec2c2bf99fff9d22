"""Text that remembers where each of its characters came from, so that every repair can be undone on paper."""

import re
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_USUAL_LENGTH = 1 << 16


@lru_cache(maxsize=1)
def _counted(size: int) -> "array[int]":
    """0, 1, 2, … as an array to copy from, which is faster than to count each time."""
    return array("l", range(size + 1))


@dataclass(frozen=True)
class Replacement:
    """One stretch of the old text and what stands in its place. Offsets are code points of the text it was applied to."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class MappedText:
    """A text and, for each of its characters, the half-open stretch of the raw text behind it.

    text: the text as it stands now.
    starts, ends: one raw offset (code points) a character; a character that a repair inserted has an empty stretch.
    """

    text: str
    starts: "array[int]"
    ends: "array[int]"

    @classmethod
    def identity(cls, raw: str) -> "MappedText":
        """The raw text mapped onto itself."""
        counted = _counted(max(1 << len(raw).bit_length(), _USUAL_LENGTH))
        return cls(raw, counted[: len(raw)], counted[1 : len(raw) + 1])

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw stretch behind text[start:end]; raises ValueError when the stretch is empty or outside the text."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no stretch {start}:{end} in a text of {len(self.text)} characters")
        return self.starts[start], max(self.ends[end - 1], self.starts[start])

    def apply(self, replacements: Iterable[Replacement]) -> "MappedText":
        """The text after all replacements, which are in order and do not overlap (else ValueError).

        A replacement of the same length keeps the map character by character; any other maps each new character to the
        whole stretch that it replaces.
        """
        wanted = list(replacements)
        if any(after.start < before.end for before, after in pairwise(wanted)):
            raise ValueError("replacements overlap or are out of order")
        pieces: list[str] = []
        starts, ends = array("l"), array("l")
        at = 0
        for change in wanted:
            self._copy(at, change.start, pieces, starts, ends)
            pieces.append(change.text)
            if len(change.text) == change.end - change.start:
                starts += self.starts[change.start : change.end]
                ends += self.ends[change.start : change.end]
            else:
                raw_start, raw_end = self._behind(change)
                starts += array("l", [raw_start]) * len(change.text)
                ends += array("l", [raw_end]) * len(change.text)
            at = change.end
        self._copy(at, len(self.text), pieces, starts, ends)
        return MappedText("".join(pieces), starts, ends)

    def substitute(
        self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str | None]
    ) -> tuple["MappedText", list[Replacement]]:
        """Replace every match for which `replace` gives a text (None keeps it); returns the new text and what was done."""
        done = [
            Replacement(match.start(), match.end(), text)
            for match in pattern.finditer(self.text)
            if (text := replace(match)) is not None and text != match.group()
        ]
        return (self.apply(done) if done else self), done

    def cut(self, start: int, end: int) -> "MappedText":
        """text[start:end] with its map."""
        return MappedText(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def _behind(self, change: Replacement) -> tuple[int, int]:
        if change.start < change.end:
            return self.starts[change.start], self.ends[change.end - 1]
        edge = self.ends[change.start - 1] if change.start else 0
        return edge, edge

    def _copy(self, start: int, end: int, pieces: list[str], starts: "array[int]", ends: "array[int]") -> None:
        pieces.append(self.text[start:end])
        starts += self.starts[start:end]
        ends += self.ends[start:end]
