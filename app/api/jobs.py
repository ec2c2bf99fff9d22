"""Long writes as jobs: kept under operations/jobs, looked at by `GET /jobs/{id}`, followed by server-sent events."""

import asyncio
import json as text_json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Path as InPath
from fastapi.responses import Response, StreamingResponse

from app.api.describe import answers
from app.api.models import JobModel
from app.api.state import editor, json
from app.negotiation import negotiate
from app.problems import NotFound, Problem
from app.store.changes import Progress, Receipt

router = APIRouter(tags=["writing"])
EVENTS = "text/event-stream"
_KEPT = 500
Id = Annotated[str, InPath(pattern="^[A-Za-z0-9_-]{1,40}$", description="任务号 Id of a job")]
Work = Callable[[Progress], Awaitable[Receipt]]


@dataclass
class Job:
    """One write under way or done. state: waiting, running, done or failed."""

    id: str
    kind: str
    by: str
    state: str = "waiting"
    made: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    finished: str | None = None
    progress: dict[str, Any] | None = None
    receipt: dict[str, Any] | None = None
    problem: dict[str, Any] | None = None

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed")


class Jobs:
    """The jobs of one data folder. A job that a stopped server left unfinished is found again as failed."""

    def __init__(self, data: Path):
        self._folder = data / "operations" / "jobs"
        self._live: dict[str, Job] = {}
        self._changed: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, kind: str, by: str, work: Work) -> Job:
        """Begin a write in the background."""
        job = Job(secrets.token_urlsafe(9), kind, by)
        self._live[job.id] = job
        self._keep(job)
        task = asyncio.get_running_loop().create_task(self._run(job, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    def get(self, job_id: str) -> Job:
        """A job by its id. Raises NotFound."""
        if job_id in self._live:
            return self._live[job_id]
        try:
            job = Job(**text_json.loads((self._folder / f"{job_id}.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            raise NotFound(f"没有任务 {job_id} There is no job {job_id}.") from None
        if not job.over:
            said = Problem("服务停止时任务尚未完成，什么都没有改动 The server stopped before it was done; nothing was changed.")
            job.state, job.problem = "failed", said.document()
        return job

    async def follow(self, job: Job) -> AsyncIterator[Job]:
        """The job now and whenever it changes, until it is over."""
        while True:
            changed = self._changed.setdefault(job.id, asyncio.Event())
            yield job
            if job.over:
                return
            await changed.wait()

    async def close(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, job: Job, work: Work) -> None:
        def progress(what: str, done: int, of: int) -> None:
            job.progress = {"what": what, "done": done, "of": of}
            self._tell(job)

        job.state = "running"
        self._tell(job)
        try:
            job.receipt = receipt_document(await work(progress))
            job.state = "done"
        except Problem as problem:
            job.state, job.problem = "failed", problem.document()
        except Exception:
            job.state, job.problem = "failed", Problem("服务内部出错 Something went wrong inside.").document()
            raise
        finally:
            job.finished = datetime.now(UTC).isoformat(timespec="seconds")
            self._keep(job)
            self._tell(job)

    def _tell(self, job: Job) -> None:
        event = self._changed.pop(job.id, None)
        if event is not None:
            event.set()

    def _keep(self, job: Job) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{job.id}.json").write_text(text_json.dumps(asdict(job), ensure_ascii=False), "utf-8")
        for old in [each for each in self._live.values() if each.over][:-_KEPT]:
            del self._live[old.id]


def receipt_document(receipt: Receipt) -> dict[str, Any]:
    """A receipt as JSON."""
    return {
        "release": receipt.release.number,
        "digest": receipt.release.digest,
        "published": receipt.published,
        "added": receipt.added,
        "removed": receipt.removed,
        "documents": [asdict(document) for document in receipt.documents],
        "report": dict(receipt.report) if receipt.report is not None else None,
        "hint": receipt.hint,
    }


def job_document(request: Request, job: Job) -> dict[str, Any]:
    """A job as JSON, with its link."""
    shown = {name: value for name, value in asdict(job).items() if name != "by"}
    return shown | {"url": f"{request.scope.get('root_path', '')}/jobs/{job.id}"}


def jobs_of(request: Request) -> Jobs:
    """The jobs of the application."""
    jobs: Jobs = request.app.state.jobs
    return jobs


@router.get(
    "/jobs/{id}",
    summary="后台任务 A job",
    responses=answers({200: JobModel}, 401, 403, 404, 406, 422),
    response_class=Response,
    dependencies=[Depends(editor)],
)
async def job(request: Request, id: Id) -> Response:
    """How a job stands. With `Accept: text/event-stream` an event at every step, until it is over."""
    jobs = jobs_of(request)
    found = jobs.get(id)
    if negotiate(request.headers.get("accept"), ["application/json", EVENTS]) != EVENTS:
        return json(job_document(request, found), headers={"Cache-Control": "no-store", "Vary": "Accept"})

    async def events() -> AsyncIterator[str]:
        async for now in jobs.follow(found):
            data = text_json.dumps(job_document(request, now), ensure_ascii=False)
            yield f"event: {now.state}\ndata: {data}\n\n"

    return StreamingResponse(events(), media_type=EVENTS, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
