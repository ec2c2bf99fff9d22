"""RDF terms as N-Triples text in the form that Oxigraph gives back, and the vocabularies' namespaces."""

import re
from datetime import date, datetime
from decimal import Decimal

import pyoxigraph

ONTOLOGY = "https://w3id.org/zhengtu/ont#"
VOCABULARIES = "https://w3id.org/zhengtu/"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_ASCII_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-Z_a-z~]+")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NAMESPACES = {
    "zt": ONTOLOGY,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
}


def iri(value: str) -> str:
    """An absolute ASCII IRI as a term; ValueError for anything else."""
    if not _ASCII_IRI.fullmatch(value):
        raise ValueError(f"not an ASCII IRI: {value!r}")
    return f"<{value}>"


def name(prefixed: str) -> str:
    """`zt:ledBy` as a term; KeyError for an unknown prefix."""
    prefix, local = prefixed.split(":", 1)
    return f"<{_NAMESPACES[prefix]}{local}>"


def concept(scheme: str, key: str) -> str:
    """A concept of one of our schemes: concept("role", "lead") is https://w3id.org/zhengtu/role#lead."""
    return iri(f"{VOCABULARIES}{scheme}#{key}")


def text(value: str, language: str | None = None) -> str:
    """A string, with a language tag or plain."""
    return str(pyoxigraph.Literal(value, language=language) if language else pyoxigraph.Literal(value))


def chinese(value: str) -> str:
    """A string in Simplified Chinese."""
    return text(value, "zh")


def integer(value: int) -> str:
    return f'"{value}"^^<{_XSD}integer>'


def decimal(value: Decimal | float) -> str:
    """A decimal in canonical form: no exponent, no trailing zeros. A float is taken as it prints."""
    return f'"{plain(value)}"^^<{_XSD}decimal>'


def plain(value: Decimal | float) -> str:
    """A number in digits: no exponent, no trailing zeros, no negative zero."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    digits = format(exact.normalize(), "f")
    return "0" if digits == "-0" else digits


def boolean(value: bool) -> str:
    return f'"{str(value).lower()}"^^<{_XSD}boolean>'


def day(value: date) -> str:
    return f'"{value.isoformat()}"^^<{_XSD}date>'


def instant(value: datetime) -> str:
    """A moment with its offset from UTC."""
    return f'"{value.isoformat()}"^^<{_XSD}dateTime>'
