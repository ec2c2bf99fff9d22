"""What can be written, and what one gets back: plain values that go between the API process and the writer process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict

Progress = Callable[[str, int, int], None]
"""(what is being done, how many are done, of how many)."""


@dataclass(frozen=True)
class Release:
    """One immutable state of the graph. digest: hex SHA-256 over the sorted (graph, digest) pairs."""

    number: int
    digest: str

    @property
    def etag(self) -> str:
        return f'"{self.number}-{self.digest[:16]}"'


DEFAULT_GRAPH = "default"
"""How the store's own default graph is named where graphs are listed. Documents are never compiled into it."""


class Scope(StrEnum):
    """Which graphs a write may change: editors the curated ones, admins all that are not compiled from documents."""

    CURATED = "curated"
    UNCOMPILED = "uncompiled"


@dataclass(frozen=True)
class SourceFile:
    """A document as it came. name: the file's name, which says its format where the bytes do not."""

    name: str
    data: bytes

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


@dataclass(frozen=True)
class DocumentsLoaded:
    """Read these documents and compile what they carry. One that cannot be read refuses them all."""

    files: tuple[SourceFile, ...]
    kind: Literal["documents-loaded"] = "documents-loaded"


@dataclass(frozen=True)
class DocumentsRemoved:
    """Take documents out of the graph. documents: their IRIs. Their originals stay under `sources/`."""

    documents: tuple[str, ...]
    kind: Literal["documents-removed"] = "documents-removed"


@dataclass(frozen=True)
class CorrectionsChanged:
    """Append to the log of corrections and compile again. entries: JSON objects as `loaders.corrections` reads them
    (a correction, or the withdrawal of one)."""

    entries: tuple[Mapping[str, Any], ...]
    kind: Literal["corrections-changed"] = "corrections-changed"


@dataclass(frozen=True)
class SparqlUpdate:
    """A SPARQL 1.1 Update request that policy has let through.

    text: with `using-graph-uri` already written into it as USING, since the engine takes no dataset beside the text.
    graphs: the graphs that it can write, as its tokens show; None where they do not (GRAPH ?g in a template, CLEAR ALL …):
    then every graph is compared before and after, which takes seconds per million quads.
    """

    text: str
    graphs: tuple[str, ...] | None = None
    scope: Scope = Scope.CURATED
    base_iri: str | None = None
    kind: Literal["update"] = "update"


@dataclass(frozen=True)
class GraphPart:
    """One more serialised graph of the same write (a part of multipart/form-data)."""

    data: bytes
    media_type: str

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


@dataclass(frozen=True)
class GraphWritten:
    """The Graph Store Protocol's PUT (replace), POST (merge) and DELETE of one named graph.

    data: a serialised graph in `media_type` (Turtle, N-Triples, RDF/XML, JSON-LD); empty for a DELETE. more: others beside it.
    """

    graph: str
    method: Literal["put", "post", "delete"]
    data: bytes = b""
    media_type: str = "text/turtle"
    scope: Scope = Scope.CURATED
    base_iri: str | None = None
    more: tuple[GraphPart, ...] = ()
    kind: Literal["graph-written"] = "graph-written"

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


@dataclass(frozen=True)
class DatasetLoaded:
    """Add the N-Quads of a file on this machine in bulk (`zhengtu load --quads`): bench data, dumps. Not reachable over HTTP."""

    path: str
    kind: Literal["dataset-loaded"] = "dataset-loaded"


Change = DocumentsLoaded | DocumentsRemoved | CorrectionsChanged | SparqlUpdate | GraphWritten | DatasetLoaded


@dataclass(frozen=True)
class GraphChange:
    """What became of one graph. quads: what it holds now. An empty graph may exist. graph: its IRI, or `default`."""

    graph: str
    added: int
    removed: int
    quads: int
    existed: bool
    exists: bool

    @property
    def changed(self) -> bool:
        """Whether anything differs from the release before."""
        return bool(self.added or self.removed) or self.existed != self.exists


@dataclass(frozen=True)
class DocumentRead:
    """One document of a load. outcome: new, replaced (its older bytes), unchanged or removed. Counts of what was read from it."""

    name: str
    document: str
    sha256: str
    title: str
    outcome: Literal["new", "replaced", "unchanged", "removed"]
    plans: int = 0
    tasks: int = 0
    targets: int = 0
    agencies: int = 0
    repairs: int = 0
    warnings: int = 0


@dataclass(frozen=True)
class Receipt:
    """An acknowledged write: on disk, and seen by the next request.

    published: False where nothing changed, so that `release` is the one before. report: the validation report as JSON
    (`conforms`, `violations` and `warnings` counted, `findings`), None where nothing had to be checked. members: of corrections,
    `applied` and `unanchored`. hint: a word for the writer, such as why nothing matched.
    """

    release: Release
    published: bool
    graphs: tuple[GraphChange, ...] = ()
    documents: tuple[DocumentRead, ...] = ()
    report: Mapping[str, Any] | None = None
    hint: str | None = None
    members: Mapping[str, Any] = field(default_factory=dict)

    @property
    def added(self) -> int:
        """Quads that were not there before."""
        return sum(change.added for change in self.graphs)

    @property
    def removed(self) -> int:
        """Quads that are no longer there."""
        return sum(change.removed for change in self.graphs)
