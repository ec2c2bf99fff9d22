"""Releases of the data, and the feed of what changed between two of them."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from app.api.describe import answers
from app.api.differences import Difference, differences
from app.api.models import Changes, ReleaseModel, Releases
from app.api.state import folder_of, json, store_of, url_of
from app.problems import BadRequest, NotFound
from app.questions.question import KINDS
from app.store.releases import DataFolder

router = APIRouter(tags=["releases"])
_LABELS_AT_ONCE = 100
Number = Annotated[int, Path(ge=1, le=999_999_999, description="数据版本号 Number of a release")]


@router.get("/releases", summary="数据版本 Releases", responses=answers({200: Releases}, 404), response_class=Response)
async def releases(request: Request) -> Response:
    """The kept releases, newest first."""
    folder = folder_of(request)
    current = folder.current()
    items = await asyncio.to_thread(lambda: [_told(folder, number) for number in folder.numbers()[::-1]])
    return json({"items": items}, current)


@router.get(
    "/releases/{number}",
    summary="一个数据版本 A release",
    responses=answers({200: ReleaseModel}, 404, 410, 422),
    response_class=Response,
)
async def release(request: Request, number: Number) -> Response:
    """One kept release."""
    folder = folder_of(request)
    return json(_told(folder, number), folder.release(number))


@router.get(
    "/changes",
    summary="某一数据版本以来的变化 What changed since a release",
    responses=answers({200: Changes}, 400, 404, 410, 413, 422),
    response_class=Response,
)
async def changes(
    request: Request,
    since: Annotated[int, Query(ge=0, le=999_999_999, description="从哪个数据版本起（不含） After which release")],
    until: Annotated[int | None, Query(ge=1, le=999_999_999, description="到哪个版本，缺省为当前 Up to which")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="每页条数 Items a page")] = 100,
    cursor: Annotated[str | None, Query(max_length=40, description="上一页的 next `next` of the page before")] = None,
) -> Response:
    """Things that were added, changed or removed, net over all releases between, with their labels: for others to follow."""
    folder = folder_of(request)
    last = folder.current() if until is None else folder.release(until)
    start = 0
    if cursor is not None:
        number, _, offset = cursor.partition(".")
        if not (number.isascii() and number.isdigit() and offset.isascii() and offset.isdigit()):
            raise BadRequest("游标无法识别 The cursor is not one of ours.")
        last, start = folder.release(int(number)), int(offset)
    if since > last.number:
        raise NotFound(f"没有版本 {since} There is no release {since}.")
    found = await differences(folder, since, last.number)
    page = found[start : start + limit]
    labels = await _labels(request, [one.id for one in page if one.title is None], last.number)
    items = [_item(request, one, labels) for one in page]
    following = f"{last.number}.{start + limit}" if start + limit < len(found) else None
    return json({"since": since, "until": last.number, "items": items, "next": following}, last)


def _told(folder: DataFolder, number: int) -> dict[str, Any]:
    manifest = folder.manifest(number)
    return {
        "number": number,
        "digest": manifest.release.digest,
        "current": number == folder.current_number(),
        "made": manifest.made,
        "by": manifest.by,
        "change": manifest.change,
        "tag": manifest.tag,
        "quads": manifest.quads,
        "graphs": len(manifest.graphs),
        "documents": len(manifest.documents),
    }


def _item(request: Request, one: Difference, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": url_of(request, one.id) if one.kind.lower() in KINDS and one.change != "removed" else None,
        "kind": one.kind,
        "title": one.title or labels.get(one.id),
        "change": one.change,
        "added": one.added,
        "removed": one.removed,
    }


async def _labels(request: Request, things: list[str], release: int) -> dict[str, str]:
    labels: dict[str, str] = {}
    for start in range(0, len(things), _LABELS_AT_ONCE):
        values = " ".join(f"<{each}>" for each in things[start : start + _LABELS_AT_ONCE])
        query = f"SELECT ?id ?label {{ VALUES ?id {{ {values} }} ?id <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
        rows = await store_of(request).rows(query, release=release)
        labels |= {row["id"].value: row["label"].value for row in rows}
    return labels
