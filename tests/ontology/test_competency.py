"""What the graph must be able to answer: each question has its expected rows on the bundled samples."""

import csv
from pathlib import Path

import pytest

from loaders.resources import data_folder
from tests.ontology.sample_graph import load, rows, sample_files, sample_store

QUESTIONS = sorted((data_folder("ontology") / "competency").glob("*.rq"))

# Facts of the notice that the questions must miss when they are gone: (what, the words, what stands there without it).
PLANTED = [
    ("who leads", "（牵头单位：市水利局；配合单位：市生态环境局、市财政局）", ""),
    ("who supports", "、团市委", ""),
    ("a deadline", "（完成时限：2025年底前）", ""),
    ("a figure", "疏浚河道120公里以上", "疏浚河道"),
    ("a cited document", "根据《云澜市河湖保护办法》，", ""),
    ("a baseline", "2023年，全市水质优良断面比例为84%。", ""),
    ("a line of the table", "住有宜居,不断完善住房市场体系,市建设局,住房公积金年末实缴职工人数,水平,≥,110,万人,,2027\n", ""),
]


def expected(question: Path) -> list[tuple[str, ...]]:
    with question.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return sorted(tuple(row) for row in list(csv.reader(file))[1:])


def test_there_are_at_least_forty_each_with_its_rows() -> None:
    assert len(QUESTIONS) >= 40
    folder = data_folder("ontology") / "competency"
    assert {path.stem for path in folder.glob("*.csv")} == {path.stem for path in QUESTIONS}
    for question in QUESTIONS:
        chinese, english = question.read_text(encoding="utf-8").splitlines()[:2]
        assert chinese.startswith("# ")
        assert chinese.endswith("？")
        assert english.isascii()
        assert english.endswith("?")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_question(question: Path) -> None:
    assert rows(sample_store(), question.read_text(encoding="utf-8")) == expected(question)


@pytest.mark.parametrize(("what", "words", "without"), PLANTED, ids=[what for what, _, _ in PLANTED])
def test_a_fact_that_is_gone_is_missed(what: str, words: str, without: str) -> None:
    files = {name: data.replace(words.encode(), without.encode()) for name, data in sample_files().items()}
    assert files != sample_files()
    store = load(files)
    missed = [question.stem for question in QUESTIONS if rows(store, question.read_text(encoding="utf-8")) != expected(question)]
    assert missed
