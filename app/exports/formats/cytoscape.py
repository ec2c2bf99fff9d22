"""Cytoscape.js JSON, which Cytoscape Desktop reads as .cyjs (js.cytoscape.org, "Elements JSON")."""

import json
from collections.abc import AsyncIterator

from app.exports.property_graph import Edge, Node

MEDIA_TYPE = "application/vnd.cytoscape.cyjs+json"


async def write(nodes: AsyncIterator[Node], edges: AsyncIterator[Edge], evidence: bool) -> AsyncIterator[bytes]:  # noqa: ARG001
    """The graph as one JSON object whose elements arrive one a line."""
    yield b'{"format_version":"1.0","generated_by":"Zhengtu","target_cytoscapejs_version":"~3.2","data":{"name":"Zhengtu"},\n'
    yield b'"elements":{"nodes":[\n'
    comma = b""
    async for node in nodes:
        yield comma + _line({"id": node.id, "name": node.label, "label": node.label, "type": node.type, **node.attributes})
        comma = b",\n"
    yield b'\n],"edges":[\n'
    comma = b""
    async for edge in edges:
        link = {"id": edge.id, "source": edge.source, "target": edge.target, "interaction": edge.type, "name": edge.label}
        yield comma + _line(link | {"weight": edge.weight})
        comma = b",\n"
    yield b"\n]}}\n"


def _line(data: dict[str, object]) -> bytes:
    return json.dumps({"data": data}, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
