"""`/update`: the update operation of the SPARQL 1.1 Protocol (section 2.2), for tokens of editors and admins."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.problems import BadRequest, QuerySyntax, UnsupportedMedia
from app.security import Identity, Role, may_write
from app.sparql import requests
from app.sparql.endpoint import endpoint, judged, limits_of, settings_of, store_of, tokens_of
from app.sparql.policy import Form
from app.sparql.protocol import FORM, timeout
from app.sparql.syntax_errors import explained
from app.sparql.update_text import using, written_graphs
from app.store import Receipt, Scope, SparqlUpdate

router = APIRouter()

UPDATE = "application/sparql-update"
_ELSEWHERE = {
    "query": "查询请用 /sparql。 Queries go to /sparql.",
    "default-graph-uri": "更新用 using-graph-uri。 Updates take using-graph-uri.",
    "named-graph-uri": "更新用 using-named-graph-uri。 Updates take using-named-graph-uri.",
}


@endpoint("POST")
async def update(request: Request) -> Response:
    """Run a SPARQL 1.1 update on a candidate release, check it and publish it: all of it or nothing."""
    identity = may_write(request, tokens_of(request))
    text, values = await _taken_apart(request)
    judgement = await judged(text, limits_of(request))
    if judgement.form not in (Form.UPDATE, Form.EMPTY):
        raise BadRequest("这是查询，不是更新。 This is a query, not an update.", hint=_ELSEWHERE["query"])
    default_graphs = requests.graphs(values, "using-graph-uri")
    named_graphs = requests.graphs(values, "using-named-graph-uri")
    if judgement.dataset and (default_graphs or named_graphs):
        raise BadRequest(
            "地址里有 using-graph-uri，正文里又有 USING 或 WITH。 The dataset is given both in the address and in the text.",
            hint="只用其中一种。 Use one of the two.",
        )
    change = SparqlUpdate(
        using(text, default_graphs, named_graphs),
        graphs=written_graphs(text),
        scope=scope_of(identity),
        base_iri=f"{requests.site(request)}/update",
    )
    try:
        receipt = await store_of(request).publish(change, by=identity.name, timeout=timeout(values))
    except QuerySyntax as problem:
        raise explained(problem, change.text) from None
    return JSONResponse(acknowledgement(receipt), headers={"X-Release": str(receipt.release.number)})


async def _taken_apart(request: Request) -> tuple[str, requests.Parameters]:
    """The update's text and all parameters. Raises BadRequest, UnsupportedMedia, TooLarge."""
    values = requests.parameters(request.scope["query_string"])
    media_type, options = requests.content_type(request)
    requests.require_utf8(options.get("charset"))
    size = settings_of(request).query_size * 1024
    if media_type == UPDATE:
        requests.only(values, (), _ELSEWHERE | {"update": "更新已在正文里。 The update is in the body."})
        return requests.utf8(await requests.body(request, size)), values
    if media_type != FORM:
        raise UnsupportedMedia(
            f"不支持的 Content-Type：{media_type[:80] or '（无 none）'}。 Unsupported Content-Type.",
            hint=f"{UPDATE} 或 or {FORM}",
            headers={"Accept-Post": f"{UPDATE}, {FORM}"},
        )
    for name, given in requests.parameters(await requests.body(request, size * 3 + 64 * 1024)).items():
        values.setdefault(name, []).extend(given)
    requests.only(values, ("update",), _ELSEWHERE)
    text = requests.one(values, "update")
    if text is None:
        raise BadRequest("缺少参数 update。 The parameter update is missing.")
    return text, values


def scope_of(identity: Identity) -> Scope:
    """Which graphs this identity may write."""
    return Scope.UNCOMPILED if identity.role is Role.ADMIN else Scope.CURATED


def acknowledgement(receipt: Receipt) -> dict[str, object]:
    """A receipt for the writer: the release, how many quads came and went, in which graphs, and a hint where nothing did."""
    told: dict[str, object] = {
        "release": receipt.release.number,
        "digest": receipt.release.digest,
        "published": receipt.published,
        "added": receipt.added,
        "removed": receipt.removed,
        "graphs": [{"graph": each.graph, "added": each.added, "removed": each.removed} for each in receipt.graphs],
    }
    if receipt.report is not None:
        told["report"] = receipt.report
    return told | ({"hint": receipt.hint} if receipt.hint else {})


for _path in ("/update", "/update/"):
    router.add_route(_path, update, methods=["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"])
