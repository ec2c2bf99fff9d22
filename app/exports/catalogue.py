"""What the dataset says of itself: VoID and DCAT, made from the store, once a release.

Describing Linked Datasets with the VoID Vocabulary (W3C, 2011); Data Catalog Vocabulary version 3 (W3C, 2024).
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.exports.files import FORMATS, Export
from app.exports.formats import rdf
from app.exports.scope import Scope
from app.exports.vocabulary import NODE_TYPES, PREFIXES, ZT
from app.negotiation import negotiate
from app.store import GraphStore, Release, Term

router = APIRouter(tags=["linked data"])
_TYPES = {media_type: name for name, (_, media_type) in rdf.FORMATS.items() if name in ("turtle", "jsonld", "ntriples")}
_VOID, _DCAT, _DCTERMS = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
Description = list[tuple[Term, Term, Term]]


@router.get("/void", summary="数据集描述 The dataset's description (VoID, DCAT)", response_class=Response)
@router.get("/.well-known/void", include_in_schema=False)
async def void(request: Request) -> Response:
    """How many of what there is, where it is asked and where it is downloaded. Every link in it is on this server."""
    media_type = negotiate(request.headers.get("accept"), tuple(_TYPES))
    store: GraphStore = request.app.state.store
    release = await store.release()
    counts = await _counts(request, store, release)
    here = str(request.base_url).rstrip("/")
    statements = [("", *row) for row in _dataset(here, request.app.state.base, release, counts)]
    headers = {"Vary": "Accept", "ETag": release.etag}
    return Response(rdf.serialize(statements, _TYPES[media_type]), media_type=media_type, headers=headers)


async def _counts(request: Request, store: GraphStore, release: Release) -> dict[str, int]:
    """Things by class and all triples; kept for the release, since counting a large graph takes seconds."""
    kept: tuple[int, dict[str, int]] | None = getattr(request.app.state, "void_counts", None)
    if kept is not None and kept[0] == release.number:
        return kept[1]
    counts = {}
    for kind in NODE_TYPES:
        [row] = await store.rows(_count(f"?s a zt:{kind.name}"), release=release.number)
        counts[kind.name] = int(row["n"].value)
    [row] = await store.rows(_count("?s ?p ?o"), release=release.number)
    counts["triples"] = int(row["n"].value)
    request.app.state.void_counts = (release.number, counts)
    return counts


def _count(pattern: str) -> str:
    return f"{PREFIXES}SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"


def _dataset(here: str, base: str, release: Release, counts: dict[str, int]) -> Description:
    dataset, found = Term("iri", f"{here}/void#dataset"), Description()

    def say(subject: Term, name: str, *values: Term) -> None:
        found.extend((subject, Term("iri", name), value) for value in values)

    say(dataset, _RDF_TYPE, _iri(_VOID, "Dataset"), _iri(_DCAT, "Dataset"))
    say(
        dataset,
        f"{_DCTERMS}title",
        _text("政图：政府规划知识图谱", "zh"),
        _text("Zhengtu: a knowledge graph of government plans", "en"),
    )
    say(dataset, f"{_DCTERMS}identifier", Term("literal", f"{release.number}-{release.digest}"))
    say(dataset, f"{_DCTERMS}conformsTo", _iri(here, "/ont"))
    say(dataset, f"{_VOID}uriSpace", Term("literal", base))
    say(dataset, f"{_VOID}sparqlEndpoint", _iri(here, "/sparql"))
    say(dataset, f"{_VOID}vocabulary", Term("iri", ZT.rstrip("#")))
    say(dataset, f"{_VOID}triples", _number(counts["triples"]))
    say(dataset, f"{_VOID}entities", _number(sum(count for name, count in counts.items() if name != "triples")))
    for kind in NODE_TYPES:
        part = Term("iri", f"{here}/void#{kind.name}")
        say(dataset, f"{_VOID}classPartition", part)
        say(part, f"{_VOID}class", _iri(ZT, kind.name))
        say(part, f"{_VOID}entities", _number(counts[kind.name]))
    for name in FORMATS:
        url, export = Term("iri", f"{here}/export?format={name}"), Export(Scope(), name)
        if name in rdf.FORMATS:
            say(dataset, f"{_VOID}dataDump", url)
        part = Term("iri", f"{here}/void#{name}")
        say(dataset, f"{_DCAT}distribution", part)
        say(part, _RDF_TYPE, _iri(_DCAT, "Distribution"))
        say(part, f"{_DCAT}downloadURL", url)
        say(part, f"{_DCAT}mediaType", Term("iri", f"https://www.iana.org/assignments/media-types/{export.media_type}"))
    service = Term("iri", f"{here}/void#sparql")
    say(service, _RDF_TYPE, _iri(_DCAT, "DataService"))
    say(service, f"{_DCAT}endpointURL", _iri(here, "/sparql"))
    say(service, f"{_DCAT}servesDataset", dataset)
    return found


def _iri(namespace: str, name: str) -> Term:
    return Term("iri", f"{namespace}{name}")


def _text(value: str, language: str) -> Term:
    return Term("literal", value, language=language)


def _number(value: int) -> Term:
    return Term("literal", str(value), "http://www.w3.org/2001/XMLSchema#integer")
