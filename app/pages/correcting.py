"""Correcting in place: a form for one fact, and the entries of the log that it becomes."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from app.pages.correction_fields import FIELDS, Field, changes_of
from app.pages.errors import page_router
from app.pages.layout import page
from app.pages.links import THING, page_path
from app.pages.reading import Read, Reading, iri, literal
from app.pages.session import check_form, editor
from app.pages.things import Thing
from app.problems import BadRequest, NotFound
from app.store.changes import CorrectionsChanged
from app.store.embedded import EmbeddedStore
from app.store.sources import Sources
from loaders.corrections import RULE, Correction, InvalidCorrection, Withdrawal, read_entry

router = page_router()
MERGED = {"agency", "indicator"}
_CORRECTED = re.compile(re.escape(RULE) + r"([A-Za-z0-9-]{1,40})")


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
        entries = await entries_of(read, subject, given, who.name)
        for entry in entries:
            read_entry(entry)
    except (InvalidCorrection, BadRequest) as problem:
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
    receipt = await read.store.publish(CorrectionsChanged(tuple(entries)), by=who.name)
    path = page_path(read.language, subject.home, read.base) or f"/{read.language}/"
    said = f"?done={receipt.release.number}" if receipt.published else "?done=0"
    return RedirectResponse(request.scope.get("root_path", "") + path + said, 303)


@router.get("/{language:language}/corrections")
async def log(request: Request, read: Read) -> Response:
    entries = [read_entry(entry) for entry in log_of(read)]
    undone = {entry.of for entry in entries if isinstance(entry, Withdrawal)}
    made = [entry for entry in reversed(entries) if isinstance(entry, Correction)]
    return page(request, "corrections.html", corrections=made, undone=undone)


@router.post("/{language:language}/corrections")
async def undo(request: Request, read: Read) -> Response:
    given = {name: value for name, value in (await request.form(max_fields=10)).items() if isinstance(value, str)}
    check_form(request, given.get("form", ""))
    who = editor(request)
    if given.get("of") not in {entry["id"] for entry in log_of(read)}:
        raise NotFound("没有这条更正。There is no such correction.")
    entry = _stamped({"action": "undo", "of": given["of"], "reason": given.get("reason", "")[:2000]}, who.name)
    receipt = await read.store.publish(CorrectionsChanged((entry,)), by=who.name)
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{read.language}/corrections?done={receipt.release.number}", 303)


async def subject_of(read: Reading, fact: str) -> Subject:
    """The fact by `kind/key`, with what its anchor needs. NotFound for one that is not there or cannot be corrected."""
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


async def entries_of(read: Reading, subject: Subject, given: Mapping[str, str], by: str) -> list[dict[str, Any]]:
    """The entries of the log that a filled form means. Raises BadRequest for one that says nothing."""
    action, reason = given.get("action", ""), given.get("reason", "")
    if not reason:
        raise BadRequest("请写明理由。Please give the reason.")
    common = {"reason": reason, "subject": subject.fact.iri}
    if subject.kind in MERGED:
        into = given.get("into", "")
        names = [name for name in subject.names if name != into]
        if action not in {"merge", "distinct"} or not into or not names:
            raise BadRequest("请写出另一个名称。Please give the other name.")
        if action == "distinct":
            return [_stamped(common | {"action": "distinct", "entity": subject.kind, "names": [subject.fact.label, into]}, by)]
        jurisdiction = subject.fact.thing("jurisdiction")
        region = {"region": jurisdiction.label} if jurisdiction else {}
        return [_stamped(common | region | {"action": "merge", "entity": subject.kind, "names": names, "into": into}, by)]
    if action not in {"replace", "retract"}:
        raise BadRequest("请选择更正还是撤回。Please choose to replace or to retract.")
    changes = changes_of(subject.fact, FIELDS[subject.kind], given) if action == "replace" else {}
    if action == "replace" and not changes:
        raise BadRequest("没有改动任何内容。Nothing was changed.")
    made = []
    for anchor, before in await anchors_of(read, subject):
        entry = common | {"action": action, "anchor": anchor}
        made.append(_stamped(entry | ({"changes": before | changes} if action == "replace" else {}), by))
    return made


async def anchors_of(read: Reading, subject: Subject) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Where the corrections apply, and what earlier ones already changed there (anchors look at the records as read)."""
    earlier = [match[1] for rule in subject.fact.texts("rule") if (match := _CORRECTED.fullmatch(rule))]
    if earlier:
        entries = [entry for entry in log_of(read) if entry["id"] in earlier and entry.get("anchor")]
        if entries:
            return [(entry["anchor"], entry.get("changes", {})) for entry in entries]
    fact = subject.fact
    anchor: dict[str, Any] = {"fact": subject.kind}
    if subject.kind == "document":
        return [(anchor | {"document": fact.text("documentNumber") or fact.label}, {})]
    task = fact if subject.kind == "task" else fact.thing("onTask")
    plan = fact if subject.kind == "plan" else (task or fact).thing("inPlan") or fact.thing("inPlan")
    if plan is None:
        raise BadRequest("找不到它所在的规划。Its plan cannot be found.")
    anchor["plan"] = plan.label
    if plan.text("startYear") and plan.text("endYear"):
        anchor["period"] = [plan.text("startYear"), plan.text("endYear")]
    if task:
        anchor |= await _task_anchor(read, task, plan)
    if subject.kind == "responsibility":
        role = (fact.text("role") or "").rpartition("#")[2]
        return [(anchor | {"name": name, "role": role}, {}) for name in subject.names]
    if subject.kind in {"target", "baseline"}:
        indicator = fact.thing("indicator")
        anchor |= {"name": indicator.label if indicator else fact.label, "value": float(fact.text("value") or 0)}
    return [(anchor, {})]


async def _task_anchor(read: Reading, task: Thing, plan: Thing) -> dict[str, Any]:
    section = task.thing("inSection")
    same = await read.rows("tasks-of-title", plan=iri(plan.iri), title=literal(task.label) + "@zh")
    alike = [row for row in same if (row["section"].value if "section" in row else None) == (section.iri if section else None)]
    ordinal = next((at for at, row in enumerate(alike) if row["task"].value == task.iri), 0)
    return {"task": task.label, "ordinal": ordinal} | ({"heading": section.label} if section else {})


def log_of(read: Reading) -> list[dict[str, Any]]:
    """The entries of the log that are in force in this release."""
    if not isinstance(read.store, EmbeddedStore):
        return []
    manifest = read.store.folder.manifest(read.release.number)
    return Sources(read.store.folder.path).corrections(manifest.corrections)


def _stamped(entry: dict[str, Any], by: str) -> dict[str, Any]:
    return {"id": f"c-{secrets.token_hex(6)}", **entry, "by": by, "at": datetime.now(UTC).isoformat(timespec="seconds")}


def _shown(subject: Subject) -> list[tuple[Field, str]]:
    return [(field, field.now(subject.fact)) for field in FIELDS[subject.kind]]
