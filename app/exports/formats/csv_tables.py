"""CSV nodes and edges in one ZIP, with the headers that `neo4j-admin database import` reads.

Neo4j Operations Manual, "Neo4j Admin import", CSV header format. The cells are data for programs, exactly as in the graph;
people who open the graph in Excel take the XLSX, where no cell can be a formula.
"""

import csv
import io
import zipfile
from collections.abc import AsyncIterator

from app.exports.property_graph import Edge, Node
from app.exports.vocabulary import attributes

MEDIA_TYPE = "application/zip"
_TYPES = {"string": "string", "concept": "string", "integer": "long", "double": "double", "boolean": "boolean"}
_PIECE = 1 << 16


class _Outbox(io.RawIOBase):
    """Where the archive writes to; emptied after each piece, so that nothing piles up."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def take(self) -> bytes:
        taken, self.pieces, self.size = b"".join(self.pieces), [], 0
        return taken


async def write(nodes: AsyncIterator[Node], edges: AsyncIterator[Edge], evidence: bool) -> AsyncIterator[bytes]:
    """A ZIP with nodes.csv and edges.csv (UTF-8, RFC 4180 quoting)."""
    outbox = _Outbox()
    columns = attributes(evidence)
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("nodes.csv", "w", force_zip64=True) as member:
            header = ["id:ID", "label:string", ":LABEL", *(f"{name}:{_TYPES[kind]}" for name, kind in columns.items())]
            member.write(_row(header))
            async for node in nodes:
                member.write(_row([node.id, node.label, node.type, *(_cell(node.attributes.get(name)) for name in columns)]))
                if outbox.size > _PIECE:
                    yield outbox.take()
        with archive.open("edges.csv", "w", force_zip64=True) as member:
            member.write(_row([":START_ID", ":END_ID", ":TYPE", "label:string", "weight:long"]))
            async for edge in edges:
                member.write(_row([edge.source, edge.target, edge.type, edge.label, str(edge.weight)]))
                if outbox.size > _PIECE:
                    yield outbox.take()
    yield outbox.take()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _row(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode("utf-8", "replace")
