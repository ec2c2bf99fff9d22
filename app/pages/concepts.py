"""Labels of the vocabularies' concepts (roles, units, comparators …), which are terms of the ontology, not data."""

from functools import cache

import pyoxigraph

from app.pages.language import Language
from loaders.resources import data_folder

_LABELS = {"http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"}


def concept_label(iri: str, language: Language) -> str | None:
    """The concept's (or term's) label in the language, else in the other one; None for an IRI that is no concept."""
    labels = _labels().get(iri, {})
    return labels.get(language.value) or labels.get(language.other.value)


@cache
def _labels() -> dict[str, dict[str, str]]:
    """IRI → language → label, from the ontology's own files."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(data_folder("ontology").rglob("*.ttl")):
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            is_label = quad.predicate.value in _LABELS and isinstance(value, pyoxigraph.Literal)
            if is_label and isinstance(subject, pyoxigraph.NamedNode) and value.language in {"zh", "en"}:
                found.setdefault(subject.value, {}).setdefault(value.language, value.value)
    return found
