"""A thing's own statements as JSON-LD 1.1 in the context that we publish at /context.jsonld."""

import asyncio
import json
from functools import cache
from typing import Any

import rdflib
from fastapi import Request

from app.api.state import store_of
from app.store import Lane, Query, Release
from loaders.resources import data_folder

JSON_LD = "application/ld+json"
_QUERY = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX oa: <http://www.w3.org/ns/oa#>
CONSTRUCT {{ <{0}> ?p ?o . ?o rdfs:label ?label ; oa:exact ?exact }} WHERE {{
  <{0}> ?p ?o OPTIONAL {{ ?o rdfs:label ?label }} OPTIONAL {{ ?o oa:exact ?exact }} }}"""


async def json_ld(request: Request, address: str, release: Release) -> bytes:
    """The statements of a thing, with the labels and quotes of what they point to, as one JSON-LD document."""
    asked = Query(_QUERY.format(address), media_type="application/n-triples", lane=Lane.SERVICE, release=release.number)
    answer = await store_of(request).answer(asked)
    triples = b"".join([chunk async for chunk in answer.chunks])
    where = f"{str(request.base_url).rstrip('/')}/context.jsonld"
    return await asyncio.to_thread(_compact, triples, where)


def _compact(triples: bytes, where: str) -> bytes:
    graph = rdflib.Graph().parse(data=triples, format="nt")
    document = json.loads(graph.serialize(format="json-ld", context=_context(), auto_compact=False))
    items = document if isinstance(document, list) else document.get("@graph") or document.get("graph") or document
    body = {"@graph": items} if isinstance(items, list) else {k: v for k, v in items.items() if k != "@context"}
    return json.dumps({"@context": where} | body, ensure_ascii=False).encode()


@cache
def _context() -> dict[str, Any]:
    context: dict[str, Any] = json.loads((data_folder("ontology") / "context.jsonld").read_text("utf-8"))["@context"]
    return context
