"""Search over the labels of all kinds of things."""

import asyncio

from fastapi import Query, Request, Response

from app.pages.errors import page_router
from app.pages.language import phrase
from app.pages.layout import page
from app.pages.reading import Read, iri, literal
from app.pages.things import ZT

router = page_router()
PER_KIND = 20
KINDS = {
    "Agency": phrase("机构"),
    "Plan": phrase("规划"),
    "Task": phrase("任务"),
    "Indicator": phrase("指标"),
    "Region": phrase("地区"),
    "Document": phrase("文件"),
}


@router.get("/{language:language}/search")
async def search(request: Request, read: Read, q: str = Query("", max_length=200)) -> Response:
    words = q.strip()
    found = []
    if words:
        asked = (read.rows("search", kind=iri(ZT + kind), words=literal(words), limit=str(PER_KIND + 1)) for kind in KINDS)
        answers = await asyncio.gather(*asked)
        found = [(read.language.say(KINDS[kind]), rows) for kind, rows in zip(KINDS, answers, strict=True) if rows]
    return page(request, "search.html", q=words, found=found, per_kind=PER_KIND)
