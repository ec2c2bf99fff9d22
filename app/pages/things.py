"""A handful of triples as things with properties, for templates to walk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.pages.concepts import concept_label
from app.pages.language import Language
from app.store import Row, Term

ZT = "https://w3id.org/zhengtu/ont#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_ELSEWHERE = {
    "a": RDF_TYPE,
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "altLabel": "http://www.w3.org/2004/02/skos/core#altLabel",
    "notation": "http://www.w3.org/2004/02/skos/core#notation",
    "title": "http://purl.org/dc/terms/title",
    "issued": "http://purl.org/dc/terms/issued",
    "replaces": "http://purl.org/dc/terms/replaces",
    "exact": "http://www.w3.org/ns/oa#exact",
    "start": "http://www.w3.org/ns/oa#start",
    "end": "http://www.w3.org/ns/oa#end",
    "hasSource": "http://www.w3.org/ns/oa#hasSource",
}


def property_iri(name: str) -> str:
    """`ledBy` → the ontology's property; `label`, `exact` and a few more → those of RDFS, SKOS, DCTERMS and OA."""
    return _ELSEWHERE.get(name, ZT + name)


class Subgraph:
    """Triples by subject and property. rows: with ?s, ?p and ?o."""

    def __init__(self, rows: Iterable[Row], language: Language):
        self.language = language
        self._triples: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            values = self._triples[row["s"].value][row["p"].value]
            if row["o"] not in values:
                values.append(row["o"])

    def __contains__(self, iri: str) -> bool:
        return iri in self._triples

    def thing(self, iri: str) -> "Thing":
        return Thing(iri, self)

    def things(self, type_name: str) -> list["Thing"]:
        """All that have this type, by `zt:order` and IRI."""
        return sorted((self.thing(iri) for iri in list(self._triples) if self.thing(iri).is_a(type_name)), key=_order)

    def things_with(self, name: str, value: str) -> list["Thing"]:
        """All that have this value for a property, by label."""
        found = (self.thing(iri) for iri in list(self._triples) if value in self.thing(iri).texts(name))
        return sorted(found, key=lambda one: (one.label, one.iri))

    def values(self, iri: str, name: str) -> list[Term]:
        return self._triples[iri][property_iri(name)] if iri in self._triples else []

    def properties(self, iri: str) -> Mapping[str, list[Term]]:
        return self._triples.get(iri, {})


@dataclass(frozen=True)
class Thing:
    """A subject of the subgraph. Names of properties are those of `property_iri`."""

    iri: str
    graph: Subgraph

    def texts(self, name: str) -> list[str]:
        """Values as printed, in the order of the answer."""
        return [term.value for term in self.graph.values(self.iri, name)]

    def text(self, name: str) -> str | None:
        """The first value, or None."""
        return next(iter(self.texts(name)), None)

    def things(self, name: str) -> list["Thing"]:
        """The things that a property leads to, by `zt:order` and IRI."""
        return sorted(
            (self.graph.thing(term.value) for term in self.graph.values(self.iri, name) if term.kind == "iri"), key=_order
        )

    def thing(self, name: str) -> "Thing | None":
        return next(iter(self.things(name)), None)

    def is_a(self, type_name: str) -> bool:
        return property_iri(type_name) in self.texts("a")

    def is_true(self, name: str) -> bool:
        return self.text(name) in {"true", "1"}

    @property
    def label(self) -> str:
        """The label in the graph, a concept's in the page's language, or the end of the IRI."""
        return self.text("label") or concept_label(self.iri, self.graph.language) or self.iri.rstrip("/").rsplit("/", 1)[-1]

    @property
    def evidence(self) -> list["Thing"]:
        """The quotes that support any part of it, in the order of the text."""
        found = {
            term.value
            for property_, terms in self.graph.properties(self.iri).items()
            if property_.startswith(ZT) and property_.lower().endswith("evidence")
            for term in terms
        }
        return sorted((self.graph.thing(iri) for iri in found), key=lambda quote: (int(quote.text("start") or 0), quote.iri))

    @property
    def quotes(self) -> list["Thing"]:
        """Its evidence without the quotes that lie within another one of the same document: what a person must read."""
        spans = [(one.text("hasSource"), int(one.text("start") or 0), int(one.text("end") or 0), one) for one in self.evidence]
        within = {
            one.iri
            for source, start, end, one in spans
            for other, first, last, wider in spans
            if other == source and first <= start and end <= last and (first, last) != (start, end)
        }
        return [one for *_, one in spans if one.iri not in within]


def _order(thing: Thing) -> tuple[int, str]:
    return int(thing.text("order") or 0), thing.iri
