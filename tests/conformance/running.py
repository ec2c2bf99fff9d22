"""Runs one W3C test over HTTP against a running service. Returns None where it passes, else what was wrong."""

import csv
import io
import json
import re
from pathlib import Path

import httpx
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from tests.conformance.comparing import Rows, expected_results, iri_of, quads_of, rows_of_json, same_quads, same_rows
from tests.conformance.manifests import Case, Dataset, HttpRequest

STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
MEDIA = {".ttl": "text/turtle", ".rdf": "application/rdf+xml", ".nt": "application/n-triples"}
ALL_QUADS = "SELECT ?g ?s ?p ?o WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
JSON = "application/sparql-results+json"


class Service:
    """A running service and an admin's token. What is loaded is remembered, so that equal data are not loaded twice."""

    def __init__(self, origin: str, token: str):
        self.client = httpx.Client(base_url=origin, timeout=60)
        self.admin = {"Authorization": f"Bearer {token}"}
        self.loaded: Dataset | None = None

    def load(self, data: Dataset) -> None:
        """Make the store hold exactly these files."""
        if data == self.loaded:
            return
        self.loaded = None
        self.update("DROP ALL").raise_for_status()
        for number, file in enumerate(data.default):
            self.put({"default": ""}, file, post=number > 0)
        for graph, file in data.named:
            self.put({"graph": graph}, file)
        self.loaded = data

    def put(self, params: dict[str, str], file: Path, *, post: bool = False) -> None:
        body = file.read_bytes()
        if file.suffix == ".ttl":
            body = f"@base <{iri_of(file)}> .\n".encode() + body
        headers = self.admin | {"Content-Type": MEDIA[file.suffix]}
        self.client.request("POST" if post else "PUT", "/graphs", params=params, content=body, headers=headers).raise_for_status()

    def update(self, text: str) -> httpx.Response:
        self.loaded = None
        headers = self.admin | {"Content-Type": "application/sparql-update"}
        return self.client.post("/update", content=text.encode(), headers=headers)

    def query(self, text: str, accept: str = JSON) -> httpx.Response:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.client.post("/sparql", content=text.encode(), headers=headers)

    def quads(self) -> list[Quad]:
        rows = rows_of_json(self.query(ALL_QUADS).raise_for_status().json())
        return [Quad(row["s"], row["p"], row["o"], row.get("g", DefaultGraph())) for row in rows]


def run(case: Case, service: Service) -> str | None:
    """Run a test by its kind."""
    if case.kind == "QueryEvaluationTest":
        return _query(case, service)
    if case.kind == "CSVResultFormatTest":
        return _csv(case, service)
    if case.kind == "UpdateEvaluationTest":
        return _update(case, service)
    if case.kind == "ServiceDescriptionTest":
        return _description(case, service)
    if case.kind in ("ProtocolTest", "GraphStoreProtocolTest"):
        return _exchange(case, service)
    return _syntax(case, service)


def _text(case: Case) -> str:
    return f"BASE <{iri_of(case.action)}>\n{case.action.read_text('utf-8')}"


def _load_for(case: Case, service: Service, text: str) -> None:
    """What FROM names must be there as named graphs."""
    data = case.data
    if re.search(r"\bFROM\b", text):
        files = dict(data.named) | {iri_of(file): file for file in data.default}
        for name in re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", text):
            files.setdefault(iri_of(case.action.parent / name.rpartition("/")[2]), case.action.parent / name.rpartition("/")[2])
        data = Dataset(data.default, tuple(sorted(files.items())))
    service.load(data)


def _query(case: Case, service: Service) -> str | None:
    text = _text(case)
    _load_for(case, service, text)
    if re.search(r"\b(CONSTRUCT|DESCRIBE)\b", re.sub(r"#.*", "", text)):
        answer = service.query(text, "application/n-triples")
        if answer.status_code != 200:
            return _failed(answer)
        return None if same_quads(parse(answer.content, format=RdfFormat.N_TRIPLES), quads_of(case.result)) else "other triples"
    answer = service.query(text)
    if answer.status_code != 200:
        return _failed(answer)
    document = answer.json()
    expected, ordered = expected_results(case.result)
    if isinstance(expected, bool):
        return None if document.get("boolean") is expected else f"boolean is {document.get('boolean')}"
    rows = rows_of_json(document)
    if case.lax and len(rows) <= len(expected):
        rows, expected = _distinct(rows), _distinct(expected)
    return None if same_rows(rows, expected, ordered=ordered) else f"{len(rows)} rows, expected {len(expected)}"


def _distinct(rows: Rows) -> Rows:
    return list({str(sorted((name, str(term)) for name, term in row.items())): row for row in rows}.values())


def _csv(case: Case, service: Service) -> str | None:
    text = _text(case)
    service.load(case.data)
    answer = service.query(text, "text/csv" if case.result.suffix == ".csv" else "text/tab-separated-values")
    if answer.status_code != 200:
        return _failed(answer)
    expected, got = (_table(data, case.result.suffix) for data in (case.result.read_text("utf-8"), answer.text))
    return None if expected == got else "other lines"


