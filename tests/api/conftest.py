"""The service over an invented graph, with an engine in this process."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.api.join import open_api
from app.server import create_app
from app.settings import Settings
from tests.questions import specimen
from tests.questions.memory_store import MemoryStore


@pytest.fixture(scope="session")
def store() -> MemoryStore:
    return MemoryStore(specimen.store(6, 12))


@pytest.fixture(scope="session")
def client(tmp_path_factory, store) -> Iterator[TestClient]:
    app = create_app(Settings(data=tmp_path_factory.mktemp("data")))
    with TestClient(app) as made:
        app.state.store = store
        open_api(app, store, specimen.BASE)
        yield made
