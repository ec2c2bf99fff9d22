"""Asks questions of a store: pages of lists, single things, tables. One request sees one release from start to end."""

import asyncio
import base64
import binascii
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

import orjson

from app.problems import BadRequest, NotFound
from app.questions.arguments import Arguments, wider_list
from app.questions.id_list import IdList
from app.questions.memory import Memory
from app.questions.question import Question
from app.questions.shape import Binding, Item, Shape
from app.store import GraphStore, Lane, Query, Release

PAGE_LIMIT = 100
_KEPT_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Page:
    """A slice of a list. next: the cursor of what follows, or None at the end. total: how many there are in all."""

    items: list[Item]
    next: str | None
    total: int
    release: Release


class Asking:
    """The questions over one store. base: start of things' IRIs. prefix: path under which a proxy serves us, for links."""

    def __init__(self, store: GraphStore, base: str, prefix: str = ""):
        self.base = base
        self._store = store
        self._prefix = prefix
        self._lists: Memory[IdList] = Memory(_KEPT_BYTES)
        self._tables: Memory[list[Item]] = Memory(_KEPT_BYTES // 4)
        self._shapes: dict[str, Shape] = {}

    async def page(
        self, question: Question, arguments: Arguments, *, limit: int = 20, cursor: str | None = None, release: int | None = None
    ) -> Page:
        """One page. A cursor stays with the release it was made in; Gone when that one is kept no more."""
        start = 0
        if cursor is not None:
            release, start = _read_cursor(cursor, question, arguments)
        now = await self._release(release)
        if question.kind == "table":
            every = await self._table(question, arguments, now)
            items, total = every[start : start + limit], len(every)
        else:
            ids = await self.ids(question, arguments, now)
            items, total = await self._things(question, arguments, now, ids.slice(start, limit)), len(ids)
        end = start + limit
        following = _write_cursor(now, end, question, arguments) if end < total else None
        return Page(items, following, total, now)

    async def one(self, question: Question, arguments: Arguments, *, release: int | None = None) -> tuple[Item, Release]:
        """A single thing, or NotFound."""
        now = await self._release(release)
        rows = await self._rows(question.template.one(arguments.terms, arguments.facts), now)
        items = list(self._shape(question).items(rows).values())
        if not items:
            address = arguments.terms["id"][0].strip("<>")
            raise NotFound(f"没有 {address} There is no such thing: {address}")
        return items[0], now

    async def everything(
        self, question: Question, arguments: Arguments, release: Release, *, start: int = 0
    ) -> AsyncIterator[list[Item]]:
        """All items of a list or table from `start` on, a page at a time."""
        if question.kind == "table":
            yield (await self._table(question, arguments, release))[start:]
            return
        ids = await self.ids(question, arguments, release)
        for begin in range(start, len(ids), PAGE_LIMIT):
            yield await self._things(question, arguments, release, ids.slice(begin, PAGE_LIMIT))

    async def ids(self, question: Question, arguments: Arguments, release: Release) -> IdList:
        """The ids of a list, made once for each release, filters and order."""

        async def make() -> tuple[IdList, int]:
            wider = wider_list(question, arguments)
            every = self._lists.get((release.etag, question.name, wider.key)) if wider else None
            query = question.template.ids(arguments.terms, arguments.facts, ordered=every is None)
            tsv = await self._bytes(query, release, "text/tab-separated-values")
            if every is not None:
                order = partial(every.only, tsv)
            else:
                order = partial(IdList.of_rows, tsv, descending=arguments.facts.get("descending") == "true")
            made = order() if len(tsv) < 100_000 else await asyncio.to_thread(order)
            return made, made.size

        return await self._lists.get_or_make((release.etag, question.name, arguments.key), make)

    async def release(self, number: int | None = None) -> Release:
        """The current release, or the kept one of this number; Gone when it is not kept."""
        return await self._release(number)

    async def _table(self, question: Question, arguments: Arguments, release: Release) -> list[Item]:
        async def make() -> tuple[list[Item], int]:
            rows = await self._rows(question.template.whole(arguments.terms, arguments.facts), release)
            items = list(self._shape(question).items(rows).values())
            return items, 500 * len(items) + 500

        return await self._tables.get_or_make((release.etag, question.name, arguments.key), make)

    async def _things(self, question: Question, arguments: Arguments, release: Release, ids: list[str]) -> list[Item]:
        if not ids:
            return []
        query = question.template.page([f"<{each}>" for each in ids], arguments.terms, arguments.facts)
        items = self._shape(question).items(await self._rows(query, release))
        return [items[each] for each in ids if each in items]

    async def _release(self, number: int | None) -> Release:
        now = await self._store.release()
        if number is None or number == now.number:
            return now
        answer = await self._store.answer(Query("ASK {}", lane=Lane.SERVICE, release=number))
        async for _ in answer.chunks:
            pass
        return answer.release

    async def _rows(self, query: str, release: Release) -> list[Binding]:
        document = orjson.loads(await self._bytes(query, release, "application/sparql-results+json"))
        bindings: list[Binding] = document["results"]["bindings"]
        return bindings

    async def _bytes(self, query: str, release: Release, media_type: str) -> bytes:
        asked = Query(query, media_type=media_type, lane=Lane.SERVICE, release=release.number)
        answer = await self._store.answer(asked)
        return b"".join([chunk async for chunk in answer.chunks])

    def _shape(self, question: Question) -> Shape:
        if question.name not in self._shapes:
            self._shapes[question.name] = Shape(question, self.base, self._prefix)
        return self._shapes[question.name]


def _mark(question: Question, arguments: Arguments) -> str:
    return hashlib.sha256(repr((question.name, arguments.key)).encode()).hexdigest()[:12]


def _write_cursor(release: Release, start: int, question: Question, arguments: Arguments) -> str:
    plain = f"{release.number}.{start}.{_mark(question, arguments)}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, question: Question, arguments: Arguments) -> tuple[int, int]:
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        number, start, mark = plain.split(".")
        if mark != _mark(question, arguments):
            hint = "翻页时保持其他参数不变 keep the other parameters while paging"
            raise BadRequest("游标属于另一个问题 The cursor belongs to another question", hint=hint)
        return _natural(number), _natural(start)
    except (ValueError, binascii.Error, UnicodeError):
        raise BadRequest(
            "游标无法识别 The cursor is not one of ours", hint="用上一页给出的 next use `next` of the page before"
        ) from None


def _natural(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise ValueError(text)
    return int(text)
