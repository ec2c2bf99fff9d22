"""A task: its text, who is responsible, its figures, and the quote behind each of them."""

from fastapi import Request, Response

from app.pages.errors import page_router
from app.pages.layout import page
from app.pages.links import thing
from app.pages.reading import Read, iri
from app.pages.things import Thing
from app.problems import NotFound

router = page_router()
_ROLES = ("lead", "support", "guidance")


@router.get("/{language:language}/task/{key}")
async def task(request: Request, read: Read, key: str) -> Response:
    address = thing(read.base, "task", key)
    found = (await read.graph("task", task=iri(address))).thing(address)
    if address not in found.graph:
        raise NotFound(f"没有任务 {key}。There is no task {key}.")
    responsibilities = sorted(found.things("hasResponsibility"), key=lambda one: (_rank(one), one.iri))
    return page(request, "task.html", task=found, sections=sections_above(found), responsibilities=responsibilities)


def sections_above(found: Thing) -> list[Thing]:
    """The headings above a task, outermost first."""
    path: list[Thing] = []
    at = found.thing("inSection")
    while at and at not in path:
        path.insert(0, at)
        at = at.thing("inSection")
    return path


def _rank(responsibility: Thing) -> int:
    role = (responsibility.text("role") or "").rpartition("#")[2]
    return _ROLES.index(role) if role in _ROLES else len(_ROLES)
