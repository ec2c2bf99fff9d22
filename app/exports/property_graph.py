"""The graph as nodes with attributes and edges with weights, streamed class by class from one release."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from app.exports.scope import Selection, chunks, thing
from app.exports.terms import rows
from app.exports.vocabulary import PREFIXES, AttributeType, EdgeType, NodeType, edge_types, node_types
from app.store import GraphStore, Lane, Query, Term

Value = str | int | float | bool
_CHUNK = 1000


@dataclass(frozen=True)
class Node:
    """A thing. type: the name of its class; attributes: only those it has."""

    id: str
    label: str
    type: str
    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Edge:
    """A link between two nodes. type: the property's name. weight: how many statements of the graph it stands for."""

    source: str
    target: str
    type: str
    label: str
    weight: int = 1

    @property
    def id(self) -> str:
        return f"{self.source}|{self.type}|{self.target}"


async def nodes(store: GraphStore, selection: Selection, only: str | None = None) -> AsyncIterator[Node]:
    """Every node of the selection once (only: of one class), by class. No more than one class's IRIs are held."""
    known: set[str] = set()
    for kind in node_types(selection.evidence):
        if only is not None and kind.name != only:
            continue
        ids = await things(store, kind, selection)
        if selection.nodes is not None:
            known.update(ids)
        for chunk in chunks(ids, _CHUNK):
            last = None
            async for iri, *rest in _rows(store, _node_query(kind, chunk), selection):
                if iri is not None and iri.value != last:
                    last = iri.value
                    yield _node(kind, iri.value, rest)
    if only is not None:
        return
    for unknown in sorted((selection.nodes or frozenset()) - known):
        yield Node(unknown, unknown, "Resource")


async def edges(store: GraphStore, selection: Selection) -> AsyncIterator[Edge]:
    """Every edge between two nodes of the selection once."""
    if selection.links is not None:
        for subject, predicate, value in selection.links:
            name = predicate.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            yield Edge(subject, value, name, name)
        return
    for kind in node_types(selection.evidence):
        for chunk in chunks(await things(store, kind, selection), _CHUNK):
            for link in edge_types(selection.evidence):
                if kind.name not in link.sources:
                    continue
                async for source, target in _rows(store, _edge_query(link, chunk), selection):
                    if source is None or target is None or target.kind != "iri":
                        continue
                    if selection.nodes is None or target.value in selection.nodes:
                        yield Edge(source.value, target.value, link.name, link.chinese)


async def things(store: GraphStore, kind: NodeType, selection: Selection) -> list[str]:
    """The IRIs of a class's things within the selection, sorted."""
    within = [""] if selection.nodes is None else [_values("?id", chunk) for chunk in chunks(sorted(selection.nodes), _CHUNK)]
    found: set[str] = set()
    for values in within:
        text = f"{PREFIXES}SELECT ?id WHERE {{ {values} ?id a zt:{kind.name} }}"
        found |= {row[0].value async for row in _rows(store, text, selection) if row[0] is not None and row[0].kind == "iri"}
    return sorted(found)


async def cooperation(store: GraphStore, selection: Selection) -> AsyncIterator[Edge]:
    """Agencies that stand on a task together; the weight is the number of such tasks."""
    text = (
        f"{PREFIXES}SELECT ?a ?b (COUNT(DISTINCT ?task) AS ?tasks) WHERE {{ ?task zt:ledBy|zt:supportedBy|zt:guidedBy ?a . "
        "?task zt:ledBy|zt:supportedBy|zt:guidedBy ?b . FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b"
    )
    async for row in _rows(store, text, selection):
        a, b, tasks = row
        if a and b and tasks and (selection.nodes is None or {a.value, b.value} <= selection.nodes):
            yield Edge(a.value, b.value, "cooperatesWith", "共同承担", int(tasks.value))


def _values(variable: str, ids: list[str]) -> str:
    return f"VALUES {variable} {{ {' '.join(map(thing, ids))} }}"


def _node_query(kind: NodeType, ids: list[str]) -> str:
    columns = [f"?a{n}" for n in range(len(kind.attributes))]
    optional = "".join(f" OPTIONAL {{ ?id {each.path} {column} }}" for each, column in zip(kind.attributes, columns, strict=True))
    return (
        f"{PREFIXES}SELECT ?id ?label {' '.join(columns)} WHERE {{ {_values('?id', ids)} "
        f'OPTIONAL {{ ?id rdfs:label ?label FILTER(LANG(?label) = "zh") }}{optional} }}'
    )


def _edge_query(kind: EdgeType, ids: list[str]) -> str:
    return f"{PREFIXES}SELECT ?source ?target WHERE {{ {_values('?source', ids)} ?source {kind.path} ?target }}"


def _rows(store: GraphStore, text: str, selection: Selection) -> AsyncIterator[tuple[Term | None, ...]]:
    async def stream() -> AsyncIterator[tuple[Term | None, ...]]:
        query = Query(text, media_type="text/tab-separated-values", release=selection.release, lane=Lane.AD_HOC)
        async for row in rows(await store.answer(query)):
            yield row

    return stream()


def _node(kind: NodeType, iri: str, rest: list[Term | None]) -> Node:
    label, *values = rest
    found = {each.name: _value(each.type, term) for each, term in zip(kind.attributes, values, strict=True) if term is not None}
    return Node(iri, label.value if label else iri, kind.name, found)


def _value(kind: AttributeType, term: Term) -> Value:
    match kind:
        case "integer":
            return int(term.value)
        case "double":
            return float(term.value)
        case "boolean":
            return term.value in ("true", "1")
        case "concept":
            return term.value.rsplit("#", 1)[-1]
        case _:
            return term.value
