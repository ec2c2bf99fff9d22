"""A lane: some reader processes of its own and a bounded queue before them. A reader that was killed is replaced at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from app.problems import Busy, Problem
from app.store.process import Process

logger = logging.getLogger(__name__)

Spawn = Callable[[], Awaitable[Process]]


class LaneQueue:
    """Readers that wait for queries and queries that wait for readers; never both."""

    def __init__(self, size: int, queue: int, spawn: Spawn):
        self.size = size
        self._queue = queue
        self._spawn = spawn
        self._idle: deque[Process] = deque()
        self._waiting: deque[asyncio.Future[Process]] = deque()
        self._live: set[Process] = set()
        self._spawning: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def readers(self) -> int:
        """Live readers, busy or idle."""
        return sum(1 for reader in self._live if reader.alive)

    @property
    def idle(self) -> list[Process]:
        return list(self._idle)

    async def open(self) -> None:
        """Start all readers of the lane."""
        await asyncio.gather(*(self._add() for _ in range(self.size)))

    async def _add(self) -> None:
        reader = await self._spawn()
        if self._closed:
            reader.kill()
            return
        self._live.add(reader)
        self.give_back(reader)

    async def take(self, timeout: float) -> Process:
        """A reader for one query. Raises Busy at once where the queue is full, or after `timeout` seconds of waiting."""
        while self._idle:
            reader = self._idle.pop()
            if reader.alive:
                return reader
            self.replace(reader)
        if len(self._waiting) >= self._queue:
            raise self._busy()
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[Process] = loop.create_future()
        self._waiting.append(turn)
        # A timer of our own: asyncio.timeout costs as much as all the rest of a hand-over.
        timer = loop.call_later(timeout, self._give_up, turn)
        try:
            return await turn
        except BaseException:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.give_back(turn.result())
            raise
        finally:
            timer.cancel()
            if turn in self._waiting:
                self._waiting.remove(turn)

    def _give_up(self, turn: asyncio.Future[Process]) -> None:
        if not turn.done():
            turn.set_exception(self._busy())

    def _busy(self) -> Problem:
        return Busy(
            "查询太多，请稍后再试。Too many queries; try again later.",
            headers={"Retry-After": "1" if len(self._waiting) < self._queue else "5"},
        )

    def give_back(self, reader: Process) -> None:
        """Hand a healthy reader to who has waited longest, or let it wait."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(reader)
                return
        self._idle.append(reader)

    def replace(self, reader: Process) -> None:
        """Forget a reader that is dead or dying and start another."""
        self._live.discard(reader)
        reader.kill()
        if not self._closed:
            task = asyncio.get_running_loop().create_task(self._respawn(reader))
            self._spawning.add(task)
            task.add_done_callback(self._spawning.discard)

    async def _respawn(self, killed: Process) -> None:
        await killed.dispose()
        delay = 0.05
        while not self._closed:
            try:
                await self._add()
                return
            except (OSError, Problem) as error:
                logger.error("a reader could not be started: %s", error)
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5)

    async def close(self) -> None:
        """End all readers; queries under way fail."""
        self._closed = True
        for turn in self._waiting:
            turn.cancel()
        for task in list(self._spawning):
            task.cancel()
        await asyncio.gather(*self._spawning, return_exceptions=True)
        for reader in list(self._live):
            reader.kill()
        await asyncio.gather(*(reader.dispose() for reader in self._live))
