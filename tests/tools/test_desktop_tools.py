"""Our files in the tools people use: Jena's riot, Gephi's importer, Neo4j's import tool."""

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests.exports.small_graph import BASE, graphs
from tests.exports.test_files import HOSTILE, exported
from tests.tools.jvm import HERE, class_path, java

AGENCIES = ["云州市教育局", "云州市“发改委”"]
# Java 17 runs these; newer ones of Jena need 21.
RIOT = "org.apache.jena:jena-cmds:5.6.0"
GEPHI = "org.gephi:gephi-toolkit:0.10.1:all"
NEO4J = ("org.neo4j.test:neo4j-harness:5.26.0", "org.neo4j:neo4j-import-tool:5.26.0")


@pytest.fixture(scope="module")
def content():
    return graphs(HOSTILE, AGENCIES)


def test_riot_reads_every_rdf_format_alike(tmp_path, content):
    classes = class_path(RIOT)
    files = []
    for extension, name in {"ttl": "turtle", "trig": "trig", "nq": "nquads", "nt": "ntriples", "jsonld": "jsonld"}.items():
        files.append(tmp_path / f"graph.{extension}")
        files[-1].write_bytes(exported(tmp_path / extension, content, name))
    # One start of Java for all: each statement must come back once from each of the five files.
    lines = java(classes, "riotcmd.riot", "--check", "--strict", "--output=nq", *files).splitlines()
    wanted = {f"{t} ." for triples in content.values() for t in triples}
    found = Counter(line.split(f" <{BASE}graph/")[0].removesuffix(" .") + " ." for line in lines)
    assert len(lines) == len(files) * len(wanted)
    plain = {line: len(files) for line in wanted if "\\" not in line}
    assert {line: times for line, times in found.items() if "\\" not in line} == plain


def test_gephi_opens_the_gexf(tmp_path, content):
    classes = class_path(GEPHI)
    file = tmp_path / "graph.gexf"
    file.write_bytes(exported(tmp_path / "data", content, "gexf"))
    rows = [line.split("\t") for line in java(classes, HERE / "ReadGexf.java", file).splitlines()]
    nodes = {row[1]: row[2:] for row in rows if row[0] == "node"}
    edges = [row[1:] for row in rows if row[0] == "edge"]
    assert nodes[f"{BASE}task/t0"] == ["Task", HOSTILE[0]]
    assert {label for kind, label in nodes.values() if kind == "Agency"} == set(AGENCIES)
    assert [f"{BASE}task/t0", f"{BASE}agency/a0", "1.0", "牵头"] in edges
    assert len(nodes) == len(HOSTILE) + 4


def test_gephi_reads_the_weights(tmp_path):
    classes = class_path(GEPHI)
    file = tmp_path / "graph.gexf"
    data = exported(tmp_path / "data", graphs(["一", "二", "三", "四"], ["甲局", "乙局"]), "gexf", view="cooperation")
    file.write_bytes(data)
    edges = [line.split("\t")[1:] for line in java(classes, HERE / "ReadGexf.java", file).splitlines() if line.startswith("edge")]
    assert edges == [[f"{BASE}agency/a0", f"{BASE}agency/a1", "2.0", "共同承担"]]


def test_neo4j_imports_the_csv(tmp_path: Path, content):
    classes = class_path(*NEO4J)
    archive = tmp_path / "graph.zip"
    archive.write_bytes(exported(tmp_path / "data", content, "csv"))
    zipfile.ZipFile(archive).extractall(tmp_path)
    home = tmp_path / "home"
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").touch()
    files = [f"--nodes={tmp_path / 'nodes.csv'}", f"--relationships={tmp_path / 'edges.csv'}"]
    arguments = ["database", "import", "full", *files, "--multiline-fields=true", "--max-off-heap-memory=1G", "neo4j"]
    java(classes, "org.neo4j.cli.AdminTool", *arguments, within=tmp_path, NEO4J_HOME=str(home))
    query = "MATCH (t:Task)-[r:ledBy]->(a:Agency) RETURN t.order AS number, a.label AS agency, r.weight AS weight ORDER BY number"
    rows = [line.split("\t") for line in java(classes, HERE / "ReadNeo4j.java", home, query).splitlines()]
    assert rows == [[str(n), AGENCIES[n % 2], "1"] for n in range(len(HOSTILE))]
