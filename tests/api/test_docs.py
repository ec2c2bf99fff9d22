"""Every setting, endpoint, command and question has its place in the docs; the script of three questions runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli import app as cli
from app.questions import load_catalogue
from app.server import create_app
from app.settings import Settings
from loaders.resources import data_folder
from tests.server_process import served

ROOT = data_folder("queries").parent
if not (ROOT / "docs").is_dir():
    pytest.skip("the docs are only in a checkout", allow_module_level=True)
DOCS = {file.name: file.read_text("utf-8") for file in (ROOT / "docs").glob("*.md")} | {
    "README.md": (ROOT / "README.md").read_text("utf-8")
}
EVERYTHING = "\n".join(DOCS.values())


def commands(command, before=""):
    for name, each in getattr(command, "commands", {}).items():
        inner = list(commands(each, f"{before}{name} "))
        yield from inner or [f"{before}{name}"]


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented_as_it_is(name):
    assert f"| `ZHENGTU_{name.upper()}` |" in DOCS["settings.md"]
    assert str(Settings.model_fields[name].description) in DOCS["settings.md"]


def test_no_setting_is_documented_that_is_none():
    assert set(re.findall(r"\| `ZHENGTU_(\w+)` \|", DOCS["settings.md"])) == {name.upper() for name in Settings.model_fields}


OPENAPI = create_app(Settings(data=Path("nowhere"))).openapi()["paths"]
QUESTIONS = {question.path for question in load_catalogue().values()}


@pytest.mark.parametrize("path", [path for path in OPENAPI if path not in QUESTIONS])
def test_every_endpoint_is_documented(path):
    assert path in DOCS["api.md"]


@pytest.mark.parametrize("path", ["/sparql", "POST /documents", "PUT /documents/{id}", "DELETE /documents/{id}"])
def test_so_are_those_that_share_a_path(path):
    assert path in DOCS["api.md"]


@pytest.mark.parametrize("question", load_catalogue().values(), ids=list(load_catalogue()))
def test_every_question_is_documented(question):
    assert f"| `{question.name}` | `{question.path}` |" in DOCS["queries.md"]


@pytest.mark.parametrize("command", sorted(commands(get_command(cli))))
def test_every_command_is_documented(command):
    assert f"zhengtu {command}" in EVERYTHING


def test_the_three_questions_agree(data):
    with served(data, readers="2") as server:
        script = [sys.executable, str(ROOT / "docs" / "three_questions.py"), server.origin]
        done = subprocess.run(script, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
