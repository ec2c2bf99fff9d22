"""Hot backups: one archive of the current release, the tagged ones, the originals, the corrections and the operational data.

A release is immutable, so that its files are linked aside at once and archived while the server goes on writing. Both ways are
verified: the store is opened and every graph's digest computed anew.
"""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from app.problems import BadRequest, Conflict, Unavailable
from app.store.changes import Release
from app.store.digest import graph_digest
from app.store.releases import DataFolder, storage_errors, sync, write_durably

RESTORING = ".restoring"


def verify(folder: DataFolder, number: int) -> Release:
    """Open a release and compute all its digests anew; raises Unavailable where they are not what its manifest says."""
    manifest = folder.manifest(number)
    store = Store.read_only(str(folder.folder(number) / "store"))
    wrong = [graph for graph, known in manifest.graphs.items() if graph_digest(store, graph) != tuple(known)]
    if wrong or manifest.release.digest != folder.release(number).digest:
        raise Unavailable(f"版本 {number} 与其摘要不符。Release {number} is not what its digest says: {wrong[:3]}")
    return manifest.release


def back_up(folder: DataFolder, archive: Path) -> Release:
    """Write an archive (`.tar`, or `.tar.gz` by its name) of what the folder holds now. It appears whole or not at all.

    Returns the release that it holds. Raises Conflict where the archive exists, Unavailable where the data fails verification.
    """
    if archive.exists():
        raise Conflict(f"{archive} 已存在。It exists already.")
    unfinished = archive.with_name(f".{archive.name}-{os.getpid()}")
    with storage_errors(archive.parent), _aside(folder) as aside:
        copy = DataFolder(aside)
        release = verify(copy, copy.current().number)
        try:
            with tarfile.open(unfinished, "w:gz" if archive.name.endswith("gz") else "w") as out:
                out.add(aside, ".")
            handle = os.open(unfinished, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
            unfinished.rename(archive)
            sync(archive.parent)
        finally:
            unfinished.unlink(missing_ok=True)
    return release


@contextmanager
def _aside(folder: DataFolder) -> Iterator[Path]:
    """A data folder of its own, by hard links where they can be: what is in force now, whatever is written meanwhile."""
    release = folder.current()
    manifest = folder.manifest(release.number)
    aside = folder.operations / f".backup-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        tagged = [number for number in folder.numbers() if number != release.number and folder.manifest(number).tag]
        for number in (release.number, *tagged):
            shutil.copytree(folder.folder(number), aside / "releases" / str(number), copy_function=_link)
        for name in ("sources", "summaries", "deltas"):
            if (folder.path / name).exists():
                shutil.copytree(folder.path / name, aside / name, copy_function=_link, ignore=shutil.ignore_patterns(".*"))
        shutil.copytree(folder.operations, aside / "operations", ignore=shutil.ignore_patterns(".*", "tmp*"))
        shutil.copy2(folder.path / "base", aside / "base")
        if manifest.corrections:
            log = (folder.path / "corrections.jsonl").read_bytes()[: manifest.corrections]
            (aside / "corrections.jsonl").write_bytes(log)
        (aside / "current").write_text(f"{release.number}\n")
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def restore(archive: Path, folder: DataFolder) -> Release:
    """Fill a data folder that holds no release from an archive, after verifying it. Returns the release that it now serves.

    Raises Conflict for a folder in use, BadRequest for a file that is no backup, Unavailable where the data fails verification.
    """
    if folder.current_number() is not None:
        raise Conflict(
            f"{folder.path} 里已有数据，不会覆盖。It holds data already, which is not overwritten.",
            hint="恢复到一个空目录：--data。Restore into an empty folder: --data.",
        )
    incoming = folder.path / RESTORING
    with storage_errors(folder.path):
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir(parents=True)
        try:
            _unpack(archive, incoming)
            copy = DataFolder(incoming)
            release = verify(copy, copy.current().number)
            _verify_originals(copy)
            for entry in sorted(incoming.iterdir()):
                if entry.name != "current":
                    shutil.rmtree(folder.path / entry.name, ignore_errors=True)
                    entry.replace(folder.path / entry.name)
            sync(folder.path)
            write_durably(folder.path / "current", f"{release.number}\n")
        finally:
            shutil.rmtree(incoming, ignore_errors=True)
    return release


def _unpack(archive: Path, target: Path) -> None:
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")
    except FileNotFoundError as error:
        raise BadRequest(f"没有文件 {archive}。There is no file {archive}.") from error
    except (tarfile.TarError, EOFError) as error:
        raise BadRequest(f"{archive} 不是完整的备份。It is not a whole backup: {error}") from error
    if not (target / "current").exists():
        raise BadRequest(f"{archive} 不是备份。It is not a backup.")


def _verify_originals(folder: DataFolder) -> None:
    for kept in folder.sources.iterdir():
        for original in kept.glob("original.*"):
            if hashlib.sha256(original.read_bytes()).hexdigest() != kept.name:
                raise Unavailable(f"原件 {kept.name} 已损坏。The original {kept.name} is damaged.")
