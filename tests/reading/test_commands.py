"""The commands `extract` and `explain`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from tests.specimens.expectations import HERE, essence

RUNNER = CliRunner()


def test_extract_prints_the_gold_shape() -> None:
    result = RUNNER.invoke(app, ["extract", str(HERE / "roles-in-brackets.txt")])
    assert result.exit_code == 0
    assert essence(json.loads(result.stdout)) == json.loads((HERE / "roles-in-brackets.json").read_text("utf-8"))


def test_explain_names_rule_and_place() -> None:
    result = RUNNER.invoke(app, ["explain", str(HERE / "roles-in-brackets.txt"), "--task", "0"])
    assert result.exit_code == 0
    assert "省大数据局" in result.stdout
    assert "[responsibility:" in result.stdout
    assert "raw " in result.stdout
    assert "推进数据共享" not in result.stdout


def test_explain_refuses_a_task_that_is_not_there() -> None:
    assert RUNNER.invoke(app, ["explain", str(HERE / "roles-in-brackets.txt"), "--task", "99"]).exit_code != 0


@pytest.mark.parametrize("command", ["extract", "explain"])
def test_bad_input_ends_with_a_message(command: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    result = RUNNER.invoke(app, [command, str(empty)])
    assert result.exit_code == 1
    assert "空" in result.output
