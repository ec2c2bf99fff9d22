"""Conditional requests (RFC 9110, section 13) and HEAD for every GET: one place, so that no route has to know."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.http.paths import own_path

_OWN_HEAD = ("/sparql", "/update", "/graphs", "/query")
_KEPT_IN_304 = {b"etag", b"vary", b"cache-control", b"date", b"content-location", b"zhengtu-release"}


class Conditions:
    """ASGI middleware: 304 where If-None-Match names the ETag; HEAD is the GET without its body."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        wanted = Headers(scope=scope).get("if-none-match")
        head = scope["method"] == "HEAD" and not own_path(scope).startswith(_OWN_HEAD)
        inner = {**scope, "method": "GET"} if head else scope
        if wanted is None and not head:
            await self._app(scope, receive, send)
            return
        silent = False

        async def answer(message: Message) -> None:
            nonlocal silent
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                etag = headers.get("etag")
                if wanted is not None and message["status"] == 200 and etag is not None and matches(wanted, etag):
                    silent = True
                    kept = [pair for pair in message["headers"] if pair[0].lower() in _KEPT_IN_304]
                    message = {**message, "status": 304, "headers": kept}
                silent = silent or head
            elif silent and message["type"] == "http.response.body":
                if message.get("more_body"):
                    return
                message = {**message, "body": b""}
            await send(message)

        await self._app(inner, receive, answer)
        scope.setdefault("state", {}).update(inner.get("state", {}))
        scope["route"] = inner.get("route")


def matches(wanted: str, etag: str) -> bool:
    """Whether an If-None-Match names this entity tag, compared weakly (RFC 9110, section 8.8.3.2)."""
    bare = etag.removeprefix("W/")
    return wanted.strip() == "*" or any(each.strip().removeprefix("W/") == bare for each in wanted.split(","))
