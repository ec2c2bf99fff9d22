"""`zhengtu load`, `serve`, `status`, `releases`: the data folder from the command line.

The command line writes the way the server does, by the same lock, so that both can run at once.
"""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from app.api.http.observing import log_config
from app.problems import BadRequest, Problem
from app.settings import Settings
from app.store.changes import Change, DatasetLoaded, DocumentRead, DocumentsLoaded, Receipt, SourceFile
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder

Data = Annotated[Path | None, typer.Option(help="数据目录 Data folder (ZHENGTU_DATA)")]

READABLE = {".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".xlsx", ".csv"}

STAGES = {"read": "读取 reading", "compile": "编译 compiling", "validate": "校验 validating"}

OUTCOMES = {"new": "新增 new", "replaced": "更新 replaced", "unchanged": "未变 unchanged", "removed": "移除 removed"}


@contextmanager
def told() -> Iterator[None]:
    """Say a problem on standard error, with what to do about it, and leave with exit code 1."""
    try:
        yield
    except Problem as problem:
        typer.echo(problem.detail, err=True)
        for document in problem.members.get("documents", ()):
            where = "：".join(part for part in (document["source"], document["place"]) if part)
            typer.echo(f"  {where}：{document['message']}" + (f"\n    {document['hint']}" if document["hint"] else ""), err=True)
        if problem.hint and "documents" not in problem.members:
            typer.echo(problem.hint, err=True)
        raise typer.Exit(1) from problem


def settings_for(data: Path | None) -> Settings:
    """The settings, with the flag's data folder where one is given."""
    return Settings(data=data) if data else Settings()


def load(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹 Files and folders", show_default=False)],
    data: Data = None,
    quads: Annotated[bool, typer.Option("--quads", help="文件是 N-Quads，成批载入 The file is N-Quads, loaded in bulk")] = False,
) -> None:
    """载入文件，编译、校验并发布 Read documents, compile, validate and publish them as one release."""
    settings = settings_for(data)
    with told():
        change = _quads(paths) if quads else DocumentsLoaded(tuple(_files(paths)))
        folder = DataFolder(settings.data)
        ensure_release(folder, settings.base)
        with _progress() as progress, _pool(change) as pool:
            receipt = publish(
                folder, change, keep=settings.keep_releases, by="zhengtu load", wait=600.0, progress=progress, pool=pool
            )
        _summary(receipt)


def _quads(paths: list[Path]) -> DatasetLoaded:
    if len(paths) != 1 or not paths[0].is_file():
        raise BadRequest("--quads 需要一个 N-Quads 文件。--quads takes one file of N-Quads.")
    return DatasetLoaded(str(paths[0].absolute()))


def _files(paths: list[Path]) -> Iterator[SourceFile]:
    for path in paths:
        if path.is_dir():
            within = sorted(file for file in path.rglob("*") if file.suffix.lower() in READABLE and file.is_file())
            if not within:
                raise BadRequest(
                    f"{path}：文件夹里没有可读的文件。The folder holds no readable files.", hint=" ".join(sorted(READABLE))
                )
            yield from map(_file, within)
        else:
            yield _file(path)


def _file(path: Path) -> SourceFile:
    try:
        return SourceFile(path.name, path.read_bytes())
    except OSError as error:
        raise BadRequest(f"{path}：无法打开文件。The file cannot be opened: {error.strerror}") from error


@contextmanager
def _pool(change: Change) -> Iterator[Executor | None]:
    workers = min(os.cpu_count() or 1, len(change.files)) if isinstance(change, DocumentsLoaded) else 1
    if workers < 2:
        yield None
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


class _Bars:
    """One bar for each stage of a load."""

    def __init__(self, bars: Progress):
        self._bars = bars
        self._stages: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, of: int) -> None:
        if stage not in self._stages:
            self._stages[stage] = self._bars.add_task(STAGES.get(stage, stage), total=of)
        self._bars.update(self._stages[stage], completed=done, total=of)


@contextmanager
def _progress() -> Iterator[_Bars]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield _Bars(bars)


def _summary(receipt: Receipt) -> None:
    for document in receipt.documents:
        typer.echo(_line(document))
    if receipt.published:
        typer.echo(
            f"已发布版本 {receipt.release.number}：+{receipt.added} −{receipt.removed} 条 "
            f"Published release {receipt.release.number} {receipt.release.digest[:16]}: {len(receipt.graphs)} graphs changed"
        )
    else:
        typer.echo(f"内容未变，仍为版本 {receipt.release.number} Nothing changed; still release {receipt.release.number}")


def _line(document: DocumentRead) -> str:
    counts = (
        f"计划 plans {document.plans}，任务 tasks {document.tasks}，目标 targets {document.targets}，"
        f"机构 agencies {document.agencies}，修复 repairs {document.repairs}，存疑 warnings {document.warnings}"
    )
    return f"{document.name} [{OUTCOMES[document.outcome]}] {document.title}\n  {counts}"


def serve(
    host: Annotated[str | None, typer.Option(help="监听地址 Address (ZHENGTU_HOST)")] = None,
    port: Annotated[int | None, typer.Option(help="端口 Port (ZHENGTU_PORT)")] = None,
    data: Data = None,
) -> None:
    """启动服务 Serve the data folder over HTTP until stopped; requests that run are finished first."""
    # The whole web application is much to import; the other commands do without.
    from app.joined_writes import JoinedWrites
    from app.server import create_app

    flags: dict[str, Any] = {name: value for name, value in (("host", host), ("port", port), ("data", data)) if value is not None}
    with told():
        settings = Settings(**flags)
        ensure_release(DataFolder(settings.data), settings.base)
        uvicorn.run(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            http=JoinedWrites,
            server_header=False,
            log_config=log_config(settings),
            access_log=False,
            timeout_graceful_shutdown=int(max(settings.query_timeout, settings.update_timeout)) + 1,
        )


def status(data: Data = None) -> None:
    """数据目录的状态 What the data folder holds."""
    settings = settings_for(data)
    with told():
        folder = DataFolder(settings.data)
        manifest = folder.manifest(folder.current().number)
        release = manifest.release
        for name, value in (
            ("数据目录 data folder", folder.path.absolute()),
            ("基地址 base", folder.base),
            ("版本 release", f"{release.number} ({len(folder.numbers())} 个保留 kept)"),
            ("摘要 digest", release.digest),
            ("发布于 published", f"{manifest.made} {manifest.by or ''}".strip()),
            ("文件 documents", len(manifest.documents)),
            ("图 graphs", len(manifest.graphs)),
            ("四元组 quads", manifest.quads),
        ):
            typer.echo(f"{name}\t{value}")


def releases(
    data: Data = None,
    tag: Annotated[
        str | None, typer.Option(help="给当前版本加标签，永久保留 Tag the current release: it is kept for good")
    ] = None,
) -> None:
    """保留的版本 The releases that are kept, oldest first; `--tag` keeps the current one for citation."""
    settings = settings_for(data)
    with told():
        folder = DataFolder(settings.data)
        folder.current()
        if tag:
            with folder.writing():
                folder.tag(folder.current().number, tag)
        for number in folder.numbers():
            manifest = folder.manifest(number)
            typer.echo(
                "\t".join(
                    str(value)
                    for value in (
                        number,
                        manifest.release.digest[:16],
                        manifest.made,
                        manifest.change,
                        manifest.by or "-",
                        manifest.quads,
                        manifest.tag or "-",
                    )
                )
            )
