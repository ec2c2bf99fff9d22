"""Names → things (`/resolve`) and words → things (`/search`)."""

import asyncio
import base64
import binascii
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.api.describe import answers
from app.api.models import Candidates, FoundPage
from app.api.state import json, store_of, url_of
from app.problems import BadRequest, NotFound, Unprocessable
from app.questions.arguments import string
from app.store import Release
from app.store.embedded import EmbeddedStore
from app.store.text_index import Hit, TextIndex, fold, marks, open_index
from loaders.registers.agencies import agency_names_matching

router = APIRouter(tags=["finding"])
_SNIPPET = 120
_OWN_REGION = "OPTIONAL { ?id zt:jurisdiction|zt:region ?region . OPTIONAL { ?region rdfs:label ?region_name } }"
_PREFIXES = (
    "PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
Words = Annotated[str, Query(min_length=1, max_length=200)]


class Kind(StrEnum):
    """What can be looked for."""

    DOCUMENT = "document"
    PLAN = "plan"
    SECTION = "section"
    TASK = "task"
    TARGET = "target"
    BASELINE = "baseline"
    INDICATOR = "indicator"
    AGENCY = "agency"
    REGION = "region"


@router.get(
    "/resolve",
    summary="名称所指 What a name means",
    responses=answers({200: Candidates}, 404, 410, 422, 503),
    response_class=Response,
)
async def resolve(
    request: Request,
    name: Annotated[str, Query(min_length=1, max_length=200, description="名称 A name as printed")],
    type: Annotated[Kind, Query(description="类别 Kind of thing")] = Kind.AGENCY,
    region: Annotated[str | None, Query(max_length=100, description="地区：名称或代码 Region by name or code")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """Candidates with scores: the full name 1, an alias 0.95, a spelling that the register knows 0.9, similar names less."""
    release = await store_of(request).release()
    wanted = _text(name)
    other = agency_names_matching(wanted, region) if type is Kind.AGENCY else ()
    exact = [wanted, *other]
    known = dict.fromkeys(await _called(request, type, exact, release), 1.0)
    index = await _index(request, release)
    if index is not None:
        known |= {hit.id: 0.0 for hit in index.similar(wanted, (type.value.capitalize(),)) if hit.id not in known}
    candidates = [_scored(one, wanted, other) for one in await _described(request, type, list(known), region, release)]
    best = sorted((one for one in candidates if one["score"] >= 0.3), key=lambda one: (-one["score"], one["name"], one["id"]))
    for one in best:
        one["url"] = url_of(request, one["id"])
    return json({"candidates": best[:limit]}, release)


@router.get(
    "/search",
    summary="全文检索 Search",
    responses=answers({200: FoundPage}, 400, 404, 410, 422, 503),
    response_class=Response,
)
async def search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=200, description="字词，空格分隔，须全部出现 Words; all must stand there")],
    type: Annotated[list[Kind] | None, Query(max_length=9, description="类别，可重复 Kinds, repeatable")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=40, description="上一页的 next `next` of the page before")] = None,
) -> Response:
    """Everything with a name or a text that holds the words, titles first, with the words marked."""
    release, start = await store_of(request).release(), 0
    if cursor is not None:
        number, start = _read_cursor(cursor)
        release = await _kept(request, number)
    index = await _index(request, release)
    if index is None:
        raise NotFound("这个数据库没有全文索引 This store has no text index.", hint="/capabilities")
    words = _text(q)
    kinds = [each.value.capitalize() for each in type or ()]
    hits = await asyncio.to_thread(index.search, words, kinds, limit=limit + 1, offset=start)
    plans = await _titles(request, {hit.plan for hit in hits if hit.plan}, release)
    items = [_found(request, hit, words, plans) for hit in hits[:limit]]
    following = _cursor(release, start + limit) if len(hits) > limit else None
    return json({"items": items, "next": following}, release)


def _text(value: str) -> str:
    """The words without what no name holds. Raises Unprocessable where nothing is left."""
    try:
        string(value)
    except ValueError as error:
        raise Unprocessable(str(error)) from error
    words = " ".join(value.split())
    if not words:
        raise Unprocessable("没有可查的字词 There is nothing to look for.")
    return words


async def _index(request: Request, release: Release) -> TextIndex | None:
    store = request.app.state.store
    if not isinstance(store, EmbeddedStore):
        return None
    return await asyncio.to_thread(open_index, store.folder.folder(release.number))


async def _kept(request: Request, number: int) -> Release:
    store = request.app.state.store
    return store.folder.release(number) if isinstance(store, EmbeddedStore) else await store_of(request).release()


