"""Style sheets, scripts and icons under /static/: our own, and the bundles that `make frontend` builds into static/bundles/."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from app.problems import NotFound

FOLDER = Path(__file__).parent / "static"
_A_YEAR = "public, max-age=31536000, immutable"
_COMPRESSIBLE = {".css", ".js", ".svg", ".json"}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Asset:
    """A file in memory. digest: 16 hex of its SHA-256, part of its address, so that it may be cached for ever."""

    media_type: str
    plain: bytes
    compressed: bytes | None
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """Path below static/ → file. Read once: a path that a client sends is only ever looked up here, never opened."""
    return {path.relative_to(FOLDER).as_posix(): _read(path) for path in sorted(FOLDER.rglob("*")) if path.is_file()}


def _read(path: Path) -> Asset:
    plain = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    compressed = gzip.compress(plain, 9, mtime=0) if path.suffix in _COMPRESSIBLE else None
    return Asset(media_type, plain, compressed, hashlib.sha256(plain).hexdigest()[:16])


@router.get("/static/{name:path}")
async def static(request: Request, name: str) -> Response:
    """One file; compressed for clients that take gzip; 304 where the client has it."""
    asset = assets().get(name)
    if asset is None:
        raise NotFound(f"没有文件 {name}。No file {name}.")
    etag = f'"{asset.digest}"'
    headers = {"ETag": etag, "Vary": "Accept-Encoding"}
    headers["Cache-Control"] = _A_YEAR if request.query_params.get("v") == asset.digest else "no-cache"
    if request.headers.get("If-None-Match") == etag:
        return Response(status_code=304, headers=headers)
    if asset.compressed and "gzip" in request.headers.get("Accept-Encoding", ""):
        return Response(asset.compressed, headers=headers | {"Content-Encoding": "gzip"}, media_type=asset.media_type)
    return Response(asset.plain, headers=headers, media_type=asset.media_type)
