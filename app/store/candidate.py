"""A release in the making: a copy of the current one that takes changes, graph by graph, and knows what they were."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from app.store.changes import DEFAULT_GRAPH, GraphChange, Release
from app.store.delta import DeltaWriter
from app.store.digest import graph_digest, graph_lines, lines_digest
from app.store.releases import DataFolder, Manifest, storage_errors

BULK = 100_000
"""From this many quads on, the engine's bulk loading pays."""


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
        self._delta = DeltaWriter(path)
        self.changed_subjects: set[str] = set()
        self._digests: dict[str, tuple[str, int]] = {}

    @property
    def changes(self) -> tuple[GraphChange, ...]:
        """What became of each graph, sorted by IRI; graphs that are as before are not listed."""
        return tuple(change for _, change in sorted(self._changes.items()) if change.changed)

    @property
    def changed(self) -> bool:
        """Whether there is anything to publish."""
        before, now = self.previous, self.manifest
        return bool(self.changes) or now.documents != before.documents or now.corrections != before.corrections

    def triples(self, graph: str) -> set[Triple]:
        """What a graph holds now."""
        return triples(self.store, graph)

    def replace_graph(self, graph: str, content: Iterable[Triple], *, keep_empty: bool = False) -> GraphChange:
        """Make a graph hold exactly these triples; only the difference is written. Without any it is gone, unless keep_empty."""
        self._digests.pop(graph, None)
        name = graph_name(graph)
        before = self.triples(graph)
        # The engine canonicalises numbers; through it both sides are written alike.
        canonical = Store()
        canonical.extend(Quad(triple.subject, triple.predicate, triple.object, name) for triple in content)
        after = {quad.triple for quad in canonical}
        for triple in before - after:
            self.store.remove(Quad(triple.subject, triple.predicate, triple.object, name))
        fresh = [Quad(triple.subject, triple.predicate, triple.object, name) for triple in after - before]
        (self.store.extend if len(fresh) < BULK else self.store.bulk_extend)(fresh)
        if isinstance(name, NamedNode) and not after:
            self.store.add_graph(name) if keep_empty else self.store.remove_graph(name)
        return self._note(graph, before, after, exists=bool(after) or keep_empty)

    def _note(self, graph: str, before: set[Triple], after: set[Triple], *, exists: bool) -> GraphChange:
        existed = graph in self.previous.graphs
        name = graph_name(graph)
        self.changed_subjects.update(triple.subject.value for triple in before ^ after if isinstance(triple.subject, NamedNode))
        self._delta.write("+", _lines(after - before, name))
        self._delta.write("-", _lines(before - after, name))
        change = GraphChange(graph, len(after - before), len(before - after), len(after), existed, exists)
        self._changes[graph] = change
        return change

    def compare(self, graphs: Iterable[str] | None) -> None:
        """Note what was done in `store` directly to these graphs, or to any, by comparing with the release before."""
        here = {graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode)} | {DEFAULT_GRAPH}
        for graph in sorted(here | set(self.previous.graphs) if graphs is None else {*graphs, DEFAULT_GRAPH}):
            lines = list(graph_lines(self.store, graph))
            digest, count = self._digests[graph] = lines_digest(lines)
            exists = graph in here and (graph != DEFAULT_GRAPH or count > 0)
            known = self.previous.graphs.get(graph)
            if known is None or not known[1]:
                self._delta.write("+", lines)
                self.changed_subjects.update(line[1 : line.index(b">")].decode() for line in lines if line.startswith(b"<"))
                self._changes[graph] = GraphChange(graph, count, 0, count, known is not None, exists)
            elif known[0] != digest:
                before = triples(self._previous_store(), graph)
                self._note(graph, before, self.triples(graph), exists=exists)
            elif not exists:
                self._changes[graph] = GraphChange(graph, 0, 0, 0, True, False)

    def note(self, **fields: Any) -> None:
        """Change what the manifest says: documents, summaries, corrections."""
        self.manifest = replace(self.manifest, **fields)

    def _previous_store(self) -> Store:
        return Store.read_only(str(self.folder.folder(self.previous.number) / "store"))

    def seal(self) -> Manifest:
        """Compute the digests of the changed graphs, flush the quads to disk, close the store. Returns the manifest so far."""
        digests = dict(self.manifest.graphs)
        for change in self.changes:
            if change.exists:
                digests[change.graph] = self._digests.get(change.graph) or graph_digest(self.store, change.graph)
            else:
                digests.pop(change.graph, None)
        self.manifest = replace(self.manifest, graphs=digests)
        self._delta.close()
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


def _lines(content: Iterable[Triple], graph: NamedNode | DefaultGraph) -> list[bytes]:
    # A quad of the default graph is printed with a word for it that N-Quads does not have.
    end = "" if isinstance(graph, DefaultGraph) else f" {graph}"
    return sorted(f"{triple}{end} .".encode() for triple in content)


def graph_name(graph: str) -> NamedNode | DefaultGraph:
    """A graph as the engine names it."""
    return DefaultGraph() if graph == DEFAULT_GRAPH else NamedNode(graph)


def triples(store: Store, graph: str) -> set[Triple]:
    """What a graph of a store holds."""
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, graph_name(graph))}


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
