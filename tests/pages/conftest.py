"""The service over two invented cities, and over whatever a test builds."""

import contextlib
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.security import Role, TokenFile
from app.server import create_app
from app.settings import Settings
from app.store.changes import DatasetLoaded
from loaders import records
from tests.browser.conftest import CITIES, data_folder_of
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


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Path:
    """A data folder into which two documents were read, to be copied."""
    return data_folder_of(tmp_path_factory.mktemp("loaded") / "data", CITIES).data


@pytest.fixture
def client(loaded, tmp_path):
    """A service over a copy of it, and an editor signed in."""
    shutil.copytree(loaded, tmp_path / "data")
    settings = Settings(data=tmp_path / "data", readers=2)
    token = TokenFile(settings.data).add("张三", Role.EDITOR)
    with TestClient(create_app(settings)) as started:
        assert sign_in(started, token).status_code == 303
        yield started


def form_of(text: str) -> str:
    return re.search(r'name="form" value="([0-9a-f]+)"', text)[1]


def sign_in(client: TestClient, token: str, **more: str):
    form = form_of(client.get("/zh/sign-in").text)
    return client.post("/zh/sign-in", data={"token": token, "form": form, **more}, follow_redirects=False)
