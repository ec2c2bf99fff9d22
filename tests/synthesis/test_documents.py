"""Invented documents: the same seed gives the same document, the command writes them, and the reader reads a slice."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from loaders.synthesis.documents import invent
from tests.synthesis.score import BARS, score


def test_a_seed_gives_the_same_document_and_another_one_another() -> None:
    assert invent(3, 5) == invent(3, 5)
    assert invent(3, 5).text != invent(4, 5).text


def test_every_fact_stands_in_its_document() -> None:
    for index in range(30):
        document = invent(2, index)
        plan = document.gold["plans"][0]
        assert all(task["title"] in document.text for task in plan["tasks"])
        for target in plan["indicators"]:
            assert target["task"] is None or target["task"] < len(plan["tasks"])
            assert target["implicit"] or target["name"] in document.text


def test_the_command_writes_documents_with_their_facts(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["synth", "--documents", "3", "--seed", "7", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    facts = sorted(tmp_path.glob("*.gold.json"))
    assert len(facts) == 3
    assert all(json.loads(file.read_text(encoding="utf-8"))["plans"] for file in facts)


def test_the_command_wants_one_thing(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["synth", "--out", str(tmp_path)]).exit_code == 2


@pytest.fixture(scope="module")
def slice_of_twenty() -> dict[str, float]:
    tally = score(20, seed=11)
    return {measure: tally.f1(measure) for measure in BARS}


@pytest.mark.parametrize("measure", BARS)
def test_the_reader_reads_a_slice(slice_of_twenty: dict[str, float], measure: str) -> None:
    assert slice_of_twenty[measure] >= BARS[measure]
