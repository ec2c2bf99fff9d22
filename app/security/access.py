"""Who sends a request, and whether they may do it. Raises Unauthorized (with WWW-Authenticate) and Forbidden."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from app.problems import Forbidden, Unauthorized
from app.security.tokens import Role, TokenFile

SESSION_COOKIE = "zhengtu-session"
"""Holds a token after signing in on the pages. It counts for reading and for the pages' forms, never for /update or /graphs."""

_REALM = 'Bearer realm="zhengtu"'


@dataclass(frozen=True)
class Identity:
    """A token's name and role."""

    name: str
    role: Role


def identify(request: HTTPConnection, tokens: TokenFile) -> Identity | None:
    """Whose token the request carries; None where it carries none. Raises Unauthorized for a wrong or revoked one."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    kept = tokens.find(token.strip()) if scheme.lower() == "bearer" else None
    if kept is None:
        raise Unauthorized(
            "令牌无效或已撤销。 The token is not valid.",
            hint="Authorization: Bearer zt_…",
            headers={"WWW-Authenticate": f'{_REALM}, error="invalid_token"'},
        )
    return Identity(kept.name, kept.role)


def require(identity: Identity | None, role: Role) -> Identity:
    """The identity, if its role includes `role`."""
    if identity is None:
        raise Unauthorized(
            f"此操作需要 {role} 令牌。 This needs a token of the role {role}.",
            hint="Authorization: Bearer zt_…",
            headers={"WWW-Authenticate": _REALM},
        )
    if not identity.role.includes(role):
        raise Forbidden(
            f"令牌 {identity.name} 的角色是 {identity.role}，此操作需要 {role}。 "
            f"This needs the role {role}; the token has {identity.role}.",
            headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope"'},
        )
    return identity


def may_write(request: HTTPConnection, tokens: TokenFile, role: Role = Role.EDITOR) -> Identity:
    """Who writes. Without any token configured nobody may write over HTTP."""
    identity = identify(request, tokens)
    if not tokens.all():
        raise Forbidden(
            "没有配置令牌，不能经 HTTP 写入。 No token is configured, so nothing can be written over HTTP.",
            hint="zhengtu token add --role editor --name NAME",
        )
    return require(identity, role)
