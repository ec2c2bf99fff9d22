"""From a store's answer to an HTTP response that is whole, or visibly broken.

An answer that is whole already goes out with its length. A longer one is streamed in chunks; a failure after the first byte
raises inside the server, which closes the connection without the last chunk. HTTP/1.0 knows no chunks: see `app.http_1_0`.
"""

import secrets
from collections.abc import AsyncIterator, Mapping

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.store import Answer


def new_query_id() -> str:
    """An id that cannot be guessed."""
    return secrets.token_urlsafe(9)


async def respond(request: Request, answer: Answer, media_type: str, headers: Mapping[str, str]) -> Response:
    """The response to an answer. media_type: the Content-Type."""
    told = {
        **headers,
        **answer.headers,
        "Content-Type": media_type,
        "X-Query-Id": answer.query_id,
        "X-Release": str(answer.release.number),
        "Vary": "Accept, Accept-Encoding, Authorization",
        "Cache-Control": "no-cache",
    }
    if answer.whole is not None:
        return Response(
            answer.whole if request.method != "HEAD" else b"", headers=told | {"Content-Length": str(len(answer.whole))}
        )
    chunks = answer.chunks
    first = await anext(chunks, b"")
    second = await anext(chunks, None)
    if request.method == "HEAD":
        if second is None:
            return Response(headers=told | {"Content-Length": str(len(first))})
        await _close(chunks)
        return Response(headers=told)
    if second is None:
        return Response(first, headers=told)
    return StreamingResponse(_joined(first, second, chunks), headers=told)


async def _joined(first: bytes, second: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    yield second
    try:
        async for chunk in rest:
            yield chunk
    finally:
        await _close(rest)


async def _close(chunks: AsyncIterator[bytes]) -> None:
    close = getattr(chunks, "aclose", None)
    if close:
        await close()
