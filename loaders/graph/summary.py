"""What the derived graphs need to know of one plan or document: small, as JSON, and enough to make them without the records."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from loaders.graph.resolution import Body, Place
from loaders.records import RelationKind


class _Seen(BaseModel):
    model_config = ConfigDict(frozen=True)


class AgencySeen(_Seen):
    """An agency by one of its printed names."""

    key: str
    body: Body
    printed: str
    collective: bool


class RegionSeen(_Seen):
    """A region by one of its printed names."""

    key: str
    place: Place
    printed: str


class IndicatorSeen(_Seen):
    """An indicator by one of its printed names."""

    key: str
    name: str
    population: str | None


class CitationSeen(_Seen):
    """subject: IRI of the document or task that names another document, by its title, its number or both."""

    subject: str
    relation: RelationKind
    title: str | None
    number: str | None


class DocumentSeen(_Seen):
    """A document that is loaded, the titles it may be cited by, and the keys of its plans."""

    key: str
    title: str
    number: str | None
    issued: str | None
    plans: tuple[str, ...]
    plan_keys: tuple[str, ...] = ()


class Summary(BaseModel):
    """Lists of what was seen and how often, sorted, so that equal input gives equal JSON."""

    model_config = ConfigDict(frozen=True)

    agencies: tuple[tuple[AgencySeen, int], ...] = ()
    regions: tuple[tuple[RegionSeen, int], ...] = ()
    indicators: tuple[tuple[IndicatorSeen, int], ...] = ()
    citations: tuple[CitationSeen, ...] = ()
    documents: tuple[DocumentSeen, ...] = ()


_Named = TypeVar("_Named", AgencySeen, RegionSeen, IndicatorSeen)


@dataclass
class SummaryBuilder:
    """Counts what one plan or document names."""

    agencies: Counter[AgencySeen] = field(default_factory=Counter)
    regions: Counter[RegionSeen] = field(default_factory=Counter)
    indicators: Counter[IndicatorSeen] = field(default_factory=Counter)
    citations: set[CitationSeen] = field(default_factory=set)
    documents: set[DocumentSeen] = field(default_factory=set)

    def build(self) -> Summary:
        return Summary(
            agencies=_counted(self.agencies),
            regions=_counted(self.regions),
            indicators=_counted(self.indicators),
            citations=tuple(sorted(self.citations, key=_json)),
            documents=tuple(sorted(self.documents, key=_json)),
        )


def _counted(counter: Counter[_Named]) -> tuple[tuple[_Named, int], ...]:
    return tuple(sorted(counter.items(), key=lambda item: _json(item[0])))


def _json(seen: BaseModel) -> str:
    return seen.model_dump_json()
