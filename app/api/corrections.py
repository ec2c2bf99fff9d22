"""Corrections: a log of what people put right. It compiles with the records, survives new versions, and can be undone."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from fastapi.responses import Response

from app.api.anchoring import Anchoring
from app.api.describe import answers
from app.api.jobs import receipt_document
from app.api.models import CorrectionIn, CorrectionModel, CorrectionReceipt, Corrections
from app.api.state import base_of, editor, folder_of, json, local, store_of
from app.problems import BadRequest, Conflict, NotFound, Unprocessable
from app.questions.arguments import iri
from app.security import Identity
from app.store.changes import CorrectionsChanged
from app.store.releases import Manifest
from app.store.sources import Sources
from loaders.corrections import Correction, InvalidCorrection, Withdrawal, read_entry

router = APIRouter(tags=["corrections"])
Editor = Annotated[Identity, Depends(editor)]
Id = Annotated[str, Path(pattern="^[A-Za-z0-9-]{1,40}$", description="更正号 Id of a correction")]


class Log:
    """The log as a release has it: entries, which are undone, and in how many places each applied."""

    def __init__(self, entries: Iterable[Mapping[str, Any]], manifest: Manifest):
        read = [read_entry(entry) for entry in entries]
        self.corrections = {entry.id: entry for entry in read if isinstance(entry, Correction)}
        self.undone = {entry.of for entry in read if isinstance(entry, Withdrawal)}
        self.places: dict[str, int] = {}
        for kept in manifest.documents.values():
            for name, count in (kept.get("corrections") or {}).items():
                self.places[name] = self.places.get(name, 0) + count

    @property
    def in_force(self) -> dict[str, Correction]:
        return {name: entry for name, entry in self.corrections.items() if name not in self.undone}

    def state(self, name: str) -> str:
        """applied, unanchored (for the review list) or undone."""
        if name in self.undone:
            return "undone"
        return "applied" if self.places.get(name) or self.corrections[name].action == "distinct" else "unanchored"


@router.get(
    "/corrections",
    summary="更正日志 The log of corrections",
    responses=answers({200: Corrections}, 404, 422),
    response_class=Response,
)
async def corrections(
    request: Request,
    state: Annotated[str | None, Query(pattern="^(applied|unanchored|undone)$", description="状态 State")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[str | None, Query(pattern="^[0-9]{1,9}$", description="上一页的 next `next` of the page before")] = None,
) -> Response:
    """Newest first. `state=unanchored` is the review list: corrections whose anchor is gone in a new version."""
    log = await _log(request)
    names = [name for name in reversed(log.corrections) if state is None or log.state(name) == state]
    start = int(cursor or 0)
    items = [_told(request, log, name) for name in names[start : start + limit]]
    following = str(start + limit) if start + limit < len(names) else None
    return json({"items": items, "next": following}, folder_of(request).current())


@router.get(
    "/corrections/{id}",
    summary="一条更正 A correction",
    responses=answers({200: CorrectionModel}, 404, 422),
    response_class=Response,
)
async def correction(request: Request, id: Id) -> Response:
    """One correction of the log and its state."""
    log = await _log(request)
    if id not in log.corrections:
        raise NotFound(f"没有更正 {id} There is no correction {id}.")
    return json(_told(request, log, id), folder_of(request).current())


@router.post(
    "/corrections",
    summary="提交更正 Correct something",
    status_code=201,
    responses=answers({201: CorrectionReceipt}, 400, 401, 403, 404, 409, 413, 422, 429, 503, 504, 507),
    response_class=Response,
)
async def correct(request: Request, who: Editor, asked: Annotated[CorrectionIn, Body()]) -> Response:
    """Replace, retract or add a statement, merge two agencies or indicators, or declare them different; with a reason."""
    log = await _log(request)
    entry = {
        "id": f"c-{secrets.token_hex(6)}",
        "by": who.name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **asked.model_dump(include={"action", "reason", "changes", "entity", "names", "into", "region"}, exclude_none=True),
    }
    if asked.action in ("merge", "distinct"):
        _check_distinct(log, asked)
    else:
        entry |= await _anchored(request, asked, log)
    try:
        read_entry(entry)
    except InvalidCorrection as error:
        raise Unprocessable(str(error)) from error
    request.state.audit = {"correction": entry["id"], "action": asked.action}
    receipt = await store_of(request).publish(CorrectionsChanged((entry,)), by=who.name)
    told = _told(request, await _log(request), str(entry["id"]))
    body = {"correction": told, "receipt": receipt_document(receipt)}
    return json(body, receipt.release, status=201, headers={"Location": told["url"]})


@router.delete(
    "/corrections/{id}",
    summary="撤销更正 Undo a correction",
    responses=answers({200: CorrectionReceipt}, 401, 403, 404, 409, 422, 429, 503, 504, 507),
    response_class=Response,
)
async def undo(
    request: Request,
    who: Editor,
    id: Id,
    reason: Annotated[str, Query(max_length=2000, description="理由 Reason")] = "",
) -> Response:
    """The records compile again without it: the digest of the release is what it would be had it never been."""
    log = await _log(request)
    if id not in log.corrections:
        raise NotFound(f"没有更正 {id} There is no correction {id}.")
    if id in log.undone:
        raise Conflict(f"更正 {id} 已经撤销 It is undone already.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    entry = {"id": f"u-{secrets.token_hex(6)}", "action": "undo", "of": id, "reason": reason, "by": who.name, "at": now}
    request.state.audit = {"correction": id, "action": "undo"}
    receipt = await store_of(request).publish(CorrectionsChanged((entry,)), by=who.name)
    body = {"correction": _told(request, await _log(request), id), "receipt": receipt_document(receipt)}
    return json(body, receipt.release)


async def _log(request: Request) -> Log:
    folder = folder_of(request)
    manifest = folder.manifest(folder.current().number)
    return await asyncio.to_thread(lambda: Log(Sources(folder.path).corrections(manifest.corrections), manifest))


def _told(request: Request, log: Log, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "url": f"{request.scope.get('root_path', '')}/corrections/{name}",
        "state": log.state(name),
        "places": log.places.get(name, 0),
        "entry": log.corrections[name].model_dump(mode="json", exclude_none=True),
    }


async def _anchored(request: Request, asked: CorrectionIn, log: Log) -> dict[str, Any]:
    if (asked.subject is None) == (asked.anchor is None):
        raise BadRequest("给出 subject 或 anchor 之一 Give either a subject or an anchor.")
    if asked.subject is None:
        return {"anchor": asked.anchor}
    try:
        subject = iri(local(asked.subject, request), None, base_of(request)).strip("<>")
    except ValueError as error:
        raise Unprocessable(f"subject：{error}") from error
    release = folder_of(request).current().number
    more = {"name": tuple(asked.names) or None} if asked.action != "add" else {}
    anchor = await Anchoring(request, base_of(request), release, log.in_force).of(subject, asked.fact, more)
    return {"subject": subject, "anchor": anchor.model_dump(mode="json", exclude_none=True), "names": []}


def _check_distinct(log: Log, asked: CorrectionIn) -> None:
    """Raises Conflict for a merge of what was declared different."""
    together = {*asked.names, *([asked.into] if asked.into else [])}
    for name, entry in log.in_force.items():
        against = "distinct" if asked.action == "merge" else "merge"
        theirs = {*entry.names, *([entry.into] if entry.into else [])}
        if entry.action == against and entry.entity == asked.entity and len(together & theirs) > 1:
            raise Conflict(f"与更正 {name} 矛盾 It contradicts correction {name}.", correction=name)
