"""What runs now: each query by its id, so that it can be listed and stopped."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.problems import Problem
from app.store.interface import Query, RunningQuery


class QueryStopped(Problem):
    """A query that someone stopped by its id."""

    status = 503
    title = "查询已被停止 Query stopped"


@dataclass
class Entry:
    """One query under way. stop: what ends it, set once it has a reader."""

    query: Query
    started: float = field(default_factory=time.monotonic)
    stop: Callable[[Problem], None] | None = None
    stopped: Problem | None = None


class Registry:
    """Queries under way by id."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, query: Query) -> tuple[str, Entry]:
        """Note a query; its new id."""
        query_id = query.query_id or secrets.token_urlsafe(9)
        entry = self._entries[query_id] = Entry(query)
        return query_id, entry

    def remove(self, query_id: str) -> None:
        self._entries.pop(query_id, None)

    def running(self) -> list[RunningQuery]:
        """Oldest first."""
        now = time.monotonic()
        return [
            RunningQuery(query_id, entry.query.text, entry.query.lane, entry.query.owner, round(now - entry.started, 3))
            for query_id, entry in self._entries.items()
        ]

    def stop(self, query_id: str) -> bool:
        """Stop a query; one that still waits for a reader is stopped when it gets one."""
        entry = self._entries.get(query_id)
        if entry is None:
            return False
        entry.stopped = QueryStopped("查询已被停止。The query was stopped.")
        if entry.stop:
            entry.stop(entry.stopped)
        return True
