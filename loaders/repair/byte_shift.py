"""Text that was read one byte late as GBK: 规模化 became `规?;?`.

A reader that lost the first byte of a two-byte character pairs every second byte with the first byte of the next character,
prints what that gives, drops pairs that are no character, and prints `?` for a byte that stays alone. The characters that were
there can be found again: each printed character gives two bytes; what was dropped must have been a pair without a character.
A reading is restored only where the words it makes fit far better than those of any other reading; else the damage is marked.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from loaders.mapped_text import MappedText, Replacement
from loaders.repair.characters import IDEOGRAPH, differs, is_traditional, simplified
from loaders.repair.lexicon import Lexicon, lexicon

_RUN = re.compile(rf"\?(?<=[{IDEOGRAPH}]\?)(?P<shifted>[;；{IDEOGRAPH}]{{1,24}}?)(?:(?P<alone>\?)|(?P<half>[@-~]))(?=[^?;]|$)")
_LONE = re.compile(rf"\?(?<=[{IDEOGRAPH}]\?)(?=[{IDEOGRAPH};；])")
_CONTEXT = 3
_MOST_DROPPED, _MOST_DROPPED_IN_ALL = 2, 3
# First bytes with which GBK begins no character, or only user-defined ones.
_LEADS_NOTHING = (*range(0xA1, 0xA8), *range(0xAA, 0xB0), *range(0xF8, 0xFF))
_MOST_RUNS, _MOST_READ = 40, 100_000
_MARGIN = math.log(50.0)
_UNKNOWN_CHARACTER = -19.0
_BEAM = 40
# What often stands between words; any other single character is rarely a word by itself in official prose.
_STAND_ALONE = frozenset("和与及或等的了在对把为以从向由并将各、，")
_JOINING = frozenset("和与及的、")
_CONTENT_ALONE = -6.0
# How much likelier a word is that the document uses elsewhere.
_USED_HERE = 4.0
# How much likelier an enumeration is whose members end alike.
_ALIKE = 9.0
_ENUMERATED = re.compile(r"([\u4e00-\u9fff])(?=[、和与及][\u4e00-\u9fff]{1,3}\1)")

Bytes = tuple[int | None, int | None]


@dataclass(frozen=True)
class Damage:
    """A stretch that cannot be restored for certain: text[start:end]."""

    start: int
    end: int


def byte_shift(text: MappedText) -> tuple[MappedText, list[Replacement], list[Damage]]:
    """Restore what has exactly one good reading; the rest is left as printed and given back as damage."""
    runs = list(_RUN.finditer(text.text))[:_MOST_RUNS]
    readings = _all_readings(text.text, runs) if runs else {}
    restored = [Replacement(run.start(), run.end(), readings[run.start()]) for run in runs if run.start() in readings]
    lost = [Damage(*run.span()) for run in runs if run.start() not in readings]
    covered = {at for run in runs for at in range(run.start(), run.end())}
    lost += [Damage(*lone.span()) for lone in _LONE.finditer(text.text) if lone.start() not in covered]
    after = text.apply(restored) if restored else text
    return after, restored, [Damage(*_moved(damage, restored)) for damage in sorted(lost, key=lambda d: d.start)]


def _all_readings(text: str, runs: list[re.Match[str]]) -> dict[int, str]:
    """The readings by where their runs begin. What one run teaches of the document's words helps the next."""
    document = simplified(text[:_MOST_READ])
    traditional = differs(text[:_MOST_READ], document)
    found: dict[int, str] = {}
    for _ in range(2):
        for run in runs:
            if run.start() not in found and (reading := _read(text, run, document, traditional)):
                found[run.start()] = reading
                document += simplified(text[max(0, run.start() - _CONTEXT) : run.start()] + reading)
    return found


def _moved(damage: Damage, restored: list[Replacement]) -> tuple[int, int]:
    shift = sum(len(r.text) - (r.end - r.start) for r in restored if r.end <= damage.start)
    return damage.start + shift, damage.end + shift


def _read(text: str, run: re.Match[str], document: str, traditional: bool) -> str | None:
    """The one reading of a run that fits, or None."""
    left = [{simplified(c): c} for c in text[max(0, run.start() - _CONTEXT) : run.start()]]
    right = [{simplified(c): c} for c in text[run.end() : run.end() + _CONTEXT]]
    words = _Fitting(lexicon(), document)
    best: dict[str, float] = {}
    for shape in _shapes(run):
        slots = [found for pair, drop in shape if (found := _candidates(pair, drop, traditional))]
        if len(slots) == len(shape):
            for reading, score in _readings([*left, *slots, *right], len(left), len(left) + len(slots), words):
                best[reading] = max(score, best.get(reading, -math.inf))
    ranked = sorted(best.items(), key=lambda item: -item[1])[:2]
    if not ranked or (len(ranked) == 2 and ranked[0][1] - ranked[1][1] < _MARGIN):
        return None
    return ranked[0][0]


