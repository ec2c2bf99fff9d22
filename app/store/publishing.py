"""One change becomes one release: candidate → change → shapes → digest → flush → hooks → two renames."""

import importlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyoxigraph import Triple

from app.store import edits
from app.store.candidate import Candidate, candidate
from app.store.changes import (
    Change,
    CorrectionsChanged,
    DatasetLoaded,
    DocumentRead,
    DocumentsLoaded,
    DocumentsRemoved,
    GraphWritten,
    Progress,
    Receipt,
    SparqlUpdate,
)
from app.store.releases import DataFolder, storage_errors, write_durably

if TYPE_CHECKING:
    from app.store.sources import Reading

HOOKS: tuple[str, ...] = ("app.store.text_index:build",)
"""What a release carries beside its quads, each made by a function named `module:function` in this order.

(sealed candidate) → None. Run in the writer when the quads are on disk and before they are published; what it writes into the
candidate's folder is published with it. One that raises stops the publishing. Named, so that nothing of it is imported before
there is something to publish, and since the rooms that bring them may stand above this one.
"""

DEFAULT_BASE = "https://w3id.org/zhengtu/id/"


def ensure_release(folder: DataFolder, base: str = DEFAULT_BASE) -> None:
    """Give an empty data folder its base and its first, empty release."""
    if folder.current_number() is not None:
        return
    folder.create()
    folder.fix_base(base)
    with folder.writing():
        if folder.current_number() is None:
            with candidate(folder) as made:
                finish(made, keep=2, by=None, kind="first", even_if_same=True)


def publish_graphs(folder: DataFolder, graphs: Mapping[str, Iterable[Triple]], *, keep: int = 20) -> Receipt:
    """Make each of these graphs (IRI → triples) hold exactly what is given; other graphs stay. An empty one is removed."""
    ensure_release(folder)
    with folder.writing(), candidate(folder) as made:
        for graph, triples in graphs.items():
            made.replace_graph(graph, triples)
        return finish(made, keep=keep, by=None, kind="graphs")


def publish(
    folder: DataFolder,
    change: Change,
    *,
    keep: int,
    by: str | None = None,
    wait: float = 60.0,
    progress: Progress = lambda _what, _done, _of: None,
    pool: Executor | None = None,
) -> Receipt:
    """Make, validate and publish one change. Whatever is raised, the current release is as before.

    wait: seconds for the lock. progress, pool: see `app.store.documents`.
    """
    # Documents are read before the lock is taken: that is the long part of a load.
    readings = _read(change, progress, pool) if isinstance(change, DocumentsLoaded) else ()
    with folder.writing(wait), candidate(folder) as made:
        hint: str | None = None
        told: tuple[DocumentRead, ...] = ()
        members: dict[str, Any] = {}
        if isinstance(change, SparqlUpdate):
            hint = edits.update(made, change)
        elif isinstance(change, GraphWritten):
            edits.write_graph(made, change)
        elif isinstance(change, DatasetLoaded):
            edits.load_dataset(made, change)
        else:
            told, members = _documents(made, change, readings, progress)
        report = _checked(made, change, progress)
        if report:
            write_durably(made.path / "report.json", json.dumps(report, ensure_ascii=False))
        receipt = finish(made, keep=keep, by=by, kind=change.kind)
    return replace(receipt, documents=told, hint=hint, report=report, members=members)


def _checked(made: Candidate, change: Change, progress: Progress) -> dict[str, Any] | None:
    from app.store.gate import check_documents, check_edit

    if not made.changes or isinstance(change, DatasetLoaded):
        return None
    return check_edit(made) if isinstance(change, SparqlUpdate | GraphWritten) else check_documents(made, progress)


def _read(change: DocumentsLoaded, progress: Progress, pool: Executor | None) -> Sequence["Reading"]:
    # Reading and compiling are much to import, and updates need neither.
    from app.store.documents import read

    return read(change, progress, pool)


def _documents(
    made: Candidate,
    change: DocumentsLoaded | DocumentsRemoved | CorrectionsChanged,
    readings: Sequence["Reading"],
    progress: Progress,
) -> tuple[tuple[DocumentRead, ...], dict[str, Any]]:
    from app.store.documents import DocumentWriter

    writer = DocumentWriter(made, progress)
    if isinstance(change, DocumentsLoaded):
        return writer.load(change, readings), {}
    if isinstance(change, DocumentsRemoved):
        return writer.remove(change), {}
    return (), writer.correct(change)


def _hook(name: str) -> Callable[[Candidate], None]:
    module, function = name.split(":")
    hook: Callable[[Candidate], None] = getattr(importlib.import_module(module), function)
    return hook


def finish(made: Candidate, *, keep: int, by: str | None, kind: str, even_if_same: bool = False) -> Receipt:
    """Publish a candidate whose changes are made and found valid. Where nothing changed, nothing is published."""
    if not made.changed and not even_if_same:
        return Receipt(made.previous.release, published=False)
    with storage_errors(made.folder.path):
        made.seal()
        for name in HOOKS:
            _hook(name)(made)
        release = made.publish(by=by, kind=kind)
        made.folder.prune(keep)
    return Receipt(release, published=True, graphs=made.changes)
