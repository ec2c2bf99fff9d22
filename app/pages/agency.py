"""An agency: its names, its workload by year, its partners, what it succeeds, and its tasks."""

from collections import defaultdict
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
    found = (await read.graph("agency", agency=iri(address))).thing(address)
    if address not in found.graph:
        raise NotFound(f"没有机构 {key}。There is no agency {key}.")
    years = workload(await read.rows("agency-workload", agency=iri(address)))
    tasks = await read.rows("agency-tasks", agency=iri(address), limit=str(PER_PAGE + 1), offset=str(start))
    roles = sorted({role for year in years for role in year.counts})
    return page(
        request,
        "agency.html",
        agency=found,
        successors=[one for one in found.graph.things_with("predecessor", address) if one.iri != address],
        partners=await read.rows("agency-partners", agency=iri(address)),
        years=years,
        roles=[(role, role_label(role, read.language)) for role in roles],
        chart=bars([Bar(str(one.year), one.total) for one in years if one.year]),
        tasks=[(row, role_label(row["role"].value, read.language)) for row in tasks[:PER_PAGE]],
        start=start,
        next_start=start + PER_PAGE if len(tasks) > PER_PAGE else None,
        previous_start=max(0, start - PER_PAGE) if start else None,
    )


def role_label(role: str, language: Language) -> str:
    """A role's label, or the end of its IRI."""
    return concept_label(role, language) or role.rpartition("#")[2]


def workload(rows: list[Row]) -> list[Year]:
    """Counts by year and role, years in order, tasks without a due date last."""
    counts: dict[int | None, dict[str, int]] = defaultdict(dict)
    for row in rows:
        if "role" in row:
            year = int(row["year"].value) if "year" in row else None
            counts[year][row["role"].value] = int(row["number"].value)
    return [Year(year, counts[year]) for year in sorted(counts, key=lambda year: year or 9999)]
