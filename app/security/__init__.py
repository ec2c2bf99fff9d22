"""Who asks, and what they may do: bearer tokens with a role each. What browsers may do with an answer: security headers."""

from app.security.access import SESSION_COOKIE, Identity, identify, may_write, require
from app.security.guard import ReadGuard
from app.security.headers import SecurityHeaders
from app.security.tokens import Role, TokenFile

__all__ = [
    "SESSION_COOKIE",
    "Identity",
    "ReadGuard",
    "Role",
    "SecurityHeaders",
    "TokenFile",
    "identify",
    "may_write",
    "require",
]
