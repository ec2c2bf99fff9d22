"""One change becomes one release: candidate → change → shapes → digest → flush → hooks → two renames."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pyoxigraph import Triple

from app.store.candidate import Candidate, candidate
from app.store.changes import Receipt
from app.store.releases import DataFolder, storage_errors

Hook = Callable[[Path, Path], None]
"""(store folder, release folder) → None: makes what a release carries beside its quads, before it is published."""

HOOKS: list[Hook] = []
"""Run in the writer in this order. One that raises stops the publishing."""


def ensure_release(folder: DataFolder) -> None:
    """Give an empty data folder its first, empty release."""
    folder.create()
    if folder.current_number() is None:
        with folder.writing(), candidate(folder) as made:
            if folder.current_number() is None:
                finish(made, keep=2, by=None, kind="first", even_if_same=True)


def publish_graphs(
    folder: DataFolder, graphs: Mapping[str, Iterable[Triple]], *, keep: int = 20, by: str | None = None
) -> Receipt:
    """Make each of these graphs (IRI → triples) hold exactly what is given; other graphs stay. An empty one is removed."""
    ensure_release(folder)
    with folder.writing(), candidate(folder) as made:
        for graph, triples in graphs.items():
            made.replace_graph(graph, triples)
        return finish(made, keep=keep, by=by, kind="graphs")


def finish(made: Candidate, *, keep: int, by: str | None, kind: str, even_if_same: bool = False) -> Receipt:
    """Publish a candidate whose changes are made and found valid. Where nothing changed, nothing is published."""
    with storage_errors(made.folder.path):
        manifest = made.seal()
        same = not made.changes and manifest.documents == made.previous.documents
        if same and manifest.corrections == made.previous.corrections and not even_if_same:
            return Receipt(made.previous.release, published=False)
        for hook in HOOKS:
            hook(made.path / "store", made.path)
        release = made.publish(by=by, kind=kind)
        made.folder.prune(keep)
        return Receipt(release, published=True, graphs=made.changes)
