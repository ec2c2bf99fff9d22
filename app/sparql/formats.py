"""What SPARQL answers are written in, and by which names clients ask for them."""

from collections.abc import Sequence

from app.negotiation import negotiate
from app.sparql.policy import Form

JSON = "application/sparql-results+json"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"
RDF_XML = "application/rdf+xml"
JSON_LD = "application/ld+json"

# Offered name → the format's own name. A wildcard gets the first; an answer carries the name it was asked by.
# application/xml and application/json come after the proper names, so that only who names them gets them.
_UTF8 = ";charset=utf-8"
RESULTS = {
    JSON: JSON,
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/csv;header=present" + _UTF8: "text/csv",
    "text/tab-separated-values;header=present" + _UTF8: "text/tab-separated-values",
    "application/json" + _UTF8: JSON,
    "application/xml" + _UTF8: "application/sparql-results+xml",
    "text/xml" + _UTF8: "application/sparql-results+xml",
}
GRAPHS = {
    TURTLE + _UTF8: TURTLE,
    N_TRIPLES + _UTF8: N_TRIPLES,
    RDF_XML + _UTF8: RDF_XML,
    JSON_LD + _UTF8: JSON_LD,
    "application/n-quads" + _UTF8: "application/n-quads",
    "application/trig" + _UTF8: "application/trig",
    "application/x-turtle" + _UTF8: TURTLE,
    "text/plain" + _UTF8: N_TRIPLES,
    "application/json" + _UTF8: JSON_LD,
    "application/xml" + _UTF8: RDF_XML,
    "text/xml" + _UTF8: RDF_XML,
}
_PLAIN = (JSON, "application/sparql-results+xml", RDF_XML, JSON_LD, "application/json")


def answer_format(form: Form, accept: str | None) -> tuple[str, str]:
    """For a query of this form: (the format's own name, the Content-Type to answer with). Raises NotAcceptable."""
    return choose(GRAPHS if form in (Form.CONSTRUCT, Form.DESCRIBE) else RESULTS, accept)


def graph_format(accept: str | None) -> tuple[str, str]:
    """For a graph: (the format's own name, the Content-Type to answer with). Raises NotAcceptable."""
    return choose(GRAPHS, accept)


def choose(offered: dict[str, str], accept: str | None) -> tuple[str, str]:
    """The format that suits an Accept header, out of offered names and what they stand for."""
    name = negotiate(accept, list(offered))
    media_type = name.partition(";")[0]
    return offered[name], media_type if media_type in _PLAIN else f"{media_type}; charset=utf-8"


def own_names(offered: dict[str, str]) -> Sequence[str]:
    """The formats' own names, for descriptions and Accept headers."""
    return tuple(dict.fromkeys(offered.values()))
