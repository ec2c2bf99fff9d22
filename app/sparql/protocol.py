"""`/sparql`: the query operation of the SPARQL 1.1 Protocol (section 2.1) and the service description (SD, section 2)."""

import hashlib
import math
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.problems import BadRequest, NotSupported, QuerySyntax, UnsupportedMedia
from app.sparql import requests
from app.sparql.answers import respond
from app.sparql.endpoint import endpoint, judged, limits_of, settings_of, store_of, who
from app.sparql.formats import answer_format
from app.sparql.policy import Form
from app.sparql.requests import Parameters
from app.sparql.service_description import describe_service
from app.sparql.syntax_errors import explained
from app.sparql.text_search import mentions, searched, uses
from app.store import Query, Release

router = APIRouter()

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_ELSEWHERE = {
    "update": "更新请 POST 到 /update。 Updates are POSTed to /update.",
    "using-graph-uri": "using-graph-uri 只用于 /update。 It belongs to /update.",
    "using-named-graph-uri": "using-named-graph-uri 只用于 /update。 It belongs to /update.",
}


@dataclass(frozen=True)
class Asked:
    """A query request taken apart. text is None where the service description is asked for."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    timeout: float | None
    release: int | None


@endpoint("GET", "HEAD", "POST")
async def sparql(request: Request) -> Response:
    """Run a SPARQL 1.1 query; a GET without one gives the service description."""
    identity = who(request)
    asked = await taken_apart(request)
    if asked.text is None:
        return describe_service(request)
    judgement = await judged(asked.text, limits_of(request))
    check_form(judgement.form)
    own_name, media_type = answer_format(judgement.form, request.headers.get("accept"))
    store = store_of(request)
    headers = {}
    if judgement.repeatable and asked.release is None:
        headers["ETag"] = etag(await store.release(), asked, own_name)
        if matches(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
    text = asked.text
    if mentions(text) and uses(text):
        text, pinned = await _with_hits(request, asked, headers)
        asked = replace(asked, release=pinned)
    try:
        answer = await store.answer(
            Query(
                text,
                media_type=own_name,
                default_graphs=asked.default_graphs,
                named_graphs=asked.named_graphs,
                timeout=asked.timeout,
                release=asked.release,
                owner=identity.name if identity else None,
                base_iri=f"{requests.site(request)}/sparql",
                query_id=request.state.query_id,
            )
        )
    except QuerySyntax as problem:
        raise explained(problem, text) from None
    return await respond(request, answer, media_type, headers)


async def _with_hits(request: Request, asked: Asked, headers: dict[str, str]) -> tuple[str, int]:
    """The query with its searches done, and the release that they were done in; the cap is announced in `headers`."""
    store = store_of(request)
    number = asked.release if asked.release is not None else (await store.release()).number
    index = await run_in_threadpool(store.text_index, number)
    if index is None:
        raise NotSupported("没有全文索引，不能用 zt:search。 There is no text index for zt:search.", hint="/capabilities")
    assert asked.text is not None  # noqa: S101
    found = await run_in_threadpool(searched, asked.text, lambda words, most: index.search(words, limit=most))
    headers |= {"X-Search-Hits": str(found.hits), "X-Search-Cut": "true" if found.cut else "false"}
    return found.text, number


async def taken_apart(request: Request) -> Asked:
    """The request by the three ways of the protocol. Raises BadRequest, UnsupportedMedia, TooLarge."""
    values = requests.parameters(request.scope["query_string"])
    text: str | None = None
    if request.method == "POST":
        media_type, options = requests.content_type(request)
        requests.require_utf8(options.get("charset"))
        if media_type == FORM:
            limit = settings_of(request).query_size * 1024 * 3 + 64 * 1024  # each byte may be percent-encoded
            for name, given in requests.parameters(await requests.body(request, limit)).items():
                values.setdefault(name, []).extend(given)
        elif media_type == QUERY:
            if "query" in values:
                raise BadRequest("查询既在地址里又在正文里。 The query is given twice, in the address and in the body.")
            text = requests.utf8(await requests.body(request, settings_of(request).query_size * 1024))
        else:
            raise UnsupportedMedia(
                f"不支持的 Content-Type：{media_type[:80] or '（无 none）'}。 Unsupported Content-Type.",
                hint=f"{QUERY} 或 or {FORM}",
                headers={"Accept-Post": f"{QUERY}, {FORM}"},
            )
    requests.only(values, ("query",), _ELSEWHERE)
    if text is None:
        text = requests.one(values, "query")
    if text is None and (request.method == "POST" or {"default-graph-uri", "named-graph-uri"} & values.keys()):
        raise BadRequest("缺少参数 query。 The parameter query is missing.", hint="/sparql?query=SELECT…")
    if requests.one(values, "explain") not in (None, "", "0", "false"):
        raise _no_explain()
    return Asked(
        text,
        requests.graphs(values, "default-graph-uri"),
        requests.graphs(values, "named-graph-uri"),
        timeout(values),
        _release(values),
    )


def check_form(form: Form) -> None:
    """Raises a problem for what is no query."""
    if form is Form.EXPLAIN:
        raise _no_explain()
    if form is Form.UPDATE:
        raise BadRequest("这是更新，不是查询。 This is an update, not a query.", hint=_ELSEWHERE["update"])
    if form is Form.EMPTY:
        raise QuerySyntax("查询是空的。 The query is empty.", hint="SELECT * WHERE { ?s ?p ?o } LIMIT 10", line=1, column=1)


def timeout(values: Parameters) -> float | None:
    """The parameter timeout in seconds; the store takes it only where it is below its own. Raises BadRequest."""
    given = requests.one(values, "timeout")
    if given is None or given == "":
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds > 0):
        raise BadRequest(f"timeout 须为正的秒数：{given[:40]!r}。 timeout must be a positive number of seconds.")
    return seconds


def _release(values: Parameters) -> int | None:
    given = requests.one(values, "release")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise BadRequest(f"release 须为版本号：{given[:40]!r}。 release must be the number of a release.")
    return int(given)


def _no_explain() -> NotSupported:
    return NotSupported(
        "引擎不能说明查询计划，所以没有 EXPLAIN。 The engine exposes no query plan, so there is no EXPLAIN.",
        hint="用 timeout= 试跑，用 GET /queries 看耗时。 Try it with timeout= and watch GET /queries.",
    )


def etag(release: Release, asked: Asked, own_name: str) -> str:
    """A weak validator: the same query on the same release answers the same, though maybe in another order."""
    whole = repr((asked.text, asked.default_graphs, asked.named_graphs, own_name))
    return f'W/"{release.etag.strip(chr(34))}-{hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]}"'


def matches(if_none_match: str | None, tag: str) -> bool:
    """Weak comparison (RFC 9110, section 13.1.2)."""
    if if_none_match is None:
        return False
    candidates = (part.strip().removeprefix("W/") for part in if_none_match.split(","))
    return if_none_match.strip() == "*" or tag.removeprefix("W/") in candidates


for _path in ("/sparql", "/sparql/"):
    router.add_route(_path, sparql, methods=["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"])
