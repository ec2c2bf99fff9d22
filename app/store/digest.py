"""Digests: what makes two releases the same. Independent of the order of loading, of times and of the engine's files."""

import hashlib
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, RdfFormat, Store


def graph_digest(store: Store, graph: str) -> tuple[str, int]:
    """(hex SHA-256 over the sorted canonical N-Triples lines, number of triples) of one named graph as the store holds it."""
    content = store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(graph))
    assert content is not None  # noqa: S101 (bytes are returned where no output is named)
    return lines_digest(content.splitlines())


def lines_digest(lines: Iterable[bytes]) -> tuple[str, int]:
    """The digest and count of N-Triples lines in any order."""
    lines = sorted(lines)
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
        digest.update(b"\n")
    return digest.hexdigest(), len(lines)


def release_digest(graphs: Mapping[str, str]) -> str:
    """Hex SHA-256 over the sorted (graph, digest) pairs."""
    digest = hashlib.sha256()
    for graph, content in sorted(graphs.items()):
        digest.update(f"{graph}\t{content}\n".encode())
    return digest.hexdigest()
