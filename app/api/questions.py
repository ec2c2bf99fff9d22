"""A route for every question of queries/: what it takes and gives is in its header, checked here and described in OpenAPI."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from app.api import csv_rows
from app.api.describe import operation_id, question_operation
from app.api.json_ld import JSON_LD, json_ld
from app.api.state import JSON, json, release_headers
from app.negotiation import negotiate
from app.problems import Unprocessable
from app.questions import Catalogue, Question
from app.questions.arguments import Arguments, bind
from app.questions.asking import PAGE_LIMIT, Asking
from app.questions.question import RESERVED
from app.questions.shape import Item

CSV = "text/csv"


@dataclass(frozen=True)
class Asked:
    """One request, read: the question's own arguments and the ones that every question has."""

    arguments: Arguments
    limit: int | None
    cursor: str | None
    count: bool
    release: int | None
    media_type: str
    bom: bool


def questions_router(catalogue: Catalogue) -> APIRouter:
    """The routes of all questions. The application gives `state.asking`."""
    router = APIRouter()
    for question in catalogue.values():
        router.add_api_route(
            question.path,
            _endpoint(question),
            methods=["GET"],
            name=question.name,
            operation_id=operation_id(question),
            summary=f"{question.zh} {question.en}",
            description=question.description,
            tags=[question.tag],
            response_class=Response,
            openapi_extra=question_operation(question, catalogue),
        )
    return router


def read_request(question: Question, request: Request, base: str) -> Asked:
    """The request's parameters, typed. Raises Unprocessable, or NotAcceptable."""
    pairs = [*request.query_params.multi_items(), *((k, str(v)) for k, v in request.path_params.items())]
    own = [(name, value) for name, value in pairs if name not in _shared(question)]
    shared: dict[str, str] = {}
    errors = []
    for name, value in pairs:
        if name in _shared(question):
            if name in shared:
                errors.append({"parameter": name, "detail": "只能给出一次 may be given once only"})
            shared[name] = value

    def checked(name: str, fits: Callable[[str], bool], words: str) -> str | None:
        value = shared.get(name)
        if value is not None and not fits(value):
            errors.append({"parameter": name, "detail": words})
            return None
        return value

    def natural(low: int, high: int) -> Callable[[str], bool]:
        return lambda value: value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high

    truth = ("true", "false").__contains__
    limit = checked("limit", natural(1, PAGE_LIMIT), f"应在 1 与 {PAGE_LIMIT} 之间 must be between 1 and {PAGE_LIMIT}")
    release = checked("release", natural(1, 10**9), "应为数据版本号 must be the number of a release")
    count = checked("count", truth, "应为 true 或 false must be true or false")
    bom = checked("bom", truth, "应为 true 或 false must be true or false")
    chosen = checked("format", ("json", "csv").__contains__, "应为 json 或 csv must be json or csv")
    if errors:
        said = "；".join(f"{e['parameter']}：{e['detail']}" for e in errors)
        raise Unprocessable(f"参数有误 Invalid parameters: {said}", errors=errors)
    offered = [JSON, JSON_LD] if question.kind == "one" else [JSON, CSV]
    media_type = {"json": JSON, "csv": CSV}.get(chosen or "") or negotiate(request.headers.get("accept"), offered)
    return Asked(
        arguments=bind(question, own, base),
        limit=int(limit) if limit else None,
        cursor=shared.get("cursor"),
        count=count == "true",
        release=int(release) if release else None,
        media_type=media_type,
        bom=bom == "true",
    )


def _shared(question: Question) -> tuple[str, ...]:
    return ("release",) if question.kind == "one" else RESERVED


def _endpoint(question: Question) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        asking: Asking = request.app.state.asking
        asked = read_request(question, request, asking.base)
        if question.kind == "one":
            item, release = await asking.one(question, asked.arguments, release=asked.release)
            if asked.media_type == JSON_LD:
                linked = await json_ld(request, item["id"], release)
                return Response(linked, media_type=JSON_LD, headers=release_headers(release))
            return json(item, release)
        if asked.media_type == CSV:
            return await _csv(question, asking, asked)
        page = await asking.page(question, asked.arguments, limit=asked.limit or 20, cursor=asked.cursor, release=asked.release)
        body: dict[str, Any] = {"items": page.items, "next": page.next}
        if asked.count:
            body["total"] = page.total
        return json(body, page.release)

    answer.__name__ = question.name.replace("-", "_")
    answer.__doc__ = f"{question.zh} {question.en}"
    return answer


async def _csv(question: Question, asking: Asking, asked: Asked) -> Response:
    """A page where a limit or cursor was given, else the whole list, streamed."""
    headers = {"Content-Disposition": f'attachment; filename="{question.name}.csv"'}
    if asked.limit or asked.cursor:
        page = await asking.page(question, asked.arguments, limit=asked.limit or 20, cursor=asked.cursor, release=asked.release)
        headers |= release_headers(page.release) | ({"Zhengtu-Next": page.next} if page.next else {})
        text = csv_rows.table(question, page.items, head=True)
        return Response((csv_rows.BOM if asked.bom else "") + text, media_type="text/csv; charset=utf-8", headers=headers)
    release = await asking.release(asked.release)
    pages = asking.everything(question, asked.arguments, release)
    first: list[Item] = await anext(pages, [])

    async def lines() -> AsyncIterator[str]:
        yield (csv_rows.BOM if asked.bom else "") + csv_rows.table(question, first, head=True)
        async for items in pages:
            yield csv_rows.table(question, items, head=False)

    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers | release_headers(release))
