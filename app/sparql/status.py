"""`GET /queries` and `DELETE /queries/{id}`: what runs now, and stopping one. A token sees its own queries, an admin all."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.problems import NotFound
from app.security import Identity, Role, require
from app.sparql.endpoint import endpoint, store_of, who
from app.store import RunningQuery

router = APIRouter()


@endpoint("GET", "HEAD")
async def queries(request: Request) -> Response:
    """The queries that run or wait, oldest first, with elapsed seconds and text."""
    identity = require(who(request), Role.READER)
    items = [_shown(query) for query in store_of(request).queries() if _visible(query, identity)]
    return JSONResponse({"items": items, "next": None}, headers={"Cache-Control": "no-store"})


@endpoint("GET", "HEAD", "DELETE")
async def query(request: Request) -> Response:
    """One query; DELETE stops it. Its client gets a problem, or a broken transfer where bytes have gone out."""
    identity = require(who(request), Role.READER)
    wanted = request.path_params["query_id"]
    for running in store_of(request).queries():
        if running.query_id == wanted and _visible(running, identity):
            if request.method != "DELETE":
                return JSONResponse(_shown(running), headers={"Cache-Control": "no-store"})
            if store_of(request).stop(wanted):
                return Response(status_code=204)
    raise NotFound("没有这个在运行的查询。 No such query is running.", hint="GET /queries")


def _visible(running: RunningQuery, identity: Identity) -> bool:
    return identity.role is Role.ADMIN or running.owner == identity.name


def _shown(running: RunningQuery) -> dict[str, object]:
    return {
        "id": running.query_id,
        "owner": running.owner,
        "lane": running.lane.value,
        "elapsed": running.elapsed,
        "query": running.text,
    }


_METHODS = ["GET", "HEAD", "DELETE", "OPTIONS", "POST", "PUT", "PATCH"]
router.add_route("/queries", queries, methods=_METHODS)
router.add_route("/queries/{query_id}", query, methods=_METHODS)
