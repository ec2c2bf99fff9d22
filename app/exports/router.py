"""`GET /export`: the graph, or a part of it, as a file."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from app.exports.files import FORMATS, VIEWS, Export, write
from app.exports.scope import Scope, ScopeKind
from app.problems import BadRequest

router = APIRouter(tags=["exports"])


@router.get(
    "/export",
    summary="导出图谱 Export the graph as a file",
    responses={200: {"description": "文件 The file, in the format asked for", "content": {"*/*": {}}}},
    response_class=StreamingResponse,
)
async def export(
    request: Request,
    format: Annotated[str, Query(description="格式 " + "、".join(FORMATS), json_schema_extra={"enum": list(FORMATS)})],
    plan: Annotated[str | None, Query(description="计划的 IRI 或键 a plan's IRI or key")] = None,
    agency: Annotated[str | None, Query(description="机构的 IRI 或键 an agency's IRI or key")] = None,
    region: Annotated[str | None, Query(description="行政区的 IRI 或代码 a region's IRI or code")] = None,
    q: Annotated[str | None, Query(description="检索词 words to search for", max_length=200)] = None,
    construct: Annotated[str | None, Query(description="CONSTRUCT 查询 a CONSTRUCT query", max_length=8192)] = None,
    evidence: Annotated[bool, Query(description="包含责任与依据节点 with responsibilities and evidence")] = False,
    view: Annotated[str, Query(description="视图 " + "、".join(VIEWS), json_schema_extra={"enum": list(VIEWS)})] = "full",
) -> Any:
    """The whole graph without a scope; else the neighbourhood of the plan, agency or region, or what the CONSTRUCT gives.

    A file is whole or visibly broken: whatever fails after the first byte aborts the transfer.
    """
    base = request.app.state.base
    named: dict[ScopeKind, str | None] = {"plan": plan, "agency": agency, "region": region}
    written: dict[ScopeKind, str | None] = {"search": q, "construct": construct}
    scopes = [Scope(kind, thing_iri(base, kind, value)) for kind, value in named.items() if value]
    scopes += [Scope(kind, value) for kind, value in written.items() if value]
    if len(scopes) > 1:
        raise BadRequest("只能选一个范围 choose one scope", hint="plan, agency, region, q, construct")
    chosen = scopes[0] if scopes else Scope()
    asked = Export(Scope(chosen.kind, chosen.value, evidence=evidence), format, view)
    selection, pieces = await write(request.app.state.store, asked)
    first = await anext(pieces, b"")
    headers = {"Content-Disposition": f'attachment; filename="{asked.file_name}"', "X-Release": str(selection.release)}
    return StreamingResponse(_joined(first, pieces), media_type=asked.media_type, headers=headers)


def thing_iri(base: str, kind: str, value: str) -> str:
    """The IRI for what a client gave: an IRI as it is, else `key` or `kind/key` below the base."""
    if value.startswith(("http://", "https://")):
        return value
    return f"{base}{value}" if value.startswith(f"{kind}/") else f"{base}{kind}/{value}"


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
