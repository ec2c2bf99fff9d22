"""What a page reads: its questions (`queries/*.rq` beside this file) answered from one release, start to end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from app.pages.language import Language
from app.pages.links import language_of
from app.pages.session import visitor
from app.pages.things import Subgraph
from app.problems import Unauthorized, Unavailable
from app.settings import Settings
from app.store import GraphStore, Release, Row

QUERIES = Path(__file__).parent / "queries"
_PARAMETER = re.compile(r"\$(\w+)")
_FORBIDDEN_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


@cache
def question(name: str) -> str:
    """The text of queries/{name}.rq, comments and indentation gone. `$name` stands for a parameter."""
    lines = (line.strip() for line in (QUERIES / f"{name}.rq").read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def iri(value: str) -> str:
    """An IRI as SPARQL text; ValueError for characters that SPARQL's IRIREF excludes."""
    if _FORBIDDEN_IN_IRI.search(value):
        raise ValueError(f"not an IRI: {value!r}")
    return f"<{value}>"


def literal(value: str) -> str:
    """A plain string literal as SPARQL text."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def bound(text: str, terms: dict[str, str]) -> str:
    """The question with every `$parameter` replaced by its term (SPARQL text made by `iri`, `literal` or str of an int)."""
    return _PARAMETER.sub(lambda match: terms[match[1]], text)


@dataclass(frozen=True)
class Reading:
    """One request's view of the graph."""

    store: GraphStore
    release: Release
    settings: Settings
    base: str
    language: Language

    async def rows(self, name: str, **terms: str) -> list[Row]:
        """The rows of a question. terms: SPARQL text for its parameters."""
        return await self.store.rows(bound(question(name), terms), release=self.release.number)

    async def labels(self, things: Iterable[str]) -> dict[str, str]:
        """Thing → label, for those of these IRIs that have one."""
        terms = " ".join(iri(thing) for thing in dict.fromkeys(things))
        rows = await self.rows("labels", things=terms) if terms else []
        return {row["thing"].value: row["label"].value for row in rows}

    async def graph(self, name: str, **terms: str) -> Subgraph:
        """The triples (?s ?p ?o) around a thing."""
        return Subgraph(await self.rows(name, **terms), self.language)


async def reading(request: Request) -> Reading:
    """The dependency that every page which shows data has."""
    state = request.app.state
    store: GraphStore | None = getattr(state, "store", None)
    if store is None:
        raise Unavailable("图数据还没有准备好。The graph is not ready.")
    if state.settings.read_token_required and visitor(request) is None:
        raise Unauthorized("阅读也需要登录。Reading needs a token too; please sign in.")
    found = Reading(store, await store.release(), state.settings, state.base, language_of(request))
    request.state.release, request.state.base = found.release, found.base
    return found


Read = Annotated[Reading, Depends(reading)]
