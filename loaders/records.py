"""What a document says, as typed values: the system of record. Everything in the graph is compiled from these.

A document carries plans; a plan has sections, tasks, targets and baselines, which refer to one another by their index in
the plan's tuples. Every fact holds the evidence for it and the name of the rule that found it.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Supports = Literal["title", "text", "role", "name", "value", "due", "region", "cite", "period", "owner", "number", "date"]
TaskKind = Literal["task", "safeguard"]
Role = Literal["lead", "support", "guidance"]
RoleDetail = Literal["牵头", "第一责任", "责任", "共同责任", "主要责任", "配合", "参与", "指导"]
Measure = Literal["level", "increment", "growth", "reduction", "frequency"]
Comparator = Literal["=", ">=", ">", "<=", "<", "~", "range"]
Per = Literal["year", "quarter", "month"]
Precision = Literal["day", "month", "year", "word"]
RelationKind = Literal["cites", "basedOn", "forwards", "repeals", "amends", "decomposes"]


class Record(BaseModel):
    """A value that does not change once made and knows no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Record):
    """An exact quote and its place. Offsets are code points, half open; text[start:end] of the repaired text is the quote.

    start, end: in the repaired text. raw_start, raw_end: in the text as it was decoded or extracted, before any repair.
    place: page, sheet and cell, or None for running text.
    supports: which part of the fact this quote shows.
    """

    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    raw_start: int = Field(ge=0)
    raw_end: int = Field(ge=0)
    place: str | None = None
    supports: Supports


class Doubt(Record):
    """Something uncertain for a person to look at. code: a stable kebab-case word; message: Chinese first, then English."""

    code: str
    message: str


class Fact(Record):
    """What every extracted statement has. rule: the name of the rule that made it, as `zhengtu explain` prints it."""

    rule: str
    evidence: tuple[Evidence, ...]
    doubts: tuple[Doubt, ...] = ()


class Due(Record):
    """A deadline. printed: the words (到2027年, 年底前, 持续推进). value: ISO year, month or date, or None for a bare word."""

    printed: str
    value: str | None
    precision: Precision


class Citation(Fact):
    """A document that is named: by its title in 《》, by its number, or both. relation: what the naming document does with it."""

    title: str | None
    doc_number: str | None
    relation: RelationKind = "cites"


class Section(Fact):
    """A heading. number: as printed (`二、`) or None. parent: index among the plan's sections, None at the top."""

    number: str | None
    title: str
    parent: int | None
    order: int


class Responsibility(Fact):
    """An agency in a role on a task. name: as printed, with the level word it shares with the first of its list.

    detail: the register's word for the role. role_printed: the words in the document (牵头单位). collective: 各区政府 and
    the like. inherited: taken from a heading above the task.
    """

    name: str
    role: Role
    detail: RoleDetail
    role_printed: str
    inherited: bool = False
    collective: bool = False


class RegionMention(Fact):
    """A region that a task or target names. name: full official name where certain, else as printed. code: GB/T 2260 or None."""

    name: str
    printed: str
    code: str | None = None


class Task(Fact):
    """A leaf of the outline. title: without number and final stop. text: the whole item. section: index of the heading above."""

    number: str | None
    title: str
    text: str
    kind: TaskKind
    section: int | None
    order: int
    responsibilities: tuple[Responsibility, ...] = ()
    regions: tuple[RegionMention, ...] = ()
    citations: tuple[Citation, ...] = ()
    due: Due | None = None


class Target(Fact):
    """A commitment with a number and a unit (the gold's indicator).

    task: index among the plan's tasks, None for the plan's own goals. name: the measured quantity as printed.
    population: the target group that narrows it. value: the printed number (140 for 140万人); value_max for a range.
    unit: as printed, with its 万 or 亿. due_explicit is False where the plan's last year was taken.
    implicit: coverage in words, noted as 100 %. base: what a growth is measured against (比上年). strength: 约束性, 预期性.
    """

    task: int | None
    name: str
    population: str | None = None
    measure: Measure
    comparator: Comparator
    value: float
    value_max: float | None = None
    unit: str
    due: Due | None = None
    due_explicit: bool = False
    per: Per | None = None
    implicit: bool = False
    base: str | None = None
    strength: Literal["约束性", "预期性"] | None = None
    regions: tuple[RegionMention, ...] = ()


class Baseline(Fact):
    """A figure that reports what already is or was. as_of: ISO year, month or date, or None."""

    task: int | None
    name: str
    value: float
    unit: str
    as_of: str | None = None


class Plan(Fact):
    """The content that a document carries. period: first and last year as four digits, or None. region: full official name."""

    title: str
    owner: str | None
    region: str | None
    region_code: str | None = None
    period: tuple[str, str] | None
    sections: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    baselines: tuple[Baseline, ...] = ()


class Repair(Record):
    """One thing that scraping broke. restored: None where it was only marked. Offsets as in Evidence (start == end: removed)."""

    kind: str
    printed: str
    restored: str | None
    start: int
    end: int
    raw_start: int
    raw_end: int
    certain: bool = True


class Document(Fact):
    """A published notice and all that was read from it.

    sha256: of the original bytes. source: the file's name. media_type: as detected. Dates are ISO.
    citations: of the whole document, each title once. disclosure: 公开方式. validity: 有效, 废止, 已修改, as printed.
    """

    sha256: str
    source: str
    media_type: str
    title: str
    doc_number: str | None = None
    index_number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    published: str | None = None
    disclosure: str | None = None
    validity: str | None = None
    citations: tuple[Citation, ...] = ()
    plans: tuple[Plan, ...] = ()
    repairs: tuple[Repair, ...] = ()
