"""Reads invented documents and compares with their true facts: `python -m tests.synthesis.score --documents 500 [--misses]`."""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from loaders.errors import LoadError
from loaders.gold_shape import gold_shape
from loaders.reading import read_document
from loaders.synthesis.documents import Invented, invent

MEASURES = ("metadata", "tasks", "paths", "leads", "supports", "dues", "targets", "measures", "coverage", "leaks")
BARS = {"tasks": 0.95, "leads": 0.95, "supports": 0.93, "targets": 0.88, "measures": 0.93, "leaks": 1.0}
"""Goals for documents nobody has seen."""


@dataclass
class Tally:
    """For each measure: hits, what is true, what was found; and the misses in words."""

    hits: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, measure: str, hits: int, true: int, found: int) -> None:
        self.hits[measure] += hits
        self.true[measure] += true
        self.found[measure] += found

    def f1(self, measure: str) -> float:
        total = self.true[measure] + self.found[measure]
        return 2 * self.hits[measure] / total if total else 1.0

    def sets(self, measure: str, true: Iterable[Any], found: Iterable[Any], where: str) -> None:
        """Compares two bags of values."""
        wanted, got = Counter(true), Counter(found)
        both = wanted & got
        self.add(measure, both.total(), wanted.total(), got.total())
        self.misses += [f"{where} {measure}: not found {value}" for value in (wanted - both).elements()]
        self.misses += [f"{where} {measure}: wrongly found {value}" for value in (got - both).elements()]


def plain(text: str | None) -> str:
    """Without punctuation, width and white space."""
    return re.sub(r"[\W_]", "", text or "").translate({0xFF10 + digit: str(digit) for digit in range(10)})


def compare(document: Invented, tally: Tally) -> None:
    """Reads one document and adds what was right and wrong."""
    name = document.name + document.suffix
    try:
        found = gold_shape(read_document(document.text.encode(), name))
    except LoadError as error:
        tally.misses.append(f"{name}: refused: {error.message}")
        found = {"document": {}, "plans": []}
    gold = document.gold
    for key in ("title", "doc_number", "issuer", "issued"):
        right = plain(gold["document"][key]) == plain(found["document"].get(key))
        tally.add("metadata", right, 1, 1)
        if not right:
            tally.misses.append(f"{name} metadata: {key} {gold['document'][key]!r}, found {found['document'].get(key)!r}")
    nothing: dict[str, Any] = {"tasks": [], "indicators": [], "baselines": []}
    _plans(gold["plans"][0], found["plans"][0] if found["plans"] else nothing, name, tally)


def _plans(gold: dict[str, Any], found: dict[str, Any], name: str, tally: Tally) -> None:
    titles = [plain(task["title"]) for task in gold["tasks"]]
    tally.sets("tasks", titles, [plain(task["title"]) for task in found["tasks"]], name)
    by_title = {plain(task["title"]): task for task in found["tasks"]}
    for task in gold["tasks"]:
        other = by_title.get(plain(task["title"]))
        if other is None:
            continue
        where = f"{name} {task['title']}"
        tally.sets("paths", [tuple(map(plain, task["path"]))], [tuple(map(plain, other["path"]))], where)
        tally.sets("leads", task["lead"], other["lead"], where)
        tally.sets("supports", task["co"], other["co"], where)
        if task.get("due"):
            tally.sets("dues", [task["due"]], [other.get("due")], where)
    _targets(gold, found, name, tally)


def _targets(gold: dict[str, Any], found: dict[str, Any], name: str, tally: Tally) -> None:
    for measure, implicit in (("targets", False), ("coverage", True)):
        wanted = [(_key(target, gold), target) for target in gold["indicators"] if target["implicit"] == implicit]
        left = [(_key(target, found), target) for target in found["indicators"] if target["implicit"] == implicit]
        hits = 0
        for key, target in wanted:
            match = next((pair for pair in left if pair[0] == key and _alike(pair[1]["name"], target["name"])), None)
            if match is None:
                tally.misses.append(f"{name} {measure}: not found {target['name']} {key}")
                continue
            left.remove(match)
            hits += 1
            same = (match[1]["kind"], match[1]["per"]) == (target["kind"], target["per"])
            tally.add("measures", same, 1, 1)
            if not same:
                tally.misses.append(f"{name} measures: {target['name']} {target['kind']}, found {match[1]['kind']}")
        past = [(baseline["value"], baseline["unit"]) for baseline in gold["baselines"]]
        for key, target in left:
            tally.misses.append(f"{name} {measure}: wrongly found {target['name']} {key}")
            leaked = (target["value"], target["unit"]) in past
            tally.add("leaks", 0, 0, leaked)
        tally.add(measure, hits, len(wanted), hits + len(left))


def _key(target: dict[str, Any], plan: dict[str, Any]) -> tuple[Any, ...]:
    """All that must be equal of a target but its name: place, figure, comparator, deadline."""
    task = plain(plan["tasks"][target["task"]]["title"]) if target["task"] is not None else None
    return task, target["op"], float(target["value"]), target["value_max"], target["unit"], target["due"]


def _alike(a: str, b: str) -> bool:
    a, b = plain(a), plain(b)
    return a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.6


def score(documents: int, seed: int) -> Tally:
    """The tally over that many documents of a seed."""
    tally = Tally()
    for index in range(documents):
        compare(invent(seed, index), tally)
    return tally


def main() -> int:
    """Prints one line a measure; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    tally = score(options.documents, options.seed)
    if options.misses:
        print(*tally.misses, sep="\n")
    for measure in MEASURES:
        goal = f"  goal {BARS[measure]}" if measure in BARS else ""
        print(f"{measure:10} {tally.f1(measure):.4f}  true {tally.true[measure]:6}  found {tally.found[measure]:6}{goal}")
    return int(any(tally.f1(measure) < bar for measure, bar in BARS.items()))


if __name__ == "__main__":
    sys.exit(main())
