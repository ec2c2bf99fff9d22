"""One answer on its way from a reader: the deadline, the hand-over of the reader, the breaking off."""

import asyncio
import functools
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from app.problems import DeadlineExceeded, Problem, Unavailable
from app.store import frames
from app.store.process import Process
from app.store.spool import Spool

CLIENT_PATIENCE = 30.0
"""Seconds a client may leave a full spool untaken before it loses the reader."""


@dataclass(frozen=True)
class Head:
    """The beginning of an answer. body: all of it where it is small, else None and it is streamed. cut: by the row cap."""

    media_type: str
    body: bytes | None
    cut: bool = False


@functools.cache
def _described(head: bytes) -> tuple[str, bool]:
    """Media type and whether the row cap cut it. Few heads differ: one for each format and cap."""
    told = json.loads(head)
    return told["media_type"], told["cut"]


class Stream:
    """The answer of one reader to one question. done(healthy): called once, with whether the reader can take another query."""

    def __init__(self, reader: Process, until: float, timeout: float, done: Callable[[bool], None]):
        self._reader = reader
        self._timeout = timeout
        self._done: Callable[[bool], None] | None = done
        self._timer = asyncio.get_running_loop().call_at(until, self._deadline)

    async def head(self, question: bytes) -> Head:
        """Ask. What fails before the first bytes is raised here."""
        try:
            self._reader.send(frames.QUESTION, question)
            kind, payload = await self._reader.receive()
            described, _, body = payload.partition(b"\n")
            media_type, cut = _described(described)
            if kind == frames.HEAD:
                return Head(media_type, None, cut)
        except Problem as problem:
            self._finish(healthy=self._reader.alive and not isinstance(problem, DeadlineExceeded))
            raise
        except BaseException:
            self._finish(healthy=False)
            raise
        self._finish(healthy=True)
        return Head(media_type, body, cut)

    def chunks(self, spool: Spool) -> AsyncIterator[bytes]:
        """The rest of a streamed answer. Leaving early ends the reader; its failure is raised, so that the transfer breaks.

        The spool fills from now on, so that the reader gets free even if nobody ever asks for the first chunk.
        """
        return self._take(spool, asyncio.get_running_loop().create_task(self._fill(spool)))

    async def _take(self, spool: Spool, filling: asyncio.Task[None]) -> AsyncIterator[bytes]:
        try:
            while (chunk := await spool.get()) is not None:
                yield chunk
        finally:
            filling.cancel()
            self._finish(healthy=False)
            spool.close()

    async def _fill(self, spool: Spool) -> None:
        """Take the reader's frames as fast as they come. While the spool is full the deadline stands still."""
        try:
            while (received := await self._reader.receive())[0] != frames.END:
                if spool.full:
                    await self._patiently(spool, received[1])
                else:
                    await spool.put(received[1])
        except BaseException as failure:
            self._finish(healthy=False)
            spool.end(failure)
            if not isinstance(failure, Problem):
                raise
        else:
            self._finish(healthy=True)
            spool.end()

    async def _patiently(self, spool: Spool, chunk: bytes) -> None:
        loop = asyncio.get_running_loop()
        left = self._timer.when() - loop.time()
        self._timer.cancel()
        try:
            async with asyncio.timeout(CLIENT_PATIENCE):
                await spool.put(chunk)
        except TimeoutError:
            raise Unavailable("客户端没有读取结果。The client did not take the answer.") from None
        self._timer = loop.call_later(max(left, 0), self._deadline)

    def stop(self, problem: Problem) -> None:
        """End the reader for this reason; who waits for a frame gets the problem."""
        self._reader.kill(problem)

    def _deadline(self) -> None:
        self._reader.kill(
            DeadlineExceeded(
                f"查询超过了 {self._timeout:g} 秒的时限。The query ran past its deadline of {self._timeout:g} s.",
                hint="缩小范围、加 LIMIT，或避免对全部结果排序。Narrow it, add a LIMIT, avoid sorting everything.",
            )
        )

    def _finish(self, *, healthy: bool) -> None:
        self._timer.cancel()
        if self._done:
            done, self._done = self._done, None
            done(healthy)
