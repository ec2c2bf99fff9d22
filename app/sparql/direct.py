"""The short way to `/sparql`: past the routing and the layers that have nothing to do there, to the same handler.

Ids, logs, metrics and limits stay above. A request with a cookie or a validator goes through all layers; one from another origin,
or that takes a compressed answer, through those of `layers`; a program that asks plainly gets the handler's answer and the
constant headers. An answer asked for again on the same release is sent as it went out before, and costs no parsing, no query and
no compression.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import Problem
from app.questions.memory import Memory
from app.security.headers import EVERYWHERE
from app.settings import Settings
from app.sparql.answers import new_query_id
from app.sparql.protocol import router, sparql
from app.store.embedded import EmbeddedStore

_ALL_LAYERS = frozenset((b"cookie", b"if-none-match"))
_PARTS = frozenset((b"accept", b"accept-encoding", b"host", b"origin"))
_LAYERED = frozenset((b"accept-encoding", b"origin", b"authorization"))
_LARGEST = 2**20
_ID = b"x-query-id"
_VARY = (b"vary", b"Origin")


@dataclass(frozen=True)
class Kept:
    """An answer as it went out, but for its id."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class Direct:
    """ASGI middleware. service: the application, for its state. layers: puts around the handler what any answer may need."""

    def __init__(self, app: ASGIApp, service: FastAPI, layers: Callable[[ASGIApp], ASGIApp]):
        settings: Settings = service.state.settings
        self._app = app
        self._state = service.state
        self._root = settings.root_path
        self._keeps = not settings.read_token_required
        self._answers: Memory[Kept] = Memory(settings.answers_kept * 2**20 // 2)
        self._routes = {route.path: route for route in router.routes if isinstance(route, Route)}
        self._layers = layers(_handler)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self._routes.get(scope["path"].removeprefix(self._root)) if scope["type"] == "http" else None
        named = {name for name, _ in scope["headers"]} if route else _ALL_LAYERS
        if not _ALL_LAYERS.isdisjoint(named):
            await self._app(scope, receive, send)
            return
        scope["route"] = route
        key = await self._key(scope)
        if key is None:
            await self._layers(scope, receive, send)
            return
        kept = self._answers.get(key)
        if kept is None:
            plain = _LAYERED.isdisjoint(named)
            await (_handler if plain else self._layers)(scope, receive, self._watching(key, send, plain=plain))
            return
        headers = [*kept.headers, (_ID, new_query_id().encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": kept.body})

    async def _key(self, scope: Scope) -> tuple[Any, ...] | None:
        """What decides an answer; None for what is not kept. A request with a token is not: the token is looked at first."""
        store = self._state.store
        if not self._keeps or scope["method"] != "GET" or not scope["query_string"] or not isinstance(store, EmbeddedStore):
            return None
        if any(name == b"authorization" for name, _ in scope["headers"]):
            return None
        try:
            release = await store.release()
        except Problem:
            return None
        parts = tuple(pair for pair in scope["headers"] if pair[0] in _PARTS)
        return (release, scope["query_string"], scope["scheme"], scope["path"], parts)

    def _watching(self, key: tuple[Any, ...], send: Send, *, plain: bool) -> Send:
        """Sends, with the constant headers where no layer adds them, and keeps an answer that goes out in one piece."""
        start: Message | None = None

        async def watch(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if plain:
                    message["headers"] += [*EVERYWHERE, _VARY]
                # What is above adds the request's id to the same list.
                start = {**message, "headers": list(message["headers"])} if message["status"] == 200 else None
            elif start is not None:
                if not message.get("more_body"):
                    self._keep(key, start["headers"], message.get("body", b""))
                start = None
            await send(message)

        return watch

    def _keep(self, key: tuple[Any, ...], headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Keep an answer that its ETag says is the same as long as the release is."""
        told, release = dict(headers), key[0]
        same = told.get(b"etag", b"").startswith(f'W/"{release.etag.strip(chr(34))}-'.encode())
        if same and told.get(b"x-release") == str(release.number).encode() and len(body) <= _LARGEST:
            kept = Kept([pair for pair in headers if pair[0] != _ID], body)
            self._answers.put(key, kept, len(body) + len(key[1]) + 3000)


async def _handler(scope: Scope, receive: Receive, send: Send) -> None:
    response = await sparql(Request(scope, receive))
    await response(scope, receive, send)
