"""Every format holds the same nodes and edges, whatever the labels; and is whole or visibly broken."""

import io
from pathlib import Path

import igraph
import networkx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import Dataset

from app.exports.files import FORMATS, Export, write
from app.exports.formats import rdf
from app.exports.scope import Scope
from app.problems import BadRequest
from tests.exports.readers import READERS, cytoscape, graphml
from tests.exports.small_graph import BASE, Graphs, graphs, with_store

HOSTILE = [
    "健全“普惠托育”服务体系（试点）",
    '引号"与<尖括号>&amp;',
    "换行\n制表\t回车\r完",
    '=HYPERLINK("x")',
    "100%覆盖/县（市、区）",
    "反斜杠\\n与'单引号'",
    "表情🎯与𠮷野家",
    " 前后空格 ",
    "{{模板}}${变量}",
]
# What XML can hold, so that every format must give it back; control characters are tried apart.
LABELS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.sampled_from("\n\t\"'<>&%/\\,;="), min_size=1, max_size=30
)
RDFLIB = {"jsonld": "json-ld", "ntriples": "nt"}


def exported(folder: Path, content: Graphs, name: str, scope: Scope | None = None, view: str = "full") -> bytes:
    async def work(store):
        _, pieces = await write(store, Export(scope or Scope(), name, view))
        return b"".join([piece async for piece in pieces])

    return with_store(folder, content, work)


def expected_edges(tasks: list[str], agencies: list[str]) -> set[tuple[str, str, str]]:
    edges = {(f"{BASE}document/d1", "carries", f"{BASE}plan/p1")}
    for n in range(len(tasks)):
        task = f"{BASE}task/t{n}"
        edges |= {(task, "inPlan", f"{BASE}plan/p1"), (task, "ledBy", f"{BASE}agency/a{n % len(agencies)}")}
        if n % 2:
            edges.add((task, "supportedBy", f"{BASE}agency/a{(n + 1) % len(agencies)}"))
    return edges


@pytest.mark.parametrize("name", READERS)
def test_nodes_and_edges_come_back(tmp_path, name):
    agencies = ["云州市教育局", "云州市“发改委”", "云州市卫生健康委员会"]
    nodes, edges = READERS[name](exported(tmp_path / "data", graphs(HOSTILE, agencies), name))
    assert {nodes[f"{BASE}task/t{n}"] for n in range(len(HOSTILE))} == set(HOSTILE)
    assert len(nodes) == len(HOSTILE) + len(agencies) + 2
    assert edges == expected_edges(HOSTILE, agencies)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(labels=st.lists(LABELS, min_size=1, max_size=6))
def test_any_label_survives_every_format(tmp_path_factory, labels):
    content = graphs(labels, ["云州市教育局"])

    async def work(store):
        files = {}
        for name in (*READERS, *rdf.FORMATS):
            _, pieces = await write(store, Export(Scope(), name))
            files[name] = b"".join([piece async for piece in pieces])
        return files

    files = with_store(tmp_path_factory.mktemp("labels") / "data", content, work)
    for name, read in READERS.items():
        nodes, edges = read(files[name])
        assert [nodes[f"{BASE}task/t{n}"] for n in range(len(labels))] == labels, name
        assert edges == expected_edges(labels, ["云州市教育局"]), name
    wanted = sum(len(triples) for triples in content.values())
    for name in rdf.FORMATS:
        dataset = Dataset(default_union=True)
        dataset.parse(data=files[name], format=RDFLIB.get(name, name))
        assert len(set(dataset.triples((None, None, None)))) == wanted, name


def test_what_xml_cannot_hold_is_replaced_and_the_file_stays_readable(tmp_path):
    labels = [f"控制字符{chr(n)}之后" for n in (0x0, 0x1, 0x8, 0xB, 0x1F)]
    for name in ("graphml", "gexf", "xlsx"):
        nodes, _ = READERS[name](exported(tmp_path / name, graphs(labels, ["局"]), name))
        assert nodes[f"{BASE}task/t1"] == "控制字符\ufffd之后"


