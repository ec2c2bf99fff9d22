"""What the addresses of the SPARQL family have in common: an id for each request, problems with it too, who asks, limits."""

import functools
from collections.abc import Awaitable, Callable
from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.problems import MethodNotAllowed, Problem
from app.security import Identity, TokenFile, identify
from app.settings import Settings
from app.sparql.answers import new_query_id
from app.sparql.policy import Judgement, Limits, judge, origins
from app.store import GraphStore

Handler = Callable[[Request], Awaitable[Response]]
_SHORT = 16 * 1024


def endpoint(*methods: str) -> Callable[[Handler], Handler]:
    """Wrap a handler of these methods: answers OPTIONS, refuses other methods, gives every answer its id."""
    allowed = ", ".join([*methods, "OPTIONS"])

    def wrap(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def handle(request: Request) -> Response:
            request.state.query_id = new_query_id()
            try:
                if request.method == "OPTIONS":
                    response: Response = Response(status_code=204, headers={"Allow": allowed})
                elif request.method not in methods:
                    raise MethodNotAllowed(
                        f"此地址不支持 {request.method}。 {request.method} is not for this address.", headers={"Allow": allowed}
                    )
                else:
                    response = await handler(request)
            except Problem as problem:
                response = JSONResponse(
                    problem.document(), problem.status, problem.headers, media_type="application/problem+json"
                )
            response.headers.setdefault("X-Query-Id", request.state.query_id)
            return response

        return handle

    return wrap


def settings_of(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


def store_of(request: Request) -> GraphStore:
    return cast(GraphStore, request.app.state.store)


def tokens_of(request: Request) -> TokenFile:
    """The tokens of the data folder."""
    state = request.app.state
    if not hasattr(state, "tokens"):
        state.tokens = TokenFile(settings_of(request).data)
    return cast(TokenFile, state.tokens)


def who(request: Request) -> Identity | None:
    """Whose token the request carries. Raises Unauthorized for one that is not valid."""
    return identify(request, tokens_of(request))


def limits_of(request: Request) -> Limits:
    """The policy's bounds as the settings have them."""
    state = request.app.state
    if not hasattr(state, "limits"):
        settings = settings_of(request)
        allowed = origins(settings.service_allowed)
        state.limits = Limits(size=settings.query_size * 1024, depth=settings.query_depth, origins=allowed)
    return cast(Limits, state.limits)


async def judged(text: str, limits: Limits) -> Judgement:
    """The policy's judgement; a long text is judged beside the event loop, a short one is remembered."""
    if len(text) <= _SHORT:
        return _remembered(text, limits)
    return await run_in_threadpool(judge, text, limits)


@functools.lru_cache(maxsize=1024)
def _remembered(text: str, limits: Limits) -> Judgement:
    return judge(text, limits)
