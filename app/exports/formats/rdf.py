"""RDF files, one graph after the other, so that a file of any size passes through in small pieces.

Turtle, TriG and N-Quads may simply follow one another; of JSON-LD each graph is one object of the outer array.
"""

import json
from collections.abc import AsyncIterator, Iterable

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from app.exports.scope import Selection, chunks, thing
from app.exports.terms import canonical, rows
from app.store import GraphStore, Lane, Query, Term

PREFIXES = {
    "zt": "https://w3id.org/zhengtu/ont#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FORMATS = {
    "turtle": (RdfFormat.TURTLE, "text/turtle"),
    "trig": (RdfFormat.TRIG, "application/trig"),
    "ntriples": (RdfFormat.N_TRIPLES, "application/n-triples"),
    "nquads": (RdfFormat.N_QUADS, "application/n-quads"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json"),
}
_SUBJECTS = 500
Statement = tuple[str, Term, Term, Term]


async def write(store: GraphStore, selection: Selection, format_name: str) -> AsyncIterator[bytes]:
    """The selection's statements; formats with graphs keep them. N-Quads and N-Triples are canonical, in each graph sorted."""
    first = True
    async for graph, statements in _graphs(store, selection):
        if format_name == "jsonld":
            yield (b"[" if first else b",\n") + _json_ld(graph, statements)
        else:
            yield _serialized(format_name, graph, statements)
        first = False
    if format_name == "jsonld":
        yield b"[]\n" if first else b"]\n"


def serialize(statements: Iterable[Statement], format_name: str) -> bytes:
    """Statements of one graph in a format of FORMATS."""
    listed = list(statements)
    graph = listed[0][0] if listed else ""
    return (
        _json_ld(graph, [s[1:] for s in listed])
        if format_name == "jsonld"
        else _serialized(format_name, graph, [s[1:] for s in listed])
    )


async def _graphs(store: GraphStore, selection: Selection) -> AsyncIterator[tuple[str, list[tuple[Term, Term, Term]]]]:
    """Each graph of the selection with its statements."""
    if selection.nodes is None:
        listing = await _select(store, "SELECT DISTINCT ?g WHERE { GRAPH ?g {} }", selection)
        for name in sorted(row[0].value for row in listing if row[0] is not None):
            found = await _select(store, f"SELECT ?s ?p ?o WHERE {{ GRAPH {thing(name)} {{ ?s ?p ?o }} }}", selection)
            yield name, [(s, p, o) for s, p, o in found if s and p and o]
        return
    parts: dict[str, list[tuple[Term, Term, Term]]] = {}
    for chunk in chunks(sorted(selection.nodes), _SUBJECTS):
        text = f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {' '.join(map(thing, chunk))} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        for g, s, p, o in await _select(store, text, selection):
            if g and s and p and o:
                parts.setdefault(g.value, []).append((s, p, o))
    for name in sorted(parts):
        yield name, parts[name]


async def _select(store: GraphStore, text: str, selection: Selection) -> list[tuple[Term | None, ...]]:
    query = Query(text, media_type="text/tab-separated-values", release=selection.release, lane=Lane.AD_HOC)
    return [row async for row in rows(await store.answer(query))]


def _serialized(format_name: str, graph: str, statements: list[tuple[Term, Term, Term]]) -> bytes:
    if format_name in ("nquads", "ntriples"):
        tail = f" <{graph}> .\n" if format_name == "nquads" and graph else " .\n"
        return "".join(sorted(" ".join(map(canonical, row)) + tail for row in statements)).encode()
    rdf_format, _ = FORMATS[format_name]
    name = NamedNode(graph) if graph and format_name == "trig" else None
    ordered = sorted(statements, key=lambda row: tuple(map(canonical, row)))
    quads = (Quad(*map(_object, row), *([name] if name else [])) for row in ordered)  # type: ignore[arg-type]
    return pyoxigraph.serialize(quads, format=rdf_format, prefixes=PREFIXES) or b""


def _json_ld(graph: str, statements: list[tuple[Term, Term, Term]]) -> bytes:
    ordered = sorted(statements, key=lambda row: tuple(map(canonical, row)))
    triples = (Quad(*map(_object, row)) for row in ordered)  # type: ignore[arg-type]
    nodes = json.loads(pyoxigraph.serialize(triples, format=RdfFormat.JSON_LD) or b"[]")
    value = {"@id": graph, "@graph": nodes} if graph else {"@graph": nodes}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _object(term: Term) -> NamedNode | BlankNode | Literal:
    if term.kind == "iri":
        return NamedNode(term.value)
    if term.kind == "bnode":
        return BlankNode(term.value)
    if term.language:
        return Literal(term.value, language=term.language)
    return Literal(term.value, datatype=NamedNode(term.datatype)) if term.datatype else Literal(term.value)
