"""`zhengtu query`: a question by name, a file, a plain query; the same answer as the web API."""

import json

import pytest
from typer.testing import CliRunner

from app.cli import app
from loaders.resources import data_folder


@pytest.fixture
def run(data, monkeypatch):
    monkeypatch.setenv("ZHENGTU_DATA", str(data))
    return lambda *arguments: CliRunner().invoke(app, ["query", *arguments])


def test_the_answer_is_the_web_apis(run, service):
    told = [json.loads(line) for line in run("tasks", "--param", "lead=市教育局").stdout.splitlines()]
    assert told == service.get("/tasks", params={"lead": "市教育局", "limit": 100}).json()["items"]


def test_csv_and_single_things(run, service):
    assert run("agencies", "--csv").stdout.startswith("id,name,")
    plan = service.get("/plans").json()["items"][0]
    one = json.loads(run("plan", "--param", f"id={plan['url'].rpartition('/')[2]}").stdout)
    assert one == service.get(plan["url"]).json()


def test_a_file_with_a_header_and_one_without(run, tmp_path):
    with_header = str(data_folder("queries") / "regions.rq")
    assert len(run(with_header).stdout.splitlines()) == 5
    plain = tmp_path / "plain.rq"
    plain.write_text("SELECT (COUNT(*) AS ?n) { ?r a <https://w3id.org/zhengtu/ont#Region> }")
    assert json.loads(run(str(plain)).stdout) == {"n": "5"}


@pytest.mark.parametrize("arguments", [["no-such"], ["none.rq"], ["tasks", "--param", "laed=x"], ["tasks", "--param", "x"]])
def test_what_cannot_be_asked_exits_with_a_word(run, arguments):
    done = run(*arguments)
    assert done.exit_code != 0
    assert done.output.strip()
