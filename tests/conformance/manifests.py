"""The W3C's manifests as plain values (../shared/w3c/rdf-tests; SPARQL 1.0 and 1.1 without federation and entailment)."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "rdf-tests" / "sparql"
BASE = "https://w3c.github.io/rdf-tests/sparql/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
LEFT_OUT = ("entailment", "service", "syntax-fed", "http-rdf-update")
"""Not ours: entailment, federation, and the graph store tests that `graph-store-protocol` replaces."""


@dataclass(frozen=True)
class Dataset:
    """Files by graph: default ones, and named ones as (IRI, file)."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class HttpRequest:
    """One request of a protocol test and what must come back."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    format: str | None
    location: str | None
    expected_headers: tuple[tuple[str, str], ...]
    expected_body: str | None


@dataclass(frozen=True)
class Case:
    """One test. suite: `sparql11/aggregates`. kind: the class's local name."""

    iri: str
    suite: str
    kind: str
    name: str
    action: Path | None = None
    data: Dataset = Dataset()
    result: Path | None = None
    result_data: Dataset = Dataset()
    lax: bool = False  # REDUCED: between the distinct rows and all
    requests: tuple[HttpRequest, ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        return f"{self.suite}/{self.iri.rpartition('#')[2]}"


def file_of(iri: Node) -> Path:
    """The file behind an IRI below BASE."""
    return ROOT / str(iri).removeprefix(BASE)


@cache
def cases() -> tuple[Case, ...]:
    """Every test of the suites that we run, in the order of the manifests."""
    found = []
    for manifest in sorted(ROOT.glob("sparql1?/*/manifest*.ttl")):
        suite = manifest.parent.relative_to(ROOT).as_posix()
        if manifest.parent.name not in LEFT_OUT:
            graph = Graph().parse(manifest, publicID=BASE + manifest.relative_to(ROOT).as_posix(), format="turtle")
            found += _entries(graph, suite)
    return tuple({case.iri + case.suite: case for case in found}.values())


def _entries(graph: Graph, suite: str) -> list[Case]:
    entries = []
    for head in graph.objects(None, MF.entries):
        for test in Collection(graph, head):
            kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
            entries.append(_case(graph, test, suite, kind))
    return entries


def _case(graph: Graph, test: Node, suite: str, kind: str) -> Case:
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    name = str(graph.value(test, MF.name) or "")
    if kind in ("ProtocolTest", "GraphStoreProtocolTest"):
        requests = tuple(_request(graph, node) for node in Collection(graph, graph.value(action, HT.requests)))
        return Case(str(test), suite, kind, name, requests=requests)
    if kind == "ServiceDescriptionTest":
        return Case(str(test), suite, kind, name)
    if isinstance(action, URIRef):
        return Case(str(test), suite, kind, name, action=file_of(action))
    text = graph.value(action, QT.query) or graph.value(action, UT.request)
    return Case(
        str(test),
        suite,
        kind,
        name,
        action=file_of(text),
        data=_dataset(graph, action),
        result=file_of(result) if isinstance(result, URIRef) else None,
        result_data=Dataset() if result is None or isinstance(result, URIRef) else _dataset(graph, result),
        lax=(test, MF.resultCardinality, MF.LaxCardinality) in graph,
    )


def _dataset(graph: Graph, node: Node) -> Dataset:
    default = [file_of(file) for name in (QT.data, UT.data) for file in graph.objects(node, name)]
    named = [(str(file), file_of(file)) for file in graph.objects(node, QT.graphData) if isinstance(file, URIRef)]
    for each in graph.objects(node, UT.graphData):
        named.append((str(graph.value(each, RDFS.label)), file_of(graph.value(each, UT.graph))))
    return Dataset(tuple(default), tuple(sorted(named)))


def _request(graph: Graph, node: Node) -> HttpRequest:
    body, answer = graph.value(node, HT.body), graph.value(node, HT.resp)
    chars = str(graph.value(body, CNT.chars) or "") if body else ""
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8") if body else "utf-8"
    boolean = graph.value(answer, MF.expectedBoolean)
    expected = graph.value(answer, HT.body)
    location = graph.value(answer, MF.expectedLocation)
    expected_format = graph.value(answer, MF.expectedFormat)
    return HttpRequest(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        _headers(graph, node),
        chars.encode(encoding),
        tuple(str(status).rpartition("#")[2] for status in graph.objects(answer, MF.expectedStatus)),
        None if boolean is None else bool(boolean.toPython()),
        None if expected_format is None else str(expected_format),
        None if location is None else str(location),
        _headers(graph, answer),
        str(graph.value(expected, CNT.chars)) if expected else None,
    )


def _headers(graph: Graph, node: Node) -> tuple[tuple[str, str], ...]:
    head = graph.value(node, HT.headers)
    fields = Collection(graph, head) if head else ()
    return tuple((str(graph.value(each, HT.fieldName)), str(graph.value(each, HT.fieldValue))) for each in fields)
