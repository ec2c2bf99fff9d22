"""The marks of a question's file."""

import pytest

from app.questions.template import Template, TemplateError

TEXT = """PREFIX x: <x:> SELECT * WHERE {
  # which
  ?id a x:T .
  # [colour]
  VALUES ?_colour { "red" }
  ?id x:colour ?_colour .
  # [/colour]
  # [!colour]
  ?id x:plain true .
  # [/!colour]
  # [sort=name]
  ?id x:name ?sort_name1 .
  # [/sort=name]
  # /which
  ?id x:name ?name .
  # many parts
  OPTIONAL { ?id x:part ?parts__id OPTIONAL { ?parts__id x:name ?parts__name } }
  # /many
}
# whole
ORDER BY ?id
# /whole
"""
TEMPLATE = Template(TEXT, frozenset({"colour", "sort"}), ["id", "name", "parts__id", "parts__name"])


def squeezed(text):
    return " ".join(text.split())


def test_a_block_drops_out_with_its_parameter():
    assert squeezed(TEMPLATE.ids({}, {})) == "PREFIX x: <x:> SELECT ?id WHERE { ?id a x:T . ?id x:plain true . }"


def test_a_parameter_takes_the_place_of_the_example():
    query = TEMPLATE.ids({"colour": ('"blue"', '"blue"@zh')}, {"colour": "blue", "sort": "name"})
    assert 'VALUES ?_colour { "blue" "blue"@zh }' in squeezed(query)
    assert "plain" not in query
    assert query.startswith("PREFIX x: <x:>\nSELECT ?id ?sort_name1")


def test_a_page_binds_the_ids_in_every_branch():
    assert squeezed(TEMPLATE.page(["<a:1>", "<a:2>"], {}, {})) == (
        "PREFIX x: <x:> SELECT ?id ?name ?parts__id ?parts__name WHERE { "
        "{ VALUES ?id { <a:1> <a:2> } ?id x:name ?name . } UNION "
        "{ VALUES ?id { <a:1> <a:2> } ?id x:part ?parts__id OPTIONAL { ?parts__id x:name ?parts__name } } }"
    )


def test_the_order_is_only_for_the_whole():
    assert "ORDER BY ?id" in TEMPLATE.whole({}, {})
    assert "ORDER BY" not in TEMPLATE.page(["<a:1>"], {}, {})


@pytest.mark.parametrize(
    "broken",
    [
        TEXT.replace("# [/colour]", ""),
        TEXT.replace("# [/!colour]", "# [/colour]"),
        TEXT.replace("# /which", "# /many"),
        TEXT.replace("?_colour {", "?_color {").replace("colour]", "color]"),
        TEXT.replace("OPTIONAL { ?id x:part", "{ ?id x:part"),
    ],
)
def test_marks_that_do_not_fit_are_refused(broken):
    with pytest.raises(TemplateError):
        Template(broken, frozenset({"colour", "sort"}), ["id"])
