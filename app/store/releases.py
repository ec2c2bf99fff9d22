"""The data folder: immutable releases, the pointer to the current one, and the lock that makes writers take turns.

    releases/42/            manifest.json, digest, store/, report.json, delta.gz, what the hooks of publishing made
    releases/.candidate-…   a release in the making; one that is found without its writer is an orphan
    current                 the number of the published release, replaced by rename

A release is published by two renames: the candidate becomes `releases/43`, then `current` says 43. A crash between them leaves
a release that nobody was told of; the next writer sweeps it away, as it does with orphaned candidates.
"""

import errno
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from app.problems import Busy, Gone, NoSpace, NotFound, Unavailable
from app.store.changes import Release
from app.store.delta import FILE, Sign, move_delta, read_delta
from app.store.digest import release_digest

CANDIDATE = ".candidate-"
PRUNED = ".pruned-"


@dataclass(frozen=True)
class Manifest:
    """What is known of a release beside its quads.

    graphs: IRI → (digest, quads), empty ones too. documents: IRI → what is kept of it (source's SHA-256, name, …).
    summaries: graph IRI → the digest that its summary is found by. corrections: how many bytes of the log are in force.
    made, by, change: when, by whom and by what kind of change. None of these but the graphs is part of the digest.
    """

    number: int
    graphs: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    summaries: Mapping[str, str] = field(default_factory=dict)
    corrections: int = 0
    made: str = ""
    by: str | None = None
    change: str = ""
    tag: str | None = None

    @property
    def release(self) -> Release:
        return Release(self.number, release_digest({graph: digest for graph, (digest, quads) in self.graphs.items() if quads}))

    @property
    def quads(self) -> int:
        return sum(quads for _, quads in self.graphs.values())


