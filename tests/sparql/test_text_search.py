"""`zt:search`: what it becomes, where it may stand, and the hits over a served graph."""

import pytest

from app.problems import BadRequest
from app.security import Role
from app.sparql.text_search import CAP, searched, uses
from app.store.text_index import Hit

PREFIX = "PREFIX zt: <https://w3id.org/zhengtu/ont#> "


def hits(words: str, most: int) -> list[Hit]:
    return [Hit(f"http://e/{n}", "Task", words, "", None, 1.5 - n / 10) for n in range(min(3, most))]


@pytest.mark.parametrize(
    ("pattern", "becomes"),
    [
        ('?x zt:search "托育" .', "VALUES ?x { <http://e/0> <http://e/1> <http://e/2> } ."),
        ('?x zt:search "托育" }', "VALUES ?x { <http://e/0> <http://e/1> <http://e/2> } }"),
        ('?x zt:search ("托育" 1) ; a zt:Task .', "VALUES ?x { <http://e/0> } . ?x a zt:Task ."),
        ('?x a zt:Task ; zt:search ("托育" 1) .', "?x a zt:Task . VALUES ?x { <http://e/0> } ."),
        (
            '?x a zt:Task ; zt:search ("托育" 1) ; zt:p [ zt:q 1 ] .',
            "?x a zt:Task . VALUES ?x { <http://e/0> } . ?x zt:p [ zt:q 1 ] .",
        ),
        ('?x <https://w3id.org/zhengtu/ont#search> ("托育" ?score 1) .', "VALUES (?x ?score) { (<http://e/0> 1.5000) } ."),
    ],
)
def test_the_triple_becomes_its_hits(pattern, becomes):
    text = f"{PREFIX}SELECT * {{ {pattern}"
    found = searched(text, hits)
    assert found.text == f"{PREFIX}SELECT * {{ {becomes}"


def test_a_cap_that_cuts_is_told():
    found = searched(f'{PREFIX}SELECT * {{ ?x zt:search ("托育" 2) }}', hits)
    assert (found.hits, found.cut) == (2, True)
    assert not searched(f'{PREFIX}SELECT * {{ ?x zt:search ("托育" {CAP + 5}) }}', hits).cut


@pytest.mark.parametrize(
    "pattern",
    ["<http://e/a> zt:search '托育'", "?x zt:search ?y", "?x zt:search '育'", "?x zt:search ('托育' '儿童')", "zt:search '托育'"],
)
def test_misuse_is_a_bad_request_with_its_place(pattern):
    with pytest.raises(BadRequest) as caught:
        searched(f"{PREFIX}SELECT * {{ {pattern} }}", hits)
    assert caught.value.members["line"] == 1


def test_the_word_elsewhere_means_nothing():
    assert not uses("PREFIX zt: <http://e/> SELECT * { ?x zt:search 'a' }")
    assert not uses(f"{PREFIX}SELECT * {{ ?zt_search ?p 'zt:search' }} # zt:search")


def test_over_http(service):
    graph = "https://w3id.org/zhengtu/id/graph/curated/search"
    turtle = "".join(
        f"<http://e/s{n}> a <https://w3id.org/zhengtu/ont#Indicator> ; "
        f"<http://www.w3.org/2000/01/rdf-schema#label> '{label}'@zh .\n"
        for n, label in enumerate(["婴幼儿入托指数甲乙", "入托指数", "每千人床位"])
    )
    with service.client(Role.EDITOR) as editor:
        put = editor.put("/graphs", params={"graph": graph}, content=turtle.encode(), headers={"content-type": "text/turtle"})
        assert put.status_code == 201, put.text
    for words, expected in (("托指数", {0, 1}), ("儿入", {0}), ("千人 床位", {2}), ("没有这个词", set())):
        text = (
            f'{PREFIX}SELECT ?x ?l ?score {{ ?x zt:search ("{words}" ?score) ; <http://www.w3.org/2000/01/rdf-schema#label> ?l }}'
        )
        answer = service.query(text)
        assert answer.status_code == 200, answer.text
        rows = answer.json()["results"]["bindings"]
        assert {int(row["x"]["value"].removeprefix("http://e/s")) for row in rows} == expected
        assert answer.headers["x-search-hits"] == str(len(expected))
        assert answer.headers["x-search-cut"] == "false"
