"""`zhengtu export`: the graph, or a part of it, as a file."""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from app.exports.files import FORMATS, VIEWS, Export, write
from app.exports.router import thing_iri
from app.exports.scope import Scope, ScopeKind
from app.problems import Problem
from app.settings import Settings
from app.store.embedded import EmbeddedStore


def export(
    format: Annotated[str, typer.Option("--format", "-f", help="格式 " + "、".join(FORMATS))],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="写到此文件；没有则写到标准输出 the file to write; else standard output")
    ] = None,
    plan: Annotated[str | None, typer.Option(help="计划的 IRI 或键 a plan's IRI or key")] = None,
    agency: Annotated[str | None, typer.Option(help="机构的 IRI 或键 an agency's IRI or key")] = None,
    region: Annotated[str | None, typer.Option(help="行政区的 IRI 或代码 a region's IRI or code")] = None,
    search: Annotated[str | None, typer.Option(help="检索词 words to search for")] = None,
    construct: Annotated[str | None, typer.Option(help="CONSTRUCT 查询 a CONSTRUCT query")] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="包含责任与依据 with responsibilities and evidence")] = False,
    view: Annotated[str, typer.Option(help="视图 " + "、".join(VIEWS))] = "full",
) -> None:
    """导出图谱为文件。Export the graph, or the part around one thing, as a file. A file is whole or not there at all."""
    given: dict[ScopeKind, str | None] = {
        "plan": plan,
        "agency": agency,
        "region": region,
        "search": search,
        "construct": construct,
    }
    chosen = [(kind, value) for kind, value in given.items() if value]
    if len(chosen) > 1:
        raise typer.BadParameter("只能选一个范围 choose one of --plan, --agency, --region, --search, --construct")
    kind, value = chosen[0] if chosen else ("all", "")
    try:
        asyncio.run(_export(kind, value, format, view, evidence, out))
    except Problem as problem:
        typer.echo(f"{problem.title}：{problem.detail}" + (f"\n{problem.hint}" if problem.hint else ""), err=True)
        raise typer.Exit(1) from None


async def _export(kind: ScopeKind, value: str, format_name: str, view: str, evidence: bool, out: Path | None) -> None:
    settings = Settings()
    store = await EmbeddedStore.open(settings)
    try:
        base = store.folder.base
        named = value if kind in ("all", "search", "construct") else thing_iri(base, kind, value)
        _, pieces = await write(store, Export(Scope(kind, named, evidence=evidence), format_name, view))
        if out is None:
            async for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
            try:
                async for piece in pieces:
                    file.write(piece)
            except BaseException:
                Path(file.name).unlink()
                raise
        Path(file.name).replace(out)
    finally:
        await store.close()
