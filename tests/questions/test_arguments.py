"""A name that holds quotes, braces, backslashes or new lines is just a name."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.problems import Unprocessable
from app.questions import load_catalogue
from app.questions.arguments import bind, iri, string
from tests.questions.specimen import BASE

TASKS = load_catalogue()["tasks"]
HOSTILE = st.text(st.one_of(st.sampled_from("\"'\\{}<>#?$.;\n\r\t\0 @^"), st.characters(codec="utf-8")), max_size=40)


@given(HOSTILE)
def test_a_string_comes_back_from_the_engine_as_it_went_in(text):
    found = pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {string(text)} }} }}")
    assert [row["x"].value for row in found] == [text]


@given(HOSTILE)
def test_an_iri_is_accepted_only_if_the_engine_takes_it_for_one(text):
    try:
        term = iri("x:" + text, None, BASE)
    except ValueError:
        return
    found = pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}")
    assert [row["x"].value for row in found] == ["x:" + text]


@given(HOSTILE)
def test_no_value_changes_the_number_of_blocks(text):
    plain = TASKS.template.ids(*_rendered("市教育局"))
    assert TASKS.template.ids(*_rendered(text)).replace(string(text), string("市教育局")) == plain


def _rendered(name):
    # A suffix that makes every text a name and never the key of a thing.
    terms = bind(TASKS, [("lead", "市教育局")], BASE)
    return {**terms.terms, "lead": (string(name),)}, terms.facts


@pytest.mark.parametrize(
    ("given_", "parameter"),
    [
        ([("due_before", "2027-13")], "due_before"),
        ([("due_before", "２０２７")], "due_before"),
        ([("predecessors", "yes")], "predecessors"),
        ([("kind", "other")], "kind"),
        ([("plan", "a b")], "plan"),
        ([("lead", "a"), ("lead", "b")], "lead"),
        ([("laed", "a")], "laed"),
        ([("q", "\ud800")], "q"),
        ([("q", "x" * 2001)], "q"),
    ],
)
def test_what_is_not_of_its_type_is_named(given_, parameter):
    with pytest.raises(Unprocessable) as raised:
        bind(TASKS, given_, BASE)
    assert [error["parameter"] for error in raised.value.members["errors"]] == [parameter]


def test_a_year_or_month_is_bound_as_its_first_or_last_moment():
    terms = bind(TASKS, [("due_before", "2024-02"), ("due_after", "2023")], BASE).terms
    assert terms["due_before"][0].startswith('"2024-02-29T23:59:59+08:00"')
    assert terms["due_after"][0].startswith('"2023-01-01T00:00:00+08:00"')


@pytest.mark.parametrize("value", ["1e13", "-9007199254740992", "1000000000000.1"])
def test_a_number_beyond_what_is_described_is_refused(value):
    with pytest.raises(Unprocessable, match="between"):
        bind(load_catalogue()["targets"], [("value_min", value)], BASE)
