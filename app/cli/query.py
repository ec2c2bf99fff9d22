"""`zhengtu query`: asks a question of queries/ (or a file like them) of the current release; prints JSON lines or CSV."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.api import csv_rows
from app.problems import NotFound, Problem
from app.questions import Question, QuestionError, load_catalogue, read_question
from app.questions.arguments import bind
from app.questions.asking import Asking
from app.settings import Settings
from app.store.opening import open_store


def query(
    question: Annotated[str, typer.Argument(help="问题名，如 tasks，或 .rq 文件 A question's name, or a .rq file")],
    param: Annotated[list[str] | None, typer.Option(help="参数 name=value，可重复 A parameter, repeatable")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="输出 CSV Print CSV")] = False,
    release: Annotated[int | None, typer.Option(help="数据版本号 Number of a kept release")] = None,
) -> None:
    """向当前数据提问 Ask a question of the current release: the same answer as the web API gives, all of it."""
    try:
        given = [_pair(text) for text in param or []]
        plain = _plain_sparql(question)
        if plain is not None and not given:
            asyncio.run(_print_rows(plain, release))
        else:
            asyncio.run(_print(_question(question), given, csv, release))
    except (Problem, QuestionError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _question(name: str) -> Question:
    path = Path(name)
    if path.suffix == ".rq":
        if not path.is_file():
            raise NotFound(f"没有文件 {name} There is no file {name}")
        return read_question(path.stem, path.read_text(encoding="utf-8"))
    catalogue = load_catalogue()
    if name not in catalogue:
        raise NotFound(f"没有问题 {name}；有 There is no question {name}; there are: {', '.join(catalogue)}")
    return catalogue[name]


def _plain_sparql(name: str) -> str | None:
    """The text of a file without a header: a SELECT query as it stands."""
    path = Path(name)
    text = path.read_text(encoding="utf-8") if path.suffix == ".rq" and path.is_file() else "#+"
    return None if any(line.startswith("#+") for line in text.splitlines()) else text


async def _print_rows(text: str, number: int | None) -> None:
    store = await open_store(Settings())
    try:
        for row in await store.rows(text, release=number):
            typer.echo(orjson.dumps({name: term.value for name, term in row.items()}).decode())
    finally:
        await store.close()


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"应为 name=value must be name=value: {text}")
    return name, value


async def _print(question: Question, given: list[tuple[str, str]], as_csv: bool, number: int | None) -> None:
    store = await open_store(Settings())
    try:
        base = store.folder.base
        asking = Asking(store, base)
        arguments = bind(question, given, base)
        if question.kind == "one":
            item, _ = await asking.one(question, arguments, release=number)
            _write([item], question, as_csv, head=True)
            return
        head = True
        async for items in asking.everything(question, arguments, await asking.release(number)):
            _write(items, question, as_csv, head=head)
            head = False
    finally:
        await store.close()


def _write(items: list[dict[str, object]], question: Question, as_csv: bool, *, head: bool) -> None:
    """CSV, or one JSON object a line."""
    if as_csv:
        sys.stdout.write(csv_rows.table(question, items, head=head))
    else:
        sys.stdout.writelines(orjson.dumps(item).decode() + "\n" for item in items)
    sys.stdout.flush()
