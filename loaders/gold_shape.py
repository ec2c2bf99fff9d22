"""A document's records in the shape of the gold annotations, with what the records hold beyond it."""

from typing import Any

from loaders.records import Baseline, Citation, Document, Due, Evidence, Plan, Responsibility, Target, Task


def gold_shape(document: Document) -> dict[str, Any]:
    """What `zhengtu extract` prints. Fields that the gold lacks are extra; those it has mean what its README says."""
    return {
        "document": {
            "id": document.source.rsplit("/", 1)[-1].rsplit(".", 1)[0],
            "title": document.title,
            "doc_number": document.doc_number,
            "index_number": document.index_number,
            "issuer": document.issuer,
            "issued": document.issued,
            "published": document.published,
            "cites": [_citation(citation) for citation in document.citations],
            "disclosure": document.disclosure,
            "validity": document.validity,
            "sha256": document.sha256,
            "media_type": document.media_type,
        },
        "plans": [_plan(plan) for plan in document.plans],
        "repairs": [repair.model_dump(mode="json") for repair in document.repairs],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "owner": plan.owner,
        "region": plan.region,
        "region_code": plan.region_code,
        "period": list(plan.period) if plan.period else None,
        "tasks": [_task(task, plan) for task in plan.tasks],
        "indicators": [_indicator(target, plan) for target in plan.targets],
        "baselines": [_baseline(baseline) for baseline in plan.baselines],
    }


def _task(task: Task, plan: Plan) -> dict[str, Any]:
    lead = [r for r in task.responsibilities if r.role == "lead"]
    return {
        "path": path(task.section, plan),
        "number": task.number,
        "title": task.title,
        "kind": task.kind,
        "lead": [r.name for r in lead],
        "lead_inherited": any(r.inherited for r in lead),
        "co": [r.name for r in task.responsibilities if r.role == "support"],
        "guidance": [r.name for r in task.responsibilities if r.role == "guidance"],
        "regions": list(dict.fromkeys(mention.name for mention in task.regions)),
        "cites": [_title(citation) for citation in task.citations],
        "due": _due(task.due),
        "text": task.text,
        "responsibilities": [_responsibility(r) for r in task.responsibilities],
        "evidence": _evidence(task.evidence),
    }


def path(section: int | None, plan: Plan) -> list[str]:
    """The headings above a task, outermost first, as printed with their numbers."""
    headings: list[str] = []
    while section is not None:
        heading = plan.sections[section]
        headings.insert(0, f"{heading.number or ''}{heading.title}")
        section = heading.parent
    return headings


def _indicator(target: Target, plan: Plan) -> dict[str, Any]:
    due = _due(target.due)
    return {
        "task": target.task,
        "name": target.name,
        "kind": target.measure,
        "op": target.comparator,
        "value": _number(target.value),
        "value_max": None if target.value_max is None else _number(target.value_max),
        "unit": target.unit,
        "due": due or (plan.period[1] if plan.period else None),
        "due_explicit": target.due_explicit,
        "per": target.per,
        "regions": [mention.name for mention in target.regions],
        "implicit": target.implicit,
        "quote": next((e.quote for e in target.evidence), None),
        "base": target.base,
        "population": target.population,
        "strength": target.strength,
        "rule": target.rule,
        "doubts": [doubt.model_dump() for doubt in target.doubts],
        "evidence": _evidence(target.evidence),
    }


def _baseline(baseline: Baseline) -> dict[str, Any]:
    return {
        "task": baseline.task,
        "name": baseline.name,
        "value": _number(baseline.value),
        "unit": baseline.unit,
        "as_of": baseline.as_of,
        "quote": next((e.quote for e in baseline.evidence), None),
        "rule": baseline.rule,
        "evidence": _evidence(baseline.evidence),
    }


def _responsibility(responsibility: Responsibility) -> dict[str, Any]:
    return {
        "name": responsibility.name,
        "role": responsibility.role,
        "detail": responsibility.detail,
        "role_printed": responsibility.role_printed,
        "inherited": responsibility.inherited,
        "collective": responsibility.collective,
        "rule": responsibility.rule,
        "evidence": _evidence(responsibility.evidence),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {"title": _title(citation), "doc_number": citation.doc_number, "relation": citation.relation}


def _title(citation: Citation) -> str:
    return citation.title or citation.doc_number or ""


def _due(due: Due | None) -> str | None:
    return (due.value or due.printed) if due else None


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _evidence(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [e.model_dump(mode="json", exclude_none=True) for e in evidence]
