"""HTTP as it should be, around every part of the service: ids, logs, metrics, limits, conditions, kept answers."""

from typing import Any, cast

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from app.api.http.conditions import Conditions
from app.api.http.limits import Limits
from app.api.http.observing import Observing
from app.api.http.remembering import Remembering
from app.settings import Settings

EXPOSED = (
    *("ETag", "Link", "Location", "Retry-After"),
    *("X-Query-Id", "X-Release", "X-Row-Cap", "X-Rows-Cut", "X-Search-Hits", "X-Search-Cut"),
)


def open_and_compressed(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application for other origins' pages, and with gzip for those who take it."""
    return CORSMiddleware(
        GZipMiddleware(app, minimum_size=1000, compresslevel=4),
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"],
        allow_headers=["Accept", "Authorization", "Content-Type", "If-None-Match"],
        expose_headers=[*EXPOSED, "X-Request-Id", "Zhengtu-Release", "Zhengtu-Next"],
        max_age=86400,
    )


def add_manners(app: FastAPI, settings: Settings) -> None:
    """Wrap the application; the last one added is the outermost."""
    app.add_middleware(Conditions)
    app.add_middleware(cast(Any, open_and_compressed), settings=settings)
    if settings.answers_kept and not settings.read_token_required:
        app.add_middleware(Remembering, service=app, limit=settings.answers_kept * 2**20 // 2)


def watched(app: ASGIApp, service: FastAPI) -> ASGIApp:
    """The application in what holds for every request: limits, around them ids, logs and metrics."""
    settings: Settings = service.state.settings
    return Observing(Limits(app, settings), service, settings)
