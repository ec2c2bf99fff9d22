"""The terminals: what is one, what hides nothing, what is refused; against the engine's own reading."""

import time
from contextlib import suppress

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.problems import Problem, QuerySyntax
from app.sparql.policy import Form, Limits, harmless, judge
from app.sparql.tokens import Untokenizable, place, tokens
from tests.conformance.manifests import ROOT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?s ex:a.b ?o .", ["variable:?s", "pname:ex:a.b", "variable:?o", "mark:."]),
        ("ex:c. a.b:d :", ["pname:ex:c", "mark:.", "pname:a.b:d", "pname::"]),
        (r"ex:a\#b # comment", [r"pname:ex:a\#b"]),
        ("<http://a#b> # <c>\n'#'", ["iri:<http://a#b>", "string:'#'"]),
        ('\'\'\'a\'b\'\'\' """c""d""" \'\' "\\""', ["string:'''a'b'''", 'string:"""c""d"""', "string:''", 'string:"\\""']),
        ("'x'@zh-Hans 1.5e3 .5 2.", ["string:'x'", "language:@zh-Hans", "number:1.5e3", "number:.5", "number:2", "mark:."]),
        ("?a<?b && ?c>1", ["variable:?a", "mark:<", "variable:?b", "mark:&&", "variable:?c", "mark:>", "number:1"]),
        ("?a<<http://x#y>", ["variable:?a", "mark:<", "iri:<http://x#y>"]),
        ("<<?s ?p ?o>>", ["mark:<<", "variable:?s", "variable:?p", "variable:?o", "mark:>>"]),
        ("政图:任务 ?任务", ["pname:政图:任务", "variable:?任务"]),
        ("trueSERVICE<x>", ["word:trueSERVICE", "iri:<x>"]),
    ],
)
def test_terminals(text: str, expected: list[str]) -> None:
    assert [f"{token.kind}:{token.text}" for token in tokens(text)] == expected


@pytest.mark.parametrize(
    ("text", "at"),
    [("SELECT 'a", (1, 8)), ('{\n "a\nb" }', (2, 2)), ("a § b", (1, 3)), (r"SELECT \u0041", (1, 8)), ("(?a<'>')", (1, 4))],
)
def test_what_is_no_terminal_is_refused_with_its_place(text: str, at: tuple[int, int]) -> None:
    with pytest.raises(Untokenizable) as caught:
        list(tokens(text))
    assert place(text, caught.value.start) == at


