"""The service over the bundled samples with its own address as the start of every IRI, and pages from another origin."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.store.changes import DocumentsLoaded, SourceFile
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from loaders.resources import data_folder
from tests.clients.engines import free_port
from tests.server_process import served


@pytest.fixture(scope="session")
def sample_service(tmp_path_factory) -> Iterator[str]:
    """Its origin. An IRI of a thing is `{origin}/id/…`, so that whoever has one can fetch it."""
    data = tmp_path_factory.mktemp("samples") / "data"
    port = free_port()
    base = f"http://127.0.0.1:{port}/id/"
    ensure_release(DataFolder(data), base)
    files = [SourceFile(file.name, file.read_bytes()) for file in sorted(data_folder("samples").iterdir())]
    publish(DataFolder(data), DocumentsLoaded(tuple(files)), keep=2, by="load")
    with served(data, port=str(port), base=base) as server:
        yield server.origin


@pytest.fixture
def other_origin(tmp_path) -> Iterator[tuple[str, Path]]:
    """A plain web server on a port of its own, and the folder whose files it serves."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".jsonld": "application/ld+json"}

    def log_message(self, *_: object) -> None:
        pass
