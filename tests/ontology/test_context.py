"""The JSON-LD context: every term of the ontology has its name there, and graphs survive it."""

import json
from functools import cache
from typing import Any

import pyoxigraph
import rdflib
from rdflib import OWL, RDF, RDFS

from loaders.graph import compile_graphs
from loaders.resources import data_folder
from tests.graph.specimens import BASE, notice, table

ZT = "https://w3id.org/zhengtu/ont#"


@cache
def context() -> dict[str, Any]:
    return json.loads((data_folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(data_folder("ontology") / "zhengtu.ttl")


def test_every_class_and_property_has_its_name_and_the_right_type() -> None:
    known = ontology()
    for term in known.subjects(RDFS.isDefinedBy, None):
        name = str(term).removeprefix(ZT)
        entry = context()[name]
        meant = entry if isinstance(entry, str) else entry["@id"]
        assert meant == f"zt:{name}"
        if (term, RDF.type, OWL.ObjectProperty) in known:
            assert entry["@type"] == "@id"
        value = known.value(term, RDFS.range)
        if value == RDF.langString:
            assert entry["@language"] == "zh"
        elif value is not None and str(value).startswith(str(rdflib.XSD)) and value != rdflib.XSD.string:
            assert entry["@type"] == f"xsd:{str(value).removeprefix(str(rdflib.XSD))}"


def test_no_name_stands_for_two_things() -> None:
    meant = [entry if isinstance(entry, str) else entry["@id"] for name, entry in context().items() if name != "@version"]
    assert len(meant) == len(set(meant))


def test_a_graph_is_the_same_after_json_ld_with_our_context() -> None:
    lines = [str(quad.triple) for graph in compile_graphs([notice(), table()], BASE).values() for quad in graph.quads()]
    before = rdflib.Graph().parse(data="".join(f"{line} .\n" for line in lines), format="nt")
    compact = before.serialize(format="json-ld", context=context(), auto_compact=False)
    named = {name for node in json.loads(compact)["graph"] for name in node}
    assert {"ledBy", "label", "dueLatest", "value", "exact"} <= named
    assert not {name for name in named if name.startswith("zt:")}
    expanded = pyoxigraph.parse(compact.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    assert {str(quad.triple) for quad in expanded} == set(lines)
