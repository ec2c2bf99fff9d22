"""Tokens: hashed at rest, compared in constant time, revoked at once; the command that makes them."""

import json
import stat
import threading

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.problems import BadRequest, Conflict, NotFound, Unavailable
from app.security import Role, TokenFile
from app.security import tokens as module


def test_only_the_hash_is_kept(tmp_path):
    token = TokenFile(tmp_path).add("分析员", Role.READER)
    path = tmp_path / "operations" / "tokens.json"
    assert token not in path.read_text()
    assert token.removeprefix("zt_") not in path.read_text()
    assert len(json.loads(path.read_text())[0]["sha256"]) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert TokenFile(tmp_path).find(token).name == "分析员"


def test_every_hash_is_compared_in_constant_time(tmp_path, monkeypatch):
    tokens = TokenFile(tmp_path)
    made = [tokens.add(f"n{number}", Role.READER) for number in range(3)]
    compared = []
    real = module.hmac.compare_digest
    monkeypatch.setattr(module.hmac, "compare_digest", lambda a, b: compared.append(a) or real(a, b))
    assert tokens.find(made[0]).name == "n0"
    assert len(compared) == 3


@pytest.mark.parametrize("token", ["", "zt_", "zt_" + "a" * 43, "\udcff", "ü"])
def test_what_is_no_token_is_none(tmp_path, token):
    tokens = TokenFile(tmp_path)
    tokens.add("x", Role.ADMIN)
    assert tokens.find(token) is None


def test_revoking_ends_it_for_who_has_the_file_open(tmp_path):
    serving, command = TokenFile(tmp_path), TokenFile(tmp_path)
    token = command.add("x", Role.EDITOR)
    assert serving.find(token)
    command.revoke("x")
    assert serving.find(token) is None
    with pytest.raises(NotFound):
        command.revoke("x")


def test_names(tmp_path):
    tokens = TokenFile(tmp_path)
    tokens.add("x", Role.EDITOR)
    with pytest.raises(Conflict):
        tokens.add("x", Role.READER)
    for name in ("", " ", "a\nb", "x" * 101):
        with pytest.raises(BadRequest):
            tokens.add(name, Role.READER)


def test_adding_at_the_same_time_loses_none(tmp_path):
    threads = [threading.Thread(target=lambda n=n: TokenFile(tmp_path).add(f"n{n}", Role.READER)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {kept.name for kept in TokenFile(tmp_path).all()} == {f"n{number}" for number in range(8)}


def test_a_broken_file_is_no_open_door(tmp_path):
    token = TokenFile(tmp_path).add("x", Role.ADMIN)
    (tmp_path / "operations" / "tokens.json").write_text("[{")
    with pytest.raises(Unavailable):
        TokenFile(tmp_path).find(token)


def test_roles_include_the_ones_below():
    assert [[role.includes(other) for other in Role] for role in Role] == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]


def test_the_command(tmp_path):
    run = CliRunner().invoke
    added = run(app, ["token", "add", "--role", "editor", "--name", "甲", "--data", str(tmp_path)])
    token = added.output.strip().splitlines()[-1]
    assert added.exit_code == 0
    assert TokenFile(tmp_path).find(token).role is Role.EDITOR
    listed = run(app, ["token", "list", "--data", str(tmp_path)])
    assert listed.output.startswith("甲\teditor\t")
    assert token not in listed.output
    assert run(app, ["token", "add", "--role", "editor", "--name", "甲", "--data", str(tmp_path)]).exit_code == 1
    assert run(app, ["token", "revoke", "甲", "--data", str(tmp_path)]).exit_code == 0
    assert run(app, ["token", "add", "--role", "root", "--name", "x", "--data", str(tmp_path)]).exit_code == 2
    assert TokenFile(tmp_path).find(token) is None
