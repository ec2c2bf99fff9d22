"""Graphs of the real shape and any size: invented plans as records, compiled as real ones are, written as N-Quads."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from loaders import records
from loaders.graph import compile_derived, compile_document, compile_plan, plan_keys
from loaders.graph.resolution import Body, Place
from loaders.graph.summary import Summary
from loaders.records import Due, Evidence, Supports
from loaders.synthesis.words import ACTIONS, BODIES, CLAUSES, COMPARATORS, FIELDS, MATTERS, MEASURED, SYLLABLES

_PROVINCES, _CITIES, _COUNTIES = 20, 15, 6
_TASKS = (20, 50)


class InventedRegisters:
    """Provinces, cities and counties with codes from 90 up, which GB/T 2260 does not use, each with the same kinds of bodies."""

    def __init__(self) -> None:
        self.cities: list[Place] = []
        self._places: dict[str, Place] = {}
        self._names: dict[str, Place] = {}
        self._titles = {short: (kind, full) for kind, short, full in BODIES}
        invented = _names()
        for province in range(_PROVINCES):
            above = self._place(f"{next(invented)}省", f"{(province + 900):03d}000"[-6:], "province", None)
            for city in range(1, _CITIES + 1):
                code = f"{above.code[:3] if above.code else ''}{city:02d}0"
                place = self._place(f"{next(invented)}市", code, "prefecture", above.code)
                self.cities.append(place)
                for county in range(1, _COUNTIES + 1):
                    self._place(f"{next(invented)}县", f"{code[:5]}{county}", "county", code)

    def counties(self, city: Place) -> list[Place]:
        return [self._places[f"{(city.code or '')[:5]}{county}"] for county in range(1, _COUNTIES + 1)]

    def place(self, name: str | None, code: str | None) -> Place | None:
        return self._places.get(code) if code else self._names.get(name or "")

    def body(self, name: str, home: Place | None) -> Body:
        short = name.removeprefix("市")
        if home is not None and short in self._titles:
            kind, full = self._titles[short]
            return Body(f"{home.name}{full}", home, kind, resolved=True)
        if home is not None and name.startswith(home.name):
            return Body(name, home, "government", resolved=True)
        return Body(name, home)

    def _place(self, name: str, code: str, level: str, parent: str | None) -> Place:
        place = Place(name, code, level, parent)
        self._places[code] = self._names[name] = place
        return place


def _names() -> Iterator[str]:
    for distance in range(1, len(SYLLABLES)):
        for first, syllable in enumerate(SYLLABLES):
            yield f"{syllable}{SYLLABLES[(first + distance) % len(SYLLABLES)]}"


@dataclass
class _Page:
    """A text under way: what is written comes back as a quote."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, words: str) -> int:
        """Adds the words; gives where they start."""
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start

    def quote(self, words: str, supports: Supports, start: int | None = None) -> Evidence:
        """The quote of words just written, or of those written at `start`."""
        at = self.write(words) if start is None else start
        end = at + len(words)
        return Evidence(quote=words, start=at, end=end, raw_start=at, raw_end=end, supports=supports)


