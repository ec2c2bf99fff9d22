"""The log of corrections as a release has it, and new entries for it."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.problems import Conflict, NotFound
from app.store import GraphStore
from app.store.embedded import EmbeddedStore
from app.store.releases import Manifest
from app.store.sources import Sources
from loaders.corrections import Correction, Withdrawal, read_entry


class Log:
    """Corrections by id, oldest first; which are undone; in how many places each applied."""

    def __init__(self, entries: Iterable[Mapping[str, Any]], manifest: Manifest):
        read = [read_entry(entry) for entry in entries]
        self.corrections = {entry.id: entry for entry in read if isinstance(entry, Correction)}
        self.undone = {entry.of for entry in read if isinstance(entry, Withdrawal)}
        self.places: dict[str, int] = {}
        for kept in manifest.documents.values():
            for name, count in (kept.get("corrections") or {}).items():
                self.places[name] = self.places.get(name, 0) + count

    @property
    def in_force(self) -> dict[str, Correction]:
        return {name: entry for name, entry in self.corrections.items() if name not in self.undone}

    def state(self, name: str) -> str:
        """applied, unanchored (for the review list) or undone."""
        if name in self.undone:
            return "undone"
        return "applied" if self.places.get(name) or self.corrections[name].action == "distinct" else "unanchored"

    def check_undoable(self, name: str) -> None:
        """Raises NotFound for a correction that was never made, Conflict for one that is undone already."""
        if name not in self.corrections:
            raise NotFound(f"没有更正 {name[:60]} There is no correction {name[:60]}.")
        if name in self.undone:
            raise Conflict(f"更正 {name} 已经撤销 It is undone already.")

    def check(self, entry: Mapping[str, Any]) -> None:
        """Raises InvalidCorrection for an entry that means nothing, Conflict for one that merges what was declared different or
        tells apart what was merged."""
        asked = read_entry(entry)
        if not isinstance(asked, Correction) or asked.action not in ("merge", "distinct"):
            return
        against = "distinct" if asked.action == "merge" else "merge"
        for name, known in self.in_force.items():
            if known.action == against and known.entity == asked.entity and len(_together(asked) & _together(known)) > 1:
                raise Conflict(f"与更正 {name} 矛盾 It contradicts correction {name}.", correction=name)


def _together(entry: Correction) -> set[str]:
    return {*entry.names, *([entry.into] if entry.into else [])}


async def read_log(store: GraphStore, release: int) -> Log:
    """The log as this release has it. NotFound over a remote engine, which has none."""
    if not isinstance(store, EmbeddedStore):
        raise NotFound("外部引擎没有更正日志 A remote engine has no log of corrections.")
    folder = store.folder
    manifest = folder.manifest(release)
    return await asyncio.to_thread(lambda: Log(Sources(folder.path).corrections(manifest.corrections), manifest))


def stamped(entry: Mapping[str, Any], by: str) -> dict[str, Any]:
    """A new entry of the log: what it says, with its id, its author and the time."""
    prefix = "u" if entry["action"] == "undo" else "c"
    return {"id": f"{prefix}-{secrets.token_hex(6)}", **entry, "by": by, "at": datetime.now(UTC).isoformat(timespec="seconds")}


def withdrawal(of: str, reason: str, by: str) -> dict[str, Any]:
    """The entry that undoes a correction."""
    return stamped({"action": "undo", "of": of, "reason": reason}, by)
