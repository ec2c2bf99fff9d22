"""`zhengtu token add`, `list`, `revoke`: who may write over HTTP, and read where reading is guarded."""

from typing import Annotated

import typer

from app.cli.store import Data, settings_for, told
from app.security.tokens import Role, TokenFile

token = typer.Typer(help="令牌 Bearer tokens for the service.", no_args_is_help=True)


@token.command()
def add(
    role: Annotated[Role, typer.Option(help="角色 reader、editor 或 admin")],
    name: Annotated[str, typer.Option(help="名称，用于记录与撤销 For the record, and to revoke it by")],
    data: Data = None,
) -> None:
    """新建令牌；最后一行就是令牌，只显示这一次 Make a token; the last line is the token, shown this once."""
    with told():
        made = TokenFile(settings_for(data).data).add(name, role)
    typer.echo(f"{name} ({role})：请妥善保存，不会再次显示 keep it, it is not shown again", err=True)
    typer.echo(made)


@token.command("list")
def list_(data: Data = None) -> None:
    """列出令牌 The tokens: name, role, when made."""
    with told():
        for kept in TokenFile(settings_for(data).data).all():
            typer.echo(f"{kept.name}\t{kept.role}\t{kept.created}")


@token.command()
def revoke(name: Annotated[str, typer.Argument(help="名称 Name")], data: Data = None) -> None:
    """撤销令牌，立即生效 End a token at once."""
    with told():
        TokenFile(settings_for(data).data).revoke(name)
    typer.echo(f"已撤销 revoked: {name}")
