"""`zhengtu backup` and `restore`: one verified archive of a data folder."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.store import Data, settings_for, told
from app.store.backup import back_up, restore
from app.store.releases import DataFolder


def backup(archive: Annotated[Path, typer.Argument(help="备份文件，.tar 或 .tar.gz The archive")], data: Data = None) -> None:
    """热备份：发布的版本、原件、更正和运行数据 Back up a data folder while it is served and written; verified."""
    with told():
        release = back_up(DataFolder(settings_for(data).data), archive)
        typer.echo(f"{archive}：版本 {release.number} release {release.number} {release.digest}，已核对 verified")


def restore_backup(archive: Annotated[Path, typer.Argument(help="备份文件 The archive")], data: Data = None) -> None:
    """恢复到空的数据目录，核对后启用 Restore an archive into an empty data folder; verified before it is used."""
    with told():
        release = restore(archive, DataFolder(settings_for(data).data))
        typer.echo(f"已恢复版本 {release.number} Restored release {release.number} {release.digest}，已核对 verified")
