"""The review list: statements that carry a doubt, and names that could not be resolved."""

from fastapi import Query, Request, Response

from app.pages.correction_fields import FIELDS
from app.pages.errors import page_router
from app.pages.language import phrase
from app.pages.layout import page
from app.pages.reading import Read, iri, literal
from app.pages.things import ZT
from app.problems import NotFound
from app.store import Row

router = page_router()
PER_PAGE = 50
UNRESOLVED = {"Agency": phrase("名称未认定的机构"), "CitedDocument": phrase("没有装入的引用文件")}


@router.get("/{language:language}/review")
async def review(
    request: Request, read: Read, about: str = Query("", max_length=80), start: int = Query(0, ge=0, le=1_000_000)
) -> Response:
    counts = {key_of(row): int(row["number"].value) for row in await read.rows("review-counts") if "number" in row}
    counts.pop("", None)
    if about and about not in counts:
        raise NotFound(f"待核清单里没有这一类：{about}。The review list has no such kind.")
    chosen = about or max(counts, key=lambda key: counts[key], default="")
    rows = []
    if chosen in UNRESOLVED:
        terms = {"kind": iri(ZT + chosen), "limit": str(PER_PAGE + 1), "offset": str(start)}
        rows = await read.rows("review-unresolved", **terms)
    elif chosen:
        rows = await read.rows("review-doubts", code=literal(chosen), limit=str(PER_PAGE + 1), offset=str(start))
    return page(
        request,
        "review.html",
        kinds=[(key, read.language.say(UNRESOLVED[key]) if key in UNRESOLVED else key, counts[key]) for key in sorted(counts)],
        chosen=chosen,
        correctable=FIELDS.keys(),
        rows=rows[:PER_PAGE],
        start=start,
        next_start=start + PER_PAGE if len(rows) > PER_PAGE else None,
        previous_start=max(0, start - PER_PAGE) if start else None,
    )


def key_of(row: Row) -> str:
    """What a count is of: the code of a doubt, or the kind of an unresolved thing."""
    return row["code"].value if "code" in row else row["kind"].value.rpartition("#")[2] if "kind" in row else ""
