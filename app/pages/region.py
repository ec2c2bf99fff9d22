"""A region: where it lies, its plans, its agencies, and what names it."""

from fastapi import Request, Response

from app.pages.errors import page_router
from app.pages.layout import page
from app.pages.links import thing
from app.pages.reading import Read, iri
from app.problems import NotFound

router = page_router()


@router.get("/{language:language}/region/{key}")
async def region(request: Request, read: Read, key: str) -> Response:
    address = thing(read.base, "region", key)
    graph = await read.graph("region", region=iri(address))
    if address not in graph:
        raise NotFound(f"没有地区 {key}。There is no region {key}.")
    return page(
        request,
        "region.html",
        region=graph.thing(address),
        plans=graph.things_with("region", address),
        agencies=graph.things_with("jurisdiction", address),
        within=graph.things_with("within", address),
        mentions=await read.rows("region-mentions", region=iri(address)),
    )
