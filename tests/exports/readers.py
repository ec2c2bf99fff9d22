"""Each format read back by a library of its own: (label of each node, set of (source, type, target))."""

import csv
import io
import json
import zipfile

import networkx
from openpyxl import load_workbook

ReadGraph = tuple[dict[str, str], set[tuple[str, str, str]]]


def graphml(data: bytes) -> ReadGraph:
    graph = networkx.parse_graphml(data.decode(), force_multigraph=True)
    return dict(graph.nodes(data="label")), {(a, d["type"], b) for a, b, d in graph.edges(data=True)}


def gexf(data: bytes) -> ReadGraph:
    graph = networkx.read_gexf(io.BytesIO(data))
    return dict(graph.nodes(data="label")), {(a, d["type"], b) for a, b, d in graph.edges(data=True)}


def cytoscape(data: bytes) -> ReadGraph:
    elements = json.loads(data)["elements"]
    nodes = {node["data"]["id"]: node["data"]["label"] for node in elements["nodes"]}
    return nodes, {(e["data"]["source"], e["data"]["interaction"], e["data"]["target"]) for e in elements["edges"]}


def csv_tables(data: bytes) -> ReadGraph:
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    nodes, edges = (list(csv.DictReader(io.StringIO(archive.read(f"{n}.csv").decode(), newline=""))) for n in ("nodes", "edges"))
    return {n["id:ID"]: n["label:string"] for n in nodes}, {(e[":START_ID"], e[":TYPE"], e[":END_ID"]) for e in edges}


def xlsx(data: bytes) -> ReadGraph:
    book = load_workbook(io.BytesIO(data))
    nodes = {}
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        if sheet.title != "关系":
            nodes |= {row[-1].value: row[0].value for row in sheet.iter_rows(min_row=2)}
    return nodes, {(row[0], row[1], row[3]) for row in book["关系"].iter_rows(min_row=2, values_only=True)}


READERS = {"graphml": graphml, "gexf": gexf, "cytoscape": cytoscape, "csv": csv_tables, "xlsx": xlsx}