def _shapes(run: re.Match[str]) -> Iterator[list[tuple[Bytes, bool]]]:
    """The byte pairs of the characters that stood there, for every way in which pairs may have been dropped.

    None is a byte that is not known; True beside a pair: its second byte began a dropped pair.
    """
    pairs = [character.replace(";", "；").encode("gbk", "ignore") for character in run["shifted"]]
    if any(len(pair) != 2 for pair in pairs):
        return
    for dropped in product(range(_MOST_DROPPED + 1), repeat=min(len(pairs) - 1, 5)):
        if sum(dropped) > _MOST_DROPPED_IN_ALL:
            continue
        stream: list[tuple[int | None, bool]] = [(None, False)]
        for at, pair in enumerate(pairs):
            stream += [(byte, False) for byte in pair]
            stream += [(None, True), (None, False)] * (dropped[at] if at < len(dropped) else 0)
        stream.append((ord(run["half"]) if run["half"] else None, False))
        yield [((a, b), drop) for (a, _), (b, drop) in zip(stream[::2], stream[1::2], strict=True)]


@cache
def _candidates(pair: Bytes, before_drop: bool, traditional: bool) -> dict[str, str]:
    """The characters whose bytes agree with what is known of them, by their Simplified forms.

    before_drop: the second byte began a dropped pair, so it is one that begins no character. traditional: the document's script.
    """
    firsts = [pair[0]] if pair[0] is not None else range(0x81, 0xFE)
    seconds = [pair[1]] if pair[1] is not None else _LEADS_NOTHING if before_drop else range(0x40, 0xFF)
    found: dict[str, str] = {"、": "、"} if pair == (None, None) else {}
    for a, b in product(firsts, seconds):
        character = bytes((a, b)).decode("gbk", "ignore")
        if len(character) == 1 and "\u4e00" <= character <= "\u9fff" and (not traditional or is_traditional(character)):
            found.setdefault(simplified(character), character)
    return found


class _Fitting:
    """The words that fit columns of characters, remembered by the columns (which live as long as this does)."""

    def __init__(self, words: Lexicon, document: str) -> None:
        self.words, self.document = words, document
        self._known: dict[tuple[int, ...], list[tuple[str, float]]] = {}
        self._held: list[list[dict[str, str]]] = []

    def of(self, columns: list[dict[str, str]]) -> list[tuple[str, float]]:
        """The words and their scores."""
        spot = tuple(map(id, columns))
        if spot not in self._known:
            self._held.append(columns)
            self._known[spot] = list(self._find(columns))
        return self._known[spot]

    def _find(self, columns: list[dict[str, str]]) -> Iterator[tuple[str, float]]:
        if len(columns) > 1:
            for word, score in self.words.fitting(columns):
                yield word, score + (_USED_HERE if word in self.document else 0.0)
        elif len(columns[0]) == 1:
            character = next(iter(columns[0]))
            alone = 0.0 if character in _STAND_ALONE else _CONTENT_ALONE
            yield character, max(self.words.score(character), _UNKNOWN_CHARACTER) + alone
        else:
            # Of characters that are not known, only those that join words stand alone.
            for character in _JOINING.intersection(columns[0]):
                yield character, math.log((self.document.count(character) + 1) / (len(self.document) + 1))


def _readings(columns: list[dict[str, str]], begin: int, end: int, words: _Fitting) -> list[tuple[str, float]]:
    """The two best ways to read columns[begin:end] as words together with their neighbours, with their log probabilities."""
    best: list[dict[str, float]] = [{} for _ in range(len(columns) + 1)]
    best[0][""] = 0.0
    for at in range(len(columns)):
        ahead = sorted(best[at].items(), key=lambda item: -item[1])[:_BEAM]
        for long in range(1, min(4, len(columns) - at) + 1):
            for word, score in words.of(columns[at : at + long]):
                printed = "".join(column[c] for column, c in zip(columns[at : at + long], word, strict=True))
                inside = printed[max(0, begin - at) : max(0, end - at)]
                for so_far, total in ahead:
                    key = so_far + inside
                    if total + score > best[at + long].get(key, -math.inf):
                        best[at + long][key] = total + score
    around = ["".join(next(iter(column)) for column in part) for part in (columns[:begin], columns[end:])]
    ranked = sorted(best[-1].items(), key=lambda item: -item[1])[:20]
    return [(reading, score + _ALIKE * _coordinated(around[0] + simplified(reading) + around[1])) for reading, score in ranked]


def _coordinated(words: str) -> int:
    """How many neighbours in an enumeration end alike, as 规模化、标准化和生态化 do."""
    return len(_ENUMERATED.findall(words))
