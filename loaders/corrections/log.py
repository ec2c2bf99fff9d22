"""The entries of the log of corrections."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from loaders.corrections.values import RECORDS, FactKind, InvalidCorrection, made
from loaders.records import Record, Role

Entity = Literal["agency", "indicator"]
_FIXED = frozenset({"evidence", "rule", "doubts", "task", "section", "order", "sha256", "source", "media_type"})
_PARTS = frozenset({"responsibilities", "regions", "citations", "sections", "tasks", "targets", "baselines", "plans", "repairs"})


class Anchor(Record):
    """Where a correction applies. Titles are compared normalised (width, case, punctuation and spaces do not matter).

    plan: its title. period: tells plans of the same title apart. document: its number or title, for facts of documents.
    task: its title, None for the plan's own figures. heading: the one directly above the task; None takes any.
    ordinal: among the tasks that agree in all of this. name: of a responsibility (as printed; one of several), a figure, a region
    (as printed or in full), a citation (title or number). role, value, due: tell facts of the same name apart.
    """

    fact: FactKind
    plan: str | None = None
    period: tuple[str, str] | None = None
    document: str | None = None
    task: str | None = None
    heading: str | None = None
    ordinal: int = Field(0, ge=0)
    name: str | tuple[str, ...] | None = None
    role: Role | None = None
    value: float | None = None
    due: str | None = None


class Correction(Record):
    """One entry of the log.

    replace: the fields in `changes` of the anchored fact. retract: the anchored fact goes. add: a fact made of `changes` at the
    anchor's task (or plan). merge: the agencies or indicators called `names` are the one called `into`. distinct: those called
    `names` are different things. region: limits a merge of agencies to plans of that region (full name).
    """

    id: str = Field(pattern=r"^[A-Za-z0-9-]{1,40}$")
    action: Literal["replace", "retract", "add", "merge", "distinct"]
    reason: str = Field(min_length=1, max_length=2000)
    by: str | None = None
    at: str | None = None
    anchor: Anchor | None = None
    subject: str | None = None
    changes: dict[str, Any] = Field(default_factory=dict)
    entity: Entity | None = None
    names: tuple[str, ...] = ()
    into: str | None = None
    region: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Correction":
        if self.action in ("merge", "distinct"):
            if self.entity is None or not self.names or (self.action == "merge") != (self.into is not None):
                raise ValueError("需要 entity、names，合并还要 into needs entity and names, and a merge also into")
            return self
        if self.anchor is None:
            raise ValueError("需要 anchor needs an anchor")
        if (self.action == "retract") == bool(self.changes):
            raise ValueError("replace 和 add 需要 changes，retract 不要 replace and add need changes, retract takes none")
        fixed = (_FIXED | _PARTS) & self.changes.keys()
        if fixed:
            raise ValueError(f"不能更正 cannot be corrected: {', '.join(sorted(fixed))}")
        unknown = self.changes.keys() - RECORDS[self.anchor.fact].model_fields.keys()
        if unknown:
            raise ValueError(f"{self.anchor.fact} 没有这些字段 has no fields: {', '.join(sorted(unknown))}")
        if self.action != "replace" and self.anchor.fact in ("document", "plan"):
            raise ValueError("文件和规划只能更正字段 documents and plans can only have fields replaced")
        if self.action == "add":
            made(RECORDS[self.anchor.fact], self.changes, self.id, ())
        return self


class Withdrawal(Record):
    """The undoing of a correction. of: its id."""

    id: str = Field(pattern=r"^[A-Za-z0-9-]{1,40}$")
    action: Literal["undo"]
    of: str
    reason: str = ""
    by: str | None = None
    at: str | None = None


def read_entry(entry: Mapping[str, Any]) -> Correction | Withdrawal:
    """One entry of the log, checked. Raises InvalidCorrection."""
    try:
        kind = Withdrawal if entry.get("action") == "undo" else Correction
        return kind.model_validate(entry)
    except ValidationError as error:
        said = "；".join(f"{'.'.join(map(str, e['loc'])) or 'correction'}: {e['msg']}" for e in error.errors()[:5])
        raise InvalidCorrection(f"更正有误 Invalid correction: {said}") from error


def read_log(entries: Iterable[Mapping[str, Any]]) -> tuple[Correction, ...]:
    """The corrections in force, in order: without those that were undone. Raises InvalidCorrection."""
    read = [read_entry(entry) for entry in entries]
    undone = {entry.of for entry in read if isinstance(entry, Withdrawal)}
    return tuple(entry for entry in read if isinstance(entry, Correction) and entry.id not in undone)
