"""Correcting in place: a form for one fact, and the entries of the log that it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from app.corrections import Anchoring, Log, read_log, stamped, withdrawal
from app.pages.correction_fields import FIELDS, Field, changes_of, said
from app.pages.errors import page_router
from app.pages.language import Language
from app.pages.layout import page
from app.pages.links import THING, page_path
from app.pages.reading import Read, Reading, iri
from app.pages.session import check_form, editor
from app.pages.things import Thing
from app.problems import BadRequest, Conflict, NotFound
from app.store.changes import CorrectionsChanged
from loaders.corrections import Correction, InvalidCorrection

router = page_router()
MERGED = {"agency", "indicator"}


@dataclass(frozen=True)
class Subject:
    """A fact to correct. kind: as in its IRI. home: the page to go back to. names: as printed, for facts that have names."""

    kind: str
    fact: Thing
    home: str
    names: tuple[str, ...]


@router.get("/{language:language}/correct")
async def form(request: Request, read: Read, fact: str = Query(max_length=120)) -> Response:
    editor(request)
    subject = await subject_of(read, fact)
    return page(request, "correct.html", subject=subject, fields=_shown(subject), fact=fact, problem=None, given={})


@router.post("/{language:language}/correct")
async def correct(request: Request, read: Read, fact: str = Query(max_length=120)) -> Response:
    given = {name: value.strip() for name, value in (await request.form(max_fields=40)).items() if isinstance(value, str)}
    check_form(request, given.get("form", ""))
    who = editor(request)
    subject = await subject_of(read, fact)
    try:
        known = await read_log(read.store, read.release.number)
        entry = stamped(await entry_of(read, subject, given, known), who.name)
        known.check(entry)
    except (InvalidCorrection, BadRequest, Conflict) as problem:
        return page(
            request,
            "correct.html",
            status=422,
            subject=subject,
            fields=_shown(subject),
            fact=fact,
            problem=str(problem),
            given=given,
        )
    receipt = await read.store.publish(CorrectionsChanged((entry,)), by=who.name)
    path = page_path(read.language, subject.home, read.base) or f"/{read.language}/"
    done = receipt.release.number if receipt.published else 0
    return RedirectResponse(f"{request.scope.get('root_path', '')}{path}?done={done}", 303)


@router.get("/{language:language}/corrections")
async def log(request: Request, read: Read) -> Response:
    known = await read_log(read.store, read.release.number)
    made = [(entry, known.state(name), _changes(entry, read.language)) for name, entry in reversed(known.corrections.items())]
    return page(request, "corrections.html", corrections=made)


@router.post("/{language:language}/corrections")
async def undo(request: Request, read: Read) -> Response:
    given = {name: value for name, value in (await request.form(max_fields=10)).items() if isinstance(value, str)}
    check_form(request, given.get("form", ""))
    who = editor(request)
    of = given.get("of", "")
    (await read_log(read.store, read.release.number)).check_undoable(of)
    entry = withdrawal(of, given.get("reason", "")[:2000], who.name)
    receipt = await read.store.publish(CorrectionsChanged((entry,)), by=who.name)
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{read.language}/corrections?done={receipt.release.number}", 303)


async def subject_of(read: Reading, fact: str) -> Subject:
    """The fact by `kind/key`, with what its form shows. NotFound for one that is not there or cannot be corrected."""
    kind, _, _ = fact.partition("/")
    if not THING.fullmatch(fact) or kind not in FIELDS:
        raise NotFound(f"没有可以更正的 {fact[:100]}。There is no {fact[:100]} to correct.")
    graph = await read.graph("correctable", fact=iri(read.base + fact))
    found = graph.thing(read.base + fact)
    if found.iri not in graph:
        raise NotFound(f"没有 {fact}。There is no {fact}.")
    owner = found.thing("onTask") or found.thing("inPlan") or found
    names = {"responsibility": found.texts("nameAsPrinted"), "agency": [found.label, *found.texts("altLabel")]}
    return Subject(kind, found, owner.iri, tuple(names.get(kind, [found.label])))


async def entry_of(read: Reading, subject: Subject, given: Mapping[str, str], known: Log) -> dict[str, Any]:
    """What a filled form means, as an entry of the log. Raises BadRequest for one that says nothing."""
    action, reason = given.get("action", ""), given.get("reason", "")
    if not reason:
        raise BadRequest("请写明理由。Please give the reason.")
    common = {"action": action, "reason": reason, "subject": subject.fact.iri}
    if subject.kind in MERGED:
        return common | _together(subject, action, given.get("into", ""))
    if action not in {"replace", "retract"}:
        raise BadRequest("请选择更正还是撤回。Please choose to replace or to retract.")
    changes = changes_of(subject.fact, FIELDS[subject.kind], given) if action == "replace" else {}
    if action == "replace" and not changes:
        raise BadRequest("没有改动任何内容。Nothing was changed.")
    anchor = await Anchoring(read.store, read.base, read.release.number, known).of(subject.fact.iri)
    return common | {"anchor": anchor.model_dump(mode="json", exclude_none=True)} | ({"changes": changes} if changes else {})


def _together(subject: Subject, action: str, into: str) -> dict[str, Any]:
    """What an entry says that merges an agency or indicator with another name, or tells the two apart."""
    names = [name for name in subject.names if name != into]
    if action not in {"merge", "distinct"} or not into or not names:
        raise BadRequest("请写出另一个名称。Please give the other name.")
    if action == "distinct":
        return {"entity": subject.kind, "names": [subject.fact.label, into]}
    jurisdiction = subject.fact.thing("jurisdiction")
    region = {"region": jurisdiction.label} if jurisdiction else {}
    return {"entity": subject.kind, "names": names, "into": into} | region


def _shown(subject: Subject) -> list[tuple[Field, str]]:
    return [(field, field.now(subject.fact)) for field in FIELDS[subject.kind]]


def _changes(entry: Correction, language: Language) -> list[str]:
    """What an entry changes, for people. The detail of a role follows from the role."""
    kind = entry.anchor.fact if entry.anchor else ""
    return [said(kind, name, value, language) for name, value in entry.changes.items() if name != "detail"]
