"""An indicator: its targets across plans and years, as a chart and the table behind it."""

from collections import defaultdict

from fastapi import Request, Response

from app.pages.charts import Chart, Point, points
from app.pages.concepts import concept_label
from app.pages.errors import page_router
from app.pages.language import Language
from app.pages.layout import page
from app.pages.links import thing
from app.pages.reading import Read, iri
from app.pages.things import Thing
from app.problems import NotFound

router = page_router()


@router.get("/{language:language}/indicator/{key}")
async def indicator(request: Request, read: Read, key: str) -> Response:
    address = thing(read.base, "indicator", key)
    graph = await read.graph("indicator", indicator=iri(address))
    if address not in graph:
        raise NotFound(f"没有指标 {key}。There is no indicator {key}.")
    targets = sorted(graph.things("Target"), key=lambda one: (one.text("dueLatest") or "9", one.iri))
    return page(
        request,
        "indicator.html",
        indicator=graph.thing(address),
        targets=targets,
        baselines=sorted(graph.things("Baseline"), key=lambda one: (one.text("asOf") or "9", one.iri)),
        charts=charts(targets, read.language),
    )


def charts(targets: list[Thing], language: Language) -> list[Chart]:
    """One chart a measure and unit, since only those compare; a line a plan, by the year that is due."""
    groups: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for target in targets:
        due, value, plan = target.text("dueLatest"), target.text("baseValue") or target.text("value"), target.thing("inPlan")
        if due and value and plan:
            region = plan.thing("region")
            point = Point(region.label if region else plan.label, int(due[:4]), float(value), target.label)
            groups[target.text("measure") or "", target.text("baseUnit") or target.text("unit") or ""].append(point)
    return [
        points(group, " · ".join(filter(None, (concept_label(one, language) for one in key)))) for key, group in groups.items()
    ]
