"""Whole answers for HTTP/1.0 clients, which cannot tell a cut answer from a whole one unless its length is stated.

Proxies speak it by default (nginx's `proxy_pass`). An answer is kept in a temporary file until it is whole; what fails before
that is raised before anything was sent.
"""

import tempfile

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEMORY = 1024 * 1024
PIECE = 256 * 1024


class WholeAnswers:
    """ASGI middleware: sends an HTTP/1.0 client nothing before the answer is whole, then all of it with its Content-Length."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["http_version"] != "1.0":
            await self._app(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(MEMORY) as kept:
            start: Message | None = None

            async def hold(message: Message) -> None:
                nonlocal start
                if message["type"] == "http.response.start":
                    start = message
                elif message["type"] == "http.response.body":
                    kept.write(message.get("body", b""))
                else:
                    await send(message)

            await self._app(scope, receive, hold)
            if start is None:
                return
            length = kept.tell()
            headers = list(start.get("headers", []))
            if scope["method"] != "HEAD" and not any(name.lower() == b"content-length" for name, _ in headers):
                headers.append((b"content-length", str(length).encode()))
            await send({**start, "headers": headers})
            kept.seek(0)
            while piece := kept.read(PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
