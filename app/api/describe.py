"""The API described: OpenAPI operations for questions, and the problems that every operation can answer with."""

from collections.abc import Mapping
from typing import Any

from app.questions import Parameter, Question
from app.questions.arguments import LARGEST, LONGEST, MOST_ITEMS, bounds
from app.questions.asking import PAGE_LIMIT
from app.questions.shape import schema

PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
_WORDS = {
    400: "请求有误 Bad request",
    401: "需要令牌 Token required",
    403: "没有权限 Forbidden",
    404: "没有找到 Not found",
    406: "没有可接受的格式 Not acceptable",
    409: "冲突 Conflict",
    410: "数据版本已不保留 Release no longer kept",
    413: "请求体过大 Content too large",
    415: "不支持的媒体类型 Unsupported media type",
    422: "参数或内容有误 Invalid parameters or content",
    429: "请求过多 Too many requests",
    503: "暂不可用 Unavailable",
    504: "查询超时 Deadline exceeded",
    507: "存储空间不足 Insufficient storage",
}
_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


def problems(*statuses: int) -> dict[str, Any]:
    """The `responses` of these problems."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(status): {"description": _WORDS[status], "content": content} for status in statuses}


def answers(models: Mapping[int, Any], *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: a model for each status that is none of these problems."""
    made: dict[int | str, dict[str, Any]] = {status: {"model": model} for status, model in models.items()}
    return made | {int(status): answer for status, answer in problems(*statuses).items()}


def question_operation(question: Question, catalogue: Mapping[str, Question]) -> dict[str, Any]:
    """What OpenAPI says of a question's route: parameters with examples, a real schema of the answer, where it leads."""
    item, _ = schema(question)
    parameters = [_parameter(p, "path" if f"{{{p.name}}}" in question.path else "query") for p in question.parameters.values()]
    if question.kind == "one":
        answer: dict[str, Any] = {"application/json": {"schema": item}, "application/ld+json": {"schema": {"type": "object"}}}
        return {
            "parameters": [*parameters, _RELEASE],
            "responses": {"200": _ok(answer)} | problems(404, 406, 410, 422, 429, 503, 504),
        }
    page = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": item},
            "next": {"type": ["string", "null"], "description": "下一页的游标 Cursor of the next page; null at the end"},
            "total": {"type": "integer", "description": "总数，count=true 时给出 All in all, with count=true"},
        },
        "required": ["items", "next"],
        "additionalProperties": False,
    }
    answer = {"application/json": {"schema": page}, "text/csv": {"schema": {"type": "string"}}}
    leads = {"links": links(question, catalogue)}
    return {
        "parameters": [*parameters, *_PAGING, _RELEASE],
        "responses": {"200": _ok(answer) | leads} | problems(400, 404, 406, 410, 422, 429, 503, 504),
    }


def operation_id(question: Question) -> str:
    """The name of a question's route in OpenAPI."""
    return question.name.replace("-", "_")


def links(question: Question, catalogue: Mapping[str, Question]) -> dict[str, Any]:
    """Where a list leads (OpenAPI 3.1, Link Object): to its next page, and to the questions that choose by one of its things."""
    made = {"next": {"operationId": operation_id(question), "parameters": {"cursor": "$response.body#/next"}}}
    one = next((each for each in catalogue.values() if each.path == f"{question.path}/{{id}}"), None)
    kind = one.parameters["id"].of if one else None
    for other in catalogue.values() if kind else ():
        for parameter in other.parameters.values():
            if parameter.type == "iri" and parameter.of == kind and f"{{{parameter.name}}}" not in other.path:
                asked = {parameter.name: "$response.body#/items/0/id"}
                made[f"{operation_id(other)}_{parameter.name}"] = {"operationId": operation_id(other), "parameters": asked}
    return made


def _ok(content: dict[str, Any]) -> dict[str, Any]:
    headers = {
        "ETag": {"schema": {"type": "string"}, "description": "数据版本 The release"},
        "Zhengtu-Release": {"schema": {"type": "string"}, "description": "数据版本号 The release's number"},
    }
    return {"description": "好 OK", "headers": headers, "content": content}


def _parameter(parameter: Parameter, where: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": where,
        "required": parameter.required or where == "path",
        "description": f"{parameter.zh} {parameter.en}",
        "schema": _schema(parameter),
    }
    if parameter.example is not None:
        described["example"] = parameter.example
    return described


def _schema(parameter: Parameter) -> dict[str, Any]:
    kind = parameter.items if parameter.type == "list" else parameter.type
    known: dict[str, dict[str, Any]] = {
        "iri": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": _IRI if parameter.of is None else IRI_OR_KEY},
        "integer": {"type": "integer"},
        "decimal": {"type": "number"},
        "date": {"type": "string", "pattern": _DATE},
        "boolean": {"type": "boolean"},
        "enum": {"type": "string", "enum": list(parameter.values)},
    }
    made = known.get(kind, {"type": "string", "maxLength": LONGEST})
    if kind in LARGEST:
        made["minimum"], made["maximum"] = bounds(parameter)
    if parameter.default is not None:
        made["default"] = parameter.default
    if parameter.type == "list":
        return {"type": "array", "items": made, "maxItems": MOST_ITEMS}
    return made


_IRI = r"^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]*$"
IRI_OR_KEY = rf"(?:{_IRI})|^[A-Za-z0-9][A-Za-z0-9-]{{0,63}}$"


def _query(name: str, text: str, **schema_of: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema_of}


_RELEASE = _query(
    "release",
    "数据版本号，缺省为当前 Number of a kept release; the current one by default",
    type="integer",
    minimum=1,
    maximum=999_999_999,
)
_PAGING = [
    _query("limit", "每页条数 Items a page", type="integer", minimum=1, maximum=PAGE_LIMIT, default=20),
    _query("cursor", "上一页的 next `next` of the page before", type="string"),
    _query("count", "给出总数 Give the total", type="boolean", default=False),
    _query("format", "格式，也可用 Accept Format; Accept does as well", type="string", enum=["json", "csv"]),
    _query("bom", "CSV 带字节序标记，供 Excel Byte-order mark in CSV, for Excel", type="boolean", default=False),
]
