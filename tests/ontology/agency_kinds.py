"""The scheme of agency kinds as Turtle, made from the register: `python -m tests.ontology.agency_kinds` writes it anew."""

from collections import defaultdict
from pathlib import Path

from loaders.registers.agency_kinds import AgencyKind, agency_kinds
from loaders.resources import data_folder

_HEAD = """@prefix : <https://w3id.org/zhengtu/agency-kind#> .
@prefix zt: <https://w3id.org/zhengtu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix org: <http://www.w3.org/ns/org#> .

# Made from loaders/registers/agency-kinds.yaml by `python -m tests.ontology.agency_kinds`; a test holds the two equal.
# A reform that made one kind out of others is an org:ChangeEvent with its source.

<https://w3id.org/zhengtu/agency-kind> a skos:ConceptScheme ;
  rdfs:label "机构类别"@zh , "kinds of agency"@en ;
  dcterms:description "不论地域，机构属于哪一类；以及历次机构改革中的沿革。"@zh ,
    "What sort of body an agency is, whatever its place, and what took over what in which reform."@en .
"""


def path() -> Path:
    return data_folder("ontology") / "vocabularies" / "agency-kind.ttl"


def scheme() -> str:
    """The whole file."""
    return _HEAD + "".join(_concept(kind) + _reforms(kind) for kind in agency_kinds().values())


def _text(value: str, language: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{language}'


def _concept(kind: AgencyKind) -> str:
    parts = [
        f'\n:{kind.id} a skos:Concept ; skos:inScheme <https://w3id.org/zhengtu/agency-kind> ; skos:notation "{kind.id}"',
        f"  skos:prefLabel {_text(kind.zh, 'zh')} , {_text(kind.en, 'en')}",
        "  skos:topConceptOf <https://w3id.org/zhengtu/agency-kind>",
    ]
    if kind.after:
        parts.append("  zt:succeedsKind " + " , ".join(f":{taken.kind}" for taken in kind.after))
        parts.append("  org:resultedFrom " + " , ".join(f":{kind.id}-{year}" for year in _years(kind)))
    return " ;\n".join(parts) + " .\n"


def _years(kind: AgencyKind) -> dict[int, tuple[str, list[str]]]:
    """Year of a reform → its source and the kinds taken over in it."""
    found: dict[int, tuple[str, list[str]]] = {}
    taken_in: dict[int, list[str]] = defaultdict(list)
    for taken in kind.after:
        taken_in[taken.year].append(taken.kind)
        found[taken.year] = (taken.source, taken_in[taken.year])
    return found


def _reforms(kind: AgencyKind) -> str:
    return "".join(
        f"""
:{kind.id}-{year} a org:ChangeEvent ;
  rdfs:label {_text(f"{kind.zh}（{year}年机构改革）", "zh")} , {_text(f"{kind.en} (reform of {year})", "en")} ;
  org:originalOrganization {" , ".join(f":{before}" for before in befores)} ;
  dcterms:date "{year}" ; dcterms:source {_text(source, "zh")} .
"""
        for year, (source, befores) in _years(kind).items()
    )


if __name__ == "__main__":
    path().write_text(scheme(), encoding="utf-8")
