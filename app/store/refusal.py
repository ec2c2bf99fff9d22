"""What a reader or writer tells its parent when it refuses: a problem by name, made from the engine's words."""

import re
from typing import Any

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class Refusal(Exception):
    """A failure to report to the parent. problem: the name of a class in `app.problems`."""

    def __init__(self, problem: str, detail: str, **members: Any):
        super().__init__(detail)
        self.document = {"problem": problem, "detail": detail} | members


def syntax_refusal(message: str, text: str) -> Refusal:
    """The engine's words as a problem with line, column (from 1, in characters) and the token that stands there."""
    found = _POSITION.match(message)
    if not found:
        return Refusal("QuerySyntax", f"语法错误。Syntax error: {message}")
    line, column, expected = int(found[1]), int(found[2]), found[3]
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    token = re.match(r"\s*([\w:?$@<>#/.\-]+|\S)?", rest)
    word = (token[1] or "") if token else ""
    at = f"“{word}”处" if word else "结尾处" if not rest.strip() else ""
    # Long lists of character classes say nothing to a person.
    wanted = re.sub(r"\[[^\]]*\](, )?|\n\|[^\]]*\](, )?", "", expected).strip(" ,")
    english = f"at “{word}”" if word else "at the end"
    return Refusal(
        "QuerySyntax",
        f"第 {line} 行第 {column} 列{at}有语法错误。"
        f"Syntax error at line {line}, column {column}, {english}: {wanted or 'unexpected input'}",
        line=line,
        column=column,
        token=word,
    )
