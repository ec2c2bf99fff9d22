"""An agency: its names, its workload by year, its partners, what it succeeds, and its tasks."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass

from fastapi import Query, Request, Response

from app.pages.charts import Bar, bars
from app.pages.concepts import concept_label
from app.pages.errors import page_router
from app.pages.language import Language
from app.pages.layout import page
from app.pages.links import thing
from app.pages.reading import Read, iri
from app.problems import NotFound
from app.store import Row

router = page_router()
PER_PAGE = 50


@dataclass(frozen=True)
class Year:
    """One row of the workload. year: None for tasks without a due date."""

    year: int | None
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@router.get("/{language:language}/agency/{key}")
async def agency(request: Request, read: Read, key: str, start: int = Query(0, ge=0, le=1_000_000)) -> Response:
    address = thing(read.base, "agency", key)
    graph, tasks, partners = await asyncio.gather(
        read.graph("agency", agency=iri(address)),
        read.rows("agency-tasks", agency=iri(address)),
        read.rows("agency-partners", agency=iri(address)),
    )
    if address not in graph:
        raise NotFound(f"没有机构 {key}。There is no agency {key}.")
    tasks.sort(key=lambda row: (row["latest"].value if "latest" in row else "9", row["task"].value))
    shown = tasks[start : start + PER_PAGE]
    lines, labels = await asyncio.gather(
        read.rows("task-lines", tasks=" ".join(iri(row["task"].value) for row in shown)),
        read.labels(row["partner"].value for row in partners),
    )
    line_of = {row["task"].value: row for row in lines}
    years = workload(tasks)
    roles = sorted({role for year in years for role in year.counts})
    return page(
        request,
        "agency.html",
        agency=graph.thing(address),
        successors=[one for one in graph.things_with("predecessor", address) if one.iri != address],
        partners=[(row["partner"].value, labels.get(row["partner"].value, ""), row["number"].value) for row in partners],
        years=years,
        roles=[(role, role_label(role, read.language)) for role in roles],
        chart=bars([Bar(str(one.year), one.total) for one in years if one.year]),
        total=len(tasks),
        tasks=[
            (line_of[task], role_label(row["role"].value, read.language))
            for row in shown
            if (task := row["task"].value) in line_of
        ],
        start=start,
        next_start=start + PER_PAGE if len(tasks) > start + PER_PAGE else None,
        previous_start=max(0, start - PER_PAGE) if start else None,
    )


def role_label(role: str, language: Language) -> str:
    """A role's label, or the end of its IRI."""
    return concept_label(role, language) or role.rpartition("#")[2]


def workload(tasks: list[Row]) -> list[Year]:
    """Counts by year of the due date and role, years in order, tasks without a due date last."""
    counts: dict[int | None, Counter[str]] = defaultdict(Counter)
    for row in tasks:
        counts[int(row["latest"].value[:4]) if "latest" in row else None][row["role"].value] += 1
    return [Year(year, dict(counts[year])) for year in sorted(counts, key=lambda year: year or 9999)]
