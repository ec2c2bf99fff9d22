"""What of each kind of fact can be corrected: the records' fields, and how the graph shows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.pages.language import Language, phrase
from app.pages.things import Thing
from app.problems import BadRequest

_COMPARATORS = {"eq": "=", "ge": ">=", "gt": ">", "le": "<=", "lt": "<", "approx": "~", "range": "range"}


_SIGNS = tuple((sign, sign) for sign in _COMPARATORS.values())


@dataclass(frozen=True)
class Field:
    """A field of a record. now: its value as the form shows it. options: (value, label) to choose from. number: a decimal."""

    name: str
    label: str
    now: Callable[[Thing], str]
    options: tuple[tuple[str, str], ...] = ()
    number: bool = False


def _text(name: str) -> Callable[[Thing], str]:
    return lambda thing: thing.text(name) or ""


def _concept(name: str, keys: Mapping[str, str] | None = None) -> Callable[[Thing], str]:
    def now(thing: Thing) -> str:
        key = (thing.text(name) or "").rpartition("#")[2]
        return keys.get(key, key) if keys else key

    return now


def _label_of(name: str) -> Callable[[Thing], str]:
    def now(thing: Thing) -> str:
        found = thing.thing(name)
        return found.label if found else ""

    return now


def _number(name: str) -> Callable[[Thing], str]:
    def now(thing: Thing) -> str:
        value = thing.text(name)
        return f"{float(value):.12g}" if value else ""

    return now


_ROLE = Field(
    "role",
    phrase("角色"),
    _concept("role"),
    (("lead", phrase("牵头")), ("support", phrase("配合")), ("guidance", phrase("指导"))),
)
_VALUE = Field("value", phrase("数值"), _number("value"), number=True)
_UNIT = Field("unit", phrase("单位"), _text("unitAsPrinted"))
_NAME = Field("name", phrase("指标"), _label_of("indicator"))

FIELDS: dict[str, tuple[Field, ...]] = {
    "responsibility": (Field("name", phrase("机构名称"), _text("nameAsPrinted")), _ROLE),
    "target": (
        _NAME,
        Field(
            "comparator",
            phrase("比较"),
            _concept("comparator", _COMPARATORS),
            _SIGNS,
        ),
        _VALUE,
        _UNIT,
    ),
    "baseline": (_NAME, _VALUE, _UNIT, Field("as_of", phrase("时点"), _text("asOf"))),
    "task": (
        Field("title", phrase("任务名称"), _text("label")),
        Field("due", phrase("时限（如 2027、2027-06 或 2027-06-30）"), _text("due")),
    ),
    "plan": (Field("title", phrase("规划名称"), _text("label")), Field("owner", phrase("制定机关"), _text("ownerAsPrinted"))),
    "document": (
        Field("title", phrase("文件标题"), _text("label")),
        Field("doc_number", phrase("发文字号"), _text("documentNumber")),
        Field("issuer", phrase("发文机关"), _text("issuerAsPrinted")),
        Field("issued", phrase("成文日期"), _text("issued")),
    ),
    "agency": (),
    "indicator": (),
}


def said(kind: str, name: str, value: Any, language: Language) -> str:
    """A change of the log for people: the label of a field of this kind of fact, and its new value."""
    label = next((field.label for field in FIELDS.get(kind, ()) if field.name == name), None)
    words = language.phrase(label).partition("（")[0].partition(" (")[0] if label else name
    shown = value.get("printed", value) if isinstance(value, Mapping) else value
    return f"{words}：{shown}" if language is Language.CHINESE else f"{words}: {shown}"


def changes_of(fact: Thing, fields: tuple[Field, ...], given: Mapping[str, str]) -> dict[str, Any]:
    """The fields whose value in the form differs from what is there. Raises BadRequest for what is no number or date."""
    changed: dict[str, Any] = {}
    for field in fields:
        value = given.get(field.name)
        if value is None or value == field.now(fact):
            continue
        if field.options and value not in dict(field.options):
            raise BadRequest(f"{field.label}没有这个选项。There is no such choice.")
        changed[field.name] = _due(value) if field.name == "due" else _decimal(field, value) if field.number else value
    if "role" in changed:
        changed["detail"] = {"lead": "牵头", "support": "配合", "guidance": "指导"}[changed["role"]]
    return changed


def _decimal(field: Field, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise BadRequest(f"{field.label}不是数字：{value[:40]}。This is not a number.") from None


def _due(value: str) -> dict[str, str] | None:
    if not value:
        return None
    precision = {4: "year", 7: "month", 10: "day"}.get(len(value))
    if precision is None or not value.replace("-", "").isdigit():
        raise BadRequest(f"时限不是年、月或日：{value[:40]}。The due date is no year, month or day.")
    return {"printed": value, "value": value, "precision": precision}
