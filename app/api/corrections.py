"""Corrections: a log of what people put right. It compiles with the records, survives new versions, and can be undone."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from fastapi.responses import Response

from app.api.describe import answers
from app.api.jobs import receipt_document
from app.api.models import CorrectionIn, CorrectionModel, CorrectionReceipt, Corrections
from app.api.state import base_of, editor, folder_of, json, local, store_of
from app.corrections import Anchoring, Log, read_log, stamped, withdrawal
from app.problems import BadRequest, NotFound, Unprocessable
from app.questions.arguments import iri
from app.security import Identity
from app.store.changes import CorrectionsChanged
from loaders.corrections import Anchor, InvalidCorrection

router = APIRouter(tags=["corrections"])
Editor = Annotated[Identity, Depends(editor)]
Id = Annotated[str, Path(pattern="^[A-Za-z0-9-]{1,40}$", description="更正号 Id of a correction")]


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
    said = asked.model_dump(include={"action", "reason", "changes", "entity", "names", "into", "region"}, exclude_none=True)
    if asked.action not in ("merge", "distinct"):
        said |= await _anchored(request, asked, log)
    entry = stamped(said, who.name)
    try:
        log.check(entry)
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
    log.check_undoable(id)
    request.state.audit = {"correction": id, "action": "undo"}
    receipt = await store_of(request).publish(CorrectionsChanged((withdrawal(id, reason, who.name),)), by=who.name)
    body = {"correction": _told(request, await _log(request), id), "receipt": receipt_document(receipt)}
    return json(body, receipt.release)


async def _log(request: Request) -> Log:
    return await read_log(store_of(request), folder_of(request).current().number)


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
    anchor = await Anchoring(store_of(request), base_of(request), folder_of(request).current().number, log).of(subject)
    if asked.fact not in (None, anchor.fact):
        # A fact on that thing: one to add, or one that its names tell.
        named = {"name": tuple(asked.names)} if asked.names and asked.action != "add" else {}
        anchor = Anchor.model_validate(anchor.model_dump() | {"fact": asked.fact} | named)
    return {"subject": subject, "anchor": anchor.model_dump(mode="json", exclude_none=True), "names": []}
