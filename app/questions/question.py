"""A question: a SPARQL file that begins with a YAML header of `#+` lines, read into values.

The header says where the question is asked (`path`), what it takes (`parameters`), what it gives (`columns`) and which of
these repeat (`many`). A column's name is its place in the answer: `?plan__title` is `title` of the object `plan`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from app.questions.template import Template, TemplateError

PARAMETER_TYPES = ("iri", "name", "string", "langstring", "integer", "decimal", "date", "boolean", "enum", "list")
COLUMN_TYPES = ("iri", "concept", "string", "integer", "number", "boolean", "date", "datetime")
KINDS = {
    "document": "documents",
    "plan": "plans",
    "section": "sections",
    "task": "tasks",
    "indicator": "indicators",
    "target": "targets",
    "baseline": "baselines",
    "agency": "agencies",
    "region": "regions",
}
RESERVED = ("limit", "cursor", "count", "format", "bom", "release")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")


class QuestionError(ValueError):
    """A question's file that is not one: says the file and what is wrong in it."""


@dataclass(frozen=True)
class Parameter:
    """What a question can be asked with. of: the kind of thing an iri or name stands for. items: the type of a list's items.

    scheme: the vocabulary whose concepts an enum's values are; they are bound as IRIs. instant: a date is bound as the first
    (`start`) or last (`end`) moment of the day, month or year that was given.
    """

    name: str
    type: str
    zh: str
    en: str
    required: bool = False
    default: Any = None
    example: Any = None
    values: tuple[str, ...] = ()
    of: str | None = None
    items: str = "string"
    scheme: str | None = None
    instant: str | None = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Column:
    """One value of the answer. variable: in the query. optional: may be null. many: a list of plain values."""

    variable: str
    type: str
    text: str
    optional: bool = False
    many: bool = False

    @property
    def name(self) -> str:
        return self.variable.rsplit("__", 1)[-1]

    @property
    def group(self) -> str:
        return self.variable.rpartition("__")[0]


@dataclass(frozen=True)
class Group:
    """An object of the answer, named by the variables' common beginning; "" is the item itself."""

    path: str
    many: bool
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return self.path.rsplit("__", 1)[-1]

    @property
    def parent(self) -> str | None:
        return self.path.rpartition("__")[0] if self.path else None

    @property
    def identity(self) -> str:
        """The variable that tells one object of the group from another."""
        return next((column for column in self.columns if column.name == "id"), self.columns[0]).variable

    @property
    def optional(self) -> bool:
        return all(column.optional or column.many for column in self.columns)


@dataclass(frozen=True)
class Question:
    """One file of queries/. kind: list (pages of things), one (a single thing, or 404), table (rows that are no things).

    tree: a group of `many` whose `parent` column says below which other object of the group each one stands.
    """

    name: str
    path: str
    zh: str
    en: str
    description: str
    tag: str
    kind: str
    parameters: Mapping[str, Parameter]
    columns: tuple[Column, ...]
    many: frozenset[str]
    tree: str | None
    template: Template
    source: str = field(repr=False)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The objects of the answer, each after the one it lies in."""
        paths = [""]
        for column in self.columns:
            parts = column.group.split("__") if column.group else []
            paths += [p for p in ("__".join(parts[: i + 1]) for i in range(len(parts))) if p not in paths]
        return tuple(Group(path, path in self.many, tuple(c for c in self.columns if c.group == path)) for path in paths)

    def examples(self) -> dict[str, Any]:
        """The parameters of the example: every required one, and those whose example the header gives."""
        return {p.name: p.example for p in self.parameters.values() if p.example is not None}


def read_question(name: str, source: str) -> Question:
    """The question in a file's text. name: the file's name without `.rq`. Raises QuestionError."""
    try:
        header = yaml.safe_load(_header(source)) or {}
        parameters = {key: _parameter(key, value) for key, value in (header.get("parameters") or {}).items()}
        if header.get("sort"):
            parameters["sort"] = _sort(header["sort"])
        columns = tuple(_column(variable, text) for variable, text in header["columns"].items())
        many = frozenset(header.get("many") or ())
        template = Template(_body(source), frozenset(parameters), [column.variable for column in columns])
        question = Question(
            name=name,
            path=header["path"],
            zh=header["summary"]["zh"],
            en=header["summary"]["en"],
            description=header.get("description", ""),
            tag=header.get("tag", header["path"].split("/")[1]),
            kind="list" if template.has_which else "one" if header["path"].endswith("/{id}") else "table",
            parameters=parameters,
            columns=columns,
            many=many,
            tree=header.get("tree"),
            template=template,
            source=source,
        )
        _check(question)
    except (KeyError, TypeError, AttributeError, yaml.YAMLError, TemplateError, QuestionError) as error:
        reason = f"the header lacks {error}" if isinstance(error, KeyError) else error
        raise QuestionError(f"queries/{name}.rq: {reason}") from error
    return question


def _header(source: str) -> str:
    return "\n".join(line[2:].removeprefix(" ") for line in source.splitlines() if line.startswith("#+"))


def _body(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if not line.startswith("#+"))


def _parameter(name: str, value: dict[str, Any]) -> Parameter:
    known = {k: v for k, v in value.items() if k not in ("zh", "en", "values")}
    return Parameter(name=name, zh=value["zh"], en=value["en"], values=tuple(map(str, value.get("values", ()))), **known)


def _sort(orders: list[str]) -> Parameter:
    both = tuple(f"{sign}{order}" for order in orders for sign in ("", "-"))
    return Parameter("sort", "enum", "排序，前加 - 为倒序", "order; - in front reverses it", default=orders[0], values=both)


def _column(variable: str, text: str) -> Column:
    kind, _, words = text.partition(" ")
    return Column(variable, kind.rstrip("?*"), words.strip(), kind.endswith("?"), kind.endswith("*"))


def _check(question: Question) -> None:
    for parameter in question.parameters.values():
        if parameter.name in RESERVED or not _NAME.match(parameter.name):
            raise QuestionError(f"the parameter name {parameter.name} is reserved or not in snake_case")
        if parameter.type not in PARAMETER_TYPES or parameter.items not in PARAMETER_TYPES:
            raise QuestionError(f"parameter {parameter.name}: no type {parameter.type}")
        if parameter.of is not None and parameter.of not in KINDS:
            raise QuestionError(f"parameter {parameter.name}: no kind of thing {parameter.of}")
        if parameter.required and parameter.example is None:
            raise QuestionError(f"parameter {parameter.name} is required and has no example")
        if (parameter.type == "enum") != bool(parameter.values):
            raise QuestionError(f"parameter {parameter.name}: an enum lists its values, nothing else does")
    for column in question.columns:
        if column.type not in COLUMN_TYPES:
            raise QuestionError(f"column {column.variable}: no type {column.type}")
    if question.kind != "table" and question.columns[0].variable != "id":
        raise QuestionError("the first column of a list or a single thing is ?id")
    unused = set(question.parameters) - question.template.names - {"sort"}
    if unused:
        raise QuestionError(f"the query never uses {', '.join(sorted(unused))}")
    unknown = {path for path in question.many if path not in {group.path for group in question.groups}}
    if question.tree is not None and question.tree not in question.many:
        raise QuestionError(f"the tree {question.tree} is none of many")
    if unknown:
        raise QuestionError(f"many names no group of columns: {', '.join(sorted(unknown))}")
