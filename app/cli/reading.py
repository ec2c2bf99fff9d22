"""Commands about one document: what was read from it, and why."""

import json
from pathlib import Path
from typing import Annotated

import typer

from loaders.errors import LoadError
from loaders.gold_shape import gold_shape, path
from loaders.reading import read_document
from loaders.records import Document, Fact


def extract(
    file: Annotated[Path, typer.Argument(help="要读的文件 the file to read")],
) -> None:
    """读一份文件，打印其中的事实 Read a file and print its facts as JSON."""
    typer.echo(json.dumps(gold_shape(_read(file)), ensure_ascii=False, indent=1))


def explain(
    file: Annotated[Path, typer.Argument(help="要读的文件 the file to read")],
    task: Annotated[int | None, typer.Option(help="只看第几项任务（从 0 起） one task only, counted from 0")] = None,
    plan: Annotated[int, typer.Option(help="第几个规划（从 0 起） which plan, counted from 0")] = 0,
) -> None:
    """逐条列出事实、规则和原文位置 List each fact with the rule that made it and its place in the text."""
    document = _read(file)
    if not 0 <= plan < len(document.plans) or (task is not None and not 0 <= task < len(document.plans[plan].tasks)):
        raise typer.BadParameter(
            f"文件有 {len(document.plans)} 个规划 The file holds {len(document.plans)} plan(s); no such plan or task."
        )
    chosen = document.plans[plan]
    if task is None:
        _line("文件 document", document.title, document)
        for one in document.plans:
            _line("规划 plan", one.title, one)
    for index, item in enumerate(chosen.tasks):
        if task in (None, index):
            _line(f"任务 task {index}", " / ".join([*path(item.section, chosen), f"{item.number or ''}{item.title}"]), item)
            for responsibility in item.responsibilities:
                inherited = "，承自上级标题 inherited" if responsibility.inherited else ""
                _line("  责任 responsibility", f"{responsibility.detail} {responsibility.name}{inherited}", responsibility)
            for region in item.regions:
                _line("  地区 region", f"{region.name} {region.code or ''}", region)
            for citation in item.citations:
                _line("  引用 cites", citation.title or citation.doc_number or "", citation)
    for target in chosen.targets:
        if task in (None, target.task):
            top = f"–{target.value_max:g}" if target.value_max is not None else ""
            due = (target.due.value or target.due.printed) if target.due else "—"
            _line(
                "  指标 target",
                f"{target.name} {target.comparator} {target.value:g}{top}{target.unit} [{target.measure}] {due}",
                target,
            )
    for baseline in chosen.baselines:
        if task in (None, baseline.task):
            _line("  基期 baseline", f"{baseline.name} {baseline.value:g}{baseline.unit} {baseline.as_of or ''}", baseline)
    if task is None:
        for repair in document.repairs:
            typer.echo(
                f"修复 repair [{repair.kind}] {repair.printed!r} → {repair.restored!r} @{repair.raw_start}-{repair.raw_end}"
            )


def _line(kind: str, words: str, fact: Fact) -> None:
    typer.echo(f"{kind}: {words}  [{fact.rule}]")
    for evidence in fact.evidence:
        quote = evidence.quote if len(evidence.quote) <= 60 else evidence.quote[:57] + "…"
        typer.echo(
            f"      {evidence.supports}: {quote!r} @{evidence.start}-{evidence.end} raw {evidence.raw_start}-{evidence.raw_end}"
        )
    for doubt in fact.doubts:
        typer.echo(f"      疑 doubt: {doubt.message}")


def _read(file: Path) -> Document:
    try:
        return read_document(file.read_bytes(), file.name)
    except LoadError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"{file}：读不了这个文件 The file cannot be read: {error.strerror}", err=True)
        raise typer.Exit(1) from error
