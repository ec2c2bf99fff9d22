"""What an export holds: everything, or the neighbourhood of a plan, an agency, a region or a search, or a CONSTRUCT."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import pyoxigraph

from app.exports.terms import rows
from app.exports.vocabulary import PREFIXES
from app.problems import BadRequest, TooLarge
from app.store import GraphStore, Lane, Query, Term
from app.store.embedded import EmbeddedStore
from app.store.text_index import open_index

ScopeKind = Literal["all", "plan", "agency", "region", "search", "construct"]
THINGS_AT_MOST = 50_000
"""A part of the graph larger than this is refused: the whole streams, a part is looked up thing by thing."""

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
HITS_AT_MOST = 5_000

_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\]+")

# Each gives ?id, the things around <…>. What is named by a task is one step further than the task itself.
_AROUND: dict[str, tuple[str, ...]] = {
    "plan": (
        "BIND({0} AS ?id)",
        "{0} zt:carriedBy|zt:owner|zt:region ?id",
        "?id zt:inPlan {0}",
        "?part zt:inPlan {0} . ?part zt:ledBy|zt:supportedBy|zt:guidedBy|zt:indicator|zt:namesRegion|zt:cites ?id",
    ),
    "agency": (
        "BIND({0} AS ?id)",
        "?id zt:ledBy|zt:supportedBy|zt:guidedBy|zt:owner|zt:issuer {0}",
        "{0} zt:jurisdiction|zt:predecessor ?id",
        "?task zt:ledBy|zt:supportedBy|zt:guidedBy {0} . ?task zt:inPlan|zt:inSection|zt:hasTarget ?id",
        "?task zt:ledBy|zt:supportedBy|zt:guidedBy {0} . ?task zt:ledBy|zt:supportedBy|zt:guidedBy ?id",
        "?task zt:ledBy|zt:supportedBy|zt:guidedBy {0} . ?task zt:hasTarget/zt:indicator ?id",
    ),
    "region": (
        "BIND({0} AS ?id)",
        "?id zt:within* {0}",
        "{0} zt:within ?id",
        "?region zt:within* {0} . ?id zt:region|zt:jurisdiction|zt:namesRegion ?region",
        "?region zt:within* {0} . ?task zt:namesRegion ?region . ?task zt:inPlan|zt:ledBy|zt:supportedBy ?id",
    ),
}
_AROUND_A_HIT = "?of zt:inPlan|zt:onTask|zt:ledBy|zt:supportedBy|zt:guidedBy|zt:indicator|zt:namesRegion ?id"
_EVIDENCE = (
    "?fact zt:onTask|zt:inPlan ?of . ?fact a zt:Responsibility . BIND(?fact AS ?id)",
    "?of zt:hasEvidence ?id",
    "?fact zt:onTask ?of . ?fact a zt:Responsibility . ?fact zt:hasEvidence ?id",
)


@dataclass(frozen=True)
class Scope:
    """What to export, from which release. value: the thing's IRI, the words of a search, or the text of a CONSTRUCT."""

    kind: ScopeKind = "all"
    value: str = ""
    evidence: bool = False
    release: int | None = None


@dataclass(frozen=True)
class Selection:
    """A scope looked up. nodes: None for all. links: for a CONSTRUCT its own triples between things, else None."""

    nodes: frozenset[str] | None
    links: tuple[tuple[str, str, str], ...] | None
    release: int
    evidence: bool


def thing(iri: str) -> str:
    """The IRI in angle brackets; BadRequest when it is none (nothing of a client's is ever pasted into a query unchecked)."""
    if not _IRI.fullmatch(iri):
        raise BadRequest(f"不是有效的 IRI not an absolute IRI: {iri[:200]}")
    return f"<{iri}>"


async def select(store: GraphStore, scope: Scope) -> Selection:
    """Look a scope up on one release, which the whole export then uses.

    Raises BadRequest for what is no IRI, NotFound is left to the caller; TooLarge above THINGS_AT_MOST.
    """
    release = scope.release if scope.release is not None else (await store.release()).number
    scope = replace(scope, release=release)
    if scope.kind == "all":
        return Selection(None, None, release, scope.evidence)
    if scope.kind == "construct":
        return await _constructed(store, scope)
    nodes = await (_found(store, scope.value, release) if scope.kind == "search" else _around(store, scope))
    if scope.evidence:
        for chunk in chunks(sorted(nodes), 500):
            nodes |= await _ids(
                store, _union(f"VALUES ?of {{ {' '.join(map(thing, chunk))} }} {part}" for part in _EVIDENCE), release
            )
    return Selection(frozenset(nodes), None, release, scope.evidence)


