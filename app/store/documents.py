"""Documents in, documents out, corrections: what a change says of which records."""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Executor
from typing import Any, Literal

from app.problems import Conflict, NotFound, Unprocessable
from app.store.candidate import Candidate
from app.store.changes import CorrectionsChanged, DocumentRead, DocumentsLoaded, DocumentsRemoved, Progress
from app.store.compiling import Compiler, Corrected
from app.store.sources import Reading, Refused, Sources, read_file, record_digest
from loaders.corrections import Correction, InvalidCorrection, correct, read_log
from loaders.graph import document_key
from loaders.records import Document


class DocumentWriter:
    """Carries out the changes that concern documents, on one candidate."""

    def __init__(self, made: Candidate, progress: Progress):
        self._made = made
        self._sources = Sources(made.folder.path)
        self._compiler = Compiler(made, self._sources, self._document, self._distinct, progress)
        self._corrections = self._log(made.manifest.corrections)

    def load(self, change: DocumentsLoaded, readings: Iterable[Reading]) -> tuple[DocumentRead, ...]:
        """Keep what was read of the change's files and compile what it changes. Raises Conflict for two versions of one."""
        loaded: dict[str, Document] = {}
        changed: dict[str, Corrected | None] = {}
        told: list[DocumentRead] = []
        for file, reading in zip(change.files, readings, strict=True):
            document = reading.document
            iri = f"{self._made.folder.base}document/{document_key(document)}"
            if iri in loaded and loaded[iri].sha256 != document.sha256:
                raise Conflict(
                    f"{loaded[iri].source} 和 {document.source} 是同一份文件的两个版本，请只留一个。"
                    "They are two versions of one document: keep one of them."
                )
            outcome = self._outcome(iri, document)
            loaded[iri] = document
            if outcome != "unchanged":
                self._sources.keep(file, reading)
                changed[iri] = self._with_corrections(document)
            told.append(_told(iri, document, outcome))
        self._compiler.compile(changed)
        return tuple(told)

    def remove(self, change: DocumentsRemoved) -> tuple[DocumentRead, ...]:
        """Take documents out. Raises NotFound for one that is not there."""
        told = []
        for iri in change.documents:
            kept = self._made.manifest.documents.get(iri)
            if kept is None:
                raise NotFound(f"没有文件 <{iri}>。There is no document <{iri}>.")
            told.append(DocumentRead(kept["name"], iri, kept["sha256"], kept["title"], "removed"))
        self._compiler.compile(dict.fromkeys(change.documents))
        return tuple(told)

    def correct(self, change: CorrectionsChanged) -> dict[str, Any]:
        """Append corrections to the log and compile again what they touch. Raises Unprocessable for one that is invalid.

        Returns in how many places each correction in force applied (`applied`) and which found none (`unanchored`).
        """
        length = self._sources.append_corrections(change.entries, self._made.manifest.corrections)
        self._made.note(corrections=length)
        self._corrections = self._log(length)
        kept = self._made.manifest.documents
        self._compiler.compile(
            {iri: self._with_corrections(self._sources.document(kept[iri]["sha256"])) for iri in kept}, derive=True
        )
        applied: Counter[str] = Counter()
        for entry in self._made.manifest.documents.values():
            applied.update(entry["corrections"])
        named = (one.id for one in self._corrections if one.action not in ("merge", "distinct"))
        return {"applied": dict(applied), "unanchored": [one for one in named if not applied[one]]}

    def _outcome(self, iri: str, document: Document) -> Literal["new", "replaced", "unchanged"]:
        known = self._made.manifest.documents.get(iri)
        if known is None:
            return "new"
        same = known["sha256"] == document.sha256 and known["read"] == record_digest(document)
        return "unchanged" if same else "replaced"

    def _log(self, length: int) -> tuple[Correction, ...]:
        try:
            return read_log(self._sources.corrections(length))
        except InvalidCorrection as error:
            raise Unprocessable(str(error)) from error

    def _distinct(self) -> list[tuple[str, ...]]:
        return [one.names for one in self._corrections if one.action == "distinct" and one.entity == "indicator"]

    def _with_corrections(self, document: Document) -> Corrected:
        applied: Counter[str] = Counter()
        try:
            corrected = correct(document, self._corrections, applied)
        except InvalidCorrection as error:
            raise Unprocessable(str(error)) from error
        return Corrected(corrected, record_digest(document), +applied)

    def _document(self, iri: str) -> Document:
        kept = self._made.manifest.documents[iri]
        return self._with_corrections(self._sources.document(kept["sha256"])).document


def _told(iri: str, document: Document, outcome: Literal["new", "replaced", "unchanged"]) -> DocumentRead:
    tasks = [task for plan in document.plans for task in plan.tasks]
    facts = [document, *document.plans, *tasks, *(target for plan in document.plans for target in plan.targets)]
    return DocumentRead(
        name=document.source,
        document=iri,
        sha256=document.sha256,
        title=document.title,
        outcome=outcome,
        plans=len(document.plans),
        tasks=len(tasks),
        targets=sum(len(plan.targets) for plan in document.plans),
        agencies=len({said.name for task in tasks for said in task.responsibilities}),
        repairs=len(document.repairs),
        warnings=sum(len(fact.doubts) for fact in facts),
    )


def read(change: DocumentsLoaded, progress: Progress, pool: Executor | None = None) -> list[Reading]:
    """Read documents, side by side where there is a pool. Raises Unprocessable, naming all that cannot be read."""
    readings: list[Reading] = []
    refused: list[Refused] = []
    count = len(change.files)
    for done, reading in enumerate((pool.map if pool else map)(read_file, change.files)):
        progress("read", done + 1, count)
        if isinstance(reading, Refused):
            refused.append(reading)
        else:
            readings.append(reading)
    if refused:
        raise Unprocessable(
            f"{count} 个文件中有 {len(refused)} 个无法读取，什么都没有载入。"
            f"{len(refused)} of {count} documents cannot be read; nothing was loaded.",
            hint=next((one.hint for one in refused if one.hint), None),
            documents=[vars(one) for one in refused],
        )
    return readings
