"""What comes through a pipe from a child: whole frames in their order, however the system cuts them; backpressure; the end."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.store import frames
from app.store.process import ALLOCATION, HELD, Frames, Process

KINDS = (frames.WHOLE, frames.HEAD, frames.CHUNK, frames.END)


class Pipe:
    """Notes whether reading is paused."""

    paused = False

    def pause_reading(self):
        self.paused = True

    def resume_reading(self):
        self.paused = False


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.binary(max_size=300)), max_size=20), st.lists(st.integers(1, 400), min_size=1)
)
def test_frames_come_whole_however_they_are_cut(sent, cuts):
    async def work():
        received = Frames()
        stream = b"".join(frames.frame(kind, payload) for kind, payload in sent)
        at = turn = 0
        while at < len(stream):
            received.data_received(stream[at : at + cuts[turn % len(cuts)]])
            at, turn = at + cuts[turn % len(cuts)], turn + 1
        assert [await received.next() for _ in sent] == sent
        received.connection_lost(None)
        with pytest.raises(EOFError):
            await received.next()

    asyncio.run(work())


def test_a_child_waits_while_nobody_takes_its_frames():
    async def work():
        received, pipe = Frames(), Pipe()
        received.connection_made(pipe)
        pieces = [bytes(HELD // 2) for _ in range(4)]
        for piece in pieces:
            received.data_received(frames.frame(frames.CHUNK, piece))
        assert pipe.paused
        assert [(await received.next())[1] for _ in pieces] == pieces
        assert not pipe.paused

    asyncio.run(work())


def test_who_waits_learns_of_the_end():
    async def work():
        received = Frames()
        waiting = asyncio.create_task(received.next())
        await asyncio.sleep(0)
        received.data_received(frames.frame(frames.CHUNK, b"half")[:-1])
        received.connection_lost(None)
        with pytest.raises(EOFError):
            await waiting

    asyncio.run(work())


def test_a_reader_gets_longer_lists_of_free_memory_unless_the_operator_says_otherwise(tmp_path, monkeypatch):
    async def environment():
        process = await Process.start("app.store.reader", (str(tmp_path), "4096", "isolated"))
        set_to = Path(f"/proc/{process.pid}/environ").read_bytes()
        process.kill()
        await process.dispose()
        return set_to

    (wanted,) = (f"{name}={value}".encode() for name, value in ALLOCATION.items())
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    assert wanted in asyncio.run(environment()).split(b"\0")
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=3")
    assert b"GLIBC_TUNABLES=glibc.malloc.tcache_count=3" in asyncio.run(environment()).split(b"\0")