def chunks(values: list[str], size: int) -> list[list[str]]:
    """The list in pieces of at most `size`."""
    return [values[at : at + size] for at in range(0, len(values), size)]


async def triples(store: GraphStore, text: str, release: int) -> list[tuple[Term, Term, Term]]:
    """The triples of a CONSTRUCT, at most THINGS_AT_MOST times ten (TooLarge above)."""
    answer = await store.answer(Query(text, media_type="application/n-triples", release=release, lane=Lane.AD_HOC))
    found: list[tuple[Term, Term, Term]] = []
    size = 0
    parts = []
    async for chunk in answer.chunks:
        parts.append(chunk)
        size += chunk.count(b"\n")
        if size > 10 * THINGS_AT_MOST:
            raise _too_large()
    for quad in pyoxigraph.parse(b"".join(parts), format=pyoxigraph.RdfFormat.N_TRIPLES):
        found.append((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return found


async def _around(store: GraphStore, scope: Scope) -> set[str]:
    centre = thing(scope.value)
    patterns = _union(part.replace("{0}", centre) for part in _AROUND[scope.kind])
    return await _ids(store, patterns, scope.release)


async def _found(store: GraphStore, words: str, release: int) -> set[str]:
    """What the text index finds, with what it stands next to. Only the embedded store has a text index."""
    if not isinstance(store, EmbeddedStore):
        raise BadRequest("远程存储没有全文索引 a remote store has no text index", hint="请用 construct take `construct`")
    index = await asyncio.to_thread(open_index, store.folder.folder(release))
    hits = await asyncio.to_thread(index.search, words, (), limit=HITS_AT_MOST + 1) if index else []
    if len(hits) > HITS_AT_MOST:
        raise TooLarge(f"命中超过 {HITS_AT_MOST} 条 more than {HITS_AT_MOST} hits", hint="请加词缩小范围 add words")
    nodes = {hit.id for hit in hits}
    for chunk in chunks(sorted(nodes), 500):
        nodes |= await _ids(store, f"VALUES ?of {{ {' '.join(map(thing, chunk))} }} {_AROUND_A_HIT}", release)
    return nodes


def _union(patterns: Iterable[str]) -> str:
    return " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)


async def _ids(store: GraphStore, pattern: str, release: int | None) -> set[str]:
    text = f"{PREFIXES}SELECT DISTINCT ?id WHERE {{ {pattern} FILTER(isIRI(?id)) }} LIMIT {THINGS_AT_MOST + 1}"
    answer = await store.answer(Query(text, media_type="text/tab-separated-values", release=release, lane=Lane.SERVICE))
    ids = {row[0].value async for row in rows(answer) if row[0] is not None}
    if len(ids) > THINGS_AT_MOST:
        raise _too_large()
    return ids


async def _constructed(store: GraphStore, scope: Scope) -> Selection:
    found = await triples(store, scope.value, scope.release or 0)
    nodes = {term.value for row in found for term in (row[0], row[2]) if term.kind == "iri"}
    links = tuple((s.value, p.value, o.value) for s, p, o in found if s.kind == o.kind == "iri" and p.value != RDF_TYPE)
    types = {o.value for _, p, o in found if p.value == RDF_TYPE}
    return Selection(frozenset(nodes - types), links, scope.release or 0, evidence=True)


def _too_large() -> TooLarge:
    return TooLarge(
        f"所选部分超过 {THINGS_AT_MOST} 个节点 the part chosen has more than {THINGS_AT_MOST} things",
        hint="请缩小范围，或导出全部（可流式传输） choose less, or export all, which streams",
    )


def _term(value: object) -> Term:
    if isinstance(value, pyoxigraph.NamedNode):
        return Term("iri", value.value)
    if isinstance(value, pyoxigraph.BlankNode):
        return Term("bnode", value.value)
    assert isinstance(value, pyoxigraph.Literal)  # noqa: S101
    return Term("literal", value.value, value.datatype.value, value.language)
