"""`/graphs`: the Graph Store HTTP Protocol: direct (`/graphs/a/b` is the graph's IRI), indirect (`?graph=`, `?default`)."""

import json
import secrets

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.problems import BadRequest, NotFound
from app.security import Identity, may_write
from app.sparql import requests
from app.sparql.answers import respond
from app.sparql.endpoint import endpoint, settings_of, store_of, tokens_of, who
from app.sparql.formats import graph_format
from app.sparql.protocol import Asked, etag, matches, timeout
from app.sparql.update import acknowledgement, scope_of
from app.sparql.uploads import uploaded
from app.store import GraphStore, GraphWritten, Lane, Query, Receipt
from app.store.changes import DEFAULT_GRAPH, GraphPart

router = APIRouter()

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@endpoint("GET", "HEAD", "PUT", "POST", "DELETE")
async def graph_store(request: Request) -> Response:
    """Read, replace, extend or remove one graph; a POST to the store itself makes a new one."""
    if request.method in ("GET", "HEAD"):
        return await _read(request)
    identity = may_write(request, tokens_of(request))
    if request.method == "DELETE":
        return await _delete(request, identity)
    return await _write(request, identity)


async def _read(request: Request) -> Response:
    identity = who(request)
    graph = _graph(request)
    own_name, media_type = graph_format(request.headers.get("accept"))
    store, named = store_of(request), () if graph == DEFAULT_GRAPH else (graph,)
    release = await store.release()
    headers = {"ETag": etag(release, Asked(_ALL, named, (), None, None), own_name)}
    if matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if named and not await _exists(store, graph):
        raise NotFound(f"没有这个图：<{graph}>。 There is no such graph.")
    answer = await store.answer(
        Query(
            _ALL,
            media_type=own_name,
            default_graphs=named,
            union=False,
            owner=identity.name if identity else None,
            query_id=request.state.query_id,
        )
    )
    return await respond(request, answer, media_type, headers)


async def _write(request: Request, identity: Identity) -> Response:
    new = request.method == "POST" and _addresses_store(request)
    graph = f"{request.app.state.base}graph/curated/{secrets.token_hex(8)}" if new else _graph(request)
    (media_type, data), *more = await uploaded(request, settings_of(request).max_body * 1024 * 1024)
    change = GraphWritten(
        graph,
        "put" if request.method == "PUT" else "post",
        data,
        media_type,
        scope=scope_of(identity),
        base_iri=graph if graph != DEFAULT_GRAPH else f"{requests.site(request)}/graphs",
        more=tuple(GraphPart(part, name) for name, part in more),
    )
    receipt = await _publish(request, change, identity)
    created = any(each.graph == graph and not each.existed for each in receipt.graphs) and graph != DEFAULT_GRAPH
    headers = {"X-Release": str(receipt.release.number)} | ({"Location": graph} if created else {})
    return JSONResponse(acknowledgement(receipt), 201 if created else 200, headers)


async def _delete(request: Request, identity: Identity) -> Response:
    graph = _graph(request)
    if graph != DEFAULT_GRAPH and not await _exists(store_of(request), graph):
        raise NotFound(f"没有这个图：<{graph}>。 There is no such graph.")
    receipt = await _publish(request, GraphWritten(graph, "delete", scope=scope_of(identity)), identity)
    return JSONResponse(acknowledgement(receipt), headers={"X-Release": str(receipt.release.number)})


async def _publish(request: Request, change: GraphWritten, identity: Identity) -> Receipt:
    seconds = timeout(requests.parameters(request.scope["query_string"]))
    return await store_of(request).publish(change, by=identity.name, timeout=seconds)


async def _exists(store: GraphStore, graph: str) -> bool:
    """Whether the store has this graph; an empty one may exist."""
    answer = await store.answer(Query(f"ASK {{ GRAPH <{graph}> {{}} }}", lane=Lane.SERVICE))
    found: bool = json.loads(b"".join([chunk async for chunk in answer.chunks]))["boolean"]
    return found


def _addresses_store(request: Request) -> bool:
    values = requests.parameters(request.scope["query_string"])
    return not request.path_params.get("name") and not {"graph", "default"} & values.keys()


def _graph(request: Request) -> str:
    """The graph that the request names: an IRI, or `default`. Raises BadRequest."""
    values = requests.parameters(request.scope["query_string"])
    indirect, default = requests.one(values, "graph"), requests.one(values, "default")
    if request.path_params.get("name"):
        if indirect is not None or default is not None:
            raise BadRequest("图在路径和参数里说了两次。 The graph is named twice, by path and by parameter.")
        raw = request.scope["raw_path"].decode("ascii", "replace")
        return requests.absolute(f"{request.url.scheme}://{request.headers['host']}{raw}", "graph")
    if (indirect is None) == (default is None):
        raise BadRequest(
            "请用 ?graph=IRI 或 ?default 指明一个图。 Name one graph by ?graph=IRI or ?default.",
            hint="/graphs?graph=https%3A%2F%2Fexample.org%2Fgraph%2F1",
        )
    return DEFAULT_GRAPH if indirect is None else requests.absolute(indirect, "graph")


for _path in ("/graphs", "/graphs/{name:path}"):
    router.add_route(_path, graph_store, methods=["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"])
