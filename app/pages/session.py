"""Who looks: a token kept in a cookie after signing in, or a name that a trusted proxy vouches for; and forms that only we sent.

The session cookie is HttpOnly and SameSite=Strict, so no script reads it and no other site's form carries it. Besides, every
form carries a token made from a cookie of its own (double submit), masked anew each time, and browsers must say that the form
came from this origin.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.problems import Forbidden, Unauthorized
from app.security import SESSION_COOKIE, Identity, Role, TokenFile
from app.settings import Settings

SESSION = SESSION_COOKIE
FORMS = "zhengtu-forms"
HOURS = 12


def tokens_of(request: Request) -> TokenFile:
    """The tokens of the data folder, read once and again when the file changes."""
    state = request.app.state
    if not hasattr(state, "tokens"):
        state.tokens = TokenFile(state.settings.data)
    tokens: TokenFile = state.tokens
    return tokens


def visitor(request: Request) -> Identity | None:
    """Who is signed in; None for a guest, and for a cookie whose token was revoked."""
    settings: Settings = request.app.state.settings
    vouched = request.headers.get(settings.identity_header) if settings.identity_header else None
    if vouched and request.client and request.client.host in settings.identity_proxies:
        return Identity(vouched[:100], Role.EDITOR)
    cookie = request.cookies.get(SESSION)
    kept = tokens_of(request).find(cookie) if cookie else None
    return Identity(kept.name, kept.role) if kept else None


def editor(request: Request) -> Identity:
    """The visitor, if they may correct. Raises Unauthorized and Forbidden."""
    found = visitor(request)
    if found is None:
        raise Unauthorized("请先登录。Please sign in first.")
    if not found.role.includes(Role.EDITOR):
        raise Forbidden(f"{found.name} 只能阅读，不能更正。{found.name} may read, but not correct.")
    return found


def remember(request: Request, response: Response, token: str) -> None:
    """Keep the visitor signed in on this browser."""
    response.set_cookie(
        SESSION, token, max_age=HOURS * 3600, path=_path(request), secure=_secure(request), httponly=True, samesite="strict"
    )


def forget(request: Request, response: Response) -> None:
    response.delete_cookie(SESSION, path=_path(request), secure=_secure(request), httponly=True, samesite="strict")


class SessionAsBearer:
    """ASGI middleware for our own pages' scripts: on /sparql the session cookie stands for the bearer token, if the browser says
    that the request comes from a page of this origin. No other site can send that."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].removeprefix(scope.get("root_path", "")) == "/sparql":
            request = Request(scope)
            token = request.cookies.get(SESSION)
            if token and "Authorization" not in request.headers and request.headers.get("Sec-Fetch-Site") == "same-origin":
                bearer = (b"authorization", f"Bearer {token}".encode("latin-1", "ignore"))
                scope = {**scope, "headers": [*scope["headers"], bearer]}
        await self.app(scope, receive, send)


def form_secret(request: Request) -> tuple[str, bool]:
    """The browser's secret for forms, and whether it is new and must be set."""
    known = request.cookies.get(FORMS, "")
    return (known, False) if len(known) == 43 else (secrets.token_urlsafe(32), True)


def set_form_secret(request: Request, response: Response, secret: str) -> None:
    response.set_cookie(FORMS, secret, path=_path(request), secure=_secure(request), httponly=True, samesite="strict")


def form_token(secret: str) -> str:
    """A token for one form. Never twice the same, so that a compressed page gives nothing away."""
    nonce = secrets.token_hex(16)
    return f"{nonce}{_seal(secret, nonce)}"


def check_form(request: Request, token: str) -> None:
    """Raises Forbidden for a form that did not come from a page of ours on this browser."""
    secret = request.cookies.get(FORMS, "")
    sealed = len(secret) == 43 and token.isascii() and hmac.compare_digest(token[32:], _seal(secret, token[:32]))
    if not sealed or not _same_origin(request):
        raise Forbidden(
            "表单已过期，或不是从本站提交的，请重新打开页面。The form is out of date or not from here; open the page again."
        )


def _same_origin(request: Request) -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")


def _seal(secret: str, nonce: str) -> str:
    return hmac.new(secret.encode(), nonce.encode(), hashlib.sha256).hexdigest()


def _path(request: Request) -> str:
    return request.scope.get("root_path", "") or "/"


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"
