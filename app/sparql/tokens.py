"""The terminals of SPARQL (SPARQL 1.1 Query, section 19.8), found in one pass, without a parser.

Linear in the length of the text: every quantifier is possessive, what a failed alternative scanned is taken by the next one, and
a prefix may hold eight dots. The engine's own parser needs no space between tokens and tries the alternatives of its grammar in
order, so a text can be read in two ways where `<` may be an operator or start an IRI: `FILTER(?a<?b)SERVICE?s#>` hides a SERVICE
from whoever takes the IRI. Such places raise `Untokenizable`: refused when unsure.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """One terminal. kind: iri, word, pname, variable, string, language, number, bnode or mark. start: offset in code points."""

    kind: str
    text: str
    start: int


class Untokenizable(Exception):
    """The text holds something that is no terminal, or that can be read in two ways. start: its offset. token: as written."""

    def __init__(self, reason: str, start: int, token: str):
        super().__init__(reason)
        self.reason = reason
        self.start = start
        self.token = token


_HEX = r"(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})"
_IRI = rf'<(?:[^<>"{{}}|^`\\\x00-\x20]|{_HEX})*+>'
_NAME = r"[A-Za-z0-9_\-\u00B7-\U0010FFFF]"
_LOCAL = r"(?:[A-Za-z0-9_\-:\u00B7-\U0010FFFF]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TERMINALS = re.compile(
    rf"""
      (?P<space>(?:[ \t\r\n]|\#[^\r\n]*+)++)
    | (?P<variable>[?$][A-Za-z0-9_\u00B7-\U0010FFFF]++)
    | (?P<bnode>_:{_NAME}++(?:\.++{_NAME}++)*+)
    | (?P<pname>(?:[A-Za-z\u00C0-\U0010FFFF]{_NAME}*+(?:\.++{_NAME}++){{0,8}}+)?+:(?:{_LOCAL}++(?:\.++{_LOCAL}++)*+)?+)
    | (?P<word>[A-Za-z]{_NAME}*+)
    | (?P<iri>{_IRI})
    | (?P<string>\"\"\"(?:[^"\\]|\\[\s\S]|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]|\\[\s\S]|'(?!''))*+'''
        |"(?!\"\")(?:[^"\\\r\n]|\\.)*+"|'(?!'')(?:[^'\\\r\n]|\\.)*+')
    | (?P<language>@[A-Za-z]++(?:-{{1,2}}[A-Za-z0-9]++)*+)
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)
    | (?P<mark><(?={_IRI})|<<|>>|\^\^|\|\||&&|[!<>]=|[{{}}()\[\].;,*/|^?+\-=<>!~])
    """,
    re.VERBOSE,
)
_OPEN, _CLOSE = frozenset("([{") | {"<<"}, {")": "(", "]": "[", "}": "{", ">>": "<<"}
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_TWO_READINGS = re.compile(r"['#);&]")
_NO_OPERAND = frozenset("([{,;.=!/|^-~") | {"<", ">", "<=", ">=", "!=", "||", "&&", "^^", "<<"}


def tokens(text: str) -> Iterator[Token]:
    """The terminals of `text` in order, without spaces and comments. Raises Untokenizable."""
    match = _TERMINALS.match
    position, end = 0, len(text)
    open_marks: list[str] = []
    previous: Token | None = None
    while position < end:
        found = match(text, position)
        if found is None:
            raise _stray(text, position)
        kind = found.lastgroup or ""
        position = found.end()
        if kind == "space":
            continue
        token = Token(kind, found.group(), found.start())
        if kind == "mark":
            _nest(open_marks, token.text)
        elif kind == "iri" and _ambiguous(token, previous, open_marks):
            raise Untokenizable(
                "“<”可能是小于号，也可能是 IRI 的开头 “<” may be an operator or start an IRI", token.start, token.text
            )
        yield token
        previous = token


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column (both from 1, in code points) of an offset."""
    before = text[:offset]
    line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
    return len(re.findall(r"\r\n|\r|\n", before)) + 1, offset - line_start + 1


def _nest(open_marks: list[str], mark: str) -> None:
    if mark in _OPEN:
        open_marks.append(mark)
    elif mark in _CLOSE and open_marks and open_marks[-1] == _CLOSE[mark]:
        open_marks.pop()


def _ambiguous(token: Token, previous: Token | None, open_marks: list[str]) -> bool:
    """Whether what looks like an IRI may be an operator and more, to the engine.

    An operator needs an operand before it and stands in round brackets; what starts with a scheme and // is no expression; and
    only a quote, a comment, a closing bracket or a semicolon inside could hide anything. An & is no text of an IRI there either:
    `?a<?b&&?c>?d` is an IRI by the grammar's rule of the longest token, and two comparisons to the engine.
    """
    if previous is None or not _TWO_READINGS.search(token.text) or _ABSOLUTE.match(token.text):
        return False
    if previous.kind == "mark" and previous.text == "<":
        return True
    return bool(open_marks) and open_marks[-1] == "(" and previous.text not in _NO_OPERAND


def _stray(text: str, position: int) -> Untokenizable:
    character = text[position]
    if character in "\"'":
        return Untokenizable("字符串没有结束 Unterminated string", position, text[position : position + 20])
    if text.startswith(("\\u", "\\U"), position):
        return Untokenizable("此处不能用转义 No escape here", position, text[position : position + 10])
    return Untokenizable(f"不能识别的字符 Unexpected character U+{ord(character):04X}", position, character)
