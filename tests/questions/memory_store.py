"""A GraphStore over pyoxigraph in this process: for tests of what stands above the store."""

from collections.abc import AsyncIterator

import pyoxigraph

from app.problems import Gone
from app.store import Answer, Query, Release, Row, Term

_FORMATS = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}


class MemoryStore:
    """Releases by number; the highest is the current one."""

    def __init__(self, *stores: pyoxigraph.Store):
        self.stores = dict(enumerate(stores, 1))
        self.asked: list[str] = []

    async def release(self) -> Release:
        number = max(self.stores)
        return Release(number, f"{number:064x}")

    async def answer(self, query: Query) -> Answer:
        now = await self.release()
        number = query.release or now.number
        if number not in self.stores:
            raise Gone(f"数据版本 {number} 已不保留 Release {number} is no longer kept")
        self.asked.append(query.text)
        found = self.stores[number].query(query.text, use_default_graph_as_union=True)
        media_type = query.media_type or "application/sparql-results+json"
        if isinstance(found, pyoxigraph.QueryTriples):
            data = found.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES)
        else:
            data = found.serialize(format=_FORMATS[media_type])

        async def chunks() -> AsyncIterator[bytes]:
            yield data or b""

        return Answer("1", Release(number, f"{number:064x}"), media_type, chunks())

    async def rows(self, text: str, *, release: int | None = None) -> list[Row]:
        store = self.stores[release or max(self.stores)]
        found = store.query(text, use_default_graph_as_union=True)
        names = [variable.value for variable in found.variables]
        return [{n: _term(s[n]) for n in names if s[n] is not None} for s in found]

    async def close(self) -> None:
        pass


def _term(term: object) -> Term:
    if isinstance(term, pyoxigraph.Literal):
        return Term("literal", term.value, None if term.language else term.datatype.value, term.language)
    return Term("iri", term.value)
