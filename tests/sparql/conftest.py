"""A running service over invented graphs, with a token of each role."""

import httpx
import pytest

from app.security import Role, TokenFile
from tests.server_process import served

GRAPH = "https://w3id.org/zhengtu/id/graph/curated/notes"
DATA = """
@prefix ex: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a rdfs:label "健全普惠托育服务体系"@zh , "Childcare"@en ; ex:due "2024-12-31T23:59:59+08:00"^^xsd:dateTime ; ex:value 4.5 .
ex:b rdfs:label "医疗机构，每千人\\"床位\\""@zh ; ex:due "2025-06-30"^^xsd:date ; ex:value 90 .
"""


class Service:
    """Where it listens, and a client for each role."""

    def __init__(self, origin: str, tokens: dict[Role, str]):
        self.origin = origin
        self.tokens = tokens
        self.guest = httpx.Client(base_url=origin, timeout=30)

    def client(self, role: Role) -> httpx.Client:
        return httpx.Client(base_url=self.origin, timeout=30, headers={"Authorization": f"Bearer {self.tokens[role]}"})

    def query(self, text: str, **headers: str) -> httpx.Response:
        return self.guest.get("/sparql", params={"query": text}, headers={k.replace("_", "-"): v for k, v in headers.items()})


def start(folder, **settings):
    """A context: a service over a new data folder, with a token of each role."""
    tokens = {role: TokenFile(folder / "data").add(role.value, role) for role in Role}
    return served(folder / "data", readers="2", **settings), tokens


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    context, tokens = start(tmp_path_factory.mktemp("service"), query_timeout="3")
    with context as server:
        made = Service(server.origin, tokens)
        made.pid = server.pid
        with made.client(Role.EDITOR) as editor:
            editor.put(
                "/graphs", params={"graph": GRAPH}, content=DATA.encode(), headers={"Content-Type": "text/turtle"}
            ).raise_for_status()
        yield made