UNITS = [
    "?s ",
    "<",
    "<a",
    "<a<",
    "'''a",
    '""',
    "'",
    "a.",
    "a.b",
    "a-",
    "a:",
    ".a",
    "_:a.",
    "1.",
    "#",
    "{",
    "\\",
    "a:%4",
    "(?a<b#",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        best = 9.0
        for _ in range(3):
            started = time.process_time()
            try:
                for _ in tokens(text):
                    pass
            except Untokenizable:
                pass
            best = min(best, time.process_time() - started)
        return best

    # Eight times the length: eight times the time when linear, sixty-four when quadratic.
    assert seconds(160_000) < 24 * seconds(20_000) + 0.02


PIECES = st.sampled_from(
    [
        *"{}()[].;,<>'\"#=&|!*/+-^~?$@:\\ \n",
        "SERVICE",
        "service",
        "LOAD",
        "SILENT",
        "SELECT",
        "ASK",
        "*",
        "?s",
        "ex:a",
        "<http://e/>",
        "true",
        "1",
        "FILTER",
        "GRAPH",
        "a",
        "'''",
        '"""',
        "<<",
        ">>",
        "\\u0027",
        "@en",
        "_:b",
        "é",
        "，",
        "WHERE",
        "INSERT",
        "DATA",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_no_text_breaks_the_policy(text: str) -> None:
    try:
        judge(text, Limits())
    except Problem as problem:
        told = problem.status
    else:
        told = 400
    assert 400 <= told < 500


REACHING = "http://127.0.0.1:1/"
"""The engine refuses this port by itself, with these words, so that nothing goes out while we watch it try."""
WORDS = "The port 1 is not allowed"
GLUE = st.sampled_from(["", " ", "\n", "#\n", "#'\n", "#>\n", "\t"])
GROUP = st.sampled_from(["{}", "{?s ?p ?o}", "{ }"])
BEFORE = st.sampled_from(
    [
        "",
        "?s ?p true",
        "?s ?p 1",
        "?s ?p 'x'",
        "?s ?p ex:a.",
        "?s ?p ?o.",
        "FILTER(?a<?b)",
        "FILTER(?a<'>')",
        "FILTER(1<2)",
        "{}",
        "FILTER(?a<?b#>\n)",
        "FILTER(?a<ex:a)",
        "OPTIONAL{}",
        "?s ?p '''x'''.",
        "?s ?p <http://e/#a>.",
        "BIND(1 AS ?x)",
        '?s ?p "#".',
    ]
)
TARGET = st.sampled_from([f"<{REACHING}>", "?t", "local:x", ":x", "ex:a"])
PROLOGUE = f"PREFIX ex: <{REACHING}ex/> PREFIX local: <{REACHING}> PREFIX : <{REACHING}d/> "


@given(
    BEFORE,
    GLUE,
    st.sampled_from(["SERVICE", "service", "sErViCe"]),
    GLUE,
    st.sampled_from(["", "SILENT"]),
    GLUE,
    TARGET,
    GLUE,
    GROUP,
)
@settings(max_examples=600, deadline=None)
def test_no_query_hides_a_service_from_us_and_shows_it_to_the_engine(
    before: str, g1: str, word: str, g2: str, silent: str, g3: str, target: str, g4: str, group: str
) -> None:
    text = f"{PROLOGUE} SELECT * {{ VALUES ?t {{ <{REACHING}> }} {before}{g1}{word}{g2}{silent}{g3}{target}{g4}{group} }}#'"
    store = pyoxigraph.Store()
    seen = pyoxigraph.NamedNode("http://e/s")
    store.add(pyoxigraph.Quad(seen, seen, pyoxigraph.Literal(True)))
    reached = False
    try:
        list(store.query(text.replace("SILENT", "")))
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        reached = WORDS in str(error)
    if reached:
        with pytest.raises(Problem):
            judge(text, Limits())


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { } }",
        "SELECT ?x { FILTER(?a<?b)SERVICE?s#>\n{ }}",
        "SELECT ?x { FILTER(?a<'>') SERVICE ?x { ?a ?b 'c' } }#'",
        "SELECT * { ?s ?p trueSERVICE<http://x/>{} }",
        "PREFIX ex: <http://x/> SELECT * { SERVICEex:foo { } }",
        "PREFIX : <http://x/> SELECT * { SERVICE:foo { } }",
        "LOAD <http://x/>",
        "PREFIX ex: <http://x/> LOADex:foo",
        "CLEAR ALL;LOAD SILENT <http://x/> INTO GRAPH <http://y/>",
        "SELECT * { SERVICE <file:///etc/passwd> { } }",
    ],
)
def test_what_reaches_out_is_refused(text: str) -> None:
    with pytest.raises(Problem) as caught:
        judge(text, Limits())
    assert caught.value.status in (400, 403)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s <http://x/SERVICE> 'SERVICE <http://x/> {}' } # SERVICE",
        "PREFIX service: <http://x/> SELECT * { GRAPH service:g { ?service service:load _:service } }",
        "PREFIX load: <http://x/> SELECT * { ?s load:x ?o }",
    ],
)
def test_the_words_may_stand_where_they_mean_nothing(text: str) -> None:
    judge(text, Limits())


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("<https://sparql.example.org/query>", True),
        ("<https://sparql.example.org:443/>", True),
        ("<http://sparql.example.org/query>", False),
        ("<https://sparql.example.org:8443/>", False),
        ("<https://sparql.example.org@evil.example/>", False),
        ("<https://sparql.example.org.evil.example/>", False),
        ("?x", False),
        ("ex:x", False),
    ],
)
def test_only_listed_origins_are_reached(target: str, allowed: bool) -> None:
    limits = Limits(origins=frozenset(["https://sparql.example.org:443"]))
    text = f"PREFIX ex: <https://sparql.example.org/> SELECT * {{ SERVICE SILENT {target} {{ ?s ?p ?o }} }}"
    if allowed:
        judge(text, limits)
    else:
        with pytest.raises(Problem):
            judge(text, limits)


