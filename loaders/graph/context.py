"""What every part of the compiler needs: IRIs, registers, and the graph under way with its evidence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from loaders import records
from loaders.graph import terms
from loaders.graph.due import latest_instant
from loaders.graph.graph import GraphBuilder
from loaders.graph.identity import Iris, agency_key, document_key, indicator_key, plan_key, region_key
from loaders.graph.resolution import Body, Place, Registers
from loaders.graph.summary import AgencySeen, CitationSeen, IndicatorSeen, RegionSeen, SummaryBuilder

_LABEL_LENGTH = 40


@dataclass(frozen=True)
class Scheme:
    """How things are named: the base's IRIs and the registers that names are looked up in."""

    iris: Iris
    registers: Registers

    def home(self, plan: records.Plan) -> Place | None:
        """The region whose plan it is."""
        return self.registers.place(plan.region, plan.region_code)

    def place_key(self, place: Place, home_code: str | None = None) -> str:
        return region_key(place.code, place.name, home_code)

    def plan_key(self, plan: records.Plan) -> str:
        home = self.home(plan)
        return plan_key(plan, self.place_key(home) if home else plan.owner or "")

    def body_key(self, body: Body) -> str:
        region = self.place_key(body.region) if body.region else ""
        return agency_key(body.region.code if body.region else None, region, body.name)

    def document(self, document: records.Document) -> str:
        return self.iris.thing("document", document_key(document))


@dataclass(frozen=True)
class Names:
    """Gives the IRIs of shared things and notes each for the derived graphs. home: the region in whose light names are read."""

    scheme: Scheme
    home: Place | None
    seen: SummaryBuilder = field(default_factory=SummaryBuilder)

    def body(self, printed: str, *, collective: bool = False) -> Body:
        body = self.scheme.registers.body(printed, self.home)
        self.seen.agencies[
            AgencySeen(key=self.scheme.body_key(body), body=body, printed=printed, collective=collective or body.collective)
        ] += 1
        if body.region:
            self.place(body.region, body.region.name)
        return body

    def agency(self, body: Body) -> str:
        return self.scheme.iris.thing("agency", self.scheme.body_key(body))

    def place(self, place: Place, printed: str) -> str:
        """The IRI of a region."""
        key = self.scheme.place_key(place, self.home.code if self.home else None)
        self.seen.regions[RegionSeen(key=key, place=place, printed=printed)] += 1
        return self.scheme.iris.thing("region", key)

    def mentioned(self, mention: records.RegionMention) -> str | None:
        """The IRI of a region that is mentioned; None where it has no name to look up."""
        place = self.scheme.registers.place(mention.name, mention.code)
        return self.place(place, mention.printed) if place else None

    def indicator(self, name: str, population: str | None) -> str:
        key = indicator_key(name, population)
        self.seen.indicators[IndicatorSeen(key=key, name=name, population=population)] += 1
        return self.scheme.iris.thing("indicator", key)

    def cite(self, subject: str, citation: records.Citation) -> None:
        """Notes that a document or task names another document; the link is made in the graph of citations."""
        if citation.title or citation.doc_number:
            seen = CitationSeen(subject=subject, relation=citation.relation, title=citation.title, number=citation.doc_number)
            self.seen.citations.add(seen)


def document_facts(document: records.Document) -> list[records.Fact]:
    """The facts that stand in the document's own graph or in the one of citations."""
    return [document, *document.citations]


def plan_facts(plan: records.Plan) -> list[records.Fact]:
    """All facts of a plan, those inside tasks and targets included."""
    facts: list[records.Fact] = [plan, *plan.sections, *plan.tasks, *plan.targets, *plan.baselines]
    for task in plan.tasks:
        facts += [*task.responsibilities, *task.regions, *task.citations]
    for target in plan.targets:
        facts += target.regions
    return facts


def shared_spans(document: records.Document) -> frozenset[tuple[int, int]]:
    """The quotes described in the document's graph: those of its own facts, and those that several plans lean on."""
    own = _spans(document_facts(document))
    told = Counter(span for plan in document.plans for span in _spans(plan_facts(plan)))
    return frozenset(own | {span for span, plans in told.items() if plans > 1})


def _spans(facts: Iterable[records.Fact]) -> set[tuple[int, int]]:
    return {(quote.start, quote.end) for fact in facts for quote in fact.evidence}


@dataclass(frozen=True)
class Facts:
    """Writes what a document says into one graph. elsewhere: spans whose evidence another graph describes."""

    scheme: Scheme
    builder: GraphBuilder
    document: records.Document
    elsewhere: frozenset[tuple[int, int]] = frozenset()

    def support(self, subject: str, *facts: records.Fact) -> None:
        """The evidence, rule and doubts of facts that together say something of one subject."""
        for fact in facts:
            for quote in fact.evidence:
                evidence = self.evidence(quote)
                self.builder.add(subject, "zt:hasEvidence", terms.iri(evidence))
                self.builder.add(subject, f"zt:{quote.supports}Evidence", terms.iri(evidence))
            self.builder.add(subject, "zt:rule", terms.text(fact.rule))
            for doubt in fact.doubts:
                self.builder.add(subject, "zt:doubt", terms.text(doubt.code))
                self.builder.add(subject, "zt:doubtNote", terms.chinese(doubt.message))

    def evidence(self, quote: records.Evidence) -> str:
        """The IRI of a quote, described here unless another graph does."""
        subject = self.scheme.iris.evidence(self.document.sha256, quote.start, quote.end)
        if (quote.start, quote.end) not in self.elsewhere:
            add = self.builder.add
            short = quote.quote if len(quote.quote) <= _LABEL_LENGTH else f"{quote.quote[:_LABEL_LENGTH]}…"
            self.builder.type(subject, "zt:Evidence")
            add(subject, "rdfs:label", terms.chinese(f"〔{short}〕"))
            add(subject, "oa:exact", terms.text(quote.quote))
            add(subject, "oa:start", terms.integer(quote.start))
            add(subject, "oa:end", terms.integer(quote.end))
            add(subject, "zt:rawStart", terms.integer(quote.raw_start))
            add(subject, "zt:rawEnd", terms.integer(quote.raw_end))
            add(subject, "oa:hasSource", terms.iri(self.scheme.document(self.document)))
            if quote.place:
                add(subject, "zt:place", terms.text(quote.place))
        return subject

    def due(self, subject: str, due: records.Due | None) -> None:
        """The printed word, its precision, and the last instant for comparing."""
        if due is not None:
            instant = latest_instant(due.value) if due.value else None
            self.builder.add(subject, "zt:due", terms.chinese(due.printed))
            self.builder.add(subject, "zt:duePrecision", terms.text(due.precision))
            self.builder.add(subject, "zt:dueLatest", terms.instant(instant) if instant else None)
