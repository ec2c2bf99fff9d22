"""Records → quads, by pure functions: the same documents give the same bytes, in whatever order they came."""

from collections.abc import Collection, Iterable

from loaders import records
from loaders.graph.context import Scheme
from loaders.graph.derived import DERIVED
from loaders.graph.derived import compile_derived as _derived
from loaders.graph.document import compile_document as _document
from loaders.graph.graph import Graph, Part, check_disjoint, release_digest
from loaders.graph.identity import Iris, document_key
from loaders.graph.plan import compile_plan as _plan
from loaders.graph.resolution import NationalRegisters, Registers
from loaders.graph.summary import Summary

__all__ = [
    "DERIVED",
    "Graph",
    "Part",
    "Summary",
    "check_disjoint",
    "compile_derived",
    "compile_document",
    "compile_graphs",
    "compile_plan",
    "document_key",
    "plan_keys",
    "release_digest",
]


def compile_graphs(documents: Iterable[records.Document], base: str, registers: Registers | None = None) -> dict[str, Graph]:
    """Everything that is published but for the curated graphs: {graph IRI: graph}, in the order of the IRIs.

    base: an absolute ASCII IRI ending in `/`. Raises ValueError when two documents are the same by issuer and number (or
    issuer, title and date) but not by content, or when a statement would stand in two graphs.
    """
    known = _distinct(documents)
    carriers: dict[str, list[records.Document]] = {}
    for document in known:
        for key in plan_keys(document, base, registers):
            carriers.setdefault(key, []).append(document)
    parts = [compile_document(document, base, registers) for document in known]
    parts += [compile_plan(key, documents, base, registers) for key, documents in carriers.items()]
    graphs = [part.graph for part in parts]
    graphs += compile_derived([part.summary for part in parts], base, registers).values()
    check_disjoint(graphs)
    return {graph.iri: graph for graph in sorted(graphs, key=lambda graph: graph.iri)}


def plan_keys(document: records.Document, base: str, registers: Registers | None = None) -> list[str]:
    """The keys of the plans that a document carries, in its order, each once."""
    scheme = _scheme(base, registers)
    return list(dict.fromkeys(scheme.plan_key(plan) for plan in document.plans))


def compile_plan(key: str, documents: Iterable[records.Document], base: str, registers: Registers | None = None) -> Part:
    """One plan from the documents that carry it; documents that do not are passed over, ValueError when none does."""
    return _plan(_scheme(base, registers), key, documents)


def compile_document(document: records.Document, base: str, registers: Registers | None = None) -> Part:
    """One document's metadata and the quotes that no single plan owns."""
    return _document(_scheme(base, registers), document)


def compile_derived(
    summaries: Iterable[Summary],
    base: str,
    registers: Registers | None = None,
    distinct: Iterable[Collection[str]] = (),
) -> dict[str, Graph]:
    """The shared graphs from the summaries of all plans and documents.

    distinct: groups of names of indicators that an editor declared different; others that are much alike are marked.
    """
    return {graph.iri: graph for graph in _derived(_scheme(base, registers), summaries, distinct)}


def _scheme(base: str, registers: Registers | None) -> Scheme:
    return Scheme(Iris(base), registers or NationalRegisters())


def _distinct(documents: Iterable[records.Document]) -> list[records.Document]:
    by_key: dict[str, records.Document] = {}
    for document in documents:
        other = by_key.setdefault(document_key(document), document)
        if other.sha256 != document.sha256:
            raise ValueError(f"{other.source} and {document.source} are versions of one document: keep one of them")
    return [by_key[key] for key in sorted(by_key)]