def _table(text: str, suffix: str) -> list[list[tuple[str, str]]]:
    """The rows sorted, each as sorted (column, value), for SELECT * leaves the order open; blank nodes lose their names."""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="," if suffix == ".csv" else "\t")
    return sorted(sorted((name, re.sub(r"^_:\w+", "_:", value)) for name, value in row.items()) for row in rows)


def _update(case: Case, service: Service) -> str | None:
    service.load(case.data)
    answer = service.update(_text(case))
    if answer.status_code != 200:
        return _failed(answer)
    expected = [quad for file in case.result_data.default for quad in quads_of(file)]
    expected += [quad for graph, file in case.result_data.named for quad in quads_of(file, graph)]
    return None if same_quads(service.quads(), expected) else "other quads"


def _syntax(case: Case, service: Service) -> str | None:
    update = "Update" in case.kind
    answer = service.update(_text(case)) if update else service.query(_text(case), "*/*")
    wrong_syntax = answer.status_code == 400 and "Query syntax error" in answer.json()["title"]
    if case.kind.startswith("Negative"):
        # What the policy refuses (LOAD) is not accepted either.
        return None if answer.status_code in (400, 403) else f"accepted with {answer.status_code}"
    # Refused by policy (LOAD), a function or a graph that does not exist: its syntax was found right.
    return None if answer.status_code in (200, 400, 403) and not wrong_syntax else _failed(answer)


def _description(case: Case, service: Service) -> str | None:
    answer = service.client.get("/sparql", headers={"Accept": "text/turtle"})
    if answer.status_code != 200:
        return _failed(answer)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    quads = list(parse(answer.content, format=RdfFormat.TURTLE))
    if case.iri.endswith("returns-rdf"):
        return None if quads else "no triples"
    endpoint = [quad for quad in quads if quad.predicate.value == f"{sd}endpoint"]
    if case.iri.endswith("has-endpoint-triple"):
        return None if any(quad.object.value == str(answer.url) for quad in endpoint) else "no such endpoint"
    services = {q.subject for q in quads if q.predicate.value.endswith("#type") and q.object.value == f"{sd}Service"}
    languages = {q.subject for q in quads if q.predicate.value == f"{sd}supportedLanguage"}
    return None if services == languages == {quad.subject for quad in endpoint} else "not as the schema says"


def _exchange(case: Case, service: Service) -> str | None:
    """The requests of a protocol test in order; what a Location says is put into later ones."""
    if case.kind == "ProtocolTest":
        folder = Path(case.iri.split("#")[0]).name and _protocol_data()
        service.load(folder)
    else:
        service.load(Dataset())
    service.loaded = None
    known: dict[str, str] = {}
    for number, request in enumerate(case.requests, 1):
        wrong = _one(request, service, known)
        if wrong:
            return f"request {number}: {wrong}"
    return None


def _protocol_data() -> Dataset:
    from tests.conformance.manifests import ROOT

    folder = ROOT / "sparql11" / "protocol"
    return Dataset((), tuple((f"http://kasei.us/2009/09/sparql/data/data{n}.rdf", folder / f"data{n}.nt") for n in (1, 2, 3)))


def _one(request: HttpRequest, service: Service, known: dict[str, str]) -> str | None:
    path, body = request.path, request.body
    for name, value in known.items():
        path, body = path.replace(name, value), body.replace(name.encode(), value.encode())
    headers = dict(request.headers) | {"Host": "www.example"} | service.admin
    path = re.sub(r"^/gsp", "/graphs", path)
    if path.startswith("/sparql/") and (
        "update" in headers.get("content-type", "") or body.startswith((b"update=", b"CLEAR")) or "using-" in path
    ):
        path = path.replace("/sparql/", "/update/", 1)
    answer = service.client.send(
        httpx.Request(request.method, f"{str(service.client.base_url).rstrip('/')}{path}", headers=headers, content=body)
    )
    wanted = [STATUS.get(status, status) for status in request.statuses]
    if not any(answer.status_code == status or str(status) == f"StatusCode{answer.status_code // 100}xx" for status in wanted):
        return f"{answer.status_code}, not {wanted}: {answer.text[:200]}"
    if request.location:
        if "location" not in answer.headers:
            return "no Location"
        known[request.location] = answer.headers["location"]
    if request.boolean is not None and json.loads(answer.text).get("boolean") is not request.boolean:
        return f"boolean is {answer.text[:100]}"
    return _content(request, answer)


def _content(request: HttpRequest, answer: httpx.Response) -> str | None:
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    kinds = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}
    if request.format and kinds[request.format] not in media_type:
        return f"{media_type} is not {request.format}"
    expected_type = dict(request.expected_headers).get("content-type")
    if expected_type and media_type != expected_type.partition(";")[0]:
        return f"Content-Type {media_type}"
    if request.expected_body is not None:
        base = "http://www.example/"
        expected = parse(request.expected_body.encode(), format=RdfFormat.TURTLE, base_iri=base)
        if not same_quads(parse(answer.content, format=RdfFormat.TURTLE, base_iri=base), expected):
            return "other triples"
    return None


def _failed(answer: httpx.Response) -> str:
    try:
        return f"{answer.status_code} {answer.json()['detail'][:160]}"
    except (ValueError, KeyError, TypeError):
        return f"{answer.status_code}"
