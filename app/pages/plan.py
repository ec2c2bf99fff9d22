"""A plan: its outline as a tree, each task with who leads it, its targets and its due."""

from dataclasses import dataclass, field

from fastapi import Request, Response

from app.pages.errors import page_router
from app.pages.layout import page
from app.pages.links import thing
from app.pages.reading import Read, iri
from app.pages.things import Thing
from app.problems import NotFound

router = page_router()


@dataclass
class Branch:
    """A section with what stands below it; the root has no section."""

    section: Thing | None
    branches: list["Branch"] = field(default_factory=list)
    tasks: list[Thing] = field(default_factory=list)


def outline(plan: Thing) -> Branch:
    """The tree of sections and tasks, in the order of the document."""
    root = Branch(None)
    branches = {section.iri: Branch(section) for section in plan.things("hasSection")}
    for branch in branches.values():
        above = branch.section.text("inSection") if branch.section else None
        branches.get(above or "", root).branches.append(branch)
    for task in plan.things("hasTask"):
        branches.get(task.text("inSection") or "", root).tasks.append(task)
    return root


@router.get("/{language:language}/plan/{key}")
async def plan(request: Request, read: Read, key: str) -> Response:
    address = thing(read.base, "plan", key)
    found = (await read.graph("plan", plan=iri(address))).thing(address)
    if address not in found.graph:
        raise NotFound(f"没有规划 {key}。There is no plan {key}.")
    own_targets = [target for target in found.things("hasTarget") if target.text("onTask") is None]
    return page(request, "plan.html", plan=found, outline=outline(found), own_targets=own_targets)
