"""The API process's side of the writer: changes take turns, each with a deadline; a writer that was killed is started anew."""

import asyncio
import json
from pathlib import Path

from app.problems import Busy, DeadlineExceeded, Problem
from app.settings import Settings
from app.store import frames
from app.store.changes import Change, Progress, Receipt
from app.store.process import Process
from app.store.writer import CHANGE, RECEIPT


class Writing:
    """One writer process, started when it is first needed, and the queue before it."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._arguments = (
            str(Path(settings.data).absolute()),
            str(settings.update_memory),
            str(settings.keep_releases),
            "network" if settings.service_allowed else "isolated",
        )
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._process: Process | None = None
        self._tasks: set[asyncio.Task[Receipt]] = set()

    async def publish(
        self, change: Change, *, by: str | None, timeout: float | None, progress: Progress | None = None
    ) -> Receipt:
        """Publish one change. One whose client leaves is carried through all the same: nobody knows how far it has come."""
        if self._waiting >= self._settings.queue:
            raise Busy("写入太多，请稍后再试。Too many writes; try again later.", headers={"Retry-After": "5"})
        limit = min(timeout or self._settings.update_timeout, self._settings.update_timeout)
        task = asyncio.get_running_loop().create_task(self._publish(change, by, limit, progress))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _publish(self, change: Change, by: str | None, limit: float, progress: Progress | None) -> Receipt:
        self._waiting += 1
        try:
            async with self._turn:
                return await self._ask(change, by, limit, progress)
        finally:
            self._waiting -= 1

    async def start(self) -> Process:
        """Have the writer ready before the first change comes."""
        async with self._turn:
            return await self._started()

    async def _started(self) -> Process:
        if self._process is None or not self._process.alive:
            self._process = await Process.start("app.store.writer", self._arguments)
        return self._process

    async def _ask(self, change: Change, by: str | None, limit: float, progress: Progress | None) -> Receipt:
        process = await self._started()
        timer = asyncio.get_running_loop().call_later(
            limit,
            lambda: process.kill(
                DeadlineExceeded(
                    f"写入超过了 {limit:g} 秒的时限，什么都没有改动。"
                    f"The write ran past its deadline of {limit:g} s; nothing was changed."
                )
            ),
        )
        try:
            process.send(frames.QUESTION, json.dumps({"by": by, "wait": limit}).encode())
            process.send(frames.QUESTION, CHANGE.dump_json(change))
            kind, payload = await process.receive()
            while kind == frames.PROGRESS:
                if progress is not None:
                    progress(*json.loads(payload))
                kind, payload = await process.receive()
            return RECEIPT.validate_json(payload)
        except Problem:
            if not process.alive:
                self._process = None
            raise
        finally:
            timer.cancel()

    async def close(self) -> None:
        """Let what is under way finish, then end the writer."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._process is not None:
            await self._process.stop()
