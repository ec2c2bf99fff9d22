"""Rows of a SELECT answer → the nested items of the API, by the names of the columns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.questions.question import KINDS, Column, Group, Question

Binding: TypeAlias = Mapping[str, Mapping[str, str]]
Item: TypeAlias = dict[str, Any]


class Shape:
    """Folds rows into items: one for each ?id (or each row, where the question has none), its lists without repetition.

    base: start of things' IRIs. prefix: path under which the service is reached, for `url`.
    """

    def __init__(self, question: Question, base: str, prefix: str = ""):
        self._groups = question.groups
        self._by_id = question.columns[0].variable == "id"
        self._steps = tuple(
            ((group.path, group.parent or "", group.name, group.many, group.identity), [c.variable for c in group.columns])
            for group in self._groups[1:]
        )
        self._columns = {c.variable: (c.group, c.name, _CONVERTERS[c.type], c.many) for c in question.columns}
        self._ways: dict[tuple[str, ...], _Way] = {}
        self._blank = {group.path: self._empty(group) for group in self._groups}
        self._base = base
        self._prefix = prefix
        self._tree = question.tree

    def items(self, rows: Iterable[Binding]) -> dict[str, Item]:
        """Items in the order of their first row, by id (or by number where the question has no ?id)."""
        made: dict[str, Item] = {}
        index: dict[tuple[int, str, str], Item] = {}
        for number, row in enumerate(rows):
            key = row["id"]["value"] if self._by_id else str(number)
            item = made.get(key)
            if item is None:
                item = made[key] = self._new("")
            self._fold(row, item, index)
        if self._tree is not None:
            for item in made.values():
                item[self._tree] = _nested(item[self._tree])
        return made

    def _fold(self, row: Binding, item: Item, index: dict[tuple[int, str, str], Item]) -> None:
        variables = tuple(row)
        way = self._ways.get(variables)
        if way is None:
            way = self._ways[variables] = self._way(row)
        places: dict[str, Item] = {"": item}
        for path, above, name, many, identity in way.steps:
            term = row.get(identity)
            parent = places.get(above)
            if parent is None:
                continue
            if not many:
                place = parent[name]
                if place is None:
                    place = parent[name] = self._new(path)
            else:
                key = (id(parent), path, term["value"] if term else "")
                place = index.get(key)
                if place is None:
                    place = index[key] = self._new(path)
                    parent[name].append(place)
            places[path] = place
        for variable, (group_path, field, convert, plural) in way.columns:
            place = places.get(group_path)
            if place is None:
                continue
            if plural:
                value = convert(row[variable]["value"])
                if value not in place[field]:
                    place[field].append(value)
            elif place[field] is None:
                place[field] = value = convert(row[variable]["value"])
                if field == "id":
                    place["url"] = self.url(value)

    def _way(self, row: Binding) -> "_Way":
        """What rows with these variables go through."""
        steps = tuple(step for step, variables in self._steps if not row.keys().isdisjoint(variables))
        columns = tuple((variable, self._columns[variable]) for variable in row if variable in self._columns)
        return _Way(steps, columns)

    def url(self, address: str) -> str | None:
        """The local path of a thing, or None for an IRI that is no thing of ours."""
        if not address.startswith(self._base):
            return None
        kind, _, key = address[len(self._base) :].partition("/")
        return f"{self._prefix}/{KINDS[kind]}/{key}" if kind in KINDS and key else None

    def _empty(self, group: Group) -> tuple[Item, tuple[str, ...]]:
        plain: Item = {}
        lists: list[str] = []
        for column in group.columns:
            plain[column.name] = None
            if column.name == "id" and column.type == "iri":
                plain["url"] = None
            if column.many:
                lists.append(column.name)
        for child in self._groups:
            if child.path and child.parent == group.path:
                plain[child.name] = None
                if child.many:
                    lists.append(child.name)
        return plain, tuple(lists)

    def _new(self, path: str) -> Item:
        plain, lists = self._blank[path]
        made = dict(plain)
        for name in lists:
            made[name] = []
        return made


@dataclass(frozen=True)
class _Way:
    """Of rows that bind the same variables: the objects they touch (path, parent, name, many, identity), and the columns
    they fill (group, name, converter, many). Worked out once, since most of the time goes into rows.
    """

    steps: tuple[tuple[str, str, str, bool, str], ...]
    columns: tuple[tuple[str, tuple[str, str, Callable[[str], Any], bool]], ...]


def _nested(nodes: list[Item]) -> list[Item]:
    """Objects with `id`, `parent` and `order` as a tree: each gets `children`; one whose parent is not there is at the top."""
    known = {node["id"]: node | {"children": []} for node in sorted(nodes, key=lambda node: (node["order"] or 0, node["id"]))}
    top: list[Item] = []
    for node in known.values():
        above = known.get(node["parent"] or "")
        (top if above is None else above["children"]).append(node)
    return top


def tree_name(question: Question) -> str:
    """The name of the schema of a question's tree nodes, which refers to itself."""
    return f"{question.name}_{question.tree}"


def schema(question: Question) -> tuple[dict[str, Any], dict[str, Any]]:
    """The JSON schema of one item, and the named schemas that it refers to (in OpenAPI's components)."""
    named: dict[str, Any] = {}
    children: dict[str, list[Group]] = {}
    for group in question.groups[1:]:
        children.setdefault(group.parent or "", []).append(group)

    def of(group: Group) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        for column in group.columns:
            properties[column.name] = _column_schema(column)
            if column.name == "id" and column.type == "iri":
                link = "本地链接 Local link; null for what is described elsewhere"
                properties["url"] = {"type": ["string", "null"], "description": link}
        for child in children.get(group.path, []):
            inner = of(child)
            if child.path == question.tree:
                here = {"$ref": f"#/components/schemas/{tree_name(question)}"}
                inner["properties"]["children"] = {"type": "array", "items": here}
                inner["required"].append("children")
                named[tree_name(question)] = inner
                inner = here
            if child.many:
                properties[child.name] = {"type": "array", "items": inner}
            else:
                properties[child.name] = {"anyOf": [inner, {"type": "null"}]}
        return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}

    return of(question.groups[0]), named


def _column_schema(column: Column) -> dict[str, Any]:
    kind: dict[str, Any] = dict(_SCHEMAS[column.type])
    if column.many:
        return {"type": "array", "items": kind, "description": column.text}
    if column.optional:
        kind["type"] = [kind["type"], "null"]
    return kind | {"description": column.text}


def _local(value: str) -> str:
    return value.rpartition("#")[2]


def _number(value: str) -> int | float:
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "iri": str,
    "concept": _local,
    "string": str,
    "integer": int,
    "number": _number,
    "boolean": lambda value: value in ("true", "1"),
    "date": str,
    "datetime": str,
}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "iri": {"type": "string", "format": "iri"},
    "concept": {"type": "string"},
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string"},
    "datetime": {"type": "string", "format": "date-time"},
}
