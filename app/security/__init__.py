"""Who asks, and what they may do: bearer tokens with a role each."""

from app.security.access import Identity, identify, may_write, require
from app.security.tokens import Role, TokenFile

__all__ = ["Identity", "Role", "TokenFile", "identify", "may_write", "require"]
