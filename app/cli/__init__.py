"""The command `zhengtu`. One module a command group; this one joins them."""

import typer

from app.cli.backup import backup, restore_backup
from app.cli.export import export
from app.cli.query import query
from app.cli.reading import explain, extract
from app.cli.store import load, releases, serve, status
from app.cli.synth import synth
from app.cli.token import token

app = typer.Typer(
    name="zhengtu",
    help="政图 Zhengtu：把政府规划读成知识图谱 reads government plans into a knowledge graph.",
    no_args_is_help=True,
)


@app.callback()
def zhengtu() -> None:
    """Joins the commands; settings come from the environment and .env."""


app.command()(explain)
app.command()(load)
app.command()(serve)
app.command()(status)
app.command()(releases)
app.command()(backup)
app.command("restore")(restore_backup)
app.command()(export)
app.command()(extract)
app.command()(query)
app.command()(synth)
app.add_typer(token, name="token")


def main() -> None:
    """Entry point of the console script."""
    app()
