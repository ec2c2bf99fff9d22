"""Syntax errors for people: where the engine stopped, as the terminal that stands there, and the word that was likely meant."""

from difflib import get_close_matches

from app.problems import QuerySyntax
from app.sparql.tokens import Token, Untokenizable, place, tokens

_SPARQL = """
BASE PREFIX SELECT DISTINCT REDUCED AS CONSTRUCT DESCRIBE ASK FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET
VALUES UNDEF LOAD SILENT INTO CLEAR DROP CREATE ADD MOVE COPY TO INSERT DELETE DATA WITH USING DEFAULT ALL GRAPH OPTIONAL SERVICE
BIND MINUS UNION FILTER NOT IN EXISTS A TRUE FALSE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES
DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS
STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF
STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE LATERAL TRIPLE SUBJECT PREDICATE OBJECT
ISTRIPLE LANGDIR HASLANG HASLANGDIR STRLANGDIR ADJUST VERSION
"""
KEYWORDS = frozenset(_SPARQL.split())
"""Words of SPARQL 1.1, and of 1.2 where the engine has them."""


def explained(problem: QuerySyntax, text: str) -> QuerySyntax:
    """The problem with the whole terminal at its place, or the unknown word before it, and a hint."""
    line, column = problem.members.get("line"), problem.members.get("column")
    if not isinstance(line, int) or not isinstance(column, int):
        return problem
    lines = text.split("\n")
    offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    try:
        found = [token for token in tokens(text) if token.start <= offset]
    except Untokenizable:
        return problem
    strange = [token for token in found[-4:] if token.kind == "word" and token.text.upper() not in KEYWORDS]
    if strange:
        return _at(problem, text, strange[-1], _meant(strange[-1].text))
    prefix = "Prefix not found" in problem.detail
    last = found[-1] if found else None
    if last and (last.start + len(last.text) > offset or prefix):
        hint = f"先声明前缀：PREFIX {last.text.partition(':')[0]}: <…>。 Declare the prefix first." if prefix else None
        return _at(problem, text, last, hint)
    if offset >= len(text.rstrip()):
        problem.hint = problem.hint or "可能缺少右括号 } 或 )。 A closing } or ) may be missing."
    return problem


def _meant(word: str) -> str:
    near = get_close_matches(word.upper(), KEYWORDS, 1, 0.6)
    said = f"不认识的词“{word}”。 The word is unknown."
    return f"{said[:-1]}; 是否想写 {near[0]}？ Did you mean {near[0]}?" if near else said


def _at(problem: QuerySyntax, text: str, token: Token, hint: str | None) -> QuerySyntax:
    line, column = place(text, token.start)
    members = problem.members | {"line": line, "column": column, "token": token.text[:80]}
    detail = (
        f"第 {line} 行第 {column} 列，“{token.text[:40]}”处有语法错误。 "
        f"Syntax error at line {line}, column {column}, at “{token.text[:40]}”."
    )
    return QuerySyntax(detail, hint=hint or problem.hint, headers=problem.headers, **members)
