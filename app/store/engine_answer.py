"""A remote engine's answer: whether it is whole, and in the format that was asked for.

Known ways of failing after a 200: Virtuoso's header X-SQL-State, an error text appended to the rows (Oxigraph), a document that
just ends. An answer is parsed to its end before any of it goes on, so that each of them is an error.
"""

import re
import tempfile
from pathlib import Path
from typing import IO

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results, serialize

from app.problems import BadRequest, Busy, DeadlineExceeded, Problem, QuerySyntax, Unavailable
from app.store.row_cap import cut

_POSITION = re.compile(r"[Ll]ine:? (\d+),? [Cc]ol(?:umn)?:? (\d+)|error at (\d+):(\d+)")
_TAIL = 256


def converted(
    received: IO[bytes], media_type: str, wanted: str | None, row_cap: int | None, folder: Path
) -> tuple[str, IO[bytes], bool]:
    """The answer in the wanted format: (media type, file, whether the row cap cut it).

    Raises Unavailable for one that is not whole.
    """
    reason = ""
    file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
    try:
        with received:
            received.seek(0)
            return _written(received, media_type, wanted, row_cap, file)
    except (SyntaxError, ValueError, OSError) as error:
        reason = str(error)[:200]
        file.close()
    except BaseException:
        file.close()
        raise
    # Raised here, since the engine's values in the error's frames must end in this thread.
    raise Unavailable(f"引擎的结果不完整。 The engine's answer is not whole: {reason}")


def _written(
    received: IO[bytes], media_type: str, wanted: str | None, row_cap: int | None, file: IO[bytes]
) -> tuple[str, IO[bytes], bool]:
    was_cut = False
    if "sparql-results" in media_type or media_type == "application/json":
        wanted = wanted or "application/sparql-results+json"
        results = parse_query_results(received, format=QueryResultsFormat.JSON)
        if row_cap and isinstance(results, QuerySolutions):
            results, was_cut = cut(results, row_cap)
        results.serialize(file, format=QueryResultsFormat.from_media_type(wanted) or QueryResultsFormat.JSON)
        _check_end(received)
        return wanted, file, was_cut
    source = RdfFormat.from_media_type(media_type)
    if source is None:
        raise ValueError(f"{media_type}?")
    wanted = wanted or "application/n-triples"
    triples = (quad.triple for quad in parse(received, format=source))
    serialize(triples, file, format=RdfFormat.from_media_type(wanted))
    return wanted, file, was_cut


def _check_end(received: IO[bytes]) -> None:
    """What the engine said after the document's end, such as that time ran out."""
    size = received.seek(0, 2)
    received.seek(max(0, size - _TAIL))
    tail = received.read().rstrip()
    if not tail.endswith(b"}"):
        raise ValueError(tail[-120:].decode("utf-8", "replace"))


def engine_problem(status: int, sql_state: str | None, said: str, text: str) -> Problem:
    """What a refusal of the engine means. said: the start of its body."""
    said = re.sub(r"\s+", " ", said).strip()[:300]
    if sql_state is not None or re.search(r"timed? ?out", said, re.IGNORECASE):
        return DeadlineExceeded(
            f"引擎没有做完（{sql_state or status}）。 The engine gave a part only, or ran out of time: {said}"
        )
    if status in (400, 422):
        place = _POSITION.search(said)
        if place is None:
            return BadRequest(f"引擎拒绝了这个请求。 The engine refused it: {said}")
        line, column = (int(part) for part in place.groups() if part)
        lines = text.split("\n")
        token = re.match(r"[\w:?$]+|.?", lines[line - 1][column - 1 :]) if line <= len(lines) else None
        return QuerySyntax(
            f"第 {line} 行第 {column} 列有语法错误。 Syntax error at line {line}, column {column}: {said}",
            line=line,
            column=column,
            token=token.group() if token else "",
        )
    if status in (429, 503):
        return Busy(f"引擎太忙。 The engine is busy: {said}", headers={"Retry-After": "5"})
    return Unavailable(f"引擎答以 {status}。 The engine answered {status}: {said}")
