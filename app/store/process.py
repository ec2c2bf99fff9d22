"""The parent's side of a reader or writer process: start it, talk to it in frames, kill it, know why it died."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from typing import Any, cast

from app import problems
from app.store import frames

HELD = 256 * 1024
"""Bytes of whole frames that wait here for whoever takes them before the child has to wait with the next."""

ALLOCATION = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=1000"}
"""The engine takes and gives back small pieces of memory by the thousand; longer lists of free ones save it a fifth of its time.
A system without the GNU library passes over it."""


class Frames(asyncio.Protocol):
    """The frames that come through a pipe, in their order."""

    def __init__(self) -> None:
        self._pipe: asyncio.ReadTransport | None = None
        self._unparsed = bytearray()
        self._whole: deque[tuple[bytes, bytes]] = deque()
        self._held = 0
        self._waiting: asyncio.Future[None] | None = None
        self._ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._pipe = cast(asyncio.ReadTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._unparsed += data
        while (found := frames.cut_frame(self._unparsed)) is not None:
            self._whole.append(found)
            self._held += len(found[1])
        if self._whole:
            self._wake()
        if self._held > HELD and self._pipe is not None:
            self._pipe.pause_reading()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self._ended = True
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def next(self) -> tuple[bytes, bytes]:
        """The next frame as (kind, payload). Raises EOFError where the child has gone before it was whole."""
        while not self._whole:
            if self._ended:
                raise EOFError
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        kind, payload = self._whole.popleft()
        paused = self._held > HELD
        self._held -= len(payload)
        if paused and self._held <= HELD and self._pipe is not None and not self._ended:
            self._pipe.resume_reading()
        return kind, payload


class Process:
    """One child process with pipes. After `kill(problem)`, whoever waits for a frame gets that problem raised."""

    def __init__(
        self,
        child: subprocess.Popen[bytes],
        received: Frames,
        source: asyncio.ReadTransport,
        sink: asyncio.WriteTransport,
    ):
        self._child = child
        self._received = received
        self._source = source
        self._sink = sink
        self._reason: problems.Problem | None = None

    @classmethod
    async def start(cls, module: str, arguments: Sequence[str]) -> "Process":
        """Start `python -m module arguments… PARENT_PID` and wait until it says that it is ready."""
        command = [sys.executable, "-m", module, *arguments, str(os.getpid())]
        child = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=ALLOCATION | os.environ
        )
        loop = asyncio.get_running_loop()
        source, received = await loop.connect_read_pipe(Frames, child.stdout)
        sink, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, child.stdin)
        process = cls(child, received, source, sink)
        try:
            kind, _ = await process.receive()
        except BaseException:
            process.kill()
            raise
        assert kind == frames.READY  # noqa: S101
        return process

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def send(self, kind: bytes, message: bytes) -> None:
        """Send one message. What the pipe does not hold waits here until the child takes it."""
        self._sink.write(frames.frame(kind, message))

    async def receive(self) -> tuple[bytes, bytes]:
        """The next frame. Raises the problem that the child reports, that it was killed for, or that its death shows."""
        try:
            kind, payload = await self._received.next()
        except EOFError as error:
            raise await self._failure() from error
        if kind == frames.ERROR:
            raise reported(json.loads(payload))
        return kind, payload

    def kill(self, reason: problems.Problem | None = None) -> None:
        """End it at once. The first reason given stands."""
        if self._reason is None:
            self._reason = reason
        if self.alive:
            self._child.kill()
        self._sink.close()

    async def stop(self) -> None:
        """Let it end by itself, as it does when its input ends."""
        self._sink.close()
        await self.ended()

    async def dispose(self) -> None:
        """Wait until a killed process is gone and give its pipes back; nobody may wait for its frames any more."""
        await self.ended()
        self._source.close()

    async def ended(self) -> int:
        """Wait until it is gone; its return code."""
        delay = 0.001
        while (code := self._child.poll()) is None:
            await asyncio.sleep(delay)
            delay = min(delay * 2, 0.1)
        return code

    async def _failure(self) -> problems.Problem:
        code = await self.ended()
        return self._reason or death(code)


def death(code: int) -> problems.Problem:
    """What a process's end says about the query or change that it was working on."""
    if code in (-signal.SIGABRT, -signal.SIGKILL):
        return problems.OutOfMemory(
            "超过内存上限，查询已终止。It needed more memory than the cap and was ended.",
            hint="缩小范围或加 LIMIT；上限见 ZHENGTU_QUERY_MEMORY。Narrow it, or add a LIMIT.",
        )
    if code == -signal.SIGSEGV:
        return problems.BadRequest("嵌套过深，无法解析。Nested too deeply to be parsed.")
    return problems.Unavailable(f"工作进程意外结束（{code}）。The worker process ended unexpectedly ({code}).")


def reported(document: dict[str, Any]) -> problems.Problem:
    """The problem that a child described: {problem, detail, hint, …members}."""
    kind = getattr(problems, document.pop("problem"))
    assert issubclass(kind, problems.Problem)  # noqa: S101
    problem: problems.Problem = kind(document.pop("detail"), **document)
    return problem
