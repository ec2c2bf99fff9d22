"""`zhengtu synth`: bench data of the real shape, invented by seed."""

import time
from pathlib import Path
from typing import Annotated

import typer

from app.settings import Settings
from loaders.synthesis.quads import synthesise


def synth(
    quads: Annotated[int, typer.Option(min=1, help="至少多少条四元组 At least so many quads")],
    out: Annotated[Path, typer.Option(help="写到哪个文件（N-Quads） The file to write, as N-Quads")],
    seed: Annotated[int, typer.Option(help="随机种子，相同则结果相同 Same seed, same graph")] = 1,
) -> None:
    """生成虚构的测试图谱 Write an invented graph of the real shape as N-Quads: whole plans until there are enough quads."""
    started, lines = time.monotonic(), 0
    unfinished = out.with_name(f"{out.name}.part")
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for line in synthesise(quads, Settings().base, seed):
            file.write(line)
            lines += 1
    unfinished.replace(out)
    typer.echo(f"{out}：{lines} 条四元组 quads，{time.monotonic() - started:.1f} s")
