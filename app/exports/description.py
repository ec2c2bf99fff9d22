"""What the graph says of one thing: its statements, those that point to it, labels of all that is named, and its evidence."""

from dataclasses import dataclass

from app.exports.formats.rdf import Statement
from app.exports.scope import thing
from app.exports.terms import rows
from app.exports.vocabulary import PREFIXES
from app.problems import NotFound
from app.store import GraphStore, Lane, Query, Term

INCOMING_A_PAGE = 200
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_NEXT = "http://www.w3.org/1999/xhtml/vocab#next"
_PRIMARY_TOPIC = "http://xmlns.com/foaf/0.1/primaryTopic"


@dataclass(frozen=True)
class Description:
    """One page of what is said of a thing. outgoing: (property, value, label); incoming: (subject, property, label).

    evidence: statements of the evidence nodes that the thing points to. more: there is a next page of incoming statements.
    """

    iri: str
    release: int
    page: int
    outgoing: tuple[tuple[Term, Term, str | None], ...]
    incoming: tuple[tuple[Term, Term, str | None], ...]
    evidence: tuple[tuple[Term, Term, Term], ...]
    more: bool

    @property
    def label(self) -> str:
        return next((value.value for name, value, _ in self.outgoing if name.value == RDFS_LABEL), self.iri)

    def statements(self, document: str, next_page: str | None) -> list[Statement]:
        """As RDF, with the document that says it; next_page: its successor, so that nobody takes a part for the whole."""
        about, this = Term("iri", self.iri), Term("iri", document)
        found = [(this, Term("iri", _PRIMARY_TOPIC), about)]
        if next_page:
            found.append((this, Term("iri", _NEXT), Term("iri", next_page)))
        for name, value, label in self.outgoing:
            found += [(about, name, value), *_labelled(value, label)]
        for subject, name, label in self.incoming:
            found += [(subject, name, about), *_labelled(subject, label)]
        found += self.evidence
        return [("", *row) for row in dict.fromkeys(found)]


async def describe(store: GraphStore, iri: str, page: int = 1, release: int | None = None) -> Description:
    """The description of a thing in a release; NotFound when the graph says nothing of it. page: from 1."""
    number = release if release is not None else (await store.release()).number
    about = thing(iri)
    labelled = 'OPTIONAL {{ {0} rdfs:label ?label FILTER(LANG(?label) = "zh") }}'
    outgoing = await _select(
        store, f"SELECT ?p ?o ?label WHERE {{ {about} ?p ?o {labelled.format('?o')} }} ORDER BY ?p ?o", number
    )
    incoming = await _select(
        store,
        f"SELECT ?s ?p ?label WHERE {{ ?s ?p {about} {labelled.format('?s')} }} ORDER BY ?p ?s "
        f"LIMIT {INCOMING_A_PAGE + 1} OFFSET {(page - 1) * INCOMING_A_PAGE}",
        number,
    )
    if not outgoing and not incoming:
        raise NotFound(f"图谱中没有此事物 the graph says nothing of it: {iri}")
    evidence = await _select(
        store,
        f"SELECT ?e ?p ?o WHERE {{ {{ SELECT DISTINCT ?e WHERE {{ {about} zt:hasEvidence ?e }} }} ?e ?p ?o }} ORDER BY ?e ?p ?o",
        number,
    )
    return Description(
        iri,
        number,
        page,
        tuple((p, o, label.value if label else None) for p, o, label in outgoing if p and o),
        tuple((s, p, label.value if label else None) for s, p, label in incoming[:INCOMING_A_PAGE] if s and p),
        tuple((s, p, o) for s, p, o in evidence if s and p and o),
        len(incoming) > INCOMING_A_PAGE,
    )


def _labelled(value: Term, label: str | None) -> list[tuple[Term, Term, Term]]:
    return [(value, Term("iri", RDFS_LABEL), Term("literal", label, language="zh"))] if label else []


async def _select(store: GraphStore, text: str, release: int) -> list[tuple[Term | None, ...]]:
    query = Query(PREFIXES + text, media_type="text/tab-separated-values", release=release, lane=Lane.SERVICE)
    return [row async for row in rows(await store.answer(query))]
