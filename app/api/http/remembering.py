"""Whole answers of the API, kept until the next release: the same question again costs no routing, no query, no compression."""

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.http.conditions import matches
from app.api.http.paths import own_path
from app.problems import Problem
from app.questions.memory import Memory
from app.store.embedded import EmbeddedStore

_LARGEST = 2**20
_PARTS = (b"accept", b"accept-encoding", b"origin", b"accept-language")


@dataclass(frozen=True)
class Kept:
    """An answer as it went out. route: the path's template, for the metrics."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: str
    route: Any


class Remembering:
    """ASGI middleware over the questions of queries/: their answers depend on the release and the request alone."""

    def __init__(self, app: ASGIApp, service: FastAPI, limit: int):
        self._app = app
        self._state = service.state
        self._answers: Memory[Kept] = Memory(limit)
        self._starts = tuple({f"/{question.path.split('/')[1]}" for question in service.state.catalogue.values()})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = self._key(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        kept = self._answers.get(key)
        if kept is None:
            await self._ask(key, scope, receive, send)
            return
        scope["route"] = kept.route
        wanted = next((value for name, value in scope["headers"] if name == b"if-none-match"), None)
        status, body = (304, b"") if wanted and matches(wanted.decode("latin-1"), kept.etag) else (200, kept.body)
        headers = kept.headers if status == 200 else [pair for pair in kept.headers if not pair[0].startswith(b"content-")]
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})

    def _key(self, scope: Scope) -> tuple[Any, ...] | None:
        store = getattr(self._state, "store", None)
        if scope["type"] != "http" or scope["method"] != "GET" or not isinstance(store, EmbeddedStore):
            return None
        if not own_path(scope).startswith(self._starts):
            return None
        try:
            release = store.folder.current()
        except Problem:
            return None
        parts = tuple(value for name, value in scope["headers"] if name in _PARTS)
        return (release, scope["path"], scope["query_string"], scope.get("root_path", ""), parts)

    async def _ask(self, key: tuple[Any, ...], scope: Scope, receive: Receive, send: Send) -> None:
        start: Message | None = None
        body: list[bytes] = []
        size = 0

        async def watch(message: Message) -> None:
            nonlocal start, size
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body" and size <= _LARGEST:
                size += len(message.get("body", b""))
                body.append(message.get("body", b""))
                if not message.get("more_body") and start is not None and start["status"] == 200 and size <= _LARGEST:
                    self._keep(key, start, b"".join(body), scope)
            await send(message)

        await self._app(scope, receive, watch)

    def _keep(self, key: tuple[Any, ...], start: Message, body: bytes, scope: Scope) -> None:
        headers = [(name.lower(), value) for name, value in start["headers"]]
        etag = next((value.decode("latin-1") for name, value in headers if name == b"etag"), None)
        if etag is not None and etag == key[0].etag:
            self._answers.put(key, Kept(headers, body, etag, scope.get("route")), len(body) + 2000)
