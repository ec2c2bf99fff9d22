"""What a client asked with, as typed SPARQL terms: nothing a client wrote is ever pasted into a query as text."""

import calendar
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from pyoxigraph import NamedNode

from app.problems import Unprocessable
from app.questions.question import KINDS, Parameter, Question

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}\Z")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}\Z")
_VOCABULARIES = "https://w3id.org/zhengtu/"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
LONGEST = 2000
MOST_ITEMS = 100
LARGEST = {"integer": 10**15, "decimal": 10**12}
"""Numbers from minus this to this, where a parameter sets no bounds of its own; figures in plans are far below."""


@dataclass(frozen=True)
class Arguments:
    """The parameters of one asking. terms: SPARQL text of each. facts: the values for the conditions of optional blocks."""

    terms: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str]

    @property
    def key(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The same for the same question, in whatever order it was asked."""
        return tuple(sorted(self.terms.items()))


def bind(question: Question, given: Iterable[tuple[str, str]], base: str) -> Arguments:
    """The arguments of a question from the names and values as they came. base: of the things' IRIs.

    Raises Unprocessable with `errors`, one for each parameter that is unknown, missing, repeated or not of its type.
    """
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    errors = [_unknown(name, question) for name in values if name not in question.parameters]
    terms: dict[str, tuple[str, ...]] = {}
    facts: dict[str, str] = {}
    for parameter in question.parameters.values():
        texts = values.get(parameter.name, [])
        if not texts and parameter.default is not None:
            texts = [_printed(parameter.default)]
        try:
            if not texts and parameter.required:
                raise ValueError("必须给出 is required")
            if texts:
                terms[parameter.name] = _terms(parameter, texts, base)
                facts[parameter.name] = texts[0]
        except ValueError as error:
            errors.append({"parameter": parameter.name, "detail": str(error)})
    if "sort" in facts:
        facts |= {"sort": facts["sort"].removeprefix("-"), "descending": _printed(facts["sort"].startswith("-"))}
    if errors:
        said = "；".join(f"{e['parameter']}：{e['detail']}" for e in errors)
        raise Unprocessable(f"参数有误 Invalid parameters: {said}", errors=errors)
    return Arguments(terms, facts)


def wider_list(question: Question, arguments: Arguments) -> Arguments | None:
    """The arguments without their filters: of a list in the same order that holds all of theirs.

    None where one of the filters names a thing: such a list is short, and its own order sooner made than found in a long one.
    """
    kept = {p.name for p in question.parameters.values() if p.required or p.default is not None}
    filters = [question.parameters[name] for name in arguments.terms if name not in kept]
    if not filters or any(p.type == "iri" or p.of is not None for p in filters):
        return None
    terms = {name: values for name, values in arguments.terms.items() if name in kept}
    return Arguments(terms, {name: value for name, value in arguments.facts.items() if name in kept or name == "descending"})


def example(question: Question, base: str) -> Arguments:
    """The arguments of the question's own example."""
    pairs = [
        (name, _printed(value))
        for name, values in question.examples().items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return bind(question, pairs, base)


def iri(value: str, kind: str | None, base: str) -> str:
    """An IRI in angle brackets, from an IRI or from the key of a thing of this kind. Raises ValueError."""
    if kind is not None and _KEY.match(value):
        return f"<{base}{kind}/{value}>"
    if _is_iri(value):
        return f"<{value}>"
    keys = f"或 {kind} 的键 or the key of a {kind}" if kind else ""
    raise ValueError(f"应为 IRI must be an IRI {keys}".strip())


def _is_iri(value: str) -> bool:
    try:
        return len(value) <= LONGEST and bool(NamedNode(value))
    except ValueError:
        return False


def string(value: str, suffix: str = "") -> str:
    """A literal in double quotes with every special character escaped. suffix: @language or ^^datatype. Raises ValueError."""
    if len(value) > LONGEST:
        raise ValueError(f"最长 {LONGEST} 字 at most {LONGEST} characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("不是合法的 Unicode 文本 not well-formed Unicode")
    quoted = "".join(_ESCAPES.get(c) or (f"\\u{ord(c):04X}" if c < " " or c == "\x7f" else c) for c in value)
    return f'"{quoted}"{suffix}'


def _terms(parameter: Parameter, texts: Sequence[str], base: str) -> tuple[str, ...]:
    if parameter.type == "list":
        if len(texts) > MOST_ITEMS:
            raise ValueError(f"最多 {MOST_ITEMS} 项 at most {MOST_ITEMS} values")
        made = [term for text in texts for term in _TYPES[parameter.items](parameter, text, base)]
        return tuple(dict.fromkeys(made))
    if len(texts) > 1:
        raise ValueError("只能给出一次 may be given once only")
    return _TYPES[parameter.type](parameter, texts[0], base)


def _name(parameter: Parameter, text: str, base: str) -> tuple[str, ...]:
    terms = [string(text, "@zh"), string(text)]
    if parameter.of and _is_iri(text):
        terms.append(iri(text, parameter.of, base))
    elif parameter.of and _KEY.match(text):
        terms.append(f"<{base}{parameter.of}/{text}>")
    return tuple(terms)


def _integer(parameter: Parameter, text: str, _: str) -> tuple[str, ...]:
    if not _INTEGER.match(text):
        raise ValueError("应为整数 must be an integer")
    return (string(str(_bounded(parameter, int(text))), "^^<http://www.w3.org/2001/XMLSchema#integer>"),)


def _decimal(parameter: Parameter, text: str, _: str) -> tuple[str, ...]:
    try:
        number = Decimal(text) if text.isascii() and len(text) <= 40 else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > 15 or not math.isfinite(float(number)):
        raise ValueError("应为数字 must be a number")
    return (string(f"{_bounded(parameter, number):f}", "^^<http://www.w3.org/2001/XMLSchema#decimal>"),)


def bounds(parameter: Parameter) -> tuple[float, float]:
    """The least and the greatest number that a parameter takes."""
    largest = LARGEST[parameter.items if parameter.type == "list" else parameter.type]
    low = -largest if parameter.minimum is None else parameter.minimum
    return low, largest if parameter.maximum is None else parameter.maximum


def _bounded(parameter: Parameter, number: int | Decimal) -> int | Decimal:
    low, high = bounds(parameter)
    if not low <= number <= high:
        raise ValueError(f"应在 {low:g} 与 {high:g} 之间 must be between {low:g} and {high:g}")
    return number


def _date(parameter: Parameter, text: str, _: str) -> tuple[str, ...]:
    """A day, month or year; with `instant`, the first or last moment of it in China."""
    found = _DATE.match(text)
    try:
        if not found or not text.isascii():
            raise ValueError
        year, month, day = int(found[1]), found[2], found[3]
        first = date(year, int(month or 1), int(day or 1))
        last = date(year, int(month or 12), int(day) if day else calendar.monthrange(year, int(month or 12))[1])
    except ValueError:
        raise ValueError("应为日期，如 2027、2027-06 或 2027-06-30 must be a date: a year, a month or a day") from None
    if parameter.instant is None:
        return (string(first.isoformat(), "^^<http://www.w3.org/2001/XMLSchema#date>"),)
    moment = f"{last.isoformat()}T23:59:59+08:00" if parameter.instant == "end" else f"{first.isoformat()}T00:00:00+08:00"
    return (string(moment, "^^<http://www.w3.org/2001/XMLSchema#dateTime>"),)


def _boolean(_: Parameter, text: str, __: str) -> tuple[str, ...]:
    if text not in ("true", "false"):
        raise ValueError("应为 true 或 false must be true or false")
    return (text,)


def _enum(parameter: Parameter, text: str, _: str) -> tuple[str, ...]:
    if text not in parameter.values:
        raise ValueError(f"应为其中之一 must be one of {', '.join(parameter.values)}")
    return (f"<{_VOCABULARIES}{parameter.scheme}#{text}>",) if parameter.scheme else (string(text),)


_TYPES: dict[str, Callable[[Parameter, str, str], tuple[str, ...]]] = {
    "iri": lambda parameter, text, base: (iri(text, parameter.of, base),),
    "name": _name,
    "string": lambda _, text, __: (string(text),),
    "langstring": lambda _, text, __: (string(text, "@zh"),),
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "boolean": _boolean,
    "enum": _enum,
}


def _unknown(name: str, question: Question) -> dict[str, str]:
    near = get_close_matches(name[:60], question.parameters, 1)
    detail = "没有这个参数 no such parameter" + (f"；是否指 did you mean {near[0]}?" if near else "")
    return {"parameter": name[:100], "detail": detail}


def _printed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def key_of(address: str, base: str) -> tuple[str, str] | None:
    """The kind and key in a thing's IRI, or None for an IRI that is no thing of ours."""
    kind, _, key = address.removeprefix(base).partition("/")
    return (kind, key) if address.startswith(base) and kind in KINDS and key else None
