"""From changed records to changed graphs: only the plans whose records changed are compiled; what is derived is made anew
from the summaries of all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.store.candidate import Candidate
from app.store.changes import Progress
from app.store.sources import Sources, record_digest
from loaders.graph import DERIVED, Graph, Part, compile_derived, compile_document, compile_plan, document_key, plan_keys
from loaders.records import Document


@dataclass(frozen=True)
class Corrected:
    """A document's record with the corrections in force. read: the digest of the record without them. applied: in how many
    places each correction applied, by its id."""

    document: Document
    read: str
    applied: Mapping[str, int] = field(default_factory=dict)


class Compiler:
    """Brings a candidate's compiled graphs up to date.

    corrected(iri): the record of a document that stays as it is. distinct(): groups of names of indicators declared different.
    """

    def __init__(
        self,
        made: Candidate,
        sources: Sources,
        corrected: Callable[[str], Document],
        distinct: Callable[[], list[tuple[str, ...]]],
        progress: Progress,
    ):
        self._made = made
        self._sources = sources
        self._corrected = corrected
        self._distinct = distinct
        self._progress = progress
        self._base = made.folder.base
        self._documents = {iri: dict(kept) for iri, kept in made.manifest.documents.items()}
        self._summaries = dict(made.manifest.summaries)

    def compile(self, changed: Mapping[str, Corrected | None], *, derive: bool = False) -> None:
        """Make the graphs agree with these records by document IRI (None: the document is gone), and the manifest with both.

        derive: make what is derived anew even where no record changed.
        """
        fresh: dict[str, Document] = {}
        plans: set[str] = set()
        for iri, corrected in changed.items():
            known = self._documents.pop(iri, None)
            entry = self._entry(corrected) if corrected else None
            if entry is not None and corrected is not None:
                self._documents[iri] = entry
                if known is not None and known["record"] == entry["record"]:
                    continue
                if known is not None and known["key"] != entry["key"]:
                    self._drop(f"document/{known['key']}")
                fresh[iri] = corrected.document
            plans.update(known["plans"] if known else (), entry["plans"] if entry else ())
            if entry is None and known is not None:
                self._drop(f"document/{known['key']}")
        if fresh or plans or None in changed.values():
            self._compile_parts(fresh, sorted(plans))
            derive = True
        if derive:
            self._compile_derived()
        self._made.note(documents=self._documents, summaries=self._summaries)

    def _entry(self, corrected: Corrected) -> dict[str, Any]:
        document = corrected.document
        return {
            "sha256": document.sha256,
            "key": document_key(document),
            "name": document.source,
            "title": document.title,
            "read": corrected.read,
            "record": record_digest(document),
            "plans": plan_keys(document, self._base),
            "corrections": dict(corrected.applied),
        }

    def _compile_parts(self, fresh: Mapping[str, Document], plans: Iterable[str]) -> None:
        work = [*fresh, *plans]
        for done, iri in enumerate(fresh):
            self._put(compile_document(fresh[iri], self._base))
            self._progress("compile", done + 1, len(work))
        for done, plan in enumerate(plans):
            carriers = [iri for iri, kept in self._documents.items() if plan in kept["plans"]]
            if carriers:
                self._put(compile_plan(plan, [fresh.get(iri) or self._corrected(iri) for iri in carriers], self._base))
            else:
                self._drop(f"plan/{plan}")
            self._progress("compile", len(fresh) + done + 1, len(work))

    def _compile_derived(self) -> None:
        summaries = self._sources.summaries(self._summaries.values())
        derived = compile_derived(summaries, self._base, distinct=self._distinct())
        for name in DERIVED:
            iri = f"{self._base}graph/{name}"
            self._replace(derived.get(iri) or Graph(iri, ()))

    def _put(self, part: Part) -> None:
        self._summaries[part.graph.iri] = self._sources.keep_summary(part.summary)
        self._replace(part.graph)

    def _drop(self, name: str) -> None:
        iri = f"{self._base}graph/{name}"
        self._summaries.pop(iri, None)
        self._replace(Graph(iri, ()))

    def _replace(self, graph: Graph) -> None:
        known = self._made.previous.graphs.get(graph.iri)
        if (known[0] if known else None) != (graph.digest if graph.lines else None):
            self._made.replace_graph(graph.iri, (quad.triple for quad in graph.quads()))
