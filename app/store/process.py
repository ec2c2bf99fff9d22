"""The parent's side of a reader or writer process: start it, talk to it in frames, kill it, know why it died."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from app import problems
from app.store import frames

PIPE_LIMIT = 256 * 1024


class Process:
    """One child process with pipes. After `kill(problem)`, whoever waits for a frame gets that problem raised."""

    def __init__(
        self,
        child: subprocess.Popen[bytes],
        source: asyncio.StreamReader,
        pipe: asyncio.ReadTransport,
        sink: asyncio.StreamWriter,
    ):
        self._child = child
        self._source = source
        self._pipe = pipe
        self._sink = sink
        self._reason: problems.Problem | None = None

    @classmethod
    async def start(cls, module: str, arguments: Sequence[str]) -> "Process":
        """Start `python -m module arguments… PARENT_PID` and wait until it says that it is ready."""
        command = [sys.executable, "-m", module, *arguments, str(os.getpid())]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)  # noqa: S603
        loop = asyncio.get_running_loop()
        source = asyncio.StreamReader(limit=PIPE_LIMIT)
        protocol = asyncio.StreamReaderProtocol(source)
        pipe, _ = await loop.connect_read_pipe(lambda: protocol, child.stdout)
        transport, flow = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, child.stdin)
        process = cls(child, source, pipe, asyncio.StreamWriter(transport, flow, None, loop))
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
            kind, length = frames.HEADER.unpack(await self._source.readexactly(frames.HEADER.size))
            payload = await self._source.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
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
        self._pipe.close()

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
