"""Where reading is guarded too: nothing is answered without a token. All or nothing: one data folder per classification."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.problems import Problem
from app.security.access import SESSION_COOKIE, Identity, identify, require
from app.security.tokens import Role, TokenFile

OPEN = ("/healthz", "/readyz", "/static/", "/zh", "/en", "/favicon.ico")
"""Health, the pages' own files, and the pages: these ask for a session themselves, so that they can show where to sign in."""


class ReadGuard:
    """ASGI middleware that asks every request for a token of at least the role reader."""

    def __init__(self, app: ASGIApp, tokens: TokenFile):
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] == "OPTIONS" or _open(_own_path(scope)):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            require(identify(request, self._tokens) or self._session(request), Role.READER)
        except Problem as problem:
            answer = JSONResponse(problem.document(), problem.status, problem.headers, media_type="application/problem+json")
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _session(self, request: Request) -> Identity | None:
        """Who is signed in on the pages: the editor there asks us from the browser."""
        cookie = request.cookies.get(SESSION_COOKIE)
        kept = self._tokens.find(cookie) if cookie else None
        return Identity(kept.name, kept.role) if kept else None


def _own_path(scope: Scope) -> str:
    """The path below the one that a proxy serves us under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def _open(path: str) -> bool:
    return path == "/" or any(path == each or path.startswith(each.rstrip("/") + "/") for each in OPEN)
