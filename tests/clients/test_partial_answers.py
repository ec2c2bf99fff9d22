"""Engines that end a partial answer with 200: each is recognised before any of it goes on."""

import asyncio
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.problems import DeadlineExceeded, Problem, Unavailable
from app.settings import Settings
from app.store import Query
from app.store.remote import RemoteStore

JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
ROWS = (
    b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}},{"x":{"type":"literal","value":"2"}}]}}'
)
LINES = b'<http://e/a> <http://e/b> "1" .\n<http://e/a> <http://e/b> "2" .\n'


class Engine(BaseHTTPRequestHandler):
    """Answers every query with what the test has set."""

    said: tuple[str, bytes, dict[str, str]]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        media_type, body, headers = self.said
        self.send_response(200)
        for name, value in {"Content-Type": media_type, **headers}.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def answered(tmp_path, media_type: str, body: bytes, wanted: str, headers: dict[str, str]) -> bytes:
    """What a store over such an engine gives."""
    engine = type("Saying", (Engine,), {"said": (media_type, body, headers)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), engine)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    async def ask() -> bytes:
        store = await RemoteStore.open(Settings(data=tmp_path / "data", store=f"http://127.0.0.1:{server.server_port}/query"))
        try:
            answer = await store.answer(Query("SELECT ?x {}", wanted))
            return b"".join([chunk async for chunk in answer.chunks])
        finally:
            await store.close()

    try:
        return asyncio.run(ask())
    finally:
        server.shutdown()


def test_a_whole_answer_goes_through(tmp_path):
    assert answered(tmp_path, JSON, ROWS, "text/csv", {}) == b"x\r\n1\r\n2\r\n"


@pytest.mark.parametrize(
    ("media_type", "body", "headers", "problem"),
    [
        (JSON, ROWS, {"X-SQL-State": "S1TAT"}, DeadlineExceeded),
        (JSON, ROWS[:-40], {}, Unavailable),
        (JSON, ROWS[:-2], {}, Unavailable),
        (JSON, ROWS[:-40] + b"\nThe query timed out", {}, Unavailable),
        (JSON, ROWS + b"\nThe query timed out", {}, Unavailable),
        (JSON, ROWS, {"Content-Length": str(len(ROWS) + 100)}, Unavailable),
        (JSON, b"", {}, Unavailable),
        (TRIPLES, LINES[:-10], {}, Unavailable),
        (TRIPLES, LINES + b"java.lang.OutOfMemoryError", {}, Unavailable),
        ("text/html", b"<html>An error</html>", {}, Unavailable),
    ],
)
def test_a_part_is_an_error(tmp_path, media_type, body, headers, problem):
    wanted = "text/csv" if media_type == JSON else "text/turtle"
    with pytest.raises(problem) as caught:
        answered(tmp_path, media_type, body, wanted, headers)
    assert isinstance(caught.value, Problem)
