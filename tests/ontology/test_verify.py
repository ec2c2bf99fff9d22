"""The queries in ontology/verify/: a row is something wrong with the ontology, the vocabularies, the shapes or the data."""

from functools import cache
from pathlib import Path

import pyoxigraph
import pytest

from loaders.resources import data_folder
from tests.ontology import agency_kinds
from tests.ontology.sample_graph import rows, sample_store

QUERIES = sorted((data_folder("ontology") / "verify").glob("*.rq"))
TURTLE, TRIG = pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.TRIG


@cache
def everything() -> pyoxigraph.Store:
    """Ontology, alignments, vocabularies, shapes, and the samples' graphs."""
    store = pyoxigraph.Store()
    store.extend(sample_store())
    ontology = data_folder("ontology")
    for path in [*ontology.glob("*.ttl"), *(ontology / "vocabularies").glob("*.ttl"), *data_folder("shapes").glob("*.ttl")]:
        store.load(path.read_bytes(), format=TURTLE, to_graph=pyoxigraph.NamedNode(path.as_uri()))
    return store


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_nothing_is_wrong(query: Path) -> None:
    assert rows(everything(), query.read_text(encoding="utf-8")) == []


SPOILT = {
    "terms-labelled": "zt:Bare a owl:Class .",
    "terms-defined": "zt:Bare a owl:Class .",
    "concepts-defined": "role:bare a skos:Concept ; skos:inScheme <https://w3id.org/zhengtu/role> .",
    "terms-defined-by": "zt:bare a owl:ObjectProperty .",
    "terms-domain-and-range": "zt:bare a owl:ObjectProperty .",
    "terms-no-class-and-property": "zt:Task a owl:ObjectProperty .",
    "terms-foreign-declared": "zt:Task rdfs:subClassOf <http://example.org/Foreign> .",
    "terms-no-cycle": "zt:OutlineItem rdfs:subClassOf zt:Task .",
    "terms-version": "<http://example.org/o> a owl:Ontology .",
    "classes-have-shapes": "zt:Bare a owl:Class .",
    "shapes-have-classes": "zt:BareShape a sh:NodeShape ; sh:targetClass zt:Nothing .",
    "shapes-speak-both": 'zt:S a sh:NodeShape ; sh:property [ sh:path zt:due ; sh:message "x"@en ] .',
    "shapes-know-their-terms": "zt:S a sh:NodeShape ; sh:property [ sh:path zt:unheard ] .",
    "shapes-know-their-concepts": "zt:S a sh:NodeShape ; sh:property [ sh:path zt:role ; sh:hasValue role:unheard ] .",
    "concepts-in-schemes": "role:bare a skos:Concept .",
    "concepts-labels-apart": 'role:bare skos:inScheme <https://w3id.org/zhengtu/role> ; skos:prefLabel "牵头"@zh .',
    "units-convert": "unit:bare skos:inScheme <https://w3id.org/zhengtu/unit> .",
    "data-terms-declared": "base:s zt:unheard base:o .",
    "data-concepts-known": "base:s zt:role role:unheard .",
    "data-nothing-dangles": "base:s zt:inPlan <https://example.org/id/plan/0> .",
    "data-labelled": "base:s a zt:Task .",
    "data-superclasses": "base:s a zt:Task .",
    "data-superproperties": "base:s zt:titleEvidence base:e .",
    "data-inverses": "base:s zt:hasResponsibility base:r .",
    "data-domains-and-ranges": "base:s zt:ledBy base:a .",
    "data-one-graph": "<https://a.org/graph/a> { base:s zt:due base:d } <https://a.org/graph/b> { base:s zt:due base:d }",
    "data-quotes-fit": 'base:e oa:exact "四个字啊" ; oa:start 1 ; oa:end 3 .',
}
PREFIXES = """
@prefix zt: <https://w3id.org/zhengtu/ont#> . @prefix role: <https://w3id.org/zhengtu/role#> .
@prefix unit: <https://w3id.org/zhengtu/unit#> . @prefix base: <https://example.org/id/x/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
"""


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_what_is_wrong_is_seen(query: Path) -> None:
    spoilt = pyoxigraph.Store()
    spoilt.extend(everything())
    spoilt.load((PREFIXES + SPOILT[query.stem]).encode(), format=TRIG)
    assert rows(spoilt, query.read_text(encoding="utf-8"))


def test_the_scheme_of_agency_kinds_is_the_register() -> None:
    assert agency_kinds.path().read_text(encoding="utf-8") == agency_kinds.scheme()
