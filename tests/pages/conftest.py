"""The service over two invented cities, and over whatever a test builds."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.server import create_app
from app.settings import Settings
from app.store.changes import DatasetLoaded
from loaders import records
from tests.pages import two_cities

Serve = Callable[..., TestClient]


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Iterator[Serve]:
    """serve(documents, texts, repairs): the whole service over a new data folder with these records published."""
    with contextlib.ExitStack() as open_services:

        def start(known: list[records.Document], texts: dict[str, str], repairs=None, **settings) -> TestClient:
            folder: Path = tmp_path_factory.mktemp("pages")
            two_cities.write_sources(folder / "data", texts, repairs)
            quads = folder / "graph.nq"
            quads.write_bytes(two_cities.n_quads(known))
            client = TestClient(create_app(Settings(data=folder / "data", base=two_cities.BASE, readers=2, **settings)))
            open_services.enter_context(client)
            client.portal.call(client.app.state.store.publish, DatasetLoaded(str(quads)))
            return client

        yield start


@pytest.fixture(scope="session")
def service(serve) -> TestClient:
    texts = [two_cities.document_text(city) for city in two_cities.CITIES]
    return serve(two_cities.documents(), {hashlib.sha256(text.encode()).hexdigest(): text for text in texts})


def addresses(service: TestClient, kind: str) -> list[str]:
    """The addresses (`task/…`) of all things of a kind."""
    query = f"SELECT ?thing WHERE {{ GRAPH ?graph {{ ?thing a <{two_cities.ZT}{kind}> }} }}"
    rows = service.portal.call(service.app.state.store.rows, query)
    return sorted({row["thing"].value.removeprefix(two_cities.BASE) for row in rows})
