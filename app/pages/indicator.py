"""An indicator: its targets across plans and years, as a chart and the table behind it."""

import asyncio
from collections import defaultdict

from fastapi import Query, Request, Response

from app.pages.charts import Chart, Point, points
from app.pages.concepts import concept_label
from app.pages.errors import page_router
from app.pages.language import Language
from app.pages.layout import page
from app.pages.links import thing
from app.pages.reading import Read, iri
from app.problems import NotFound
from app.store import Row

router = page_router()
PER_PAGE = 40


@router.get("/{language:language}/indicator/{key}")
async def indicator(request: Request, read: Read, key: str, start: int = Query(0, ge=0, le=1_000_000)) -> Response:
    address = thing(read.base, "indicator", key)
    about, facts = await asyncio.gather(
        read.graph("indicator", indicator=iri(address)), read.rows("indicator-points", indicator=iri(address))
    )
    if address not in about:
        raise NotFound(f"没有指标 {key}。There is no indicator {key}.")
    facts.sort(key=lambda row: (row["latest"].value if "latest" in row else "9", row["fact"].value))
    shown = facts[start : start + PER_PAGE]
    graph = await read.graph("figures", facts=" ".join(iri(row["fact"].value) for row in shown))
    return page(
        request,
        "indicator.html",
        indicator=about.thing(address),
        figures=[graph.thing(row["fact"].value) for row in shown],
        total=len(facts),
        charts=charts(facts, read.language),
        start=start,
        next_start=start + PER_PAGE if len(facts) > start + PER_PAGE else None,
        previous_start=max(0, start - PER_PAGE) if start else None,
    )


def charts(facts: list[Row], language: Language) -> list[Chart]:
    """One chart a measure and unit, since only those compare; a line a region, by the year that is due."""
    groups: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in facts:
        if {"latest", "value", "region"} <= row.keys():
            point = Point(row["region"].value, int(row["latest"].value[:4]), float(row["value"].value), row["label"].value)
            key = tuple(row[name].value if name in row else "" for name in ("measure", "unit"))
            groups[key[0], key[1]].append(point)
    names = {key: " · ".join(filter(None, (concept_label(one, language) for one in key))) for key in groups}
    return [points(group, names[key]) for key, group in groups.items()]
