"""One document, from bytes to records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.errors import NotAPlan, UnknownColumns
from loaders.facts.citations import citations
from loaders.facts.due import parse_due
from loaders.facts.figures import figures
from loaders.facts.metadata import Found, Metadata, PlanFacts, metadata, own_titles
from loaders.facts.regions import regions
from loaders.facts.responsibility import ResponsibilityRules, responsibilities, responsibilities_in_row, responsibility_rules
from loaders.facts.table_figures import row_figures
from loaders.outline import outline
from loaders.outline.roles import PartRole, role_of
from loaders.outline.tables import read_table
from loaders.outline.tree import Column, DocumentOutline, Node, PlanOutline, Span
from loaders.passages import Passage, RepairedText, Table
from loaders.records import (
    Baseline,
    Citation,
    Document,
    Due,
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

_OWN_DUE = re.compile(
    r"(?:完成时限|完成时间|办结时限|时间节点|完成期限|时限要求|完成日期|整改时限|推进时限|时限)(?:要求)?\s*[】\]]?\s*[:：]\s*(?P<due>[^；;。，、）)\]】\n]{2,30})"
)


def read_document(data: bytes, name: str) -> Document:
    """The records of a file; LoadError (see loaders.errors) when it cannot be read or holds no plan."""
    text = repair(read_source(data, name))
    shape = outline(text)
    found = metadata(text, shape)
    rules = responsibility_rules(text.text)
    tables = [block for block in text.blocks if isinstance(block, Table)]
    plans = tuple(
        plan
        for part, facts in zip(shape.plans, found.plans, strict=True)
        if (plan := _PlanReader(text, part, facts, rules, tables).plan()).tasks
    )
    if not plans:
        _check_columns(text, tables)
        raise NotAPlan(
            "没有找到任务：文中没有编号或分条列出的工作内容 "
            "No plan was found: the text lists no numbered or dashed items of work.",
            name,
            hint="请确认这是规划、方案、要点或任务分解表。Check that this is a plan, a programme or a table of tasks.",
        )
    return _document(text, shape, found, plans)


def _check_columns(text: RepairedText, tables: list[Table]) -> None:
    """UnknownColumns for a file that is a table whose columns do not say what the tasks are."""
    if not tables or text.source.media_type in ("text/plain", "text/html", "text/markdown", "application/pdf"):
        return
    readings = [read_table(table, text.text) for table in tables]
    headers = "、".join(dict.fromkeys(header for reading in readings for header in reading.headers[:20])) or "—"
    raise UnknownColumns(
        f"表里没有认得的任务列，读到的列是：{headers} The table has no column of tasks that is known; its columns are: {headers}",
        text.source.name,
        tables[0].place or None,
        "至少要有“任务名称”一列，列名见 docs/architecture.md。"
        "At least a column 任务名称 (task name) is needed; see docs/architecture.md.",
    )


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
    tables: list[Table]
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
        self._indicator_tables()
        evidence = list(_evidence(self.text, self.facts.title, "title"))
        evidence += _evidence(self.text, self.facts.owner, "owner")
        if self.facts.period:
            evidence += _evidence(self.text, Found("–".join(self.facts.period), self.facts.period_span, "period"), "period")
        return Plan(
            rule="plan",
            evidence=tuple(evidence),
            title=self.facts.title.value,
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
        due, due_span = self._due(node)
        evidence = [
            passage.evidence(node.heading.start, node.heading.end, "title"),
            passage.evidence(node.whole.start, node.whole.end, "text"),
        ]
        if due and due_span:
            evidence.append(passage.evidence(due_span.start, due_span.end, "due"))
        self.tasks.append(
            Task(
                rule=f"leaf-{node.style}",
                evidence=tuple(evidence),
                number=node.number,
                title=heading,
                text=passage.text,
                kind=kind,
                section=section,
                order=index,
                responsibilities=self._responsibilities(node) or inherited,
                regions=tuple(regions(passage, self.facts.region)),
                citations=tuple(_once(citations(passage))),
                due=due,
            )
        )
        if not node.rows:
            self._figures(Span(node.heading.start, node.whole.end), index, past=False, due=due)
        for row in node.rows:
            self._row_figures(row, index, due)

    def _responsibilities(self, node: Node) -> tuple[Responsibility, ...]:
        if not node.rows:
            return tuple(responsibilities(self._passage(node.whole), rules=self.rules))
        columns = [
            (self._passage(c.header), self._passage(c.cell)) for row in node.rows for c in row if c.meaning == "responsible"
        ]
        in_columns = [pair for pair in columns if pair[1].start < pair[1].end]
        return tuple(responsibilities_in_row(in_columns, rules=self.rules)) if in_columns else ()

    def _due(self, node: Node) -> tuple[Due | None, Span | None]:
        """The item's own deadline, where a column or a labelled line gives it."""
        if node.rows:
            columns = [column for column in node.rows[0] if column.meaning == "due" and column.cell.end > column.cell.start]
            named = any(column.meaning == "indicator" and column.cell.end > column.cell.start for column in node.rows[0])
            spans = [] if named else [column.cell for column in columns]
        else:
            match = _OWN_DUE.search(self.text.text, node.whole.start, node.whole.end)
            spans = [Span(*match.span("due"))] if match else []
        if not spans:
            return None, None
        return parse_due(self._passage(spans[0]).text.strip(), self.facts.period), spans[0]

    def _row_figures(self, row: tuple[Column, ...], index: int, due: Due | None) -> None:
        targets, baselines = row_figures(self.text, row, self.facts.period, index, due)
        self.targets += targets
        self.baselines += baselines
        for column in row:
            if column.meaning in ("task", "detail", "goal") and column.cell.end > column.cell.start:
                self._figures(column.cell, index, past=False, due=due)

    def _indicator_tables(self) -> None:
        """Tables of the plan's own indicators, which are no tasks."""
        for block in self.text.blocks:
            if isinstance(block, Table) and self.part.whole.start <= block.start < self.part.whole.end:
                reading = read_table(block, self.text.text)
                if reading.kind == "indicators":
                    for row in reading.rows:
                        targets, baselines = row_figures(self.text, row.columns, self.facts.period, None)
                        self.targets += targets
                        self.baselines += baselines

    def _figures(self, span: Span, task: int | None, past: bool, due: Due | None = None) -> None:
        for part in self._outside_tables(span):
            targets, baselines = figures(self._passage(part), self.facts.period, task, past=past, due=due)
            self.targets += targets
            self.baselines += baselines

    def _outside_tables(self, span: Span) -> Iterator[Span]:
        """The stretches of a span that no table covers; a span inside one cell is left whole."""
        at = span.start
        for table in self.tables:
            if table.start <= span.start and span.end <= table.end:
                break
            if at < table.start < span.end:
                yield Span(at, table.start)
            if table.end > at and table.start < span.end:
                at = table.end
        if at < span.end:
            yield Span(at, span.end)

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
