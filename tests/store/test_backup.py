"""Backups: taken while writing goes on, verified, restored to the same digest; what is damaged is refused."""

import gzip
import threading

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.problems import BadRequest, Conflict, Unavailable
from app.store import CorrectionsChanged
from app.store.backup import back_up, restore, verify
from app.store.publishing import publish
from app.store.releases import DataFolder
from tests.store import specimens
from tests.store.test_loading import load
from tests.store.test_publishing import insert

CORRECTION = {
    "id": "c1",
    "action": "replace",
    "reason": "核对原件",
    "anchor": {"fact": "task", "plan": "云溪市托育服务三年行动方案（2024—2026年）", "task": "建设社区托育点"},
    "changes": {"title": "建设社区托育中心"},
}


def test_a_backup_amid_writing_is_restored_to_its_digest(folder, tmp_path):
    load(folder, specimens.NOTICE)
    publish(folder, CorrectionsChanged((CORRECTION,)), keep=3)
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            publish(folder, insert(word=str(number)), keep=3)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        releases = [back_up(folder, tmp_path / f"{n}.tar.gz") for n in range(4)]
    finally:
        stop.set()
        writer.join()
    for n, release in enumerate(releases):
        restored = DataFolder(tmp_path / f"restored{n}")
        assert restore(tmp_path / f"{n}.tar.gz", restored) == release
        assert verify(restored, release.number) == release
        again = load(restored, specimens.NOTICE)
        assert not again.published
        assert publish(restored, insert(word="恢复之后"), keep=3).published
    assert not [entry for entry in folder.operations.iterdir() if entry.name.startswith(".backup")]


def test_what_is_damaged_or_in_use_is_refused(folder, tmp_path):
    load(folder, specimens.NOTICE)
    archive = tmp_path / "backup.tar"
    back_up(folder, archive)
    with pytest.raises(Conflict):
        back_up(folder, archive)
    with pytest.raises(Conflict):
        restore(archive, folder)
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(gzip.compress(archive.read_bytes())[:-5000])
    target = DataFolder(tmp_path / "target")
    with pytest.raises(BadRequest):
        restore(cut, target)
    digits = archive.read_bytes()
    original = specimens.NOTICE.encode()
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(digits.replace(original, original.replace(b"40", b"50")))
    with pytest.raises(Unavailable, match="损坏"):
        restore(damaged, target)
    assert target.current_number() is None
    assert list(target.path.iterdir()) == []
    with pytest.raises(BadRequest):
        restore(tmp_path / "missing.tar", target)


def test_the_commands(folder, tmp_path, monkeypatch):
    release = load(folder, specimens.NOTICE).release
    monkeypatch.setenv("ZHENGTU_DATA", str(folder.path))
    runner = CliRunner()
    made = runner.invoke(app, ["backup", str(tmp_path / "b.tar")])
    assert made.exit_code == 0, made.output
    back = runner.invoke(app, ["restore", str(tmp_path / "b.tar"), "--data", str(tmp_path / "new")])
    assert back.exit_code == 0, back.output
    assert release.digest in back.output
    assert runner.invoke(app, ["restore", str(tmp_path / "b.tar")]).exit_code == 1
