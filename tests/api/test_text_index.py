"""The text index against a plain search of the same things, over several releases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from app.store.publishing import publish_graphs
from app.store.releases import DataFolder
from app.store.text_index import FOLDER, KINDS, fold, marks, open_index
from tests.questions import specimen


def publish(folder, quads):
    graphs = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    return publish_graphs(folder, graphs)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = DataFolder(tmp_path_factory.mktemp("data"))
    publish(made, specimen.quads(4, 8))
    return made


def index(folder):
    return open_index(folder.folder(folder.current_number()))


def things(quads):
    """id → (kind, all that can be found)."""
    labels, kinds = {}, {}
    for quad in quads:
        kind = quad.object.value.rpartition("#")[2]
        if quad.predicate == specimen.RDF_TYPE and kind in KINDS:
            kinds[quad.subject.value] = kind
        if quad.predicate in (
            specimen.RDFS_LABEL,
            specimen.ALT_LABEL,
            specimen.NOTATION,
            specimen.zt("text"),
            specimen.zt("documentNumber"),
        ):
            labels.setdefault(quad.subject.value, []).append(quad.object.value)
    return {iri: (kind, fold("\n".join(labels[iri]))) for iri, kind in kinds.items()}


WORDS = st.text("市教育局云泽第1号0项：建设（—年）服务网络行动计划", min_size=1, max_size=5)


@settings(max_examples=60)
@given(WORDS)
def test_what_is_found_is_what_holds_the_words(folder, words):
    found = {hit.id for hit in index(folder).search(words, limit=10_000)}
    holding = {iri for iri, (_, text) in things(specimen.quads(4, 8)).items() if fold(words) in text}
    # Evidence quotes are found with the thing they support, so that more may be found than a label says.
    assert holding <= found
    for hit in index(folder).search(words, limit=10_000):
        assert fold(words) in fold(f"{hit.title}\n{hit.text}")


def test_kinds_pages_and_titles_first(folder):
    found = index(folder).search("教育", ("Agency",), limit=10)
    assert {hit.kind for hit in found} == {"Agency"}
    every = [hit.id for hit in index(folder).search("教育", limit=1000)]
    parts = [hit.id for offset in range(0, len(every), 7) for hit in index(folder).search("教育", limit=7, offset=offset)]
    assert parts == every


def test_a_release_shares_what_did_not_change_and_finds_what_did(tmp_path):
    folder = DataFolder(tmp_path)
    publish(folder, specimen.quads(3, 5))
    first = folder.current_number()
    plan = next(quad for quad in specimen.quads(1, 1) if quad.graph_name.value.startswith(f"{specimen.BASE}graph/plan/"))
    graph = plan.graph_name.value
    task = NamedNode(f"{specimen.BASE}task/new")
    new = [
        Quad(task, specimen.RDF_TYPE, specimen.zt("Task"), NamedNode(graph)).triple,
        Quad(task, specimen.RDFS_LABEL, specimen.zh("新建飞艇码头"), NamedNode(graph)).triple,
    ]
    publish_graphs(folder, {graph: new})
    now, before = index(folder), open_index(folder.folder(first))
    assert [hit.id for hit in now.search("飞艇码头")] == [task.value]
    assert not before.search("飞艇码头")
    gone = {hit.id for hit in before.search("第0项", ("Task",), limit=100)} - {
        hit.id for hit in now.search("第0项", ("Task",), limit=100)
    }
    assert gone == {specimen.thing("task", 0, 0).value}
    links = [file.stat().st_nlink for file in (folder.folder(first) / FOLDER).iterdir() if file.suffix == ".store"]
    assert max(links) > 1


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("市教育局教育", "教育", [(1, 3), (4, 6)]),
        ("ＡＢc", "abC", [(0, 3)]),
        ("aaa", "aa", [(0, 3)]),
        ("市", "局", []),
        ("市", "", []),
    ],
)
def test_marks(text, words, spans):
    assert marks(text, words) == spans