class _Author:
    """Writes one document after another, drawn by seed. Bodies, cities and fields are drawn by Zipf's law."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311
        self.registers = InventedRegisters()
        self._weights = {size: list(accumulate(1 / rank for rank in range(1, size + 1))) for size in range(1, 400)}
        self._written: list[str] = []

    def document(self, number: int) -> records.Document:
        city, page = self._often(self.registers.cities), _Page()
        year = self.draw.randint(2008, 2025)
        period = (str(year), str(year + self.draw.choice((0, 2, 4))))
        plan_title = f"{city.name}{self._often(FIELDS)}第{number}号行动方案（{period[0]}—{period[1]}年）"
        title = f"{city.name}人民政府办公室关于印发{plan_title}的通知"
        heading = page.quote(title, "title")
        doc_number = f"{city.name[0]}政办发〔{year}〕{number}号"
        numbered = page.quote(doc_number, "number")
        owned = page.quote(plan_title, "title")
        plan = self._plan(page, city, plan_title, period, owned)
        cited = tuple(self._citation(page) for _ in range(self.draw.randint(0, 3)))
        self._written.append(plan_title)
        return records.Document(
            rule="invented",
            evidence=(heading, numbered),
            sha256=hashlib.sha256(f"{number}{''.join(page.parts)}".encode()).hexdigest(),
            source=f"invented-{number}.txt",
            media_type="text/plain",
            title=title,
            doc_number=doc_number,
            issuer=f"{city.name}人民政府办公室",
            issued=f"{year}-{self.draw.randint(1, 12):02d}-{self.draw.randint(1, 28):02d}",
            disclosure="主动公开",
            validity=self.draw.choice(("有效", "废止")),
            citations=cited,
            plans=(plan,),
        )

    def _often(self, choices: "tuple[str, ...] | list[Place]"):  # type: ignore[no-untyped-def]
        return self.draw.choices(choices, cum_weights=self._weights[len(choices)])[0]

    def _citation(self, page: _Page) -> records.Citation:
        known = self._written[-50:]
        title = self.draw.choice(known) if known else f"{self.draw.choice(FIELDS)}条例"
        return records.Citation(rule="invented", evidence=(page.quote(f"《{title}》", "cite"),), title=title, doc_number=None)

    def _plan(self, page: _Page, city: Place, title: str, period: tuple[str, str], evidence: Evidence) -> records.Plan:
        sections: list[records.Section] = []
        tasks: list[records.Task] = []
        targets: list[records.Target] = []
        for order in range(self.draw.randint(*_TASKS)):
            if order % 5 == 0:
                name = f"{self.draw.choice(ACTIONS)}{self._often(FIELDS)}"
                quote = page.quote(name, "title")
                number = f"（{len(sections) + 1}）"
                sections.append(
                    records.Section(
                        rule="invented", evidence=(quote,), number=number, title=name, parent=None, order=len(sections) + 1
                    )
                )
            tasks.append(self._task(page, city, order, len(sections) - 1, period))
            targets += [self._target(page, order, period) for _ in range(self.draw.choice((0, 1, 1, 2, 3)))]
        return records.Plan(
            rule="invented",
            evidence=(evidence,),
            title=title,
            owner=f"{city.name}人民政府",
            region=city.name,
            region_code=city.code,
            period=period,
            sections=tuple(sections),
            tasks=tuple(tasks),
            targets=tuple(targets),
        )

    def _task(self, page: _Page, city: Place, order: int, section: int, period: tuple[str, str]) -> records.Task:
        title = f"{self.draw.choice(ACTIONS)}{self._often(FIELDS)}{self.draw.choice(MATTERS)}"
        text = f"{title}。{'；'.join(self.draw.sample(CLAUSES, 4))}。"
        start = page.write(text)
        regions: tuple[records.RegionMention, ...] = ()
        if self.draw.random() < 0.3:
            county = self.draw.choice(self.registers.counties(city))
            regions = (
                records.RegionMention(
                    rule="invented",
                    evidence=(page.quote(county.name, "region"),),
                    name=county.name,
                    printed=county.name,
                    code=county.code,
                ),
            )
        due = None
        if self.draw.random() < 0.3:
            due = Due(printed=f"{period[1]}年底前", value=period[1], precision="year")
        return records.Task(
            rule="invented",
            evidence=(page.quote(title, "title", start), page.quote(text, "text", start)),
            number=f"{order % 5 + 1}.",
            title=title,
            text=text,
            kind="safeguard" if self.draw.random() < 0.1 else "task",
            section=section,
            order=order + 1,
            responsibilities=tuple(self._responsibilities(page)),
            regions=regions,
            due=due,
        )

    def _responsibilities(self, page: _Page) -> Iterator[records.Responsibility]:
        names = [short for _, short, _ in BODIES]
        drawn = dict.fromkeys(self._often(tuple(names)) for _ in range(self.draw.randint(0, 4)))
        for place, short in enumerate(drawn):
            lead = place == 0
            yield records.Responsibility(
                rule="invented",
                evidence=(page.quote("牵头单位：" if lead else "配合单位：", "role"), page.quote(f"市{short}", "name")),
                name=f"市{short}",
                role="lead" if lead else "support",
                detail="牵头" if lead else "配合",
                role_printed="牵头单位" if lead else "配合单位",
            )

    def _target(self, page: _Page, task: int, period: tuple[str, str]) -> records.Target:
        measured, measure, unit = self.draw.choice(MEASURED)
        comparator, word = self.draw.choice(COMPARATORS)
        name = f"{self._often(FIELDS)}{measured}"
        value = float(self.draw.randint(1, 100)) if self.draw.random() < 0.7 else self.draw.randint(10, 999) / 10
        year = str(self.draw.randint(int(period[0]), int(period[1])))
        due = page.quote(f"到{year}年，", "due")
        return records.Target.model_validate(
            {
                "rule": "invented",
                "evidence": (page.quote(f"{name}{value:g}{unit}{word}", "value"), due),
                "task": task,
                "name": name,
                "measure": measure,
                "comparator": comparator,
                "value": value,
                "unit": unit,
                "due": {"printed": f"到{year}年", "value": year, "precision": "year"},
                "due_explicit": True,
                "per": "year" if measure == "frequency" else None,
                "strength": self.draw.choice((None, None, "约束性", "预期性")),
            }
        )


def synthesise(quads: int, base: str, seed: int = 1) -> Iterator[str]:
    """N-Quads lines (each with its line break) of an invented graph of at least `quads` statements, the same for the same seed.

    Ends with whole documents and the derived graphs. Memory grows with the number of distinct names, some hundred
    megabytes for ten million statements.
    """
    author, written, number = _Author(seed), 0, 0
    summaries: list[Summary] = []
    while written < quads:
        number += 1
        document = author.document(number)
        parts = [compile_document(document, base, author.registers)]
        parts += [compile_plan(key, [document], base, author.registers) for key in plan_keys(document, base, author.registers)]
        for part in parts:
            summaries.append(part.summary)
            written += len(part.graph)
            yield from (f"{line}\n" for line in part.graph.lines)
    for graph in compile_derived(summaries, base, author.registers).values():
        yield from (f"{line}\n" for line in graph.lines)
