"""Values that a person put in place of what was read: checked like any record, marked with the correction's id."""

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from loaders.records import Baseline, Citation, Document, Evidence, Fact, Plan, RegionMention, Responsibility, Target, Task

FactKind = Literal["document", "plan", "task", "responsibility", "target", "baseline", "region", "citation"]
RULE = "correction:"
"""What the rule of a corrected fact begins with; the correction's id follows."""

RECORDS: dict[FactKind, type[Fact]] = {
    "document": Document,
    "plan": Plan,
    "task": Task,
    "responsibility": Responsibility,
    "target": Target,
    "baseline": Baseline,
    "region": RegionMention,
    "citation": Citation,
}
_DETAIL = {"lead": "牵头", "support": "配合", "guidance": "指导"}
_F = TypeVar("_F", bound=Fact)


class InvalidCorrection(ValueError):
    """A correction that cannot be understood, or whose value does not fit. Says why, Chinese first, then English."""


def replaced(fact: _F, changes: Mapping[str, Any], correction: str) -> _F:
    """The fact with these fields, and the correction as its rule; its evidence stays."""
    plain = {name: getattr(fact, name) for name in type(fact).model_fields}
    return _checked(type(fact), plain | dict(changes) | {"rule": RULE + correction}, correction)


def made(record: type[_F], fields: Mapping[str, Any], correction: str, quotes: tuple[Evidence, ...], **more: Any) -> _F:
    """A fact that a person added; its evidence is what the task or plan it belongs to stands on."""
    detail = _DETAIL.get(str(fields.get("role")), "")
    usual: dict[type[Fact], dict[str, Any]] = {
        Task: {"number": None, "section": None, "order": 0, "kind": "task", "text": fields.get("title")},
        Responsibility: {"detail": fields.get("detail", detail), "role_printed": fields.get("detail", detail)},
        RegionMention: {"printed": fields.get("name")},
        Citation: {"title": None, "doc_number": None},
        Target: {"task": None},
        Baseline: {"task": None},
    }
    given = usual.get(record, {}) | dict(fields) | {"rule": RULE + correction, "evidence": quotes} | more
    return _checked(record, given, correction)


def _checked(record: type[_F], fields: Mapping[str, Any], correction: str) -> _F:
    try:
        return record.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        said = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise InvalidCorrection(
            f"更正 {correction} 的值不合适 The value of correction {correction} does not fit: {said}"
        ) from error
