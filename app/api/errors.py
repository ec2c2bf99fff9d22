"""Every error in one shape: problems of ours and of the framework; what nobody expected is logged by `app.api.http.observing`."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.problems import BadRequest, MethodNotAllowed, NotFound, Problem, Unprocessable

MEDIA_TYPE = "application/problem+json"


def add_errors(app: FastAPI) -> None:
    """Have the application answer every error with problem+json (RFC 9457)."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, _unexpected)


def response(problem: Problem) -> JSONResponse:
    """A problem as an answer."""
    return JSONResponse(problem.document(), problem.status, problem.headers, media_type=MEDIA_TYPE)


def unexpected(request_id: str) -> JSONResponse:
    """The answer where something of ours went wrong: what it was is in the log, under the request's id."""
    said = "服务内部出错，已记录 Something went wrong inside; it has been logged."
    return response(Problem(said, hint=f"X-Request-Id: {request_id}"))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    return unexpected(request.state.request_id)


async def _problem(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    assert isinstance(error, Problem)  # noqa: S101
    return response(error)


async def _http(request: Request, error: Exception) -> JSONResponse:
    """What the framework itself refuses."""
    assert isinstance(error, HTTPException)  # noqa: S101
    headers = dict(error.headers or {})
    path = request.scope["path"][:200]
    if error.status_code == 404:
        return response(NotFound(f"没有这个地址：{path} There is no such address.", hint="/docs", headers=headers))
    if error.status_code == 405:
        said = f"{path} 不支持 {request.method[:20]} This address does not take the method."
        return response(MethodNotAllowed(said, headers=headers))
    problem = BadRequest(str(error.detail), headers=headers)
    document = problem.document() | {"status": error.status_code}
    return JSONResponse(document, error.status_code, headers, media_type=MEDIA_TYPE)


async def _validation(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    """Parameters or a body that are not as the description says; a body that is no JSON at all is a 400."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors: list[dict[str, Any]] = [
        {"parameter": ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]), "detail": each["msg"]}
        for each in error.errors()
    ]
    said = "；".join(f"{each['parameter']}：{each['detail']}" for each in errors[:5])
    if any(each["type"] == "json_invalid" for each in error.errors()):
        return response(BadRequest(f"请求体不是 JSON The body is not JSON: {said}"))
    return response(Unprocessable(f"参数有误 Invalid parameters: {said}", errors=errors))
