"""The ontology under a DL reasoner (HermiT, which owlready2 brings) and against the OWL 2 DL profile (OWLAPI from Maven)."""

import shutil
import subprocess
from pathlib import Path

import owlready2
import pytest
import rdflib

from loaders.resources import data_folder
from tests.tools.jvm import HERE, class_path, java

ONTOLOGY = data_folder("ontology")
FILES = [ONTOLOGY / "zhengtu.ttl", ONTOLOGY / "alignments.ttl"]
ZT = "https://w3id.org/zhengtu/ont#"


def java_version() -> int:
    if not shutil.which("java"):
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    number = said.split('"')[1].split(".")[0] if '"' in said else "0"
    return int(number) if number.isdigit() else 0


needs_java = pytest.mark.skipif(java_version() < 17, reason="HermiT needs Java 17 or later on this machine")


def reason(folder: Path, extra: str = "") -> list[str]:
    """The unsatisfiable classes of ontology, alignments and some more Turtle. Raises owlready2's error when inconsistent."""
    graph = rdflib.Graph()
    for file in FILES:
        graph.parse(file)
    graph.parse(data=f"@prefix zt: <{ZT}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n{extra}", format="turtle")
    graph.remove((None, rdflib.OWL.imports, None))
    merged = folder / "merged.nt"
    graph.serialize(merged, format="nt", encoding="utf-8")
    world = owlready2.World()
    ontology = world.get_ontology(merged.as_uri()).load()
    with ontology:
        owlready2.sync_reasoner_hermit(world, debug=0)
    return [unsatisfiable.iri for unsatisfiable in world.inconsistent_classes()]


@needs_java
def test_the_ontology_is_consistent_and_every_class_satisfiable(tmp_path: Path) -> None:
    assert reason(tmp_path) == []


@needs_java
def test_the_reasoner_would_see_a_class_that_nothing_can_be_of(tmp_path: Path) -> None:
    both = "zt:Both a owl:Class ; <http://www.w3.org/2000/01/rdf-schema#subClassOf> zt:Task , zt:Section ."
    assert f"{ZT}Both" in reason(tmp_path, both)


@needs_java
def test_the_reasoner_would_see_a_contradiction(tmp_path: Path) -> None:
    clash = "<http://example.org/x> a owl:NamedIndividual , zt:Plan ; zt:ledBy <http://example.org/y> ."
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(tmp_path, clash)


@needs_java
def test_the_samples_agree_with_the_ontology(tmp_path: Path) -> None:
    from tests.ontology.sample_graph import sample_store

    facts = [
        f"{quad.triple} ."
        for quad in sample_store()
        if (quad.predicate.value.startswith(ZT) and getattr(quad.object, "datatype", None) is None)
        or (quad.predicate.value.endswith("#type") and quad.object.value.startswith(ZT))
    ]
    assert len(facts) > 3000
    assert reason(tmp_path, "\n".join(facts)) == []


def profile(*files: Path) -> tuple[int, list[str]]:
    """The number of axioms and what is against the OWL 2 DL profile, by OWLAPI."""
    said = java(class_path("net.sourceforge.owlapi:owlapi-distribution:5.5.1"), HERE / "OwlProfile.java", *files)
    lines = [line.split("\t", 1) for line in said.splitlines() if "\t" in line]
    return sum(int(value) for kind, value in lines if kind == "axioms"), [value for kind, value in lines if kind == "violation"]


def test_the_ontology_is_in_the_owl_2_dl_profile() -> None:
    axioms, violations = profile(*FILES)
    assert axioms > 500
    assert violations == []


def test_the_profile_check_would_see_a_property_that_is_both_kinds(tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.ttl"
    owl = "http://www.w3.org/2002/07/owl#"
    spoilt.write_text(
        f"<http://example.org/o> a <{owl}Ontology> . <http://example.org/p> a <{owl}ObjectProperty>, <{owl}DatatypeProperty> ."
    )
    assert profile(spoilt)[1]
