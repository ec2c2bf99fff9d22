"""Everything that could make an engine fetch or read something, given to a store without any policy before it.

Run as a module with the data folder, a port that somebody listens on, and a file that nobody may read.
"""

import asyncio
import contextlib
import sys
from pathlib import Path

from app.problems import Problem
from app.settings import Settings
from app.store import DocumentsLoaded, GraphWritten, Query, Scope, SourceFile, SparqlUpdate
from app.store.embedded import EmbeddedStore
from tests.store import specimens

GRAPH = "https://w3id.org/zhengtu/id/graph/curated/hostile"


async def main() -> None:
    folder, port, secret = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    address = f"http://127.0.0.1:{port}/x"
    store = await EmbeddedStore.open(Settings(data=folder, readers=2, query_timeout=3, update_timeout=20))
    for query in (
        f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(<{address}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{address}> FROM NAMED <file://{secret}> {{ ?s ?p ?o }}",
        "SELECT * { ?s ?p ?o }",
    ):
        with contextlib.suppress(Problem):
            answer = await store.answer(Query(query))
            _ = [chunk async for chunk in answer.chunks]
    entities = f"""<!DOCTYPE rdf:RDF [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "{address}">]>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
        <rdf:Description rdf:about="http://example.org/s"><e:p>&a;&b;</e:p></rdf:Description></rdf:RDF>"""
    for change in (
        SparqlUpdate(f"LOAD <{address}> INTO GRAPH <{GRAPH}>", scope=Scope.UNCOMPILED),
        SparqlUpdate(f"LOAD SILENT <file://{secret}> INTO GRAPH <{GRAPH}>", scope=Scope.UNCOMPILED),
        SparqlUpdate(f"INSERT {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"),
        GraphWritten(GRAPH, "put", entities.encode(), "application/rdf+xml"),
        GraphWritten(GRAPH, "put", f'{{"@context": "{address}", "a": "b"}}'.encode(), "application/ld+json"),
        GraphWritten(GRAPH, "put", b"<urn:s> <urn:p> <urn:o> .", "text/turtle"),
        DocumentsLoaded((SourceFile("云溪.txt", specimens.NOTICE.encode()),)),
        DocumentsLoaded((SourceFile("坏.html", f'<img src="{address}"><iframe src="file://{secret}">'.encode()),)),
    ):
        with contextlib.suppress(Problem):
            await store.publish(change)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main())
