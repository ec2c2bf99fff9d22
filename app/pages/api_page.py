"""The API's own description as a page: every operation with its parameters and answers, from the OpenAPI document."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from app.pages.errors import page_router
from app.pages.layout import page
from app.pages.reading import Read

router = page_router()
_METHODS = ("get", "head", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One method on one path, as OpenAPI 3.1 describes it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    answers: list[tuple[str, str, str]]
    example: str | None


@router.get("/{language:language}/api")
async def api(request: Request, read: Read) -> Response:  # noqa: ARG001
    described = request.app.openapi()
    groups: dict[str, list[Operation]] = defaultdict(list)
    for path, methods in described["paths"].items():
        for method in _METHODS:
            if method in methods:
                groups[next(iter(methods[method].get("tags", [])), "")].append(operation(method, path, methods[method]))
    return page(request, "api.html", groups=groups, title=described["info"]["title"])


def operation(method: str, path: str, described: dict[str, Any]) -> Operation:
    """What the page shows of an operation. example: an address to try, for a GET whose parameters have examples."""
    parameters = described.get("parameters", [])
    answers = [
        (status, answer.get("description", ""), "、".join(answer.get("content", {})))
        for status, answer in described.get("responses", {}).items()
    ]
    return Operation(
        method.upper(),
        path,
        described.get("summary", ""),
        described.get("description", ""),
        parameters,
        answers,
        example_of(path, parameters) if method == "get" else None,
    )


def example_of(path: str, parameters: list[dict[str, Any]]) -> str | None:
    """The path with its examples filled in; None where a required one has none."""
    query = []
    for parameter in parameters:
        value = parameter.get("example")
        if value is None:
            if parameter.get("required"):
                return None
        elif parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", str(value))
        elif parameter["in"] == "query" and not isinstance(value, list | dict):
            query.append(f"{parameter['name']}={value}")
    return path + ("?" + "&".join(query) if query else "") if "{" not in path else None
