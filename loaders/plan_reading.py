"""One plan, from its outline to records: sections, tasks with what they name, targets and baselines."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.facts.citations import citations
from loaders.facts.due import parse_due
from loaders.facts.figures import figures
from loaders.facts.plan_metadata import Found, PlanFacts
from loaders.facts.regions import regions
from loaders.facts.responsibility import (
    ResponsibilityRules,
    agencies_in_cell,
    responsibilities,
    responsibilities_in_row,
    responsibility_spans,
    responsible_heading,
)
from loaders.facts.table_figures import row_figures
from loaders.outline.roles import PartRole, role_of
from loaders.outline.tables import read_table
from loaders.outline.tree import Column, Node, PlanOutline, Span
from loaders.passages import Passage, RepairedText, Table
from loaders.records import (
    Baseline,
    Citation,
    Doubt,
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
from loaders.registers.columns import role_in_english
from loaders.registers.regions import find_region

_OWN_DUE = re.compile(
    r"(?:完成时限|完成时间|办结时限|时间节点|完成期限|时限要求|完成日期|整改时限|推进时限|时限)(?:要求)?\s*[】\]]?\s*[:：]\s*(?P<due>[^；;。，、）)\]】\n]{2,30})"
)
_DUE_IN_BRACKET = re.compile(
    r"(?:[，；。]|(?<=^[（(])|(?<=[（(]))(?P<due>[^，；。（()）、]{0,10}(?:[年月日底末]|季度|上半年)(?:之?前|以前)?)(?:全部|基本)?(?:完成|办结|落实到位)(?=[）)，；])"
)


@dataclass
class PlanReader:
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
        evidence = list(shown(self.text, self.facts.title, "title"))
        evidence += shown(self.text, self.facts.owner, "owner")
        if self.facts.period:
            evidence += shown(self.text, Found("–".join(self.facts.period), self.facts.period_span, "period"), "period")
        return Plan(
            rule="plan",
            evidence=tuple(evidence),
            doubts=self._doubts(),
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

    def _doubts(self) -> tuple[Doubt, ...]:
        """What of the plan's own data was inferred, or is missing."""
        owner = self.facts.owner
        found = []
        if owner is not None and owner.rule == "government-of-the-region":
            message = f"文中没有发文机关，按地区推定为{owner.value}。No issuer is stated; the region's government is taken."
            found.append(Doubt(code="owner-inferred", message=message))
        if self.facts.period is None:
            found.append(Doubt(code="no-period", message="看不出规划的起止年份。The years of the plan are not stated."))
        return tuple(found)

    def _walk(self, node: Node, section: int | None, above: PartRole, inherited: tuple[Responsibility, ...], top: bool) -> None:
        heading = _one_line(self.text.text[node.heading.start : node.heading.end])
        role = role_of(heading, above, top, leaf=not node.children)
        if not heading:
            return
        if role in ("goals", "guiding") and _gives_work(node):
            role = "task"
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
        named: tuple[Responsibility, ...] = ()
        if node.children:
            stated = responsibilities(self._passage(own), rules=self.rules) or responsible_heading(self._passage(node.heading))
            named = tuple(one.model_copy(update={"inherited": True}) for one in stated)
        for child in node.children:
            self._walk(child, index, role, named or inherited, top=False)

    def _task(self, node: Node, heading: str, section: int | None, kind: TaskKind, inherited: tuple[Responsibility, ...]) -> None:
        passage = self._passage(node.whole)
        index = len(self.tasks)
        due, due_span = self._due(node)
        own = self._responsibilities(node)
        bodies = [(e.start, e.end) for one in own for e in one.evidence if e.supports == "name"]
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
                responsibilities=_with_inherited(own, inherited),
                regions=tuple(regions(passage, self.facts.region, apart=bodies)),
                citations=tuple(once(citations(passage))),
                due=due,
            )
        )
        # What a task must have done by its deadline holds by then, unless its text names a time of its own.
        limit = due if due and due.value else None
        if not node.rows:
            self._figures(Span(node.heading.start, node.whole.end), index, past=False, due=limit)
        for row in node.rows:
            self._row_figures(row, index, limit)

    def _responsibilities(self, node: Node) -> tuple[Responsibility, ...]:
        if not node.rows:
            return tuple(responsibilities(self._passage(node.whole), rules=self.rules))
        columns = [
            (self._passage(c.header), self._passage(c.cell)) for row in node.rows for c in row if c.meaning == "responsible"
        ]
        in_columns = [pair for pair in columns if pair[1].start < pair[1].end]
        if in_columns and all(header.text.isascii() for header, _ in in_columns):
            named: dict[str, Responsibility] = {}
            for header, cell in in_columns:
                role = role_in_english(header.text)
                for one in agencies_in_cell(cell, role, header.text.strip(), header=header, rules=self.rules):
                    named.setdefault(one.name, one)
            return tuple(named.values())
        return tuple(responsibilities_in_row(in_columns, rules=self.rules)) if in_columns else ()

    def _due(self, node: Node) -> tuple[Due | None, Span | None]:
        """The item's own deadline, where a column or a labelled line gives it."""
        if node.rows:
            columns = [column for column in node.rows[0] if column.meaning == "due" and column.cell.end > column.cell.start]
            named = any(column.meaning == "indicator" and column.cell.end > column.cell.start for column in node.rows[0])
            spans = [] if named else [column.cell for column in columns]
        else:
            match = _OWN_DUE.search(self.text.text, node.whole.start, node.whole.end) or self._due_in_bracket(node)
            spans = [Span(*match.span("due"))] if match else []
        if not spans:
            return None, None
        return parse_due(self._passage(spans[0]).text.strip(), self.facts.period), spans[0]

    def _due_in_bracket(self, node: Node) -> re.Match[str] | None:
        """The deadline that a bracket of responsibilities ends or begins with: （甲局牵头，3月底前完成）."""
        for start, end in responsibility_spans(self._passage(node.whole)):
            if match := _DUE_IN_BRACKET.search(self.text.text, start, end):
                return match
        return None

    def _row_figures(self, row: tuple[Column, ...], index: int, due: Due | None) -> None:
        targets, baselines = row_figures(self.text, row, self.facts.period, index, due)
        self.targets += targets
        self.baselines += baselines
        for column in row:
            if column.meaning in ("task", "detail", "goal") and column.cell.end > column.cell.start:
                self._figures(column.cell, index, past=False, due=due)

    def _indicator_tables(self) -> None:
        """Tables of the plan's own indicators, which are no tasks."""
        for table in self._tables_near(self.part.whole):
            if table.start < self.part.whole.start:
                continue
            reading = read_table(table, self.text.text)
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
        for table in self._tables_near(span):
            if table.start <= span.start and span.end <= table.end:
                break
            if at < table.start:
                yield Span(at, table.start)
            at = max(at, table.end)
        if at < span.end:
            yield Span(at, span.end)

    def _tables_near(self, span: Span) -> list[Table]:
        """The tables that begin inside a span, and the one before it, which may reach into it."""
        first = bisect_right(self.tables, span.start, key=_start) - 1
        return self.tables[max(first, 0) : bisect_left(self.tables, span.end, key=_start)]

    def _passage(self, span: Span) -> Passage:
        return Passage(self.text, span.start, span.end)

    def _region_code(self) -> str | None:
        found = find_region(self.facts.region) if self.facts.region else None
        return found.code if found else None


