"""GraphML (graphml.graphdrawing.org, 2002): for networkx, igraph, yEd, Gephi, Cytoscape."""

from collections.abc import AsyncIterator

from app.exports.formats.xml import text
from app.exports.property_graph import Edge, Node
from app.exports.vocabulary import attributes

MEDIA_TYPE = "application/graphml+xml"
_TYPES = {"string": "string", "concept": "string", "integer": "long", "double": "double", "boolean": "boolean"}


async def write(nodes: AsyncIterator[Node], edges: AsyncIterator[Edge], evidence: bool) -> AsyncIterator[bytes]:
    """The graph as GraphML."""
    yield _head(evidence).encode()
    async for node in nodes:
        fields = {"label": node.label, "type": node.type} | node.attributes
        data = "".join(f'<data key="n_{name}">{text(value)}</data>' for name, value in fields.items())
        yield f'<node id="{text(node.id)}">{data}</node>\n'.encode()
    async for edge in edges:
        yield (
            f'<edge id="{text(edge.id)}" source="{text(edge.source)}" target="{text(edge.target)}">'
            f'<data key="e_type">{text(edge.type)}</data><data key="e_label">{text(edge.label)}</data>'
            f'<data key="weight">{edge.weight}</data></edge>\n'
        ).encode()
    yield b"</graph>\n</graphml>\n"


def _head(evidence: bool) -> str:
    columns = {"label": "string", "type": "string"} | attributes(evidence)
    keys = [f'<key id="n_{name}" for="node" attr.name="{name}" attr.type="{_TYPES[kind]}"/>' for name, kind in columns.items()]
    keys += [
        '<key id="e_type" for="edge" attr.name="type" attr.type="string"/>',
        '<key id="e_label" for="edge" attr.name="label" attr.type="string"/>',
        '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        + "\n".join(keys)
        + '\n<graph id="zhengtu" edgedefault="directed">\n'
    )
