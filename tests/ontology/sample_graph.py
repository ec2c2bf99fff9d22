"""The samples as one store, read and compiled as a user's load would."""

from collections.abc import Mapping
from functools import cache

import pyoxigraph

from loaders.graph import compile_graphs
from loaders.reading import read_document
from loaders.resources import data_folder

BASE = "https://example.org/id/"


def sample_files() -> dict[str, bytes]:
    """The bundled samples by name."""
    return {path.name: path.read_bytes() for path in sorted(data_folder("samples").glob("*.*")) if path.suffix != ".md"}


def load(files: Mapping[str, bytes]) -> pyoxigraph.Store:
    """A store of what these files say."""
    documents = [read_document(data, name) for name, data in files.items()]
    store = pyoxigraph.Store()
    for graph in compile_graphs(documents, BASE).values():
        store.load(graph.nquads(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


@cache
def sample_store() -> pyoxigraph.Store:
    return load(sample_files())


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a SELECT over all graphs as plain text, sorted; unbound is the empty text."""
    answer = store.query(query, use_default_graph_as_union=True)
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        raise TypeError("the query is no SELECT")
    return sorted(tuple(term.value if term else "" for term in row) for row in answer)
