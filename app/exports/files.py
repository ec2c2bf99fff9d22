"""Which formats there are, and one way to write any of them, for HTTP and for the command line."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from app.exports.formats import csv_tables, cytoscape, gexf, graphml, rdf, xlsx
from app.exports.property_graph import cooperation, edges, nodes
from app.exports.scope import Scope, Selection, select
from app.problems import BadRequest
from app.store import GraphStore

_TABLES = {"graphml": graphml, "gexf": gexf, "cytoscape": cytoscape, "csv": csv_tables, "xlsx": xlsx}
_EXTENSIONS = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "cytoscape": "cyjs", "csv": "csv.zip"}
FORMATS = (*rdf.FORMATS, *_TABLES)
VIEWS = ("full", "cooperation")


@dataclass(frozen=True)
class Export:
    """A file to write. view: the graph as it is, or the agencies by the tasks they share (not in RDF formats)."""

    scope: Scope
    format: str
    view: str = "full"

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise BadRequest(f"没有这种格式 no such format: {self.format}", hint="、".join(FORMATS))
        if self.view not in VIEWS or (self.view != "full" and self.format in rdf.FORMATS):
            raise BadRequest(f"此格式没有这种视图 no such view of this format: {self.view}", hint="、".join(VIEWS))

    @property
    def media_type(self) -> str:
        return rdf.FORMATS[self.format][1] if self.format in rdf.FORMATS else _TABLES[self.format].MEDIA_TYPE

    @property
    def file_name(self) -> str:
        return f"zhengtu-{self.scope.kind}.{_EXTENSIONS.get(self.format, self.format)}"


async def write(store: GraphStore, export: Export) -> tuple[Selection, AsyncIterator[bytes]]:
    """The selection that was looked up (with its release) and the file's bytes; the iterator raises when the store fails."""
    selection = await select(store, export.scope)
    if export.format in rdf.FORMATS:
        return selection, rdf.write(store, selection, export.format)
    if export.view == "cooperation":
        links, things = cooperation(store, selection), nodes(store, selection, only="Agency")
    else:
        links, things = edges(store, selection), nodes(store, selection)
    return selection, _TABLES[export.format].write(things, links, export.scope.evidence)
