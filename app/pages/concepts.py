"""Labels of the vocabularies' concepts (roles, units, comparators …), which are terms of the ontology, not data."""

from dataclasses import dataclass
from functools import cache

import pyoxigraph

from app.pages.language import Language
from loaders.resources import data_folder

_OWN = "https://w3id.org/zhengtu/ont#"
_LABELS = {"http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"}


def concept_label(iri: str, language: Language) -> str | None:
    """The concept's (or term's) label in the language, else in the other one; None for an IRI that is no concept."""
    labels = known_labels().get(iri, {})
    return labels.get(language.value) or labels.get(language.other.value)


@dataclass(frozen=True)
class Term:
    """A class or property of the ontology with its labels."""

    iri: str
    chinese: str
    english: str


def terms(kind: str) -> list[Term]:
    """The ontology's own terms of a kind (`Class` or `Property`), by IRI."""
    found = []
    for iri, labels in known_labels().items():
        if iri.startswith(_OWN) and (iri.removeprefix(_OWN)[:1].isupper() == (kind == "Class")):
            chinese, english = labels.get("zh", ""), labels.get("en", "")
            found.append(Term(iri, chinese or english, english or chinese))
    return sorted(found, key=lambda term: term.iri)


@cache
def known_labels() -> dict[str, dict[str, str]]:
    """IRI → language → label, from the ontology's own files."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(data_folder("ontology").rglob("*.ttl")):
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            is_label = quad.predicate.value in _LABELS and isinstance(value, pyoxigraph.Literal)
            if is_label and isinstance(subject, pyoxigraph.NamedNode) and value.language in {"zh", "en"}:
                found.setdefault(subject.value, {}).setdefault(value.language, value.value)
    return found
