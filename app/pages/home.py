"""The home page: search, and the state of the data."""

from fastapi import Request, Response

from app.pages.errors import page_router
from app.pages.layout import page
from app.pages.reading import Read

router = page_router()
COUNTED = ("Plan", "Task", "Target", "Agency", "Region", "Indicator", "Document")


@router.get("/{language:language}/")
async def home(request: Request, read: Read) -> Response:
    counts = {row["kind"].value.rpartition("#")[2]: int(row["number"].value) for row in await read.rows("home-counts")}
    return page(
        request,
        "home.html",
        counts={kind: counts.get(kind, 0) for kind in COUNTED},
        documents=await read.rows("home-documents"),
        release=read.release,
    )