async def _called(request: Request, kind: Kind, names: Iterable[str], release: Release) -> list[str]:
    values = " ".join(f"{string(name, '@zh')} {string(name)}" for name in names)
    query = f"""{_PREFIXES} SELECT DISTINCT ?id {{ VALUES ?name {{ {values} }}
      ?id rdfs:label|skos:altLabel|skos:notation|zt:documentNumber ?name ; a zt:{kind.value.capitalize()} }} LIMIT 200"""
    return [row["id"].value for row in await store_of(request).rows(query, release=release.number)]


async def _described(request: Request, kind: Kind, ids: list[str], region: str | None, release: Release) -> list[dict[str, Any]]:
    if not ids:
        return []
    within = ""
    if region is not None:
        named = f"{string(region, '@zh')} {string(region)}"
        within = f"""VALUES ?wanted {{ {named} }} ?above rdfs:label|skos:altLabel|skos:notation ?wanted .
          ?region zt:within* ?above . ?id zt:jurisdiction|zt:region|(zt:inPlan/zt:region) ?region ."""
    query = f"""{_PREFIXES} SELECT ?id ?name ?other ?region ?region_name {{
      VALUES ?id {{ {" ".join(f"<{each}>" for each in ids)} }} ?id rdfs:label ?name . {within}
      OPTIONAL {{ ?id skos:altLabel ?other }}
      {_OWN_REGION if not within else "OPTIONAL { ?region rdfs:label ?region_name }"} }}"""
    found: dict[str, dict[str, Any]] = {}
    for row in await store_of(request).rows(query, release=release.number):
        one = found.setdefault(
            row["id"].value, {"id": row["id"].value, "url": None, "type": kind.value, "name": row["name"].value, "names": []}
        )
        one["region"] = None
        if "region" in row:
            place = row["region"].value
            title = row["region_name"].value if "region_name" in row else None
            one["region"] = {"id": place, "url": url_of(request, place), "title": title}
        if "other" in row and row["other"].value not in one["names"]:
            one["names"].append(row["other"].value)
    return list(found.values())


def _scored(one: dict[str, Any], wanted: str, other: Iterable[str]) -> dict[str, Any]:
    name = fold(wanted)
    if fold(one["name"]) == name:
        return one | {"score": 1.0, "match": "name"}
    if name in map(fold, one["names"]):
        return one | {"score": 0.95, "match": "alias"}
    if one["name"] in other:
        return one | {"score": 0.9, "match": "register"}
    best = max(SequenceMatcher(None, name, fold(each), autojunk=False).ratio() for each in (one["name"], *one["names"]))
    return one | {"score": round(0.85 * best, 3), "match": "similar"}


def _found(request: Request, hit: Hit, words: str, plans: dict[str, str]) -> dict[str, Any]:
    snippet = _snippet(hit.text, words)
    plan = {"id": hit.plan, "url": url_of(request, hit.plan), "title": plans.get(hit.plan)} if hit.plan else None
    return {
        "id": hit.id,
        "url": url_of(request, hit.id),
        "type": hit.kind.lower(),
        "title": hit.title,
        "title_marks": marks(hit.title, words),
        "snippet": snippet,
        "marks": marks(snippet, words),
        "plan": plan,
        "score": hit.score,
    }


def _snippet(text: str, words: str) -> str:
    """The part of a text around its first mark."""
    spans = marks(text, words)
    start = max(0, spans[0][0] - _SNIPPET // 3) if spans else 0
    part = text[start : start + _SNIPPET]
    return ("…" if start else "") + part + ("…" if start + _SNIPPET < len(text) else "")


async def _titles(request: Request, plans: set[str], release: Release) -> dict[str, str]:
    if not plans:
        return {}
    values = " ".join(f"<{each}>" for each in sorted(plans))
    rows = await store_of(request).rows(
        f"{_PREFIXES} SELECT ?id ?title {{ VALUES ?id {{ {values} }} ?id rdfs:label ?title }}", release=release.number
    )
    return {row["id"].value: row["title"].value for row in rows}


def _cursor(release: Release, start: int) -> str:
    return base64.urlsafe_b64encode(f"{release.number}.{start}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[int, int]:
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        number, start = plain.split(".")
        if not (number.isdigit() and start.isdigit() and len(number + start) < 18):
            raise ValueError
        return int(number), int(start)
    except (ValueError, binascii.Error, UnicodeError):
        raise BadRequest("游标无法识别 The cursor is not one of ours.") from None
