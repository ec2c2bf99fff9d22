"""What stands directly before a figure: adverbs, comparators and the verb that makes it a level, a rise or an addition."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from loaders.facts.folding import BASE, TIME
from loaders.records import Comparator, Measure, Per
from loaders.registers.measures import measure_words

Kind = Literal["comparator", "level", "growth", "reduction", "increment", "adverb", "stop", "to"]


@dataclass
class Tail:
    """The words before a figure, read from right to left down to `end`.

    measure: what the verb says, None where no verb stands there. verb, verb_end: where that verb stands.
    respectively, each: 分别, 均 or 各 stands there. per: 每年, 年均. base: the stretch of a comparison (比2020年).
    stopped: a word that makes it no commitment (分为3个). done: 了 follows the verb.
    each_unit: the figure is one per person, per household and so on (每人每月).
    """

    end: int
    measure: Measure | None = None
    comparator: Comparator | None = None
    verb: int | None = None
    verb_end: int | None = None
    respectively: bool = False
    each: bool = False
    per: Per | None = None
    base: tuple[int, int] | None = None
    stopped: bool = False
    done: bool = False
    each_unit: bool = False

    @property
    def said(self) -> bool:
        """A verb of reaching or changing, or a comparator, governs the figure."""
        return self.measure in ("level", "growth", "reduction") or (self.measure is None and self.comparator is not None)


_EACH_UNIT = re.compile(r"(?:每(?:[百千万十两]|\d+)?(?:人口|人|户|名|亩|家|件|吨|个|辆|平方米|平方公里)(?:每?[年月天])?)+$")
_EACH_ENDS = frozenset("人户名亩家件吨个辆米里口年月天")
_BLANK = TIME + ",、: "
_NEAR_VERB = frozenset(
    ["至少", "最多", "至多", "约", "超", "最高", "近", "大约", "最少", "不低于", "不少于", "超过", "不超过", "突破"]
)


@cache
def _table() -> tuple[dict[str, tuple[Kind, Comparator | None]], int]:
    words = measure_words()
    table: dict[str, tuple[Kind, Comparator | None]] = {}
    table |= dict.fromkeys((*words.adverbs, *words.per, *words.scopes), ("adverb", None))
    for word, measure in words.verbs.items():
        table[word] = ("increment" if measure == "frequency" else measure, None)
    table |= {word: ("comparator", op) for word, op in words.before.items()}
    table |= dict.fromkeys(words.stops, ("stop", None))
    table |= dict.fromkeys(("到", "至", "在"), ("to", None))
    return table, max(map(len, table))


def read_tail(masked: str, start: int, end: int) -> Tail:
    """The tail of masked[start:end], the stretch before a figure."""
    table, longest = _table()
    tail = Tail(end)
    to: int | None = None
    while tail.end > start:
        at = tail.end
        if masked[at - 1] == BASE:
            while tail.end > start and masked[tail.end - 1] == BASE:
                tail.end -= 1
            tail.base = (tail.end, at)
            continue
        if masked[at - 1] in _BLANK and (masked[at - 1] == TIME or not masked[start:at].strip(_BLANK)):
            tail.end -= 1
            continue
        if masked[at - 1] == "的" and at - 1 > start and masked[at - 2] in (TIME, BASE):
            tail.end -= 1
            continue
        each = _EACH_UNIT.search(masked, max(start, at - 8), at) if masked[at - 1] in _EACH_ENDS else None
        if each:
            tail.each_unit, tail.end = True, each.start()
            continue
        if masked[at - 1] == "了" and tail.measure is None:
            tail.done, tail.end = True, at - 1
            continue
        sizes = range(min(longest, at - start), 0, -1)
        size = next((size for size in sizes if masked[at - size : at] in table), 0)
        if not size or not _take(tail, masked[at - size : at], at - size, to, masked[tail.verb or 0 : tail.verb_end or 0]):
            break
        to = at - size if masked[at - size : at] in ("到", "至", "在") else None if tail.measure else to
        tail.end = at - size
    if to is not None and tail.measure is None:  # 到10个乡镇: a preposition
        tail.stopped = tail.comparator is None
    return tail


def _take(tail: Tail, word: str, at: int, to: int | None, verb: str) -> bool:
    """Adds one more word on the left to the tail; False where the tail ends before it. verb: the one taken so far."""
    kind, op = _table()[0][word]
    if kind == "stop":
        tail.stopped = True
        return False
    if kind == "comparator":
        tail.comparator = tail.comparator or op
        return True
    if kind == "adverb":
        tail.respectively |= word == "分别"
        tail.each |= word in ("均", "都", "皆", "各")
        tail.per = tail.per or measure_words().per.get(word)
        if word == "年" and tail.measure == "growth":
            tail.per = tail.per or "year"
        return True
    if kind == "to":
        return tail.measure is None
    if tail.measure == "increment":
        return False
    if tail.measure is not None:
        if tail.measure == "level" and kind in ("growth", "reduction"):
            if verb == "为":  # 缩短为3天
                return True
            if to is None:  # 年增长预期在2%: the rise itself is held at the figure
                if len(word) < 2:
                    return False
                tail.measure = "growth" if kind == "growth" else "reduction"
            return True
        return False
    tail.verb, tail.verb_end = at, at + len(word)
    if kind in ("level", "growth", "reduction", "increment"):
        tail.measure = "level" if to is not None else kind
    return True
