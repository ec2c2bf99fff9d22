"""RDF terms as they stand in SPARQL's TSV results, read line by line so that nothing large is ever held.

SPARQL 1.1 Query Results CSV and TSV Formats, section 4; terms are written back as canonical N-Triples (RDF 1.2, section 4).
"""

import re
from collections.abc import AsyncIterator

from app.problems import Unavailable
from app.store import Answer, Term

XSD = "http://www.w3.org/2001/XMLSchema#"
_TERM = re.compile(
    r"""<(?P<iri>[^>]*)>
      | _:(?P<bnode>\S+)
      | "(?P<quoted>(?:[^"\\]|\\.)*)" (?: @(?P<language>[A-Za-z0-9-]+) | \^\^<(?P<datatype>[^>]*)> )?
      | (?P<boolean>true|false)
      | (?P<double>[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+)
      | (?P<decimal>[+-]?\d*\.\d+)
      | (?P<integer>[+-]?\d+)
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_UNESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_CANONICAL = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_MUST_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f]')


def parse_term(text: str) -> Term | None:
    """A term of a TSV cell; None for an unbound one. Raises ValueError for what is no term."""
    if not text:
        return None
    match = _TERM.fullmatch(text)
    if match is None:
        raise ValueError(f"no RDF term: {text[:80]!r}")
    kind = match.lastgroup
    if match["iri"] is not None:
        return Term("iri", _unescape(match["iri"]))
    if match["bnode"] is not None:
        return Term("bnode", match["bnode"])
    if match["quoted"] is not None:
        return Term("literal", _unescape(match["quoted"]), match["datatype"], match["language"])
    return Term("literal", text, f"{XSD}{kind}")


def canonical(term: Term) -> str:
    """The term as canonical N-Triples writes it."""
    if term.kind == "iri":
        return f"<{term.value}>"
    if term.kind == "bnode":
        return f"_:{term.value}"
    quoted = '"' + _MUST_ESCAPE.sub(_escape, term.value) + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    return f"{quoted}^^<{term.datatype}>" if term.datatype and term.datatype != f"{XSD}string" else quoted


async def rows(answer: Answer) -> AsyncIterator[tuple[Term | None, ...]]:
    """The rows of a TSV answer as they arrive, in the order of its variables.

    Raises Unavailable when the answer ends inside a row: a result is whole or visibly broken.
    """
    rest, header = b"", True
    async for chunk in answer.chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if header:
                header = False
            elif line:
                yield tuple(parse_term(cell) for cell in line.decode().split("\t"))
    if rest or header:
        raise Unavailable("查询结果中断 the result broke off")


def _escape(match: re.Match[str]) -> str:
    return _CANONICAL.get(match.group()) or f"\\u{ord(match.group()):04X}"


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _UNESCAPED.get(m[3], m[3]), text)
