"""The bundled samples: read by every user's first run, ours word for word, the table the same in CSV and in Excel."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from loaders.graph import compile_graphs
from loaders.graph.validation import validate
from loaders.reading import read_document
from loaders.records import Document
from tests.ontology.sample_graph import BASE, sample_files

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TABLE = "jiaxing-2023-breakdown.csv"


def read(name: str) -> Document:
    return read_document(sample_files()[name], name)


@pytest.mark.parametrize("name", sample_files())
def test_a_sample_conforms(name: str) -> None:
    report = validate(compile_graphs([read(name)], BASE).values())
    assert report.conforms, report.violations[:3]


def test_the_table_gives_all_its_lines() -> None:
    [plan] = read(TABLE).plans
    lines = list(csv.reader(io.StringIO(sample_files()[TABLE].decode())))
    head = next(index for index, line in enumerate(lines) if "任务名称" in line)
    figures = [line for line in lines[head + 1 :] if line[3]]
    assert len(plan.targets) == len(figures) == 81
    assert len(plan.tasks) == len({(line[0], line[1]) for line in lines[head + 1 :]}) == 31
    assert all(task.responsibilities for task in plan.tasks)


def test_the_table_says_the_same_as_an_excel_file() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in csv.reader(io.StringIO(sample_files()[TABLE].decode())):
        sheet.append([float(cell) if cell.replace(".", "", 1).isdigit() and "." in cell else cell for cell in line])
    data = io.BytesIO()
    book.save(data)
    there, here = read_document(data.getvalue(), "table.xlsx"), read(TABLE)

    def said(document: Document) -> list[object]:
        [plan] = document.plans
        figures = [(one.task, one.name, one.comparator, one.value, one.unit, one.due, one.per) for one in plan.targets]
        leads = [(task.title, [lead.name for lead in task.responsibilities]) for task in plan.tasks]
        return [plan.title, plan.owner, plan.region_code, plan.period, leads, figures]

    assert said(there) == said(here)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real documents of ../shared are not here")
def test_no_sentence_of_the_real_documents_is_in_a_sample() -> None:
    run = 56
    real = [letters(path.read_text(encoding="utf-8", errors="replace")) for path in CORPUS.glob("*.txt")]
    runs = {text[at : at + run] for text in real for at in range(len(text) - run + 1)}
    for data in sample_files().values():
        ours = letters(data.decode())
        assert not any(ours[at : at + run] in runs for at in range(len(ours) - run + 1))
