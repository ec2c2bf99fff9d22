"""What lies between a reader and a client that takes its time: some memory, then an unlinked file, then the reader must wait.

So a slow client does not hold a reader, and the API process never holds a large result.
"""

import asyncio
import os
import tempfile
from collections import deque
from pathlib import Path
from typing import IO

MEMORY = 1024 * 1024


class Spool:
    """A queue of chunks. folder: where the file is made when memory does not suffice; limit: most bytes in it."""

    def __init__(self, folder: Path, limit: int):
        self._folder = folder
        self._limit = limit
        self._memory: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._lengths: deque[int] = deque()
        self._written = 0
        self._read = 0
        self._changed = asyncio.Event()
        self._ended = False
        self._failure: BaseException | None = None

    @property
    def full(self) -> bool:
        """Whether the next chunk must wait until some are taken."""
        return (self._held >= MEMORY or bool(self._lengths)) and self._written - self._read >= self._limit

    async def put(self, chunk: bytes) -> None:
        """Add a chunk; waits while the spool is full."""
        while True:
            # Once chunks are in the file, later ones must follow them there.
            if self._held < MEMORY and not self._lengths:
                self._memory.append(chunk)
                self._held += len(chunk)
                break
            if not self.full:
                try:
                    await asyncio.to_thread(self._write, chunk)
                except OSError:
                    # No room, or a read-only disk: memory and waiting have to do.
                    self._limit = 0
                    continue
                self._lengths.append(len(chunk))
                break
            await self._wait()
        self._changed.set()

    def end(self, failure: BaseException | None = None) -> None:
        """No more chunks come; what is here can still be taken, then the failure is raised."""
        self._ended = True
        self._failure = failure
        self._changed.set()

    async def get(self) -> bytes | None:
        """The next chunk, None at the end. Raises what `end` was given."""
        while True:
            if self._memory:
                chunk = self._memory.popleft()
                self._held -= len(chunk)
                self._changed.set()
                return chunk
            if self._lengths:
                chunk = await asyncio.to_thread(self._take, self._lengths[0])
                self._lengths.popleft()
                self._changed.set()
                return chunk
            if self._ended:
                if self._failure:
                    raise self._failure
                return None
            await self._wait()

    def close(self) -> None:
        """Give the file's space back."""
        if self._file:
            self._file.close()
            self._file = None

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def _write(self, chunk: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115
        os.pwrite(self._file.fileno(), chunk, self._written)
        self._written += len(chunk)

    def _take(self, length: int) -> bytes:
        assert self._file is not None  # noqa: S101
        chunk = os.pread(self._file.fileno(), length, self._read)
        self._read += length
        return chunk
