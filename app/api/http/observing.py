"""Every request observed: its id, a line in the log, its metrics, and an audit line for what writes."""

import functools
import json
import logging
import re
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import unexpected
from app.api.http.paths import own_path
from app.problems import Problem
from app.security import TokenFile, identify
from app.settings import Settings

ACCESS = logging.getLogger("zhengtu.access")
ERRORS = logging.getLogger("zhengtu.errors")
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_WRITES = frozenset({"PUT", "DELETE", "PATCH"})
_READING_POSTS = ("/sparql", "/export", "/data", "/graphql")


class Metrics:
    """What /metrics shows of requests."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("zhengtu_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "zhengtu_request_seconds", "Seconds to answer", ("route",), buckets=_BUCKETS, registry=self.registry
        )

        # Bounded, like what it keeps: by methods, routes and statuses.
        self._labelled = functools.cache(lambda *labels: (self.requests.labels(*labels), self.seconds.labels(labels[1])))

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        requests, duration = self._labelled(method, route, str(status))
        requests.inc()
        duration.observe(seconds)


class Observing:
    """ASGI middleware, the outermost."""

    def __init__(self, app: ASGIApp, service: FastAPI, settings: Settings):
        self._app = app
        self._metrics: Metrics = service.state.metrics
        self._tokens = TokenFile(settings.data)
        self._audit = settings.data / "operations" / "audit.jsonl"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _GIVEN_ID.match(given) else secrets.token_urlsafe(12)
        scope.setdefault("state", {})["request_id"] = request_id
        begun = time.perf_counter()
        status, release, sent, started, whole = 500, None, 0, False, False

        async def observed(message: Message) -> None:
            nonlocal status, release, sent, started, whole
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                out = MutableHeaders(scope=message)
                out["X-Request-Id"] = request_id
                release = out.get("zhengtu-release")
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
                whole = not message.get("more_body")
            await send(message)

        try:
            await self._app(scope, receive, observed)
        except Exception as error:
            # Once begun, an answer is broken visibly: the connection is aborted.
            if started and not whole:
                raise
            ERRORS.error("unexpected %s at %s", type(error).__name__, scope["path"][:200], exc_info=error)
            if not started:
                await unexpected(request_id)(scope, receive, observed)
        finally:
            seconds = time.perf_counter() - begun
            method = scope["method"] if scope["method"].isalpha() and len(scope["method"]) < 10 else "OTHER"
            self._metrics.note(method, _route(scope), status, seconds)
            line = {
                "id": request_id,
                "method": method,
                "path": scope["path"][:500],
                "status": status,
                "ms": round(seconds * 1000, 2),
                "bytes": sent,
                "release": release,
                "client": (scope.get("client") or (None,))[0],
            }
            ACCESS.info("%s %s %s %.1f ms", method, line["path"], status, seconds * 1000, extra={"fields": line})
            if _writes(scope):
                self._note_write(scope, headers, line)

    def _note_write(self, scope: Scope, headers: Headers, line: dict[str, Any]) -> None:
        """Who, when, what: one line, never the token itself."""
        try:
            who = identify(_Connection(headers), self._tokens)  # type: ignore[arg-type]
            name = who.name if who else None
        except Problem:
            name = None
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "by": name,
            **{part: line[part] for part in ("id", "method", "path", "status", "release", "client")},
            "what": scope.get("state", {}).get("audit"),
        }
        write_line(self._audit, entry)


class _Connection:
    """As much of a connection as `identify` looks at."""

    def __init__(self, headers: Headers):
        self.headers = headers


def write_line(file: Path, entry: dict[str, Any]) -> None:
    """Append a JSON line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as log:
        log.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _route(scope: Scope) -> str:
    """The path's template: as many as there are routes, whatever is asked."""
    route = scope.get("route")
    return str(getattr(route, "path", None) or "none")


def _writes(scope: Scope) -> bool:
    return scope["method"] in _WRITES or (scope["method"] == "POST" and not own_path(scope).startswith(_READING_POSTS))


class JsonLines(logging.Formatter):
    """One JSON object a line. The fields of an access line are members; nothing of headers or queries is in it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_config(settings: Settings) -> dict[str, Any]:
    """The configuration of logging for `zhengtu serve` (logging.config.dictConfig).

    What no line shows is not collected either ("Optimization" in the manual of logging): half the cost of a line.
    """
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    formatter = (
        {"()": f"{__name__}.JsonLines"} if settings.log_format == "json" else {"format": "%(levelname)s %(name)s: %(message)s"}
    )
    loggers = {name: {"level": "INFO"} for name in ("uvicorn", "uvicorn.error", "zhengtu")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": loggers,
    }
