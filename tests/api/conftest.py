"""The service over an invented graph: the embedded store with its processes, an editor's token, no mock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.security import Role, TokenFile
from app.server import create_app
from app.settings import Settings
from app.store.publishing import publish_graphs
from app.store.releases import DataFolder
from tests.questions import specimen


def publish(data: Path, plans: int, tasks: int) -> None:
    graphs: dict[str, list] = {}
    for quad in specimen.quads(plans, tasks):
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    publish_graphs(DataFolder(data), graphs)


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("service")
    publish(folder, 5, 11)
    publish(folder, 6, 12)
    return folder


@pytest.fixture(scope="session")
def token(data) -> str:
    return TokenFile(data).add("tester", Role.EDITOR)


@pytest.fixture(scope="session")
def service(data, token) -> Iterator[TestClient]:
    app = create_app(Settings(data=data, readers=2, max_body=1))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
