"""GEXF 1.3 (gexf.net): for Gephi, sigma.js, networkx."""

from collections.abc import AsyncIterator

from app.exports.formats.xml import text
from app.exports.property_graph import Edge, Node
from app.exports.vocabulary import attributes

MEDIA_TYPE = "application/gexf+xml"
_TYPES = {"string": "string", "concept": "string", "integer": "long", "double": "double", "boolean": "boolean"}


async def write(nodes: AsyncIterator[Node], edges: AsyncIterator[Edge], evidence: bool) -> AsyncIterator[bytes]:
    """The graph as GEXF; an edge's label is its Chinese name, its kind the property."""
    columns = {"type": "string"} | attributes(evidence)
    declared = "".join(f'<attribute id="{name}" title="{name}" type="{_TYPES[kind]}"/>' for name, kind in columns.items())
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        "<meta><creator>Zhengtu</creator></meta>\n"
        f'<graph defaultedgetype="directed" mode="static">\n<attributes class="node">{declared}</attributes>\n'
        '<attributes class="edge"><attribute id="type" title="type" type="string"/></attributes>\n<nodes>\n'
    ).encode()
    async for node in nodes:
        fields = {"type": node.type} | node.attributes
        values = "".join(f'<attvalue for="{name}" value="{text(value)}"/>' for name, value in fields.items())
        yield f'<node id="{text(node.id)}" label="{text(node.label)}"><attvalues>{values}</attvalues></node>\n'.encode()
    yield b"</nodes>\n<edges>\n"
    async for edge in edges:
        yield (
            f'<edge id="{text(edge.id)}" source="{text(edge.source)}" target="{text(edge.target)}" label="{text(edge.label)}" '
            f'weight="{edge.weight}" kind="{text(edge.type)}">'
            f'<attvalues><attvalue for="type" value="{text(edge.type)}"/></attvalues></edge>\n'
        ).encode()
    yield b"</edges>\n</graph>\n</gexf>\n"