def test_igraph_reads_the_graphml(tmp_path):
    file = tmp_path / "graph.graphml"
    file.write_bytes(exported(tmp_path / "data", graphs(HOSTILE, ["甲局", "乙局"]), "graphml"))
    graph = igraph.Graph.Read_GraphML(str(file))
    assert set(HOSTILE) <= set(graph.vs["label"])
    assert set(graph.es["weight"]) == {1.0}
    assert {"Task", "Agency", "Plan", "Document"} == set(graph.vs["type"])


def test_cooperation_weighs_shared_tasks(tmp_path):
    data = exported(tmp_path / "data", graphs(["一", "二", "三", "四"], ["甲局", "乙局"]), "gexf", view="cooperation")
    graph = networkx.read_gexf(io.BytesIO(data))
    [(_, _, link)] = graph.edges(data=True)
    assert (link["weight"], link["type"], graph.number_of_nodes()) == (2, "cooperatesWith", 2)


def test_a_plan_brings_its_tasks_agencies_and_document(tmp_path):
    content = graphs(["一", "二"], ["甲局", "乙局", "丙局"])
    nodes, _ = cytoscape(exported(tmp_path / "data", content, "cytoscape", Scope("plan", f"{BASE}plan/p1")))
    assert set(nodes.values()) >= {"一", "二", "甲局", "乙局", "丙局"}
    nodes, _ = cytoscape(exported(tmp_path / "again", content, "cytoscape", Scope("agency", f"{BASE}agency/a0")))
    assert "一" in nodes.values()
    assert "乙局" not in nodes.values()


def test_a_search_brings_what_stands_next_to_its_hits(tmp_path):
    content = graphs(["推进托育服务", "改造老旧小区"], ["甲局", "乙局"])
    nodes, edges = cytoscape(exported(tmp_path / "data", content, "cytoscape", Scope("search", "托育")))
    assert set(nodes.values()) == {"推进托育服务", "云州市试验计划（2026年）", "甲局"}
    assert (f"{BASE}task/t0", "ledBy", f"{BASE}agency/a0") in edges


def test_a_construct_gives_its_own_edges(tmp_path):
    text = "PREFIX zt: <https://w3id.org/zhengtu/ont#> CONSTRUCT { ?a zt:does ?t } WHERE { ?t zt:ledBy ?a }"
    nodes, edges = graphml(exported(tmp_path / "data", graphs(["一", "二"], ["甲局"]), "graphml", Scope("construct", text)))
    assert edges == {(f"{BASE}agency/a0", "does", f"{BASE}task/t{n}") for n in range(2)}
    assert set(nodes.values()) == {"一", "二", "甲局"}


def test_canonical_nquads_are_the_same_bytes_after_a_round_trip(tmp_path):
    first = exported(tmp_path / "one", graphs(HOSTILE, ["甲局", "乙局"]), "nquads")
    again: Graphs = {}
    for quad in parse(first, format=RdfFormat.N_QUADS):
        again.setdefault(quad.graph_name.value, []).append(Triple(quad.subject, quad.predicate, quad.object))
    assert exported(tmp_path / "two", again, "nquads") == first


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_graph_is_a_valid_file(tmp_path, name):
    data = exported(tmp_path / "data", {}, name)
    if name in READERS:
        assert READERS[name](data) == ({}, set())
    else:
        dataset = Dataset()
        dataset.parse(data=data or b" ", format=RDFLIB.get(name, name))
        assert len(dataset) == 0


@pytest.mark.parametrize(("name", "view"), [("docx", "full"), ("turtle", "cooperation"), ("gexf", "other")])
def test_an_unknown_format_or_view_is_refused(name, view):
    with pytest.raises(BadRequest):
        Export(Scope(), name, view)
