"""One plan's graph: its outline, tasks, responsibilities, targets and baselines, told by every document that carries it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from loaders import records
from loaders.graph import concepts, terms
from loaders.graph.context import Facts, Names, Scheme, shared_spans
from loaders.graph.figures import write_figures
from loaders.graph.graph import GraphBuilder, Part
from loaders.graph.identity import responsibility_key
from loaders.graph.merging import Carrier, MergedPlan, MergedSection, MergedTask, merge
from loaders.graph.resolution import Body


def compile_plan(scheme: Scheme, key: str, documents: Iterable[records.Document]) -> Part:
    """The plan with this key from the documents that carry it (others are passed over); ValueError when none does."""
    carriers = [Carrier(document, plan) for document in documents for plan in document.plans if scheme.plan_key(plan) == key]
    if not carriers:
        raise ValueError(f"no document carries the plan {key}")
    return PlanWriter(scheme, merge(key, carriers)).write()


@dataclass(frozen=True)
class _Said:
    """A responsibility and who says so."""

    carrier: Carrier
    record: records.Responsibility


class PlanWriter:
    """Writes one merged plan."""

    def __init__(self, scheme: Scheme, plan: MergedPlan) -> None:
        self.scheme = scheme
        self.plan = plan
        self.iri = scheme.iris.thing("plan", plan.key)
        first = plan.carriers[0]
        self.names = Names(scheme, scheme.home(first.plan))
        self.builder = GraphBuilder(scheme.iris.graph(f"plan/{plan.key}"))
        self._facts = {id(carrier): self._facts_of(carrier) for carrier in plan.carriers}

    def write(self) -> Part:
        self._plan()
        for order, section in enumerate(self.plan.sections.values(), start=1):
            self._section(order, section)
        for order, task in enumerate(self.plan.tasks, start=1):
            self._task(order, task)
        write_figures(self)
        return Part(self.builder.build(), self.names.seen.build())

    def facts(self, carrier: Carrier) -> Facts:
        return self._facts[id(carrier)]

    def task_iri(self, task: MergedTask) -> str:
        return self.scheme.iris.thing("task", task.key)

    def names_regions(self, subject: str, mentions: Iterable[records.RegionMention]) -> None:
        for mention in mentions:
            region = self.names.mentioned(mention)
            self.builder.add(subject, "zt:namesRegion", terms.iri(region) if region else None)

    def _facts_of(self, carrier: Carrier) -> Facts:
        return Facts(self.scheme, self.builder, carrier.document, shared_spans(carrier.document))

    def _plan(self) -> None:
        add, record = self.builder.add, self.plan.record
        self.builder.type(self.iri, "zt:Plan")
        add(self.iri, "rdfs:label", terms.chinese(record.title))
        add(self.iri, "dcterms:title", terms.chinese(record.title))
        for property_, year in zip(("zt:startYear", "zt:endYear"), record.period or (), strict=False):
            add(self.iri, property_, terms.integer(int(year)) if year.isascii() and year.isdigit() else None)
        home = self.names.home
        add(self.iri, "zt:region", terms.iri(self.names.place(home, home.name)) if home else None)
        owner = next((carrier.plan.owner for carrier in self.plan.carriers if carrier.plan.owner), None)
        if owner is not None:
            add(self.iri, "zt:owner", terms.iri(self.names.agency(self.names.body(owner))))
            add(self.iri, "zt:ownerAsPrinted", terms.chinese(owner))
        for carrier in self.plan.carriers:
            add(self.iri, "zt:carriedBy", terms.iri(self.scheme.document(carrier.document)))
            self.facts(carrier).support(self.iri, carrier.plan)

    def _section(self, order: int, section: MergedSection) -> None:
        add, record = self.builder.add, section.record
        subject = self.scheme.iris.thing("section", section.key)
        self.builder.type(subject, "zt:Section", "zt:OutlineItem")
        add(subject, "rdfs:label", terms.chinese(record.title))
        add(subject, "zt:number", terms.text(record.number) if record.number else None)
        add(subject, "zt:order", terms.integer(order))
        add(subject, "zt:inPlan", terms.iri(self.iri))
        add(self.iri, "zt:hasSection", terms.iri(subject))
        if section.parent:
            add(subject, "zt:inSection", terms.iri(self.scheme.iris.thing("section", section.parent)))
        for carrier, said in section.told:
            self.facts(carrier).support(subject, said)

    def _task(self, order: int, task: MergedTask) -> None:
        add, record, subject = self.builder.add, task.record, self.task_iri(task)
        self.builder.type(subject, "zt:Task", "zt:OutlineItem")
        add(subject, "rdfs:label", terms.chinese(record.title))
        add(subject, "zt:number", terms.text(record.number) if record.number else None)
        add(subject, "zt:order", terms.integer(order))
        add(subject, "zt:text", terms.chinese(record.text))
        path = " / ".join(f"{above.record.number or ''}{above.record.title}" for above in self.plan.path(task))
        add(subject, "zt:path", terms.chinese(path) if path else None)
        add(subject, "zt:inPlan", terms.iri(self.iri))
        add(self.iri, "zt:hasTask", terms.iri(subject))
        if task.section:
            add(subject, "zt:inSection", terms.iri(self.scheme.iris.thing("section", task.section.key)))
        add(subject, "zt:taskKind", terms.concept("task-kind", record.kind))
        dated = next(((carrier, said) for carrier, said in task.versions() if said.due), None)
        if dated is not None:
            self.facts(dated[0]).due(subject, dated[1].due)
        for carrier, said in task.versions():
            self.facts(carrier).support(subject, said, *said.regions, *said.citations)
            self.names_regions(subject, said.regions)
            for citation in said.citations:
                self.names.cite(subject, citation)
        if task.alike:
            add(subject, "zt:doubt", terms.text("tasks-alike"))
            note = f"与另一份文件的任务“{task.alike}”名称相近。It may be the task “{task.alike}” of another document."
            add(subject, "zt:doubtNote", terms.chinese(note))
        self._responsibilities(subject, task)

    def _responsibilities(self, subject: str, task: MergedTask) -> None:
        told: dict[str, list[_Said]] = defaultdict(list)
        bodies: dict[str, Body] = {}
        for carrier, said in task.versions():
            for record in said.responsibilities:
                body = self.names.body(record.name, collective=record.collective)
                key = responsibility_key(task.key, self.scheme.body_key(body), record.role)
                bodies[key] = body
                told[key].append(_Said(carrier, record))
        for key, sayings in told.items():
            self._responsibility(subject, key, bodies[key], sayings)

    def _responsibility(self, task: str, key: str, body: Body, sayings: list[_Said]) -> None:
        add, record = self.builder.add, sayings[0].record
        subject, agency = self.scheme.iris.thing("responsibility", key), self.names.agency(body)
        self.builder.type(subject, "zt:Responsibility")
        add(subject, "rdfs:label", terms.chinese(f"{concepts.ROLE[record.role]}：{body.name}"))
        add(subject, "zt:onTask", terms.iri(task))
        add(task, "zt:hasResponsibility", terms.iri(subject))
        add(subject, "zt:agency", terms.iri(agency))
        add(subject, "zt:role", terms.concept("role", record.role))
        add(subject, "zt:roleDetail", terms.concept("role", concepts.ROLE_DETAIL[record.detail]))
        add(subject, "zt:roleAsPrinted", *{terms.chinese(said.record.role_printed) for said in sayings})
        add(subject, "zt:nameAsPrinted", *{terms.chinese(said.record.name) for said in sayings})
        add(subject, "zt:inherited", terms.boolean(all(said.record.inherited for said in sayings)))
        add(task, concepts.ROLE_SHORTCUT[record.role], terms.iri(agency))
        for said in sayings:
            self.facts(said.carrier).support(subject, said.record)
