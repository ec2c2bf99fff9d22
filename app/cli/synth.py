"""`zhengtu synth`: bench data of the real shape and specimen documents with their true facts, invented by seed."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from app.settings import Settings
from loaders.synthesis.documents import invent
from loaders.synthesis.quads import synthesise


def synth(
    out: Annotated[Path, typer.Option(help="写到哪里（N-Quads 文件，或文档目录） The N-Quads file, or the folder of documents")],
    quads: Annotated[int | None, typer.Option(min=1, help="至少多少条四元组 At least so many quads")] = None,
    documents: Annotated[int | None, typer.Option(min=1, help="多少份附答案的文件 So many documents with facts")] = None,
    seed: Annotated[int, typer.Option(help="随机种子，相同则结果相同 Same seed, same graph")] = 1,
) -> None:
    """生成虚构的测试图谱或文件 Write an invented graph (--quads) or documents with their true facts (--documents)."""
    if (quads is None) == (documents is None):
        raise typer.BadParameter("请在 --quads 与 --documents 中选一个 Choose one of --quads and --documents")
    if quads is not None:
        _graph(quads, out, seed)
    elif documents is not None:
        _documents(documents, out, seed)


def _graph(quads: int, out: Path, seed: int) -> None:
    started, lines = time.monotonic(), 0
    unfinished = out.with_name(f"{out.name}.part")
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for line in synthesise(quads, Settings().base, seed):
            file.write(line)
            lines += 1
    unfinished.replace(out)
    typer.echo(f"{out}：{lines} 条四元组 quads，{time.monotonic() - started:.1f} s")


def _documents(documents: int, out: Path, seed: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for index in range(documents):
        document = invent(seed, index)
        (out / f"{document.name}{document.suffix}").write_text(document.text, encoding="utf-8")
        facts = json.dumps(document.gold, ensure_ascii=False, indent=1)
        (out / f"{document.name}.gold.json").write_text(facts + "\n", encoding="utf-8")
    typer.echo(f"{out}：{documents} 份文件 documents")