@pytest.mark.parametrize("opening", ["{", "(", "[", "{(", "<<"])
def test_ten_thousand_brackets_are_a_bad_request(opening: str) -> None:
    with pytest.raises(Problem) as caught:
        judge(f"SELECT * {{ {opening * 10_000}", Limits())
    assert caught.value.status == 400
    assert caught.value.members["line"] == 1


def test_a_text_over_the_limit_is_too_large() -> None:
    with pytest.raises(Problem) as caught:
        judge("#" * 10_000_000, Limits())
    assert caught.value.status == 413


def test_clauses_are_bounded() -> None:
    with pytest.raises(Problem):
        judge("SELECT * {" + "OPTIONAL{?s ?p ?o}" * 4000 + "}", Limits())


FORMS = {
    pyoxigraph.QuerySolutions: Form.SELECT,
    pyoxigraph.QueryBoolean: Form.ASK,
    pyoxigraph.QueryTriples: Form.CONSTRUCT,
}


@pytest.mark.skipif(not ROOT.exists(), reason="../shared/w3c is not here")
def test_the_form_is_the_engines_on_every_w3c_query() -> None:
    seen = 0
    for file in sorted(ROOT.glob("sparql1?/*/*.rq")):
        if file.parent.name in ("service", "syntax-fed") or "bad" in file.name:
            continue
        text = file.read_text("utf-8")
        try:
            result = pyoxigraph.Store().query(text, base_iri="http://e/")
        except (SyntaxError, RuntimeError, OSError):
            continue
        form = judge(text, Limits()).form
        quick = harmless(text, Limits())
        assert quick is None or quick.form is form
        assert FORMS[type(result)] is (Form.CONSTRUCT if form is Form.DESCRIBE else form), file
        seen += 1
    assert seen > 600


@pytest.mark.skipif(not ROOT.exists(), reason="../shared/w3c is not here")
def test_every_w3c_update_is_an_update() -> None:
    everywhere = Limits(origins=frozenset(["http://example.org:80", "http://example.com:80"]))
    seen = 0
    for file in sorted(ROOT.glob("sparql11/*/*.ru")):
        text = file.read_text("utf-8")
        if "LOAD" not in text:
            with suppress(QuerySyntax):
                assert judge(text, everywhere).form in (Form.UPDATE, Form.EMPTY), file
                seen += 1
    assert seen > 100


def test_the_quick_way_takes_no_text_that_holds_what_is_refused() -> None:
    assert harmless("PREFIX zt: <http://e/ont#>\n# Who leads?\nSELECT * { ?s zt:ledBy ?o }", Limits())
    for text in (
        "SELECT * { SERVICE <http://x/> { } }",
        "SELECT * { ?s ?p trueservice<http://x/>{} }",
        "SELECT (RAND() AS ?x) {}",
        "SELECT * FROM <http://x/> { }",
        "SELECT * " + "{" * 200,
        "INSERT DATA { }",
        "PREFIX x: <http://e/> LOAD <http://x/>",
        r"SELECT * { ?s ?p '\u0027' }",
        "",
    ):
        assert harmless(text, Limits()) is None, text
