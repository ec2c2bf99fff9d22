"""Limits on what one client may send: the size of a body, requests a minute."""

import time
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import response
from app.problems import Busy, Problem, TooLarge
from app.settings import Settings

_CLIENTS = 10_000


class Limits:
    """ASGI middleware. A client is its token, else its address. Refuses with 413 or 429, before anything is read."""

    def __init__(self, app: ASGIApp, settings: Settings):
        self._app = app
        self._most = settings.max_body * 2**20
        self._rate = settings.rate_limit
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            if self._rate is not None:
                self._spend(headers.get("authorization") or (scope.get("client") or ("?",))[0])
            self._check(headers.get("content-length"))
        except Problem as problem:
            await response(problem)(scope, receive, send)
            return
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise self._too_large()
            return message

        await self._app(scope, counted, send)

    def _check(self, length: str | None) -> None:
        if length is not None and length.isdigit() and int(length) > self._most:
            raise self._too_large()

    def _too_large(self) -> TooLarge:
        most = self._most // 2**20
        return TooLarge(f"请求体超过 {most} MiB The body is larger than {most} MiB.", hint="ZHENGTU_MAX_BODY")

    def _spend(self, client: str) -> None:
        """One of the client's tokens, which grow back evenly. Raises Busy where none is left."""
        assert self._rate is not None  # noqa: S101
        now = time.monotonic()
        left, then = self._buckets.pop(client, (float(self._rate), now))
        left = min(float(self._rate), left + (now - then) * self._rate / 60)
        self._buckets[client] = (max(left - 1, 0), now)
        while len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        if left < 1:
            wait = str(int((1 - left) * 60 / self._rate) + 1)
            raise Busy(f"每分钟最多 {self._rate} 次 At most {self._rate} requests a minute.", headers={"Retry-After": wait})
