"""RDF files, one graph after the other, so that a file of any size passes through in small pieces.

Turtle, TriG and N-Quads may simply follow one another; of JSON-LD each graph is one object of the outer array.
"""

import json
from collections.abc import AsyncIterator, Iterable

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

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
    async for graph, lines in _graphs(store, selection):
        if format_name == "jsonld":
            yield b"[" if first else b",\n"
        yield _written(format_name, graph, sorted(lines))
        first = False
    if format_name == "jsonld":
        yield b"[]\n" if first else b"]\n"


def serialize(statements: Iterable[Statement], format_name: str) -> bytes:
    """Statements of one graph in a format of FORMATS."""
    listed = list(statements)
    return _written(format_name, listed[0][0] if listed else "", sorted(_line(*row) for _, *row in listed))


async def _graphs(store: GraphStore, selection: Selection) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Each graph of the selection with its statements as lines of N-Triples."""
    if selection.nodes is None:
        listing = await _select(store, "SELECT DISTINCT ?g WHERE { GRAPH ?g {} }", selection)
        for name in sorted(row[0].value for row in listing if row[0] is not None):
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {thing(name)} {{ ?s ?p ?o }} }}"
            query = Query(text, media_type="application/n-triples", release=selection.release, lane=Lane.AD_HOC)
            answer = await store.answer(query)
            yield name, b"".join([chunk async for chunk in answer.chunks]).splitlines()
        return
    parts: dict[str, list[bytes]] = {}
    for chunk in chunks(sorted(selection.nodes), _SUBJECTS):
        text = f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {' '.join(map(thing, chunk))} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        for g, s, p, o in await _select(store, text, selection):
            if g and s and p and o:
                parts.setdefault(g.value, []).append(_line(s, p, o))
    for name in sorted(parts):
        yield name, parts[name]


async def _select(store: GraphStore, text: str, selection: Selection) -> list[tuple[Term | None, ...]]:
    query = Query(text, media_type="text/tab-separated-values", release=selection.release, lane=Lane.AD_HOC)
    return [row async for row in rows(await store.answer(query))]


def _line(subject: Term, predicate: Term, value: Term) -> bytes:
    return f"{canonical(subject)} {canonical(predicate)} {canonical(value)} .".encode()


def _written(format_name: str, graph: str, lines: list[bytes]) -> bytes:
    if format_name == "ntriples":
        return b"".join(line + b"\n" for line in lines)
    if format_name == "nquads":
        tail = f"<{graph}> .\n".encode() if graph else b".\n"
        return b"".join(line[:-1] + tail for line in lines)
    triples = pyoxigraph.parse(b"\n".join(lines), format=RdfFormat.N_TRIPLES)
    if format_name == "jsonld":
        nodes = pyoxigraph.serialize(triples, format=RdfFormat.JSON_LD) or b"[]"
        name = f'"@id":{json.dumps(graph)},'.encode() if graph else b""
        return b"{" + name + b'"@graph":' + nodes + b"}"
    if graph and format_name == "trig":
        name_of = NamedNode(graph)
        triples = (Quad(t.subject, t.predicate, t.object, name_of) for t in triples)  # type: ignore[assignment]
    return pyoxigraph.serialize(triples, format=FORMATS[format_name][0], prefixes=PREFIXES) or b""
