"""The whole OpenAPI by schemathesis: no server error, every answer as its schema says."""

import os
from pathlib import Path

import jsonschema_rs
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.server import create_app
from app.settings import Settings
from tests.server_process import served

CASES = int(os.environ.get("ZHENGTU_SCHEMA_CASES", "4"))
# Rooms with parsers of their own have their own suites; these answer in formats that no JSON schema describes.
OTHERS = (
    "/sparql",
    "/update",
    "/graphs",
    "/query",
    "/export",
    "/id/",
    "/data/",
    "/void",
    "/.well-known",
    "/ont",
    "/vocabularies",
)
DOCUMENT = create_app(Settings(data=Path("nowhere"))).openapi()
OPERATIONS = [
    (method.upper(), path)
    for path, operations in DOCUMENT["paths"].items()
    for method in operations
    if not path.startswith((*OTHERS, "/shapes", "/context"))
]
NAMED = {(method, path) for method, path in OPERATIONS if DOCUMENT["paths"][path][method.lower()].get("parameters")}
"""Those that can be asked wrongly."""
# No schema can say which cursors exist, or that a correction has a subject or an anchor: such requests are refused with 400.
EXCLUDED = [positive_data_acceptance]
RARE = {"deadline": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.explicit, Phase.generate]}


@pytest.fixture(scope="module")
def api():
    return schemathesis.openapi.from_dict(DOCUMENT)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as-described", "broken"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[" ".join(each) for each in OPERATIONS])
def test_every_answer_is_as_described(api, service, token, method, path, mode):
    run(api, service, token, method, path, mode, CASES)


@pytest.mark.long
def test_two_thousand_cases(api, service, token):
    for method, path in OPERATIONS:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            run(api, service, token, method, path, mode, 2000 // (2 * len(OPERATIONS)) + 1)


@pytest.mark.parametrize("walks", [pytest.param(20), pytest.param(300, marks=pytest.mark.long)])
def test_where_an_answer_leads_answers_as_described(data, service, token, walks):
    """Walks along the links of the description: a page's next, what other questions say of the things it names."""
    followed = schemathesis.openapi.from_dict(with_links_only())
    followed.config.generation.update(modes=[GenerationMode.POSITIVE])
    plans = [item["id"] for item in service.get("/plans").json()["items"]]
    asked = []
    with served(data, readers="2") as server:
        followed.config.update(base_url=server.origin)

        class Walk(followed.as_state_machine()):
            def get_call_kwargs(self, case):
                asked.append(case.query or {})
                return {"headers": {"Authorization": f"Bearer {token}"}}

            def validate_response(self, response, case, **_):
                assert response.status_code < 500, response.text
                case.validate_response(response, excluded_checks=EXCLUDED)

        Walk.run(settings=settings(max_examples=walks, stateful_step_count=6, **RARE))
    assert any(query.get("plan") in plans for query in asked)


def with_links_only():
    """The description of the lists of things and of the questions that choose by such a thing, with no other parameters: a
    random filter leaves nothing to follow. The next page is for the tests of paging: no random cursor leads anywhere.
    """
    operations = {each["get"]["operationId"]: path for path, each in DOCUMENT["paths"].items() if "get" in each}
    paths, given = {}, {}
    for path, each in DOCUMENT["paths"].items():
        links = each.get("get", {}).get("responses", {}).get("200", {}).get("links", {})
        for name, link in links.items():
            if name != "next":
                paths |= {path: {}, operations[link["operationId"]]: {}}
                given |= link["parameters"]
    for path in paths:
        operation = DOCUMENT["paths"][path]["get"]
        wanted = [each for each in operation["parameters"] if each["required"] or each["name"] in given]
        answer = operation["responses"]["200"]
        links = {name: link for name, link in answer.get("links", {}).items() if name != "next"}
        responses = operation["responses"] | {"200": answer | {"links": links}}
        paths[path] = {"get": operation | {"parameters": wanted, "responses": responses}}
    return DOCUMENT | {"paths": paths}


def run(api, service, token, method, path, mode, cases):
    if mode is GenerationMode.NEGATIVE and (method, path) not in NAMED:
        return
    operation = api[path][method]

    @settings(max_examples=cases, **RARE)
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case):
        sent = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
        headers = {name: value for name, value in sent.headers.items() if str(value).isascii()}
        headers["Authorization"] = f"Bearer {token}"
        answer = service.request(sent.method, sent.url, headers=headers, content=sent.body)
        assert answer.status_code < 500, answer.text
        case.validate_response(answer, excluded_checks=EXCLUDED)
        check(DOCUMENT["paths"][path][method.lower()], answer)

    one()


def check(operation, answer):
    """The status is described; a JSON answer is as its schema says; a problem is a problem."""
    responses = operation["responses"]
    described = responses.get(str(answer.status_code))
    assert described is not None, f"{answer.status_code} is not described: {answer.text[:300]}"
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if answer.status_code >= 400:
        assert media_type == "application/problem+json"
    content = described.get("content", {})
    if media_type.endswith("json") and content:
        schema = content[media_type]["schema"]
        validator = jsonschema_rs.validator_for({**schema, "components": {"schemas": DOCUMENT["components"]["schemas"]}})
        validator.validate(answer.json())
