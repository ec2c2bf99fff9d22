"""Which graphs an update can write, told from its text: never fewer than the engine writes."""

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sparql.update_text import using, written_graphs

G = "http://example.org/g/"


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        (f"INSERT DATA {{ GRAPH <{G}a> {{ <a:s> <a:p> 1 }} }}", (f"{G}a",)),
        (
            f"PREFIX g: <{G}> WITH g:a DELETE {{ ?s ?p ?o }} INSERT {{ GRAPH g:b {{ ?s ?p 2 }} }} WHERE {{ ?s ?p ?o }}",
            (f"{G}a", f"{G}b"),
        ),
        (f"INSERT {{ GRAPH <{G}a> {{ ?s ?p 1 }} }} USING NAMED <{G}c> WHERE {{ GRAPH <{G}c> {{ ?s ?p ?o }} }}", (f"{G}a",)),
        (f"DROP SILENT GRAPH <{G}a>; CREATE GRAPH <{G}b>; CLEAR DEFAULT", (f"{G}a", f"{G}b", "default")),
        (f"COPY <{G}a> TO <{G}b>; ADD DEFAULT TO <{G}c>", (f"{G}b", f"{G}c")),
        (f"MOVE GRAPH <{G}a> TO GRAPH <{G}b>", (f"{G}a", f"{G}b")),
        (f"DELETE WHERE {{ GRAPH <{G}a> {{ ?s ?p ?o }} }}", (f"{G}a",)),
        ("CLEAR ALL", None),
        ("CLEAR NAMED", None),
        ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        (f"INSERTDATA{{GRAPH <{G}a> {{}}}}", None),
        (f"PREFIX g: <{G}> INSERT DATA{{GRAPHg:a{{g:a g:b 1}}}}", None),
        (f"BASE <{G}> INSERT DATA {{ GRAPH <a> {{ <a:s> <a:p> 1 }} }}", None),
        ("INSERT DATA { GRAPH", None),
    ],
)
def test_graphs_that_are_written(text, graphs):
    assert written_graphs(text) == graphs


SPACE = st.sampled_from(["", " ", "\n", "#}\n"])
NAME = st.sampled_from([f"<{G}a>", "g:b", "g:c", ":d", "<a>"])
TRIPLE = st.sampled_from(["g:s g:p 1 .", "g:s g:p '}' .", ""])


@st.composite
def operation(draw):
    """One operation with its words more or less glued together."""
    words = draw(
        st.sampled_from(
            [
                ["INSERT", "DATA", "{", "GRAPH", "NAME", "{", "TRIPLE", "}", "}"],
                ["DELETE", "DATA", "{", "GRAPH", "NAME", "{", "TRIPLE", "}", "}"],
                ["DELETE", "WHERE", "{", "GRAPH", "NAME", "{", "?s ?p ?o", "}", "}"],
                ["WITH", "NAME", "INSERT", "{", "TRIPLE", "}", "WHERE", "{", "}"],
                ["WITH", "NAME", "DELETE", "{", "?s ?p ?o", "}", "WHERE", "{", "?s ?p ?o", "}"],
                ["INSERT", "{", "GRAPH", "NAME", "{", "TRIPLE", "}", "}", "USING", "NAME", "WHERE", "{", "}"],
                [
                    "DELETE",
                    "{",
                    "GRAPH",
                    "NAME",
                    "{",
                    "?s ?p ?o",
                    "}",
                    "}",
                    "INSERT",
                    "{",
                    "GRAPH",
                    "NAME",
                    "{",
                    "TRIPLE",
                    "}",
                    "}",
                    "WHERE",
                    "{",
                    "GRAPH",
                    "NAME",
                    "{",
                    "?s ?p ?o",
                    "}",
                    "}",
                ],
                ["CLEAR", "GRAPH", "NAME"],
                ["DROP", "SILENT", "GRAPH", "NAME"],
                ["CREATE", "GRAPH", "NAME"],
                ["COPY", "NAME", "TO", "NAME"],
                ["MOVE", "GRAPH", "NAME", "TO", "NAME"],
                ["ADD", "SILENT", "DEFAULT", "TO", "GRAPH", "NAME"],
                ["CLEAR", "NAMED"],
            ]
        )
    )
    parts = [draw(NAME) if word == "NAME" else draw(TRIPLE) if word == "TRIPLE" else word for word in words]
    return "".join(f"{part}{draw(SPACE)}" for part in parts)


def state(store):
    """Each graph's quads, as lines."""
    graphs = {}
    for name in store.named_graphs():
        graphs[name.value] = {str(quad) for quad in store.quads_for_pattern(None, None, None, name)}
    return graphs


@given(st.lists(operation(), min_size=1, max_size=3), SPACE)
@settings(max_examples=500, deadline=None)
def test_the_engine_writes_no_graph_that_was_not_told(operations, space):
    text = f"PREFIX g: <{G}>\nPREFIX : <{G}>\n" + f"{space};{space}".join(operations)
    store = pyoxigraph.Store()
    for name in "abc":
        subject = pyoxigraph.NamedNode(f"{G}s")
        store.add(pyoxigraph.Quad(subject, subject, subject, pyoxigraph.NamedNode(G + name)))
    before = state(store)
    try:
        store.update(text, base_iri=G)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return
    after = state(store)
    changed = {graph for graph in before.keys() | after.keys() if before.get(graph) != after.get(graph)}
    told = written_graphs(text)
    assert told is None or changed <= set(told), text


def test_using_goes_before_every_where():
    text = "INSERT { <a:s> <a:p> 'WHERE' } WHERE { ?s ?p ?o } ; DELETE WHERE { ?s ?p ?o }"
    assert using(text, [f"{G}a"], [f"{G}b"]) == (
        f"INSERT {{ <a:s> <a:p> 'WHERE' }} USING <{G}a> USING NAMED <{G}b> WHERE {{ ?s ?p ?o }} ; "
        f"DELETE {{ ?s ?p ?o }} USING <{G}a> USING NAMED <{G}b> WHERE {{ ?s ?p ?o }}"
    )
    assert using(text, [], []) == text
