"""The embedded store: releases on disk, readers in processes of their own. The API process opens no Oxigraph store."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from app.problems import BadRequest, Problem
from app.settings import Settings
from app.store import frames
from app.store.cache import Cache, Kept, key
from app.store.changes import Change, Progress, Receipt, Release
from app.store.interface import Answer, Health, Lane, Query, Row, RunningQuery, Term
from app.store.lanes import LaneQueue
from app.store.process import Process
from app.store.publishing import ensure_release
from app.store.query_text import repeatable
from app.store.registry import Registry
from app.store.releases import DataFolder
from app.store.spool import Spool
from app.store.stream import Stream
from app.store.writing import Writing

if TYPE_CHECKING:
    from app.store.text_index import TextIndex

CACHE_BYTES = 64 * 1024 * 1024


class EmbeddedStore:
    """`GraphStore` over a data folder. Made by `open(settings)`; ends with `close()`."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self.folder = DataFolder(settings.data)
        service = settings.readers // 2
        spawn = partial(
            Process.start,
            "app.store.reader",
            (
                str(Path(settings.data).absolute()),
                str(settings.query_memory),
                "network" if settings.service_allowed else "isolated",
            ),
        )
        self._lanes = {
            Lane.AD_HOC: LaneQueue(settings.readers - service, settings.queue, spawn),
            Lane.SERVICE: LaneQueue(service, settings.queue, spawn),
        }
        self._cache = Cache(CACHE_BYTES)
        self._registry = Registry()
        self._writing = Writing(settings)
        self._last: Release | None = None
        self._now: Release | None = None

    @classmethod
    async def open(cls, settings: Settings) -> "EmbeddedStore":
        """Open the data folder (an empty one gets an empty release) and start the readers."""
        store = cls(settings)
        await asyncio.to_thread(ensure_release, store.folder, settings.base)
        await asyncio.gather(*(lane.open() for lane in store._lanes.values()))
        return store

    async def release(self) -> Release:
        return self._current()

    def _current(self) -> Release:
        """The published release, looked up once in a turn of the event loop: what is acknowledged now is asked about later."""
        if self._now is None:
            self._now = self.folder.current()
            asyncio.get_running_loop().call_soon(self._forget)
            if self._now != self._last:
                self._last = self._now
                for lane in self._lanes.values():
                    for reader in lane.idle:
                        reader.send(frames.OPEN, json.dumps({"release": self._now.number}).encode())
        return self._now

    def _forget(self) -> None:
        self._now = None

    async def answer(self, query: Query) -> Answer:
        release = self._current() if query.release is None else self.folder.release(query.release)
        wanted = key(release.number, query)
        query_id, entry = self._registry.add(query)
        kept = self._cache.get(wanted)
        if kept:
            self._registry.remove(query_id)
            return self._whole(query_id, release, query, kept)
        timeout = min(query.timeout or self._settings.query_timeout, self._settings.query_timeout)
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        lane = self._lanes[query.lane]
        try:
            question = self._question(query, release)
            reader = await lane.take(timeout)
        except BaseException:
            self._registry.remove(query_id)
            raise

        def done(healthy: bool) -> None:
            self._registry.remove(query_id)
            (lane.give_back if healthy else lane.replace)(reader)

        stream = Stream(reader, until, timeout, done)
        entry.stop = stream.stop
        if entry.stopped:
            stream.stop(entry.stopped)
        head = await stream.head(question)
        if head.body is None:
            spool = Spool(self.folder.operations, self._settings.spool * 1024 * 1024)
            return Answer(query_id, release, head.media_type, stream.chunks(spool), self._announced(query, cut=head.cut))
        small = Kept(head.media_type, head.body, head.cut)
        if repeatable(query.text):
            self._cache.put(wanted, small)
        return self._whole(query_id, release, query, small)

    def _whole(self, query_id: str, release: Release, query: Query, small: Kept) -> Answer:
        announced = self._announced(query, cut=small.cut)
        return Answer(query_id, release, small.media_type, _once(small.body), announced, small.body)

    def _announced(self, query: Query, *, cut: bool) -> dict[str, str]:
        """Headers that tell of the row cap and whether it cut this answer. Our own questions are bounded by themselves."""
        cap = self._row_cap(query)
        return {} if cap is None else {"X-Row-Cap": str(cap), "X-Rows-Cut": "true" if cut else "false"}

    def _row_cap(self, query: Query) -> int | None:
        return self._settings.row_cap if query.lane is Lane.AD_HOC else None

    def _question(self, query: Query, release: Release) -> bytes:
        question = {
            "text": query.text,
            "media_type": query.media_type,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "release": release.number,
            "base_iri": query.base_iri,
            "row_cap": self._row_cap(query),
            "union": self._settings.union_default_graph if query.union is None else query.union,
        }
        try:
            return orjson.dumps(question)
        except orjson.JSONEncodeError as error:
            raise BadRequest(f"查询不是 Unicode 文本。The query is no Unicode text: {error}") from None

    async def rows(self, text: str, *, release: int | None = None) -> list[Row]:
        answer = await self.answer(Query(text, lane=Lane.SERVICE, release=release))
        return terms(b"".join([chunk async for chunk in answer.chunks]))

    async def publish(
        self,
        change: Change,
        *,
        by: str | None = None,
        timeout: float | None = None,
        progress: Progress | None = None,
    ) -> Receipt:
        return await self._writing.publish(change, by=by, timeout=timeout, progress=progress)

    async def start_writer(self) -> None:
        """Have the writer process ready before the first change comes; without, the first one starts it."""
        await self._writing.start()

    def text_index(self, release: int) -> "TextIndex | None":
        # Tantivy is much to import, and most queries do without.
        from app.store.text_index import open_index

        return open_index(self.folder.folder(release))

    def queries(self) -> list[RunningQuery]:
        return self._registry.running()

    def stop(self, query_id: str) -> bool:
        return self._registry.stop(query_id)

    async def health(self) -> Health:
        readers = {lane.value: queue.readers for lane, queue in self._lanes.items()}
        try:
            release = self._current()
        except Problem as problem:
            return Health(False, None, readers, problem.detail)
        return Health(all(readers.values()), release, readers)

    async def close(self) -> None:
        await self._writing.close()
        await asyncio.gather(*(lane.close() for lane in self._lanes.values()))


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


def terms(results: bytes) -> list[Row]:
    """The rows of SPARQL 1.1 results in JSON."""
    return [{name: _term(value) for name, value in row.items()} for row in json.loads(results)["results"]["bindings"]]


def _term(value: dict[str, str]) -> Term:
    """A term of the SPARQL 1.1 results format in JSON."""
    kind = {"uri": "iri", "bnode": "bnode"}.get(value["type"], "literal")
    return Term(kind, value["value"], value.get("datatype"), value.get("xml:lang"))
