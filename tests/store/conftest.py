"""Settings over a new data folder, and helpers to run a coroutine against an open store."""

import asyncio
import os
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from app.settings import Settings
from app.store import Query
from app.store.embedded import EmbeddedStore
from app.store.releases import DataFolder

E = "http://example.org/"


def triples(count: int, word: str = "任务") -> list[Triple]:
    return [Triple(NamedNode(f"{E}{n}"), NamedNode(f"{E}p"), Literal(f"{word}{n}", language="zh")) for n in range(count)]


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "data", readers=2, queue=2, query_timeout=5)


@pytest.fixture
def folder(settings):
    return DataFolder(settings.data)


def children() -> list[int]:
    """Pids of this process's children."""
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


async def body(store, text, **options):
    """The whole answer to a query."""
    answer = await store.answer(Query(text, **options))
    return b"".join([chunk async for chunk in answer.chunks])


def run(settings, work):
    """Open a store, run work(store), close it."""

    async def inside():
        store = await EmbeddedStore.open(settings)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(inside())
