"""A named graph as sorted N-Quads: the form that is digested, compared, validated and loaded."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph

from loaders.graph.summary import Summary
from loaders.graph.terms import RDF_TYPE, iri, name


@dataclass(frozen=True)
class Graph:
    """One named graph that does not change. lines: its N-Quads, each once, sorted by code point, without line breaks."""

    iri: str
    lines: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def nquads(self) -> bytes:
        """The graph as UTF-8 N-Quads, the same bytes for the same statements."""
        return "".join(f"{line}\n" for line in self.lines).encode()

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """The statements as pyoxigraph's quads."""
        return pyoxigraph.parse(self.nquads(), format=pyoxigraph.RdfFormat.N_QUADS)

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 of `nquads()`."""
        return hashlib.sha256(self.nquads()).hexdigest()


@dataclass(frozen=True)
class Part:
    """The graph of one plan or document, and what the derived graphs need to know of it."""

    graph: Graph
    summary: Summary


@dataclass
class GraphBuilder:
    """Collects the statements of one graph; a statement said twice stands once."""

    iri: str
    _lines: set[str] = field(default_factory=set)

    def add(self, subject: str, predicate: str, *objects: str | None) -> None:
        """subject: an IRI; predicate: a prefixed name; objects: terms (loaders.graph.terms), None for what is not known."""
        for term in objects:
            if term is not None:
                self._lines.add(f"{iri(subject)} {name(predicate)} {term} {iri(self.iri)} .")

    def type(self, subject: str, *classes: str) -> None:
        """The subject is of these classes (prefixed names)."""
        self._lines.update(f"{iri(subject)} {RDF_TYPE} {name(kind)} {iri(self.iri)} ." for kind in classes)

    def build(self) -> Graph:
        return Graph(self.iri, tuple(sorted(self._lines)))


def release_digest(digests: Mapping[str, str]) -> str:
    """The digest of a release from {graph IRI: graph digest}: hex SHA-256 over the sorted pairs. Leave empty graphs out."""
    pairs = "".join(f"{graph} {digest}\n" for graph, digest in sorted(digests.items()))
    return hashlib.sha256(pairs.encode()).hexdigest()


def check_disjoint(graphs: Iterable[Graph]) -> None:
    """Raises ValueError when a statement stands in two graphs: with a union default graph it would be counted twice."""
    seen: dict[str, str] = {}
    for graph in graphs:
        suffix = len(f" {iri(graph.iri)} .")
        for line in graph.lines:
            other = seen.setdefault(line[:-suffix], graph.iri)
            if other != graph.iri:
                raise ValueError(f"the statement {line[:-suffix]} stands in {other} and in {graph.iri}")
