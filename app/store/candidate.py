"""A release in the making: a copy of the current one that takes changes, graph by graph, and knows what they were."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from app.store.changes import GraphChange, Release
from app.store.digest import graph_digest
from app.store.releases import DataFolder, Manifest, storage_errors


class Candidate:
    """The next release, not yet published. Made by `candidate(folder)`; what is not published is thrown away."""

    def __init__(self, folder: DataFolder, previous: Manifest, path: Path, store: Store):
        self.folder = folder
        self.previous = previous
        self.path = path
        self.store = store
        self.manifest = replace(previous, number=previous.number + 1, tag=None)
        self._changes: dict[str, GraphChange] = {}
        self._published = False

    @property
    def changes(self) -> tuple[GraphChange, ...]:
        """What became of each graph so far, sorted by IRI; graphs that are as before are not listed."""
        return tuple(change for _, change in sorted(self._changes.items()) if change.added or change.removed)

    def triples(self, graph: str) -> set[Triple]:
        """What a graph holds now."""
        return {quad.triple for quad in self.store.quads_for_pattern(None, None, None, NamedNode(graph))}

    def replace_graph(self, graph: str, triples: Iterable[Triple]) -> GraphChange:
        """Make a graph hold exactly these triples (none: it is gone). Only the difference is written."""
        before = self.triples(graph)
        name = NamedNode(graph)
        # The engine canonicalises numbers; through it both sides are written alike.
        canonical = Store()
        canonical.extend(in_graph(triple, name) for triple in triples)
        after = {quad.triple for quad in canonical}
        gone = before - after
        for triple in gone:
            self.store.remove(in_graph(triple, name))
        fresh = after - before
        (self.store.extend if len(fresh) < 100_000 else self.store.bulk_extend)(in_graph(triple, name) for triple in fresh)
        if not after:
            self.store.remove_graph(name)
        return self._note(graph, len(fresh), len(gone), len(before), len(after))

    def _note(self, graph: str, added: int, removed: int, before: int, after: int) -> GraphChange:
        change = GraphChange(graph, added, removed, before, after)
        self._changes[graph] = change
        return change

    def compare(self, graphs: Iterable[str]) -> None:
        """Note what a change that was made in `store` directly did to these graphs, by comparing with the release before."""
        number = self.previous.number
        before_store = Store.read_only(str(self.folder.folder(number) / "store")) if number else Store()
        for graph in graphs:
            name = NamedNode(graph)
            before = {quad.triple for quad in before_store.quads_for_pattern(None, None, None, name)}
            after = self.triples(graph)
            if not after:
                self.store.remove_graph(name)
            self._note(graph, len(after - before), len(before - after), len(before), len(after))

    def graphs(self) -> set[str]:
        """All graphs that are there now or were before."""
        now = {graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode)}
        return now | set(self.previous.graphs)

    def default_graph_quads(self) -> bool:
        """Whether something stands in the default graph, where nothing may stand."""
        return any(True for _ in self.store.quads_for_pattern(None, None, None, DefaultGraph()))

    def seal(self) -> Manifest:
        """Compute the digests of the changed graphs, flush the quads to disk and close the store. Returns the manifest so far."""
        digests = dict(self.manifest.graphs)
        for change in self.changes:
            if change.after:
                digests[change.graph] = graph_digest(self.store, change.graph)
            else:
                digests.pop(change.graph, None)
        self.manifest = replace(self.manifest, graphs=digests)
        self.store.flush()
        del self.store
        return self.manifest

    def publish(self, *, by: str | None, kind: str) -> Release:
        """Make it the current release, after `seal()`. On disk and visible when this returns."""
        made = datetime.now(UTC).isoformat(timespec="seconds")
        self.manifest = replace(self.manifest, made=made, by=by, change=kind)
        self.folder.write_manifest(self.path, self.manifest)
        self.folder.publish(self.path, self.manifest.number)
        self._published = True
        return self.manifest.release

    def discard(self) -> None:
        """Throw it away, unless it was published."""
        if not self._published:
            self.__dict__.pop("store", None)
            shutil.rmtree(self.path, ignore_errors=True)


def in_graph(triple: Triple, graph: NamedNode) -> Quad:
    """The triple as a quad of a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, graph)


@contextmanager
def candidate(folder: DataFolder) -> Iterator[Candidate]:
    """A copy of the current release to change, inside `folder.writing()`. It is thrown away unless published."""
    with storage_errors(folder.path):
        number = folder.current_number() or 0
        previous = folder.manifest(number) if number else Manifest(0)
        path = folder.candidate(number + 1)
        made: Candidate | None = None
        try:
            if number:
                Store.read_only(str(folder.folder(number) / "store")).backup(str(path / "store"))
            made = Candidate(folder, previous, path, Store(str(path / "store")))
            yield made
        finally:
            if made is None:
                shutil.rmtree(path, ignore_errors=True)
            else:
                made.discard()
