"""The shared graphs: agencies, regions, indicators, citations: a pure function of the summaries, whatever their order."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from loaders.graph import terms
from loaders.graph.citations import citations
from loaders.graph.context import Scheme
from loaders.graph.graph import Graph, GraphBuilder
from loaders.graph.likely import likely_same
from loaders.graph.resolution import Body, Place
from loaders.graph.summary import Summary
from loaders.graph.vocabularies import vocabularies
from loaders.registers.agency_kinds import agency_kinds

DERIVED = ("agencies", "regions", "indicators", "citations", "vocabularies")
Counted = dict[str, Counter[str]]


def compile_derived(scheme: Scheme, summaries: Iterable[Summary], distinct: Iterable[Collection[str]] = ()) -> list[Graph]:
    """The derived graphs, those without statements left out. distinct: groups of names of indicators that are not the same."""
    known = list(summaries)
    graphs = [
        _agencies(scheme, known),
        _regions(scheme, known),
        _indicators(scheme, known, distinct),
        citations(scheme, known),
        vocabularies(scheme.iris.graph("vocabularies")),
    ]
    return [graph for graph in graphs if graph.lines]


def usual(names: Counter[str]) -> str:
    """The most frequent name, the first by code point among equals."""
    return min(names, key=lambda name: (-names[name], name))


def _agencies(scheme: Scheme, summaries: list[Summary]) -> Graph:
    builder = GraphBuilder(scheme.iris.graph("agencies"))
    bodies: dict[str, Body] = {}
    printed: Counted = defaultdict(Counter)
    collective: set[str] = set()
    for summary in summaries:
        for seen, count in summary.agencies:
            bodies[seen.key] = min(seen.body, bodies.get(seen.key, seen.body), key=repr)
            printed[seen.key][seen.printed] += count
            if seen.collective:
                collective.add(seen.key)
    lineage = _Lineage(bodies)
    for key, body in bodies.items():
        subject = scheme.iris.thing("agency", key)
        label = body.name if body.resolved else usual(printed[key])
        builder.type(subject, "zt:Agency")
        builder.add(subject, "rdfs:label", terms.chinese(label))
        builder.add(subject, "skos:altLabel", *(terms.chinese(name) for name in {*printed[key], *body.aliases} if name != label))
        builder.add(subject, "zt:jurisdiction", _region_of(scheme, body))
        builder.add(subject, "zt:agencyKind", terms.concept("agency-kind", body.kind) if body.kind else None)
        builder.add(subject, "zt:collective", terms.boolean(key in collective))
        builder.add(subject, "zt:resolution", terms.concept("resolution", "resolved" if body.resolved else "unresolved"))
        before = (terms.iri(scheme.iris.thing("agency", one)) for one in lineage.before(body))
        builder.add(subject, "zt:predecessor", *before)
    return builder.build()


class _Lineage:
    """Which bodies came before which: of the same region, and of the kind that the body's kind took over. Inferred."""

    def __init__(self, bodies: dict[str, Body]) -> None:
        self._known: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, body in bodies.items():
            if body.region and body.region.code and body.kind and body.resolved:
                self._known[body.region.code, body.kind].append(key)

    def before(self, body: Body) -> set[str]:
        """The keys of the nearest bodies before this one that the graph knows; a kind that it knows no body of is passed over."""
        return self._of_kind(body.region.code, body.kind) if body.region and body.region.code and body.kind else set()

    def _of_kind(self, region: str, kind: str) -> set[str]:
        found: set[str] = set()
        for taken in agency_kinds()[kind].after if kind in agency_kinds() else ():
            found.update(self._known.get((region, taken.kind)) or self._of_kind(region, taken.kind))
        return found


def _region_of(scheme: Scheme, body: Body) -> str | None:
    return terms.iri(scheme.iris.thing("region", scheme.place_key(body.region))) if body.region else None


def _regions(scheme: Scheme, summaries: list[Summary]) -> Graph:
    builder = GraphBuilder(scheme.iris.graph("regions"))
    places: dict[str, Place] = {}
    printed: Counted = defaultdict(Counter)
    for summary in summaries:
        for seen, count in summary.regions:
            places[seen.key] = min(seen.place, places.get(seen.key, seen.place), key=repr)
            printed[seen.key][seen.printed] += count
    waiting = list(places.values())
    while waiting:
        above = _above(scheme, waiting.pop())
        if above is not None and scheme.place_key(above) not in places:
            places[scheme.place_key(above)] = above
            waiting.append(above)
    for key, place in places.items():
        subject = scheme.iris.thing("region", key)
        builder.type(subject, "zt:Region")
        builder.add(subject, "rdfs:label", terms.chinese(place.name))
        builder.add(
            subject, "skos:altLabel", *(terms.chinese(name) for name in {*printed[key], *place.aliases} if name != place.name)
        )
        builder.add(subject, "skos:notation", terms.text(place.code) if place.code else None)
        builder.add(subject, "zt:regionLevel", terms.concept("region-level", place.level) if place.level else None)
        parent = _above(scheme, place)
        if parent is not None:
            builder.add(subject, "zt:within", terms.iri(scheme.iris.thing("region", scheme.place_key(parent))))
    return builder.build()


def _above(scheme: Scheme, place: Place) -> Place | None:
    return scheme.registers.place(None, place.parent) if place.parent else None


def _indicators(scheme: Scheme, summaries: list[Summary], distinct: Iterable[Collection[str]]) -> Graph:
    builder = GraphBuilder(scheme.iris.graph("indicators"))
    named: Counted = defaultdict(Counter)
    populations: Counted = defaultdict(Counter)
    for summary in summaries:
        for seen, count in summary.indicators:
            named[seen.key][seen.name] += count
            if seen.population:
                populations[seen.key][seen.population] += count
    labels = {key: (usual(names), usual(populations[key]) if key in populations else "") for key, names in named.items()}
    for key, names in named.items():
        subject, label = scheme.iris.thing("indicator", key), labels[key][0]
        builder.type(subject, "zt:Indicator")
        builder.add(subject, "rdfs:label", terms.chinese(label))
        builder.add(subject, "skos:altLabel", *(terms.chinese(name) for name in names if name != label))
        if key in populations:
            builder.add(subject, "zt:population", terms.chinese(usual(populations[key])))
    for one, other in likely_same(labels, distinct):
        for key, like in ((one, other), (other, one)):
            subject = scheme.iris.thing("indicator", key)
            builder.add(subject, "zt:mayBe", terms.iri(scheme.iris.thing("indicator", like)))
            builder.add(subject, "zt:doubt", terms.text("indicators-alike"))
            note = f"可能与“{labels[like][0]}”是同一指标。It may be the same indicator as “{labels[like][0]}”."
            builder.add(subject, "zt:doubtNote", terms.chinese(note))
    return builder.build()