class DataFolder:
    """The releases of one data folder. Reading needs no lock; everything that changes the folder runs inside `writing()`."""

    def __init__(self, path: Path):
        self.path = path
        self.releases = path / "releases"
        self.sources = path / "sources"
        self.operations = path / "operations"
        self._digests: dict[int, str] = {}
        self._pointer = str(path / "current")
        self._last: Release | None = None

    def create(self) -> None:
        """Make the folders that are missing."""
        with storage_errors(self.path):
            for folder in (self.releases, self.sources, self.operations):
                folder.mkdir(parents=True, exist_ok=True)

    def fix_base(self, wanted: str) -> None:
        """Write the base of all IRIs, once for good; a folder that has one keeps it."""
        if not (self.path / "base").exists():
            with storage_errors(self.path):
                write_durably(self.path / "base", wanted + "\n")

    @cached_property
    def base(self) -> str:
        """The base of all IRIs in this folder."""
        return (self.path / "base").read_text().strip()

    def current_number(self) -> int | None:
        """The published release's number, None in a folder that has none yet."""
        # On the path of every request: half the time that pathlib takes.
        try:
            handle = os.open(self._pointer, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            return int(os.read(handle, 32))
        finally:
            os.close(handle)

    def current(self) -> Release:
        """The published release. Costs two small reads at most, so that it can be asked on every request."""
        number = self.current_number()
        if number is None:
            raise Unavailable("数据目录里还没有发布任何版本。The data folder holds no release yet.")
        if self._last is None or self._last.number != number:
            self._last = self.release(number)
        return self._last

    def release(self, number: int) -> Release:
        """A release by number. Raises NotFound for one that never was, Gone for one that was pruned."""
        if number not in self._digests or not (self.releases / str(number)).is_dir():
            try:
                self._digests[number] = (self.releases / str(number) / "digest").read_text().strip()
            except OSError:
                if 0 < number <= (self.current_number() or 0):
                    raise Gone(
                        f"版本 {number} 已被清理。Release {number} has been pruned.", hint="ZHENGTU_KEEP_RELEASES"
                    ) from None
                raise NotFound(f"没有版本 {number}。There is no release {number}.") from None
        return Release(number, self._digests[number])

    def folder(self, number: int) -> Path:
        return self.releases / str(number)

    def numbers(self) -> list[int]:
        """The releases that are kept, oldest first."""
        try:
            return sorted(int(entry.name) for entry in self.releases.iterdir() if entry.name.isdigit())
        except FileNotFoundError:
            return []

    def manifest(self, number: int) -> Manifest:
        """What is known of a release."""
        self.release(number)
        content = json.loads((self.folder(number) / "manifest.json").read_text())
        content["graphs"] = {graph: (digest, quads) for graph, (digest, quads) in content["graphs"].items()}
        return Manifest(**content)

    def write_manifest(self, folder: Path, manifest: Manifest) -> None:
        """Describe the release in `folder`, on disk when this returns."""
        write_durably(folder / "manifest.json", json.dumps(manifest.__dict__, ensure_ascii=False, sort_keys=True))
        write_durably(folder / "digest", manifest.release.digest + "\n")

    @contextmanager
    def writing(self, wait: float = 60.0) -> Iterator[None]:
        """Hold the write lock, shared by server and command line; sweeps orphans first. Raises Busy after `wait` seconds."""
        with storage_errors(self.path), (self.path / "lock").open("a") as file:
            until = time.monotonic() + wait
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise Busy("另一个写入正在进行。Another write is under way.", headers={"Retry-After": "5"}) from None
                    time.sleep(0.01)
            self._sweep()
            yield

    def _sweep(self) -> None:
        current = self.current_number() or 0
        for entry in self.releases.iterdir():
            if entry.name.startswith((CANDIDATE, PRUNED)) or (entry.name.isdigit() and int(entry.name) > current):
                shutil.rmtree(entry, ignore_errors=True)

    def candidate(self, number: int) -> Path:
        """A new empty folder for the release in the making."""
        folder = self.releases / f"{CANDIDATE}{number}-{os.getpid()}"
        folder.mkdir()
        return folder

    def publish(self, candidate: Path, number: int) -> None:
        """Make the candidate the current release: two renames, each on disk before the next step."""
        sync(candidate)
        candidate.rename(self.folder(number))
        sync(self.releases)
        write_durably(self.path / "current", f"{number}\n")

    def report(self, number: int) -> dict[str, Any] | None:
        """The validation report of the change that made a release, None where nothing had to be checked."""
        self.release(number)
        file = self.folder(number) / "report.json"
        return json.loads(file.read_text()) if file.exists() else None

    def delta(self, number: int) -> Iterator[tuple[Sign, str]]:
        """What release `number` added ("+") and removed ("-") against the one before: N-Quads lines. Kept also when it is pruned.

        Raises NotFound where there never was such a release.
        """
        for file in (self.folder(number) / FILE, self.path / "deltas" / f"{number}.gz"):
            if file.exists():
                return read_delta(file)
        raise NotFound(f"没有版本 {number}。There is no release {number}.")

    def tag(self, number: int, tag: str) -> None:
        """Give a release a name to cite it by; it is then never pruned."""
        self.write_manifest(self.folder(number), replace(self.manifest(number), tag=tag))

    def prune(self, keep: int) -> list[int]:
        """Remove all but the last `keep` releases and those that carry a tag. Returns what was removed."""
        gone = [number for number in self.numbers()[:-keep] if self.manifest(number).tag is None]
        for number in gone:
            move_delta(self.folder(number), self.path / "deltas")
            # By a rename first, so that a release is there whole or not at all.
            shutil.rmtree(self.folder(number).rename(self.releases / f"{PRUNED}{number}"), ignore_errors=True)
            self._digests.pop(number, None)
        return gone


def write_durably(file: Path, text: str) -> None:
    """Replace a file's content in one step, on disk when this returns."""
    beside = file.with_name(f".{file.name}-{os.getpid()}")
    with beside.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    sync(file.parent)


def sync(folder: Path) -> None:
    """Have a folder's entries on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn what the disk says into a problem that a person understands."""
    try:
        yield
    except OSError as error:
        # The engine gives no number, only RocksDB's words.
        text = str(error)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "No space left" in text or "File too large" in text:
            raise NoSpace(
                f"磁盘已满，什么都没有改动：{folder}。The disk is full; nothing was changed.",
                hint="腾出空间后重试。Free some space and try again.",
            ) from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM) or "Read-only file system" in text:
            raise Unavailable(
                f"数据目录不可写，什么都没有改动：{folder}。The data folder cannot be written; nothing was changed.",
                hint="检查挂载方式和权限。Check how it is mounted, and its permissions.",
            ) from error
        raise
