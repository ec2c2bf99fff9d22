"""What may reach the engine: judged on terminals, before anything is parsed. Refused when unsure.

Nothing here knows the grammar: nesting, size and the words that reach out to the network are found in the text itself, so that no
query can hide them from this process and show them to the engine. The engine's parser needs no space between words
(`trueSERVICE<x>`, `SERVICEex:a {`), hence words and prefixes are searched, not compared.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from app.problems import BadRequest, Problem, QueryRefused, QuerySyntax, TooLarge
from app.sparql.tokens import Token, Untokenizable, place, tokens


class Form(StrEnum):
    """What a request asks for, by its first word after the prologue."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"
    UPDATE = "UPDATE"
    EXPLAIN = "EXPLAIN"
    EMPTY = "EMPTY"


_UPDATE_WORDS = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_CLAUSES = ("OPTIONAL", "MINUS", "BIND", "FILTER", "UNION", "GRAPH", "VALUES", "LATERAL", "SELECT")
_CHANGING = ("RAND", "NOW", "UUID", "BNODE")
_OPEN, _CLOSE = frozenset(["(", "[", "{", "<<"]), {")": "(", "]": "[", "}": "{", ">>": "<<"}


@dataclass(frozen=True)
class Limits:
    """size: bytes of UTF-8. depth: of brackets of all kinds together (the engine overflows its stack near 1,000 function calls).

    clauses: OPTIONAL, MINUS, BIND, … in one query (it overflows near 4,000). origins: that SERVICE and LOAD may reach.
    """

    size: int = 1 << 20
    depth: int = 128
    clauses: int = 1000
    origins: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """What the terminals tell. dataset: it has FROM, USING or WITH of its own. repeatable: asked twice, it answers the same.

    depth: of the brackets, or a number that it does not exceed.
    """

    form: Form
    dataset: bool
    repeatable: bool
    depth: int


def judge(text: str, limits: Limits) -> Judgement:
    """Judge a query or update. Raises TooLarge, BadRequest (depth, clauses), QuerySyntax and QueryRefused."""
    if len(text) > limits.size or len(text.encode("utf-8", "surrogatepass")) > limits.size:
        raise TooLarge(
            f"查询超过 {limits.size // 1024} KiB。 The query is longer than {limits.size // 1024} KiB.",
            hint="把大量的值分批放进 VALUES，或用 /graphs 上传数据。 Send values in batches, or upload data to /graphs.",
        )
    return harmless(text, limits) or _judged(text, limits)


_WORTH_A_LOOK = ("SERVICE", "LOAD", "FROM", *_CHANGING)
_OPENING = re.compile(
    r"(?:[ \t\r\n]|\#[^\r\n]*+[\r\n]|PREFIX[ \t\r\n]++[A-Za-z0-9_.\-]*+:[ \t\r\n]*+<[^<>\"{}|^`\\\x00-\x20]*+>)*+"
    r"(SELECT|ASK|CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE,
)


def harmless(text: str, limits: Limits) -> Judgement | None:
    """The judgement of a text in which nothing can be hidden, since it is not there: most queries, in microseconds.

    None where a closer look is due: a word that reaches out or changes answers stands anywhere, even in a string; more brackets
    or clauses than may nest; a beginning that is not plain.
    """
    brackets = text.count("{") + text.count("(") + text.count("[") + text.count("<<")
    opening = _OPENING.match(text)
    if opening is None or brackets > limits.depth or "\\" in text:
        return None
    # Looking for each word in capitals takes a tenth of the time of one pattern that ignores case.
    capitals = text.upper()
    if any(word in capitals for word in _WORTH_A_LOOK):
        return None
    return Judgement(Form(opening.group(1).upper()), dataset=False, repeatable=True, depth=brackets)


