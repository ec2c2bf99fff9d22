"""One document, from bytes to records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.errors import NotAPlan
from loaders.facts.citations import citations
from loaders.facts.figures import figures
from loaders.facts.metadata import Found, Metadata, PlanFacts, metadata, own_titles
from loaders.facts.regions import regions
from loaders.facts.responsibility import ResponsibilityRules, responsibilities, responsibility_rules
from loaders.outline import outline
from loaders.outline.roles import PartRole, role_of
from loaders.outline.tree import DocumentOutline, Node, PlanOutline, Span
from loaders.passages import Passage, RepairedText
from loaders.records import (
    Baseline,
    Citation,
    Document,
    Evidence,
    Plan,
    Responsibility,
    Section,
    Supports,
    Target,
    Task,
    TaskKind,
)
from loaders.registers.regions import find_region
from loaders.repair import repair
from loaders.source import read_source


def read_document(data: bytes, name: str) -> Document:
    """The records of a file; LoadError (see loaders.errors) when it cannot be read or holds no plan."""
    text = repair(read_source(data, name))
    shape = outline(text)
    found = metadata(text, shape)
    rules = responsibility_rules(text.text)
    plans = tuple(
        plan
        for part, facts in zip(shape.plans, found.plans, strict=True)
        if (plan := _PlanReader(text, part, facts, rules).plan()).tasks
    )
    if not plans:
        raise NotAPlan(
            "没有找到任务：文中没有编号或分条列出的工作内容 "
            "No plan was found: the text lists no numbered or dashed items of work.",
            name,
            hint="请确认这是规划、方案、要点或任务分解表。Check that this is a plan, a programme or a table of tasks.",
        )
    return _document(text, shape, found, plans)


def _document(text: RepairedText, shape: DocumentOutline, found: Metadata, plans: tuple[Plan, ...]) -> Document:
    whole = Passage(text, 0, max(plan.whole.end for plan in shape.plans))
    own = {_folded(title) for title in own_titles(found)}
    evidence = list(_evidence(text, found.title, "title"))
    for value, supports in (
        (found.doc_number, "number"),
        (found.index_number, "number"),
        (found.issuer, "owner"),
        (found.issued, "date"),
        (found.published, "date"),
    ):
        evidence += _evidence(text, value, supports)  # type: ignore[arg-type]
    return Document(
        rule="document",
        evidence=tuple(evidence),
        sha256=text.source.sha256,
        source=text.source.name,
        media_type=text.source.media_type,
        title=found.title.value,
        doc_number=_value(found.doc_number),
        index_number=_value(found.index_number),
        issuer=_value(found.issuer),
        issued=_value(found.issued),
        published=_value(found.published),
        disclosure=_value(found.disclosure),
        validity=_value(found.validity),
        citations=tuple(
            _once(
                citation
                for citation in citations(whole)
                if (_folded(citation.title) not in own if citation.title else citation.doc_number != _value(found.doc_number))
            )
        ),
        plans=plans,
        repairs=text.repairs,
    )


@dataclass
class _PlanReader:
    """Collects the records of one plan while its tree is walked."""

    text: RepairedText
    part: PlanOutline
    facts: PlanFacts
    rules: ResponsibilityRules
    sections: list[Section] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    baselines: list[Baseline] = field(default_factory=list)

    def plan(self) -> Plan:
        preamble = self.part.preamble
        if preamble.end > preamble.start:
            self._figures(preamble, None, past=False)
        for node in self.part.nodes:
            self._walk(node, None, "task", (), top=True)
        evidence = list(_evidence(self.text, Found(self.facts.title, self.part.title, "title"), "title"))
        evidence += _evidence(self.text, self.facts.owner, "owner")
        if self.facts.period_span:
            evidence.append(
                self._passage(self.facts.period_span).evidence(self.facts.period_span.start, self.facts.period_span.end, "period")
            )
        return Plan(
            rule="plan",
            evidence=tuple(evidence),
            title=self.facts.title,
            owner=self.facts.owner.value if self.facts.owner else None,
            region=self.facts.region,
            region_code=self._region_code(),
            period=self.facts.period,
            sections=tuple(self.sections),
            tasks=tuple(self.tasks),
            targets=tuple(self.targets),
            baselines=tuple(self.baselines),
        )

    def _walk(self, node: Node, section: int | None, above: PartRole, inherited: tuple[Responsibility, ...], top: bool) -> None:
        heading = _one_line(self.text.text[node.heading.start : node.heading.end])
        role = role_of(heading, above, top, leaf=not node.children)
        if not heading:
            return
        if not node.children and role in ("task", "safeguard"):
            self._task(node, heading, section, "safeguard" if role == "safeguard" else "task", inherited)
            return
        own = Span(node.heading.start, node.body.end)
        index = len(self.sections)
        self.sections.append(
            Section(
                rule=f"heading-{node.style}",
                evidence=(self._passage(own).evidence(node.heading.start, node.heading.end, "title"),),
                number=node.number,
                title=heading,
                parent=section,
                order=index,
            )
        )
        self._figures(own, None, past=role == "past")
        named = (
            tuple(r.model_copy(update={"inherited": True}) for r in responsibilities(self._passage(own), rules=self.rules))
            if node.children
            else ()
        )
        for child in node.children:
            self._walk(child, index, role, named or inherited, top=False)

    def _task(self, node: Node, heading: str, section: int | None, kind: TaskKind, inherited: tuple[Responsibility, ...]) -> None:
        passage = self._passage(node.whole)
        index = len(self.tasks)
        self.tasks.append(
            Task(
                rule=f"leaf-{node.style}",
                evidence=(
                    passage.evidence(node.heading.start, node.heading.end, "title"),
                    passage.evidence(node.whole.start, node.whole.end, "text"),
                ),
                number=node.number,
                title=heading,
                text=passage.text,
                kind=kind,
                section=section,
                order=index,
                responsibilities=tuple(responsibilities(passage, rules=self.rules)) or inherited,
                regions=tuple(regions(passage, self.facts.region)),
                citations=tuple(_once(citations(passage))),
            )
        )
        self._figures(Span(node.heading.start, node.whole.end), index, past=False)

    def _figures(self, span: Span, task: int | None, past: bool) -> None:
        targets, baselines = figures(self._passage(span), self.facts.period, task, past=past)
        self.targets += targets
        self.baselines += baselines

    def _passage(self, span: Span) -> Passage:
        return Passage(self.text, span.start, span.end)

    def _region_code(self) -> str | None:
        found = find_region(self.facts.region) if self.facts.region else None
        return found.code if found else None


def _evidence(text: RepairedText, found: Found | None, supports: Supports) -> Iterator[Evidence]:
    if found and found.span and found.span.end > found.span.start:
        yield Passage(text, found.span.start, found.span.end).evidence(found.span.start, found.span.end, supports)


def _value(found: Found | None) -> str | None:
    return found.value if found else None


def _once(found: "list[Citation] | Iterator[Citation]") -> Iterator[Citation]:
    """Each title (or number, where there is no title) once, the first time it stands."""
    seen: set[str] = set()
    for citation in found:
        key = _folded(citation.title or citation.doc_number or "")
        if key not in seen:
            seen.add(key)
            yield citation


def _folded(title: str) -> str:
    return re.sub(r"[\s《》（）()—\-－–~～“”\"]", "", title)


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)
