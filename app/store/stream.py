"""One answer on its way from a reader: the deadline, the hand-over of the reader, the breaking off."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable

from app.problems import DeadlineExceeded, Problem, Unavailable
from app.store import frames
from app.store.process import Process

CLIENT_PATIENCE = 30.0
"""Seconds a client may leave an answer's next chunk untaken before it loses the reader."""


class Stream:
    """Frames of one answer. The clock runs while we wait for the reader and stands while the client takes its time.

    done(healthy): called once, with whether the reader can take another query.
    """

    def __init__(self, reader: Process, seconds: float, timeout: float, done: Callable[[bool], None]):
        self._reader = reader
        self._left = seconds
        self._timeout = timeout
        self._done: Callable[[bool], None] | None = done
        self._timer: asyncio.TimerHandle | None = None

    async def head(self, question: bytes) -> tuple[str, bytes | None]:
        """Ask; returns (media type, the whole body or None where it must be streamed)."""
        try:
            self._reader.send(frames.QUESTION, question)
            _, payload = await self._next()
            head = json.loads(payload)
            if not head["whole"]:
                self._wait_for_client()
                return head["media_type"], None
            _, body = await self._next()
            await self._next()
        except Problem as problem:
            self._finish(healthy=self._reader.alive and not isinstance(problem, DeadlineExceeded))
            raise
        except BaseException:
            self._finish(healthy=False)
            raise
        self._finish(healthy=True)
        return head["media_type"], body

    async def chunks(self) -> AsyncIterator[bytes]:
        """The rest of a streamed answer. Leaving early ends the reader."""
        healthy = False
        try:
            while True:
                kind, payload = await self._next()
                if kind == frames.END:
                    healthy = True
                    return
                self._wait_for_client()
                yield payload
        finally:
            self._finish(healthy=healthy)

    def stop(self, problem: Problem) -> None:
        """End the reader for this reason; who waits for a frame gets the problem."""
        self._reader.kill(problem)

    async def _next(self) -> tuple[bytes, bytes]:
        self._arm(self._left, self._deadline)
        started = time.monotonic()
        try:
            return await self._reader.receive()
        finally:
            self._left = max(0.0, self._left - (time.monotonic() - started))

    def _deadline(self) -> Problem:
        return DeadlineExceeded(
            f"查询超过了 {self._timeout:g} 秒的时限。The query ran past its deadline of {self._timeout:g} s.",
            hint="缩小范围、加 LIMIT，或避免对全部结果排序。Narrow it, add a LIMIT, avoid sorting everything.",
        )

    def _wait_for_client(self) -> None:
        self._arm(CLIENT_PATIENCE, lambda: Unavailable("客户端没有读取结果。The client did not take the answer."))

    def _arm(self, seconds: float, problem: Callable[[], Problem]) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, lambda: self._reader.kill(problem()))

    def _finish(self, *, healthy: bool) -> None:
        if self._timer:
            self._timer.cancel()
        if self._done:
            done, self._done = self._done, None
            done(healthy)
