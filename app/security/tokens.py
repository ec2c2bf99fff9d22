"""Bearer tokens at rest: only their hashes, in `operations/tokens.json` of the data folder.

A token is `zt_` and 256 random bits, so a plain SHA-256 is enough: there is nothing to guess.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from app.problems import BadRequest, Conflict, NotFound, Unavailable

PREFIX = "zt_"


class Role(StrEnum):
    """What a token may do; each includes the ones before.

    reader: read; editor: write curated graphs; admin: write all graphs but compiled ones.
    """

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do what the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True)
class KeptToken:
    """One token as it is kept. sha256: of the whole token, hexadecimal. created: ISO 8601, UTC."""

    name: str
    role: Role
    sha256: str
    created: str


class TokenFile:
    """The tokens of a data folder. Read again whenever the file has changed, so that a revoked token ends at once."""

    def __init__(self, data: Path):
        self._path = Path(data) / "operations" / "tokens.json"
        self._stamp: tuple[int, int, int] | None = None
        self._tokens: tuple[KeptToken, ...] = ()

    def all(self) -> tuple[KeptToken, ...]:
        """Every token, in the order of adding. Raises Unavailable where the file cannot be read."""
        try:
            state = self._path.stat()
            stamp = state.st_mtime_ns, state.st_size, state.st_ino
            if stamp != self._stamp:
                kept = json.loads(self._path.read_text("utf-8"))
                self._tokens = tuple(
                    KeptToken(each["name"], Role(each["role"]), each["sha256"], each["created"]) for each in kept
                )
                self._stamp = stamp
        except FileNotFoundError:
            self._tokens, self._stamp = (), None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Unavailable(f"令牌文件读不了：{self._path.name}。 The token file cannot be read.") from error
        return self._tokens

    def find(self, token: str) -> KeptToken | None:
        """The token that this is, or None. Every kept hash is compared, each in constant time."""
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
        found = None
        for kept in self.all():
            if hmac.compare_digest(kept.sha256, digest):
                found = kept
        return found

    def add(self, name: str, role: Role) -> str:
        """A new token under a new name; shown once, never kept. Raises BadRequest, Conflict."""
        if not name.strip() or len(name) > 100 or not name.isprintable():
            raise BadRequest("名称须为 1–100 个可见字符。 A name has 1–100 printable characters.")
        token = PREFIX + secrets.token_urlsafe(32)
        with self._changing() as tokens:
            if any(kept.name == name for kept in tokens):
                raise Conflict(f"已有名为 {name} 的令牌。 There is a token of this name.", hint="zhengtu token revoke")
            digest = hashlib.sha256(token.encode()).hexdigest()
            tokens.append(KeptToken(name, role, digest, datetime.now(UTC).isoformat(timespec="seconds")))
        return token

    def revoke(self, name: str) -> None:
        """End a token. Raises NotFound."""
        with self._changing() as tokens:
            left = [kept for kept in tokens if kept.name != name]
            if len(left) == len(tokens):
                raise NotFound(f"没有名为 {name} 的令牌。 No token of this name.", hint="zhengtu token list")
            tokens[:] = left

    @contextmanager
    def _changing(self) -> Iterator[list[KeptToken]]:
        """The list to change, under a lock; written whole or not at all, readable by its owner only."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with (self._path.parent / "tokens.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            tokens = list(self.all())
            yield tokens
            fresh = self._path.with_suffix(".new")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump([asdict(kept) for kept in tokens], file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
