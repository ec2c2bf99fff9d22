"""Lists of plans, agencies, regions, indicators and documents, narrowed by words in the label; and things without a page."""

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from app.pages.errors import page_router
from app.pages.language import phrase
from app.pages.layout import page
from app.pages.links import Listed, ShownElsewhere, page_path, thing
from app.pages.reading import Read, iri, literal
from app.problems import NotFound

router = page_router()
PER_PAGE = 50


TITLES = {
    Listed.PLAN: phrase("规划"),
    Listed.AGENCY: phrase("机构"),
    Listed.REGION: phrase("地区"),
    Listed.INDICATOR: phrase("指标"),
    Listed.DOCUMENT: phrase("文件"),
}


@router.get("/{language:language}/{kind:listed}", name="list")
async def things(
    request: Request,
    read: Read,
    kind: Listed,
    q: str = Query("", max_length=100),
    start: int = Query(0, ge=0, le=1_000_000),
) -> Response:
    rows = await read.rows(f"list-{kind}", words=literal(q.strip()), limit=str(PER_PAGE + 1), offset=str(start))
    return page(
        request,
        "list.html",
        kind=kind,
        heading=read.language.say(TITLES[kind]),
        q=q,
        rows=rows[:PER_PAGE],
        next_start=start + PER_PAGE if len(rows) > PER_PAGE else None,
        previous_start=max(0, start - PER_PAGE) if start else None,
    )


@router.get("/{language:language}/{kind:elsewhere}/{key}", name="elsewhere")
async def elsewhere(request: Request, read: Read, kind: ShownElsewhere, key: str) -> Response:
    """To the place where a section, responsibility, figure or quote is shown."""
    rows = await read.rows("where", thing=iri(thing(read.base, kind, key)))
    row = rows[0] if rows else {}
    for name in ("document", "task", "plan"):
        path = page_path(read.language, row[name].value, read.base) if name in row else None
        if path:
            place = f"e-{row['start'].value}-{row['end'].value}" if name == "document" and "start" in row else f"{kind}-{key}"
            return RedirectResponse(f"{request.scope.get('root_path', '')}{path}#{place}", 303)
    raise NotFound(f"没有 {kind}/{key}。There is no {kind}/{key}.")
