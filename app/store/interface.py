"""What everything above the store sees of it. Two implementations: `embedded` (releases, processes) and `remote` (HTTP)."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from app.store.changes import Change, Progress, Receipt, Release

if TYPE_CHECKING:
    from app.store.text_index import TextIndex


class Lane(StrEnum):
    """Who asks. Each lane has its share of readers and its own bounded queue."""

    AD_HOC = "ad-hoc"
    SERVICE = "service"


@dataclass(frozen=True)
class RunningQuery:
    """A query that runs or waits. elapsed: seconds since it came. owner: the token's name, None for an open request."""

    query_id: str
    text: str
    lane: Lane
    owner: str | None
    elapsed: float


@dataclass(frozen=True)
class Health:
    """Whether the store answers. readers: live reader processes of each lane; ready: the current release can be read."""

    ready: bool
    release: Release | None
    readers: Mapping[str, int]
    detail: str = ""


@dataclass(frozen=True)
class Term:
    """An RDF term. kind: iri, literal or bnode. datatype is None for plain strings and language-tagged ones."""

    kind: str
    value: str
    datatype: str | None = None
    language: str | None = None


Row = Mapping[str, Term]


@dataclass(frozen=True)
class Query:
    """A query to run. media_type: of the answer, or None for the engine's usual one (JSON results, N-Triples).

    default_graphs, named_graphs: the protocol's dataset, which replaces the query's own. timeout: seconds, at most the setting's.
    release: a number, or None for the current one. owner: the token's name that may see and stop the query.
    base_iri: against which relative IRIs are resolved. union: whether the default graph is the union of all; None as the settings
    say. query_id: to be listed under; None takes a new one.
    """

    text: str
    media_type: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    lane: Lane = Lane.AD_HOC
    release: int | None = None
    owner: str | None = None
    base_iri: str | None = None
    union: bool | None = None
    query_id: str | None = None


@dataclass(frozen=True)
class Answer:
    """An answer under way. chunks raises when the reader fails, so that the connection is aborted, never ended cleanly.

    whole: all of it, where it is small and here already; chunks gives the same.
    """

    query_id: str
    release: Release
    media_type: str
    chunks: AsyncIterator[bytes]
    headers: Mapping[str, str] = field(default_factory=dict)
    whole: bytes | None = None


class GraphStore(Protocol):
    """The store as the API process knows it. Every method may raise the problems of `app.problems`."""

    async def release(self) -> Release:
        """The release that a request arriving now is answered from."""
        ...

    async def answer(self, query: Query) -> Answer:
        """Run a query; returns once the first bytes are there, so that what fails before them can be a proper problem."""
        ...

    async def rows(self, text: str, *, release: int | None = None) -> list[Row]:
        """All rows of one of our own bounded SELECT queries, in the service lane."""
        ...

    async def publish(
        self, change: Change, *, by: str | None = None, timeout: float | None = None, progress: Progress | None = None
    ) -> Receipt:
        """Make, validate and publish one change; returns when it is on disk and seen by the next request.

        by: who writes, kept in the release's manifest. timeout: seconds, at most the setting's. progress: told what is done.
        Raises Unprocessable with the member `report` (a Violation) or `documents` (unreadable input), QuerySyntax,
        Forbidden (a graph outside the change's scope), DeadlineExceeded, OutOfMemory, NoSpace, Busy, Unavailable.
        """
        ...

    def text_index(self, release: int) -> "TextIndex | None":
        """The text index of a release; None where there is none."""
        ...

    def queries(self) -> list[RunningQuery]:
        """What runs or waits now, oldest first."""
        ...

    def stop(self, query_id: str) -> bool:
        """Stop one query; False where none of this id runs. Its client sees a problem or a broken transfer."""
        ...

    async def health(self) -> Health:
        """For /readyz."""
        ...

    async def close(self) -> None:
        """End the readers and the writer, letting running work finish."""
        ...
