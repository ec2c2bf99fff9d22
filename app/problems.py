"""One shape for every error: RFC 9457 problem+json, the same words on the command line.

Problem
├── QuerySyntax 400          with line, column and token
├── QueryRefused 403         what the policy forbids: SERVICE, LOAD, …
├── Unauthorized 401, Forbidden 403, NotFound 404, MethodNotAllowed 405, NotAcceptable 406, Conflict 409, Gone 410, TooLarge 413,
│   UnsupportedMedia 415, Unprocessable 422 (with a report), Busy 429 (with Retry-After)
├── NotSupported 501, OutOfMemory 503, Unavailable 503, NoSpace 507
└── DeadlineExceeded 504
"""

from typing import Any, ClassVar


class Problem(Exception):
    """An error for a person or a program. detail: what was wrong, Chinese first, then English. hint: what to do.

    members: extra members of the problem document (line, column, token, report, types, …). headers: of the HTTP answer.
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "内部错误 Internal error"

    def __init__(self, detail: str, *, hint: str | None = None, headers: dict[str, str] | None = None, **members: Any):
        super().__init__(detail)
        self.detail = detail
        self.hint = hint
        self.headers = headers or {}
        self.members = members

    def document(self) -> dict[str, Any]:
        """The problem document (RFC 9457, section 3): about:blank types, since title and status say what kind it is."""
        core = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return core | ({"hint": self.hint} if self.hint else {}) | self.members


class QuerySyntax(Problem):
    status = 400
    title = "查询语法错误 Query syntax error"


class BadRequest(Problem):
    status = 400
    title = "请求有误 Bad request"


class Unauthorized(Problem):
    status = 401
    title = "需要令牌 Token required"


class Forbidden(Problem):
    status = 403
    title = "没有权限 Forbidden"


class QueryRefused(Forbidden):
    title = "查询被策略拒绝 Query refused by policy"


class NotFound(Problem):
    status = 404
    title = "没有找到 Not found"


class MethodNotAllowed(Problem):
    status = 405
    title = "不支持的方法 Method not allowed"


class NotAcceptable(Problem):
    status = 406
    title = "没有可接受的格式 Not acceptable"


class Conflict(Problem):
    status = 409
    title = "冲突 Conflict"


class Gone(Problem):
    status = 410
    title = "已不存在 Gone"


class TooLarge(Problem):
    status = 413
    title = "请求体过大 Content too large"


class UnsupportedMedia(Problem):
    status = 415
    title = "不支持的媒体类型 Unsupported media type"


class Unprocessable(Problem):
    status = 422
    title = "内容无法处理 Unprocessable content"


class Busy(Problem):
    status = 429
    title = "请求过多 Too many requests"


class NotSupported(Problem):
    status = 501
    title = "不支持 Not supported"


class OutOfMemory(Problem):
    status = 503
    title = "内存超限 Memory cap reached"


class Unavailable(Problem):
    status = 503
    title = "暂不可用 Unavailable"


class DeadlineExceeded(Problem):
    status = 504
    title = "查询超时 Deadline exceeded"


class NoSpace(Problem):
    status = 507
    title = "存储空间不足 Insufficient storage"
