"""A document under writing: what it says and what is true of it, recorded together."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from loaders.synthesis import document_words as words
from loaders.synthesis.statements import Statement, no_target, past, statement


@dataclass
class Draft:
    """A document under writing."""

    rng: Random
    region: str
    level: str
    first: int
    last: int
    dated: bool = False
    said: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    baselines: list[dict[str, Any]] = field(default_factory=list)

    def bodies(self, count: int) -> list[str]:
        """Different agencies of the plan's own level, as printed in full (市教育局)."""
        known = words.PROVINCE_BODIES if self.level == "省" else words.CITY_BODIES
        return [self.level + body for body in self.rng.sample(known, count)]

    def sentences(self, task: int | None, count: int, *, due: str | None = None, title: str = "") -> str:
        """Running text of `count` sentences with figures and without; records the facts. due: the item's own deadline."""
        pieces: list[str] = []
        self.dated = False
        self.said = set()
        for _ in range(count):
            draw = self.rng.random()
            if draw < 0.45:
                pieces.append("，".join(self.rng.sample(words.SENTENCES, self.rng.randint(1, 2))))
            elif draw < 0.55:
                pieces.append(no_target(self.rng).text)
            elif draw < 0.62 and self.first < self.last and task is not None:
                pieces.append(self._state(past(self.rng, self.first - 1), task, None, explicit=False))
            else:
                pieces.append(self._figures(task, due))
        return title + "".join(f"{piece}。" for piece in pieces)

    def _figures(self, task: int | None, due: str | None) -> str:
        lead, by = self._deadline()
        while self.dated and by is None:  # whether 到2025年 holds for the next sentence too, two people read differently
            lead, by = self._deadline()
        self.dated = by is not None
        clauses = []
        for _ in range(self.rng.randint(1, 3)):
            made = statement(self.rng)
            names = {fact["name"] for fact in made.facts}
            if self.said.isdisjoint(names):
                self.said |= names
                clauses.append(self._state(made, task, by or due, explicit=bool(by or due)))
        if not clauses:
            return self.rng.choice(words.SENTENCES)
        return lead + self.rng.choice(("，", "，", "；")).join(clauses)

    def _deadline(self) -> tuple[str, str | None]:
        year = self.rng.randint(self.first, self.last)
        month = self.rng.randint(1, 12)
        choices: list[tuple[str, str | None]] = [
            ("", None),
            ("", None),
            (f"到{year}年，", str(year)),
            (f"{year}年底前，", str(year)),
        ]
        choices += [(f"到{year}年{month}月，", f"{year}-{month:02}"), (f"{year}年{month}月底前，", f"{year}-{month:02}")]
        if self.first == self.last:
            choices += [("年内，", str(year)), ("上半年，", f"{year}-06"), ("三季度末前，", f"{year}-09"), ("今年，", str(year))]
        return self.rng.choice(choices)

    def _state(self, made: Statement, task: int | None, due: str | None, *, explicit: bool) -> str:
        for fact in made.facts:
            self.indicators.append(fact | {"task": task, "due": due or str(self.last), "due_explicit": explicit, "regions": []})
        for fact in made.baselines:
            self.baselines.append(fact | {"task": task})
        return made.text

    def task(self, path: list[str], number: str | None, title: str, kind: str = "task") -> int:
        """Records a task; returns its index."""
        self.tasks.append(
            {
                "path": path,
                "number": number,
                "title": title,
                "kind": kind,
                "lead": [],
                "lead_inherited": False,
                "co": [],
                "regions": [],
                "cites": [],
            }
        )
        return len(self.tasks) - 1
