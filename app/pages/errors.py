"""Problems as pages: what was wrong, where, what to do."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from app.pages.layout import page
from app.problems import BadRequest, NotFound, Problem, Unauthorized


class PageRoute(APIRoute):
    """A route whose problems are answered as HTML: for people, not programs."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answer_or_explain(request: Request) -> Response:
            try:
                return await answer(request)
            except Problem as problem:
                return problem_page(request, problem)
            except RequestValidationError as error:
                names = "、".join(str(part["loc"][-1]) for part in error.errors())
                return problem_page(request, BadRequest(f"参数不对：{names}。These parameters are not right: {names}."))

        return answer_or_explain


def page_router() -> APIRouter:
    """A router for pages: not in the API's description, problems as HTML."""
    return APIRouter(route_class=PageRoute, include_in_schema=False)


def problem_page(request: Request, problem: Problem) -> Response:
    """The problem as a page, with its status and headers. A visitor without a token is shown where to sign in."""
    response = page(
        request,
        "problem.html",
        status=problem.status,
        problem=problem.document(),
        sign_in=isinstance(problem, Unauthorized),
    )
    response.headers.update(problem.headers)
    return response


async def no_such_page(request: Request) -> Response:
    """For addresses below /zh/ and /en/ that no page has."""
    raise NotFound(f"没有这个页面：{request.scope['path'][:200]}。There is no such page.")
