"""The spool: everything in order, whatever the pace of either side."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.store import spool as module
from app.store.spool import Spool


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=700_000), max_size=12), st.integers(0, 2), st.booleans())
def test_what_goes_in_comes_out_in_order(tmp_path_factory, chunks, limit, slow):
    folder = tmp_path_factory.mktemp("spool")

    async def work():
        spool = Spool(folder, limit * 1024 * 1024)

        async def fill():
            for chunk in chunks:
                await spool.put(chunk)
            spool.end()

        filling = asyncio.create_task(fill())
        taken = []
        while (chunk := await spool.get()) is not None:
            taken.append(chunk)
            await asyncio.sleep(0.001 if slow else 0)
        await filling
        spool.close()
        assert taken == chunks

    asyncio.run(work())
    assert list(folder.iterdir()) == []


def test_memory_is_bounded_and_the_failure_comes_last(tmp_path):
    async def work():
        spool = Spool(tmp_path, 64 * 1024 * 1024)
        for _ in range(100):
            await spool.put(b"x" * 200_000)
        assert spool._held <= module.MEMORY + 200_000
        spool.end(ValueError("the reader died"))
        for _ in range(100):
            assert await spool.get()
        with pytest.raises(ValueError, match="reader died"):
            await spool.get()
        spool.close()

    asyncio.run(work())


def test_a_full_spool_makes_the_reader_wait(tmp_path):
    async def work():
        spool = Spool(tmp_path, 0)
        while not spool.full:
            await spool.put(b"x" * 500_000)
        waiting = asyncio.create_task(spool.put(b"y"))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        while await spool.get() != b"y":
            pass
        await waiting

    asyncio.run(work())


def test_without_a_disk_memory_has_to_do(tmp_path):
    async def work():
        spool = Spool(tmp_path / "missing", 1024 * 1024)

        async def fill():
            for n in range(20):
                await spool.put(bytes([n]) * 200_000)
            spool.end()

        filling = asyncio.create_task(fill())
        taken = [chunk[0] async for chunk in _all(spool)]
        await filling
        assert taken == list(range(20))

    asyncio.run(work())


async def _all(spool):
    while (chunk := await spool.get()) is not None:
        yield chunk
