"""The words of Chinese with how often they are used: jieba's dictionary, read once when a damaged text needs it."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import jieba


@dataclass(frozen=True)
class Lexicon:
    """Words and their log probabilities; holding: words by their length, a place in them and the character there."""

    scores: dict[str, float]
    holding: dict[tuple[int, int, str], list[str]]

    def score(self, word: str) -> float:
        """The log probability of a word, minus infinity for one that is not known."""
        return self.scores.get(word, -math.inf)

    def fitting(self, columns: Sequence[Collection[str]]) -> Iterator[tuple[str, float]]:
        """The words whose characters stand in the columns, one each, with their log probabilities."""
        long = len(columns)
        narrow = min(range(long), key=lambda at: len(columns[at]))
        for character in columns[narrow]:
            for word in self.holding.get((long, narrow, character), ()):
                if all(c in column for c, column in zip(word, columns, strict=True)):
                    yield word, self.scores[word]


@cache
def lexicon() -> Lexicon:
    """The dictionary that jieba ships (349,046 words)."""
    counts: dict[str, int] = {}
    with jieba.get_module_res("dict.txt") as lines:
        for line in lines:
            word, count, *_ = line.decode("utf-8").split(" ")
            counts[word] = int(count)
    total = sum(counts.values())
    holding: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for word, count in counts.items():
        if 2 <= len(word) <= 4 and count >= _LEAST:
            for at, character in enumerate(word):
                holding[len(word), at, character].append(word)
    return Lexicon({word: math.log(max(count, 1) / total) for word, count in counts.items()}, dict(holding))


# Rarer words than this are names and slips as often as words.
_LEAST = 3