def _judged(text: str, limits: Limits) -> Judgement:
    form = Form.EMPTY
    dataset, repeatable, clauses, deepest = False, True, 0, 0
    open_marks: list[Token] = []
    awaiting = ""  # SERVICE or LOAD, whose target comes next
    previous: Token | None = None
    glued: Token | None = None  # a prefixed name that may be SERVICE and a name
    for token in _tokens(text):
        if token.kind == "mark":
            if token.text in _OPEN:
                open_marks.append(token)
                deepest = max(deepest, len(open_marks))
                if len(open_marks) > limits.depth:
                    raise problem_at(
                        BadRequest, text, token, f"嵌套超过 {limits.depth} 层。 Nested deeper than {limits.depth} levels."
                    )
            elif token.text in _CLOSE and open_marks and open_marks[-1].text == _CLOSE[token.text]:
                open_marks.pop()
        if awaiting and not (token.kind == "word" and token.text.upper() == "SILENT"):
            _check_target(text, awaiting, token, limits.origins)
            awaiting = ""
        if glued and token.text == "{":
            raise _refusal(text, glued, "SERVICE")
        glued = token if _may_hide_service(token, previous) else None
        if not open_marks and _may_hide_load(token, previous):
            raise _refusal(text, token, "LOAD")
        previous = token
        if token.kind != "word":
            continue
        word = token.text.upper()
        for reaching in ("SERVICE", "LOAD"):
            if reaching in word:
                _check_exact(text, token, reaching, limits.origins)
                awaiting = reaching
        if form is Form.EMPTY and not open_marks:
            form = _form(text, token, word)
        dataset |= word.startswith(("FROM", "USING", "WITH"))
        repeatable &= not any(name in word for name in _CHANGING)
        clauses += any(name in word for name in _CLAUSES)
        if clauses > limits.clauses:
            raise problem_at(BadRequest, text, token, f"子句超过 {limits.clauses} 个。 More than {limits.clauses} clauses.")
    if awaiting:
        raise QueryRefused(f"{awaiting} 没有目标。 {awaiting} without a target.")
    return Judgement(form, dataset, repeatable, deepest)


def origin(address: str) -> str:
    """Scheme, host and port of an address, as RFC 6454 serialises them; empty when it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname and not parts.username else ""
    except ValueError:
        return ""


def origins(addresses: Iterable[object]) -> frozenset[str]:
    """The origins of the addresses in the settings."""
    return frozenset(filter(None, (origin(str(address)) for address in addresses)))


def _tokens(text: str) -> Iterable[Token]:
    try:
        yield from tokens(text)
    except Untokenizable as error:
        line, column = place(text, error.start)
        raise QuerySyntax(
            f"第 {line} 行第 {column} 列：{error.reason}. Line {line}, column {column}.",
            hint="字符串要闭合；比较时在 < 的两边加空格，或把 IRI 写完整。 "
            "Close strings; put spaces around <, or write the IRI in full.",
            line=line,
            column=column,
            token=error.token[:80],
        ) from None


def _form(text: str, token: Token, word: str) -> Form:
    """The form that a first word names; EMPTY while it belongs to the prologue."""
    if word.startswith(("BASE", "PREFIX", "VERSION")):
        return Form.EMPTY
    for form in (Form.SELECT, Form.ASK, Form.CONSTRUCT, Form.DESCRIBE, Form.EXPLAIN):
        if word.startswith(form.value):
            return form
    if word.startswith(_UPDATE_WORDS):
        return Form.UPDATE
    problem = problem_at(QuerySyntax, text, token, "这里应当是查询或更新的开头。 A query or update form was expected here.")
    problem.hint = (
        "以 SELECT、ASK、CONSTRUCT、DESCRIBE 或更新操作开头。 Begin with SELECT, ASK, CONSTRUCT, DESCRIBE or an update."
    )
    raise problem


def _may_hide_service(token: Token, previous: Token | None) -> bool:
    """Whether a prefixed name could be read as SERVICE and a shorter one, if a group follows."""
    if token.kind != "pname" or "SERVICE" not in token.text.partition(":")[0].upper():
        return False
    return previous is None or previous.text.upper() != "GRAPH"


def _may_hide_load(token: Token, previous: Token | None) -> bool:
    """Whether a prefixed name could be read as LOAD and a shorter one: where an operation begins."""
    if token.kind != "pname" or "LOAD" not in token.text.partition(":")[0].upper():
        return False
    return previous is None or previous.kind != "word"


def _check_exact(text: str, token: Token, reaching: str, allowed: frozenset[str]) -> None:
    if not allowed or token.text.upper() != reaching:
        raise _refusal(text, token, reaching)


def _check_target(text: str, reaching: str, token: Token, allowed: frozenset[str]) -> None:
    if token.kind != "iri" or origin(token.text[1:-1]) not in allowed:
        raise _refusal(text, token, reaching)


def _refusal(text: str, token: Token, reaching: str) -> Problem:
    return problem_at(
        QueryRefused,
        text,
        token,
        f"不允许 {reaching}：本服务不访问运营者未列出的地址。 "
        f"{reaching} is refused: no address is fetched that the operator has not listed.",
        "运营者可在 ZHENGTU_SERVICE_ALLOWED 中列出来源；目标须写成完整的 IRI。 "
        "The operator may list origins in ZHENGTU_SERVICE_ALLOWED; the target must be a full IRI.",
    )


def problem_at(kind: type[Problem], text: str, token: Token, detail: str, hint: str | None = None) -> Problem:
    """A problem of this kind with line, column and token."""
    line, column = place(text, token.start)
    where = f"第 {line} 行第 {column} 列：{detail} (line {line}, column {column})"
    return kind(where, hint=hint, line=line, column=column, token=token.text[:80])
