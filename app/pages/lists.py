"""Lists of plans, agencies, regions, indicators and documents, narrowed by words; and things without a page of their own."""

from typing import Any

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from app.pages.errors import page_router
from app.pages.language import phrase
from app.pages.layout import page
from app.pages.links import Listed, ShownElsewhere, page_path, thing
from app.pages.reading import Read, iri
from app.problems import NotFound
from app.questions import Catalogue
from app.questions.arguments import bind
from app.questions.asking import Asking

router = page_router()
PER_PAGE = 50
MOST_NAMES = 4

TITLES = {
    Listed.PLAN: phrase("规划"),
    Listed.AGENCY: phrase("机构"),
    Listed.REGION: phrase("地区"),
    Listed.INDICATOR: phrase("指标"),
    Listed.DOCUMENT: phrase("文件"),
}
# The API's question behind each list, and the order that a person expects.
QUESTIONS = {
    Listed.PLAN: ("plans", "-start"),
    Listed.AGENCY: ("agencies", "name"),
    Listed.REGION: ("regions", "code"),
    Listed.INDICATOR: ("indicators", "name"),
    Listed.DOCUMENT: ("documents", "-issued"),
}


@router.get("/{language:language}/{kind:listed}", name="list")
async def things(
    request: Request,
    read: Read,
    kind: Listed,
    q: str = Query("", max_length=100),
    cursor: str | None = Query(None, max_length=500),
) -> Response:
    catalogue: Catalogue = request.app.state.catalogue
    asking: Asking = request.app.state.asking
    name, order = QUESTIONS[kind]
    given = [("sort", order)] + ([("q", q.strip())] if q.strip() else [])
    found = await asking.page(catalogue[name], bind(catalogue[name], given, read.base), limit=PER_PAGE, cursor=cursor)
    return page(
        request,
        "list.html",
        kind=kind,
        heading=read.language.say(TITLES[kind]),
        q=q,
        items=[(item["id"], item.get("title") or item.get("name"), note_of(kind, item)) for item in found.items],
        total=found.total,
        next=found.next,
        cursor=cursor,
    )


def note_of(kind: Listed, item: dict[str, Any]) -> str:
    """The second line of an entry: what tells it from others of its name."""
    within = (item.get("region") or item.get("within") or {}).get("name")
    if kind is Listed.PLAN:
        years = dict.fromkeys(str(item[name]) for name in ("start_year", "end_year") if item.get(name))
        return joined(within, "—".join(years))
    if kind is Listed.DOCUMENT:
        issuer = item.get("issuer") or {}
        return joined(issuer.get("name_as_printed") or issuer.get("name"), item.get("document_number"), item.get("issued"))
    names = item.get("names") or ()
    return joined(
        within, item.get("code"), item.get("population"), "、".join(names[:MOST_NAMES]) + "……" * (len(names) > MOST_NAMES)
    )


def joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


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
