"""The vocabularies as a graph of the published dataset, so that every concept that a fact names has its labels there."""

from functools import cache, lru_cache

import pyoxigraph

from loaders.graph.graph import Graph
from loaders.graph.terms import iri, name
from loaders.resources import data_folder

_PREFERRED = pyoxigraph.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


@lru_cache(maxsize=4)
def vocabularies(graph: str) -> Graph:
    """The graph with this IRI: all schemes of ontology/vocabularies/, each preferred label as rdfs:label too."""
    return Graph(graph, tuple(sorted(f"{triple} {iri(graph)} ." for triple in _triples())))


@cache
def _triples() -> frozenset[str]:
    store = pyoxigraph.Store()  # gives literals back in the canonical form that releases have
    for path in sorted((data_folder("ontology") / "vocabularies").glob("*.ttl")):
        store.load(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    labels = {f"{quad.subject} {name('rdfs:label')} {quad.object}" for quad in store.quads_for_pattern(None, _PREFERRED, None)}
    return frozenset({str(quad.triple) for quad in store} | labels)