def _gives_work(node: Node) -> bool:
    """Whether a node is made of table rows that name who is responsible: work, whatever the cells that group it are called."""
    if node.style == "table-group":
        return any(_gives_work(child) for child in node.children)
    return any(c.meaning == "responsible" and c.cell.start < c.cell.end for row in node.rows for c in row)


def _start(table: Table) -> int:
    return table.start


def shown(text: RepairedText, found: Found | None, supports: Supports) -> Iterator[Evidence]:
    """The evidence for a piece of metadata, where the text shows it."""
    if found and found.span and found.span.end > found.span.start:
        yield Passage(text, found.span.start, found.span.end).evidence(found.span.start, found.span.end, supports)


def once(found: Iterable[Citation]) -> Iterator[Citation]:
    """Each title (or number, where there is no title) once, the first time it stands."""
    seen: set[str] = set()
    for citation in found:
        key = folded(citation.title or citation.doc_number or "")
        if key not in seen:
            seen.add(key)
            yield citation


def folded(title: str) -> str:
    """A title without brackets, quotation marks, dashes and spaces, for comparing."""
    return re.sub(r"[\s《》（）()〔〕\[\]—\-－–~～“”\"]", "", title)


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text) if "\n" in text else text


def _with_inherited(own: tuple[Responsibility, ...], inherited: tuple[Responsibility, ...]) -> tuple[Responsibility, ...]:
    """A leaf's own bodies; those of its heading where it names none, its heading's leads where it names none that lead."""
    if not own or any(one.role == "lead" for one in own):
        return own or inherited
    named = {one.name for one in own}
    return (*(one for one in inherited if one.role == "lead" and one.name not in named), *own)
