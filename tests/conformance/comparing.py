"""Whether two answers are the same: terms by their exact form, blank nodes up to renaming, rows as bags or in order."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from tests.conformance.manifests import BASE, ROOT

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
ROW = NamedNode("urn:row")
Term = NamedNode | BlankNode | Literal
Rows = list[dict[str, Term]]
FORMATS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".nt": RdfFormat.N_TRIPLES,
}


def iri_of(file: Path) -> str:
    """The IRI that a file stands for."""
    return BASE + file.relative_to(ROOT).as_posix()


def quads_of(file: Path, graph: str | None = None) -> list[Quad]:
    """The file's triples, in the default graph or a named one, with blank nodes of its own."""
    name = DefaultGraph() if graph is None else NamedNode(graph)
    parsed = parse(path=str(file), format=FORMATS[file.suffix], base_iri=iri_of(file), rename_blank_nodes=True)
    return [Quad(quad.subject, quad.predicate, quad.object, name) for quad in parsed]


def same_quads(one: Iterable[Quad], other: Iterable[Quad]) -> bool:
    """Whether two sets of quads are the same up to the names of blank nodes."""
    return set(_canonical(one)) == set(_canonical(other))


def _canonical(quads: Iterable[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def same_rows(one: Rows, other: Rows, *, ordered: bool) -> bool:
    """Whether two tables are the same: each row the same bindings, as often, in order where it matters."""
    return len(one) == len(other) and same_quads(_as_quads(one, ordered), _as_quads(other, ordered))


def _as_quads(rows: Rows, ordered: bool) -> list[Quad]:
    quads = []
    for number, row in enumerate(rows):
        node = NamedNode(f"urn:row:{number}") if ordered else BlankNode(f"row{number}")
        quads.append(Quad(node, RDF_TYPE, ROW, DefaultGraph()))
        quads += [Quad(node, NamedNode(f"urn:var:{name}"), term, DefaultGraph()) for name, term in row.items()]
    return quads


def rows_of_json(document: Mapping[str, object]) -> Rows:
    """The bindings of SPARQL JSON results."""
    solutions = parse_query_results(json.dumps(document).encode(), format=QueryResultsFormat.JSON)
    return _rows(solutions)


def _rows(solutions: object) -> Rows:
    names = [variable.value for variable in solutions.variables]  # type: ignore[attr-defined]
    return [{name: row[name] for name in names if row[name] is not None} for row in solutions]  # type: ignore[attr-defined]


def expected_results(file: Path) -> tuple[Rows | bool, bool]:
    """What a result file says, and whether its order matters."""
    if file.suffix in (".srx", ".srj", ".tsv"):
        parsed = parse_query_results(path=str(file), format=FORMATS[file.suffix])
        return (bool(parsed), False) if isinstance(parsed, QueryBoolean) else (_rows(parsed), False)
    return _result_set(quads_of(file))


def _result_set(quads: list[Quad]) -> tuple[Rows | bool, bool]:
    """A result set written as RDF (result-set vocabulary)."""

    def objects(subject: object, name: str) -> list[Term]:
        return [quad.object for quad in quads if quad.subject == subject and quad.predicate.value == RS + name]

    for quad in quads:
        if quad.predicate.value == RS + "boolean":
            return quad.object.value == "true", False
    solutions = [quad.object for quad in quads if quad.predicate.value == RS + "solution"]
    indexes = {solution: int(found[0].value) for solution in solutions if (found := objects(solution, "index"))}
    solutions.sort(key=lambda solution: indexes.get(solution, 0))
    rows = [
        {objects(binding, "variable")[0].value: objects(binding, "value")[0] for binding in objects(solution, "binding")}
        for solution in solutions
    ]
    return rows, bool(indexes)
