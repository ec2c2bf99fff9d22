"""The service over two invented cities."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from fastapi.testclient import TestClient

from app.server import create_app
from app.settings import Settings
from app.store import Release, Row, Term
from tests.pages import two_cities


class PlainStore:
    """The engine without processes, until the embedded store is there."""

    def __init__(self, quads: str):
        self.store = pyoxigraph.Store()
        self.store.bulk_load(quads.encode(), format=pyoxigraph.RdfFormat.N_QUADS)

    async def release(self) -> Release:
        return Release(1, "0" * 64)

    async def rows(self, text: str, *, release: int | None = None) -> list[Row]:
        answer = self.store.query(text, use_default_graph_as_union=True)
        return [{name.value: _term(row[name]) for name in answer.variables if row[name] is not None} for row in answer]


def _term(value) -> Term:
    if isinstance(value, pyoxigraph.NamedNode):
        return Term("iri", value.value)
    return Term("literal", value.value, None if value.language else value.datatype.value, value.language)


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[TestClient]:
    data: Path = tmp_path_factory.mktemp("data")
    quads, texts = two_cities.build()
    two_cities.write_sources(data, texts)
    app = create_app(Settings(data=data))
    with TestClient(app) as client:
        app.state.store = PlainStore(quads)
        yield client
