"""Digests: what makes two releases the same. Independent of the order of loading, of times and of the engine's files."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from app.store.changes import DEFAULT_GRAPH


def graph_digest(store: Store, graph: str) -> tuple[str, int]:
    """(hex SHA-256 over the sorted canonical N-Quads lines, number of quads) of one graph as the store holds it.

    The same as `loaders.graph.Graph.digest` for what was compiled.
    """
    return lines_digest(graph_lines(store, graph))


def graph_lines(store: Store, graph: str) -> Iterator[bytes]:
    """The canonical N-Quads lines of one graph, without line breaks, in no order."""
    name = DefaultGraph() if graph == DEFAULT_GRAPH else NamedNode(graph)
    content = store.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
    assert content is not None  # noqa: S101 (bytes are returned where no output is named)
    end = b"." if graph == DEFAULT_GRAPH else f"<{graph}> .".encode()
    # Line ends inside literals are escaped; str.splitlines would also split at others.
    return (line[:-1] + end for line in content.split(b"\n")[:-1])


def lines_digest(quads: Iterable[bytes]) -> tuple[str, int]:
    """The digest and count of N-Quads lines in any order."""
    lines = sorted(quads)
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
        digest.update(b"\n")
    return digest.hexdigest(), len(lines)


def release_digest(graphs: Mapping[str, str]) -> str:
    """Hex SHA-256 over the sorted (graph, digest) pairs."""
    digest = hashlib.sha256()
    for graph, content in sorted(graphs.items()):
        digest.update(f"{graph} {content}\n".encode())
    return digest.hexdigest()
