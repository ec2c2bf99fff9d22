"""What the service can do, as RDF (SPARQL 1.1 Service Description)."""

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.sparql import requests
from app.sparql.endpoint import settings_of
from app.sparql.formats import GRAPHS, RESULTS, choose, graph_format, own_names

SD = "http://www.w3.org/ns/sparql-service-description#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
DCTERMS = "http://purl.org/dc/terms/"
FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_IRIS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
}
_READ = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


def describe_service(request: Request) -> Response:
    """The description of the endpoint at the address it was asked by, in the format that suits. Raises NotAcceptable.

    A browser, which likes HTML best, is shown the editor.
    """
    accept = request.headers.get("accept")
    if choose(GRAPHS | {"text/html": "text/html"}, accept)[0] == "text/html":
        language = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"
        return RedirectResponse(
            f"{request.scope.get('root_path', '')}/{language}/sparql", 303, {"Vary": "Accept, Accept-Language"}
        )
    own_name, media_type = graph_format(accept)
    output = RdfFormat.from_media_type(own_name)
    triples = description(requests.site(request), union=settings_of(request).union_default_graph)
    prefixes = {"sd": SD, "rdfs": RDFS, "dcterms": DCTERMS, "formats": FORMATS}
    data = serialize(triples, format=output, prefixes=prefixes)
    return Response(data, headers={"Content-Type": media_type, "Vary": "Accept"})


def description(site: str, *, union: bool) -> list[Triple]:
    """The triples. site: scheme, host and root path of the service."""
    service, update = NamedNode(f"{site}/sparql#service"), NamedNode(f"{site}/update#service")
    dataset, default_graph = BlankNode("dataset"), BlankNode("default")
    made = [
        _type(service, "Service"),
        Triple(service, NamedNode(f"{SD}endpoint"), NamedNode(f"{site}/sparql")),
        Triple(service, NamedNode(f"{RDFS}label"), Literal("政图 SPARQL", language="zh")),
        Triple(service, NamedNode(f"{RDFS}label"), Literal("Zhengtu SPARQL", language="en")),
        Triple(service, NamedNode(f"{SD}supportedLanguage"), NamedNode(f"{SD}SPARQL10Query")),
        Triple(service, NamedNode(f"{SD}supportedLanguage"), NamedNode(f"{SD}SPARQL11Query")),
        Triple(service, NamedNode(f"{SD}defaultDataset"), dataset),
        Triple(service, NamedNode(f"{SD}availableGraphs"), dataset),
        _type(dataset, "Dataset"),
        _type(dataset, "GraphCollection"),
        Triple(dataset, NamedNode(f"{SD}defaultGraph"), default_graph),
        _type(default_graph, "Graph"),
        Triple(dataset, NamedNode(f"{RDFS}seeAlso"), NamedNode(f"{site}/.well-known/void")),
        _type(update, "Service"),
        Triple(update, NamedNode(f"{SD}endpoint"), NamedNode(f"{site}/update")),
        Triple(update, NamedNode(f"{SD}supportedLanguage"), NamedNode(f"{SD}SPARQL11Update")),
        Triple(update, NamedNode(f"{SD}availableGraphs"), dataset),
    ]
    features = ["EmptyGraphs"] + (["UnionDefaultGraph"] if union else [])
    made += [Triple(service, NamedNode(f"{SD}feature"), NamedNode(SD + feature)) for feature in features]
    for media_type in (*own_names(RESULTS), *own_names(GRAPHS)):
        made.append(Triple(service, NamedNode(f"{SD}resultFormat"), NamedNode(FORMATS + _FORMAT_IRIS[media_type])))
    made += [Triple(update, NamedNode(f"{SD}inputFormat"), NamedNode(FORMATS + _FORMAT_IRIS[name])) for name in _READ]
    return made


def _type(subject: NamedNode | BlankNode, name: str) -> Triple:
    return Triple(subject, NamedNode(f"{RDF}type"), NamedNode(SD + name))
