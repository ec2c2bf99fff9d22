"""Debian's Chromium over the running service: a page that logs an error, fails a request or leaves the host fails its test."""

import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
import uvicorn
from fastapi import FastAPI

from app.server import create_app
from app.settings import Settings
from app.store.changes import DocumentsLoaded, SourceFile
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from tests.pages import two_cities

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "pages"
AXE = Path(__file__).parents[2] / "app" / "pages" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium")
# Without these, Chromium calls its maker's hosts at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
]


@dataclass
class Server:
    """The service over these settings on a free port of this machine."""

    settings: Settings
    origin: str = ""
    app: FastAPI | None = None
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    def start(self) -> "Server":
        listening = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.app = create_app(self.settings)
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_level="warning", http="httptools"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]}, daemon=True)
        self._thread.start()
        until = time.monotonic() + 30
        while not self._server.started:
            assert time.monotonic() < until, "the service did not start"
            time.sleep(0.05)
        return self

    @property
    def data(self) -> Path:
        return self.settings.data

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(15)

    def again(self) -> "Server":
        """Stopped and started: it has kept no answer."""
        self.stop()
        return self.start()

    def addresses(self, kind: str) -> list[str]:
        """The addresses (`document/…`) of all things of a kind."""
        query = f"SELECT ?thing WHERE {{ ?thing a <{two_cities.ZT}{kind}> }}"
        params = urlencode({"query": query})
        headers = {"Accept": "application/sparql-results+json"}
        with urlopen(Request(f"{self.origin}/sparql?{params}", headers=headers)) as answer:
            rows = json.load(answer)["results"]["bindings"]
        return sorted(row["thing"]["value"].removeprefix(self.settings.base) for row in rows)


# By module: while its driver runs, the main thread has an event loop, and the tests that come after could start none.
@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A browser; skips where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A browser page under watch. language: zh or en; width: of the window in CSS pixels."""

    page: object
    origin: str
    language: str
    width: int
    troubles: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def watch(self) -> "Visit":
        self.page.on("console", lambda message: self._note(message.type == "error", f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", lambda answer: self._note(answer.status >= 400, f"{answer.status}: {answer.url}"))
        self.page.on("request", lambda request: self._note(not self._local(request.url), f"off the host: {request.url}"))
        return self

    @property
    def other(self) -> str:
        return "en" if self.language == "zh" else "zh"

    @property
    def other_tag(self) -> str:
        return "en" if self.language == "zh" else "zh-Hans"

    def open(self, path: str) -> None:
        """A path without its language: `/agency`."""
        self.page.goto(f"{self.origin}/{self.language}{path}", wait_until="load")

    def say(self, chinese: str, english: str) -> str:
        return chinese if self.language == "zh" else english

    def look(self, name: str) -> None:
        """Keep a picture, and hold the page to the rules of accessibility and to its width."""
        folder = ARTEFACTS / f"{self.language}-{self.width}"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, f"{name} is wider than the window"
        if AXE.is_file():
            self.page.evaluate(AXE.read_text("utf-8"))
            found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
            serious = [
                f"{rule['id']} {node['target']} {node['failureSummary']}"
                for rule in found
                if rule["impact"] in {"serious", "critical"}
                for node in rule["nodes"]
            ]
            assert serious == [], f"{name}: " + "\n".join(serious)

    def _failed(self, request: object) -> None:
        # A browser that leaves a page drops the icon it was still fetching; that is no failure.
        self._note("/static/icon.svg" not in request.url, f"failed: {request.url} {request.failure}")

    def _local(self, url: str) -> bool:
        return url.startswith((self.origin + "/", "data:", f"blob:{self.origin}/", "about:"))

    def _note(self, wrong: bool, what: str) -> None:
        if wrong and not any(words in what for words in self.expected):
            self.troubles.append(what)


def data_folder_of(folder: Path, files: dict[str, str]) -> Settings:
    """Settings over a new data folder into which these documents were read: the whole line, from bytes to release."""
    settings = Settings(data=folder, base=two_cities.BASE, readers=2)
    ensure_release(DataFolder(folder), settings.base)
    loaded = DocumentsLoaded(tuple(SourceFile(name, text.encode()) for name, text in files.items()))
    publish(DataFolder(folder), loaded, keep=20, by="load")
    return settings


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Iterator[Callable[[dict[str, str]], Server]]:
    """serve(files): the service with these documents, until the session ends."""
    servers = []

    def start(files: dict[str, str]) -> Server:
        settings = data_folder_of(tmp_path_factory.mktemp("browser") / "data", files)
        servers.append(Server(settings).start())
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


CITIES = {f"{city.name}.txt": two_cities.document_text(city) for city in two_cities.CITIES}


@pytest.fixture(scope="session")
def two_cities_server(serve) -> Server:
    return serve(CITIES)


# One language and width in the short run, all four in `make test-browser`.
ALL = [("zh", 1440), ("en", 360), ("zh", 360), ("en", 1440)]
CHOSEN = ALL if os.environ.get("ZHENGTU_JOURNEYS") == "all" else ALL[:1]


@pytest.fixture(params=CHOSEN, ids=lambda chosen: f"{chosen[0]}-{chosen[1]}")
def window(request, chromium) -> Iterator[Callable[[Server], Visit]]:
    """window(server): a visit in a new browser profile. Whatever went wrong in it fails the test at its end."""
    language, width = request.param
    contexts, visits = [], []

    def opened(server: Server) -> Visit:
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}, locale=language, accept_downloads=True))
        visits.append(Visit(contexts[-1].new_page(), server.origin, language, width).watch())
        return visits[-1]

    yield opened
    for context in contexts:
        context.close()
    assert [trouble for visit in visits for trouble in visit.troubles] == []
