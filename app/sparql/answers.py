"""From a store's answer to an HTTP response that is whole, or visibly broken.

An answer that is whole already goes out with its length. A longer one is streamed in chunks; a failure after the first byte
raises inside the server, which closes the connection without the last chunk. HTTP/1.0 knows no chunks: see `app.http_1_0`.
"""

import secrets
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import cast

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.store import Answer

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Location, Retry-After, X-Query-Id, X-Release, X-Row-Cap, X-Rows-Cut, X-Search-Cut, X-Search-Hits"
    ),
}
_ZIPPED_FROM = 1024


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
    chunks = answer.chunks
    first = await anext(chunks, b"")
    second = await anext(chunks, None)
    if request.method == "HEAD":
        if second is None:
            return Response(headers=told | {"Content-Length": str(len(first))})
        await _close(chunks)
        return Response(headers=told)
    zipped = _takes_gzip(request) and (second is not None or len(first) >= _ZIPPED_FROM)
    if zipped:
        told["Content-Encoding"] = "gzip"
    if second is None:
        return Response(_gzip(first) if zipped else first, headers=told)
    rest = _joined(first, second, chunks)
    if zipped:
        rest = _gzipped(rest)
    return StreamingResponse(rest, headers=told)


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


def _takes_gzip(request: Request) -> bool:
    for element in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = element.replace(" ", "").partition(";")
        if coding in ("gzip", "x-gzip"):
            return weight not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _gzip(data: bytes) -> bytes:
    packing = zlib.compressobj(level=1, wbits=31)
    return packing.compress(data) + packing.flush()


async def _gzipped(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    packing = zlib.compressobj(level=1, wbits=31)
    async with aclosing(cast(AsyncGenerator[bytes, None], chunks)) as source:
        async for chunk in source:
            packed = packing.compress(chunk)
            if packed:
                yield packed
    yield packing.flush()
