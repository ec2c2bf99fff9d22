"""Every file of queries/ is legal SPARQL, says what it gives, and its example runs."""

import asyncio
import re

import pyoxigraph
import pytest

from app.questions import QuestionError, load_catalogue, read_question
from app.questions.arguments import example
from app.questions.asking import Asking
from loaders.resources import data_folder
from tests.questions import specimen
from tests.questions.memory_store import MemoryStore

CATALOGUE = load_catalogue()
STORE = MemoryStore(specimen.store(5, 9))


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=list(CATALOGUE))
def test_the_file_is_legal_sparql_as_it_stands(question):
    text = (data_folder("queries") / f"{question.name}.rq").read_text("utf-8")
    found = pyoxigraph.Store().query(text)
    if "SELECT *" not in text:
        names = {variable.value for variable in found.variables}
        assert {column.variable for column in question.columns} <= names


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=list(CATALOGUE))
def test_the_example_runs(question):
    asking = Asking(STORE, specimen.BASE)
    arguments = example(question, specimen.BASE)

    async def run():
        if question.kind == "one":
            return await asking._rows(question.template.one(arguments.terms, arguments.facts), await asking.release())
        return (await asking.page(question, arguments, limit=100)).items

    asyncio.run(run())
    pyoxigraph.Store().query(question.template.whole(arguments.terms, arguments.facts))


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=list(CATALOGUE))
def test_every_column_and_parameter_is_described_in_both_languages(question):
    for text in [column.text for column in question.columns]:
        assert re.search(r"[一-鿿].*[A-Za-z]{2}|[A-Za-z]{2}.*[一-鿿]", text), text
    for parameter in question.parameters.values():
        assert re.search(r"[一-鿿]", parameter.zh), parameter.name
        assert parameter.en.isascii(), parameter.name


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=list(CATALOGUE))
def test_every_column_is_a_variable_of_the_query(question):
    text = question.template.whole(*_example(question))
    for column in question.columns:
        assert re.search(rf"\?{column.variable}\b", text), column.variable


def _example(question):
    arguments = example(question, specimen.BASE)
    return arguments.terms, arguments.facts


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("#+ path: /tasks\n", ""), "path"),
        (("type: name, of: agency", "type: nome, of: agency"), "nome"),
        (("#+ sort:", "#+   limit: {type: string, zh: 条数, en: items}\n#+ sort:"), "reserved"),
        (("#+ many: [leads", "#+ many: [leaders"), "leaders"),
        (("title: string", "title: strong"), "strong"),
    ],
)
def test_a_broken_header_is_refused_with_its_file(change, word):
    text = (data_folder("queries") / "tasks.rq").read_text("utf-8")
    with pytest.raises(QuestionError, match=rf"(?s)queries/tasks\.rq.*{word}"):
        read_question("tasks", text.replace(*change))
