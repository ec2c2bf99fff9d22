"""A SPARQL 1.1 engine elsewhere (`ZHENGTU_STORE`): questions go to it; writes are compiled and checked here, then mirrored.

Records stay the system of record: every write makes a release in the data folder by the same writer and the same gate as with the
embedded store, and the graphs that changed are put to the engine. What the engine has not got yet is told by comparing the
release's digests with `operations/mirror.json`, so that a broken connection is made good by the next write or start.
"""

import asyncio
import json
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import aiohttp

from app.problems import Busy, DeadlineExceeded, NotSupported, Problem, Unavailable
from app.settings import Settings
from app.store.changes import DEFAULT_GRAPH, Change, Progress, Receipt, Release
from app.store.embedded import EmbeddedStore, terms
from app.store.engine_answer import converted, engine_problem
from app.store.interface import Answer, Health, Lane, Query, Row, RunningQuery
from app.store.registry import Entry, Registry
from app.store.releases import DataFolder

if TYPE_CHECKING:
    from app.store.text_index import TextIndex

_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.5"
_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_PIECE = 256 * 1024


class RemoteStore:
    """`GraphStore` over a SPARQL endpoint, with the data folder beside it. Made by `open(settings)`; ends with `close()`."""

    def __init__(self, settings: Settings, local: EmbeddedStore, session: aiohttp.ClientSession):
        self._settings = settings
        self._local = local
        self._session = session
        self._registry = Registry()
        self._mirroring = asyncio.Lock()
        share = max(1, settings.readers // 2)
        self._turns = {lane: asyncio.Semaphore(share) for lane in Lane}
        self._waiting = dict.fromkeys(Lane, 0)

    @classmethod
    async def open(cls, settings: Settings) -> "RemoteStore":
        """Open the data folder and mirror what the engine has not got yet. Raises Unavailable where it cannot be reached."""
        local = await EmbeddedStore.open(settings.model_copy(update={"readers": 2}))
        password = settings.store_password.get_secret_value() if settings.store_password else ""
        auth = aiohttp.BasicAuth(settings.store_user, password) if settings.store_user else None
        session = aiohttp.ClientSession(auth=auth, connector=aiohttp.TCPConnector(limit=settings.readers * 2))
        store = cls(settings, local, session)
        try:
            await store._mirror()
        except BaseException:
            await store.close()
            raise
        return store

    @property
    def folder(self) -> DataFolder:
        """The data folder."""
        return self._local.folder

    async def release(self) -> Release:
        return await self._local.release()

    async def answer(self, query: Query) -> Answer:
        release = await self.release()
        if query.release not in (None, release.number):
            raise NotSupported("外部引擎只有当前版本。 A remote engine has the current release only.", hint="/capabilities")
        query_id, entry = self._registry.add(query)
        seconds = min(query.timeout or self._settings.query_timeout, self._settings.query_timeout)
        task = asyncio.get_running_loop().create_task(self._asked(query, seconds))

        def stop(_: Problem) -> None:
            task.cancel()

        entry.stop = stop
        try:
            media_type, file, cut = await self._within(task, seconds, entry)
        finally:
            self._registry.remove(query_id)
        cap = self._row_cap(query)
        headers = {} if cap is None else {"X-Row-Cap": str(cap), "X-Rows-Cut": "true" if cut else "false"}
        return Answer(query_id, release, media_type, _pieces(file), headers)

    async def _within(self, task: "asyncio.Task[Any]", seconds: float, entry: Entry) -> Any:
        try:
            async with asyncio.timeout(seconds):
                return await task
        except TimeoutError:
            raise DeadlineExceeded(
                f"查询超过了 {seconds:g} 秒的时限。 The query ran past its deadline of {seconds:g} s."
            ) from None
        except asyncio.CancelledError:
            task.cancel()
            if entry.stopped:
                raise entry.stopped from None
            raise

    async def _asked(self, query: Query, seconds: float) -> tuple[str, IO[bytes], bool]:
        """Ask the engine; (media type, the whole answer in the wanted format, whether the row cap cut it)."""
        if self._waiting[query.lane] >= self._settings.queue:
            raise Busy("查询太多，请稍后再试。 Too many queries; try again later.", headers={"Retry-After": "5"})
        self._waiting[query.lane] += 1
        try:
            await self._turns[query.lane].acquire()
        finally:
            self._waiting[query.lane] -= 1
        try:
            parameters = [("default-graph-uri", graph) for graph in query.default_graphs]
            parameters += [("named-graph-uri", graph) for graph in query.named_graphs]
            headers = {"Accept": _ACCEPT, "Content-Type": "application/sparql-query; charset=utf-8"}
            async with self._request(
                "POST", str(self._settings.store), seconds, data=query.text.encode(), params=parameters, headers=headers
            ) as reply:
                await _check(reply, query.text)
                received = await self._received(reply)
            return await asyncio.to_thread(
                converted, received, reply.content_type, query.media_type, self._row_cap(query), self.folder.operations
            )
        finally:
            self._turns[query.lane].release()

    async def _received(self, reply: aiohttp.ClientResponse) -> IO[bytes]:
        """The whole body in an unnamed file. A transfer that breaks is told as such."""
        file: IO[bytes] = tempfile.TemporaryFile(dir=self.folder.operations)  # noqa: SIM115
        try:
            async for piece in reply.content.iter_chunked(_PIECE):
                await asyncio.to_thread(file.write, piece)
                if file.tell() > self._settings.spool << 20:
                    raise Unavailable("结果太大，放不下。 The answer is too large.", hint="ZHENGTU_SPOOL")
        except BaseException as error:
            file.close()
            if isinstance(error, aiohttp.ClientError):
                raise Unavailable(f"引擎的结果没有传完。 The engine's answer broke off: {error}") from error
            raise
        return file

    def _request(self, method: str, address: str, seconds: float, **options: Any) -> "_Asking":
        return _Asking(self._session.request(method, address, timeout=aiohttp.ClientTimeout(seconds + 1), **options))

    def _row_cap(self, query: Query) -> int | None:
        return self._settings.row_cap if query.lane is Lane.AD_HOC else None

    async def rows(self, text: str, *, release: int | None = None) -> list[Row]:
        answer = await self.answer(Query(text, lane=Lane.SERVICE, release=release))
        return terms(b"".join([chunk async for chunk in answer.chunks]))

    async def publish(
        self, change: Change, *, by: str | None = None, timeout: float | None = None, progress: Progress | None = None
    ) -> Receipt:
        receipt = await self._local.publish(change, by=by, timeout=timeout, progress=progress)
        await asyncio.shield(self._mirror())
        return receipt

    async def start_writer(self) -> None:
        """Have the writer ready before the first change comes."""
        await self._local.start_writer()

    async def _mirror(self) -> None:
        """Make the engine hold the current release's graphs: those whose digests differ are put, those gone are removed."""
        async with self._mirroring:
            wanted = {graph: kept[0] for graph, kept in self.folder.manifest((await self.release()).number).graphs.items()}
            path = self.folder.operations / "mirror.json"
            known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
            mirrored: dict[str, str] = known.get(str(self._settings.store), {})
            for graph in sorted(mirrored.keys() | wanted.keys()):
                if mirrored.get(graph) == wanted.get(graph):
                    continue
                if graph in wanted:
                    await self._put(graph)
                    mirrored[graph] = wanted[graph]
                else:
                    await self._remove(graph)
                    mirrored.pop(graph)
                await asyncio.to_thread(_write, path, known | {str(self._settings.store): mirrored})

    async def _put(self, graph: str) -> None:
        named = () if graph == DEFAULT_GRAPH else (graph,)
        answer = await self._local.answer(
            Query(_GRAPH, "application/n-triples", default_graphs=named, union=False, lane=Lane.SERVICE)
        )
        if self._settings.store_graphs:
            headers = {"Content-Type": "application/n-triples"}
            await self._write("PUT", str(self._settings.store_graphs), data=answer.chunks, params=_named(graph), headers=headers)
            return
        data = b"".join([chunk async for chunk in answer.chunks]).decode()
        inside = f"GRAPH <{graph}> {{ {data} }}" if named else data
        await self._update(f"{_drop(graph)} ; INSERT DATA {{ {inside} }}")

    async def _remove(self, graph: str) -> None:
        if self._settings.store_update:
            await self._update(_drop(graph))
        else:
            await self._write("DELETE", str(self._settings.store_graphs), params=_named(graph), missing=True)

    async def _update(self, text: str) -> None:
        if not self._settings.store_update:
            raise NotSupported(
                "没有配置引擎的写入地址。 The engine's update and graph store addresses are not set.",
                hint="ZHENGTU_STORE_GRAPHS, ZHENGTU_STORE_UPDATE",
            )
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        await self._write("POST", str(self._settings.store_update), data=text.encode(), headers=headers)

    async def _write(self, method: str, address: str, *, missing: bool = False, **options: Any) -> None:
        async with self._request(method, address, self._settings.update_timeout, **options) as reply:
            if not (missing and reply.status == 404):
                await _check(reply, "")

    def text_index(self, release: int) -> "TextIndex | None":
        return self._local.text_index(release)

    def queries(self) -> list[RunningQuery]:
        return self._registry.running()

    def stop(self, query_id: str) -> bool:
        return self._registry.stop(query_id)

    async def health(self) -> Health:
        try:
            await self.answer(Query("ASK {}", timeout=2.0, lane=Lane.SERVICE))
        except Problem as problem:
            return Health(False, None, {}, problem.detail)
        return Health(True, await self.release(), {})

    async def close(self) -> None:
        await self._session.close()
        await self._local.close()


class _Asking:
    """A request whose failures to connect are problems."""

    def __init__(self, request: Any):
        self._request = request

    async def __aenter__(self) -> aiohttp.ClientResponse:
        try:
            reply: aiohttp.ClientResponse = await self._request.__aenter__()
        except TimeoutError:
            raise DeadlineExceeded("引擎没有及时回答。 The engine did not answer in time.") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unavailable(f"连不上引擎。 The engine cannot be reached: {type(error).__name__}") from error
        return reply

    async def __aexit__(self, *error: Any) -> None:
        await self._request.__aexit__(*error)


async def _check(reply: aiohttp.ClientResponse, text: str) -> None:
    """Raises a problem for an answer that is none, or that says it is a part only."""
    if reply.status >= 300 or "X-SQL-State" in reply.headers:
        said = (await reply.content.read(4000)).decode("utf-8", "replace")
        raise engine_problem(reply.status, reply.headers.get("X-SQL-State"), said, text)


def _named(graph: str) -> dict[str, str]:
    return {"default": ""} if graph == DEFAULT_GRAPH else {"graph": graph}


def _drop(graph: str) -> str:
    return "DROP SILENT DEFAULT" if graph == DEFAULT_GRAPH else f"DROP SILENT GRAPH <{graph}>"


def _write(path: Path, known: dict[str, Any]) -> None:
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(known, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
