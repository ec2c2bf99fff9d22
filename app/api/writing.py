"""Documents in and out: upload, try, replace, remove. A write is acknowledged when it is on disk and visible."""

import functools
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from app.api.describe import IRI_OR_KEY, answers
from app.api.jobs import job_document, jobs_of, receipt_document
from app.api.models import JobModel, ReceiptModel
from app.api.state import base_of, editor, folder_of, json, settings_of, store_of
from app.problems import BadRequest, Conflict, NotFound, UnsupportedMedia
from app.questions.arguments import iri
from app.security import Identity
from app.store.changes import Change, DocumentsLoaded, DocumentsRemoved, Progress, Receipt, SourceFile
from app.store.trial import try_document

router = APIRouter(tags=["writing"])
Editor = Annotated[Identity, Depends(editor)]
Id = Annotated[str, Path(pattern=IRI_OR_KEY, max_length=2000, description="文件的键 Key of the document")]
LARGE = 5 * 2**20
_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"files": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}},
                    "required": ["files"],
                }
            }
        },
    }
}
_DONE = {200: ReceiptModel, 202: JobModel}
_REFUSED = (400, 401, 403, 409, 413, 415, 422, 429, 503, 504, 507)


@router.post(
    "/documents",
    summary="载入文件 Load documents",
    responses=answers(_DONE, 404, *_REFUSED),
    response_class=Response,
    openapi_extra=_UPLOAD,
)
async def load(
    request: Request,
    who: Editor,
    dry_run: Annotated[bool, Query(description="试读，不存 Read and check, store nothing")] = False,
    background: Annotated[bool | None, Query(description="作为后台任务；大文件总是 As a job; large files always are")] = None,
) -> Response:
    """Any format of the loaders, one or several files (form field `files`). Loading the same document twice changes nothing."""
    files = await _files(request)
    if dry_run:
        tried = [await try_document(file, base_of(request), settings_of(request)) for file in files]
        return json({"documents": tried})
    _note(request, files)
    large = sum(len(file.data) for file in files) > LARGE
    return await _write(request, DocumentsLoaded(files), who, background=large if background is None else background)


@router.put(
    "/documents/{id}",
    summary="文件的新版本 A new version of a document",
    responses=answers(_DONE, 404, *_REFUSED),
    response_class=Response,
    openapi_extra=_UPLOAD,
)
async def replace(
    request: Request,
    id: str,
    who: Editor,
    background: Annotated[bool | None, Query(description="作为后台任务 As a job")] = None,
) -> Response:
    """The file must be the same document: issued by the same body under the same number (else the same title and date)."""
    address = _known(request, id)
    files = await _files(request)
    if len(files) != 1:
        raise BadRequest("新版本是一个文件 A new version is one file.")
    found = (await try_document(files[0], base_of(request), settings_of(request)))["document"]
    if found != address:
        raise Conflict(
            f"这是另一份文件 It is another document: {found}",
            hint="先 DELETE 旧的，再 POST 新的 DELETE the old one, then POST the new one",
            document=found,
        )
    _note(request, files)
    large = len(files[0].data) > LARGE
    return await _write(request, DocumentsLoaded(files), who, background=large if background is None else background)


@router.delete(
    "/documents/{id}",
    summary="移除文件 Remove a document",
    responses=answers({200: ReceiptModel}, 401, 403, 404, 422, 429, 503, 504, 507),
    response_class=Response,
)
async def remove(request: Request, id: Id, who: Editor) -> Response:
    """Take a document out of the graph; what other documents say too stays. Its original is kept beside the releases."""
    return await _write(request, DocumentsRemoved((_known(request, id),)), who, background=False)


async def _write(request: Request, change: Change, who: Identity, *, background: bool) -> Response:
    if background:
        job = jobs_of(request).start(change.kind, who.name, functools.partial(_publish, request, change, who))
        document = job_document(request, job)
        return json(document, status=202, headers={"Location": document["url"], "Cache-Control": "no-store"})
    receipt = await store_of(request).publish(change, by=who.name)
    return json(receipt_document(receipt), receipt.release)


async def _publish(request: Request, change: Change, who: Identity, progress: Progress) -> Receipt:
    return await store_of(request).publish(change, by=who.name, progress=progress)


async def _files(request: Request) -> tuple[SourceFile, ...]:
    """The uploaded files. Raises UnsupportedMedia, BadRequest."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise UnsupportedMedia(
            "文件以 multipart/form-data 上传，字段名 files Upload files as multipart/form-data, field `files`.",
            hint="curl -F files=@plan.docx …",
            headers={"Accept-Post": "multipart/form-data"},
        )
    try:
        async with request.form(max_files=200, max_fields=20) as form:
            parts: list[Any] = [*form.getlist("files"), *form.getlist("file")]
            uploads = [part for part in parts if isinstance(part, UploadFile)]
            files = tuple([SourceFile(part.filename or "document", await part.read()) for part in uploads])
    except (MultiPartException, ValueError, KeyError, AssertionError) as error:
        raise BadRequest(f"表单无法读取 The form cannot be read: {error}"[:300]) from error
    if not files:
        raise BadRequest("没有文件 There is no file.", hint="字段名 files field name `files`")
    return files


def _known(request: Request, key: str) -> str:
    """The IRI of a loaded document. Raises NotFound."""
    try:
        address = iri(key, "document", base_of(request)).strip("<>")
    except ValueError:
        address = key
    folder = folder_of(request)
    known = folder.manifest(folder.current().number).documents
    if address not in known:
        raise NotFound(f"没有文件 {key[:200]} There is no such document.")
    return address


def _note(request: Request, files: tuple[SourceFile, ...]) -> None:
    request.state.audit = {"files": [{"name": file.name, "bytes": len(file.data)} for file in files]}
