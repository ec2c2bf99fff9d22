"""Somebody else's page: a graph browser from npm, as it comes, explores /sparql from another origin in Chromium."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import chromium  # noqa: F401
from tests.clients.npm import node
from tests.tools.jvm import HERE

FRONTEND = Path(__file__).resolve().parents[2] / "app" / "pages" / "frontend"
BUNDLE = """
import { build } from "esbuild";
const [app, outdir] = process.argv.slice(1);
await build({
  entryPoints: { app, layout: "@reactodia/workspace/layout.worker" }, outdir, nodePaths: ["node_modules"], bundle: true,
  format: "esm", jsx: "automatic", alias: { stream: "readable-stream" },
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
});
"""
PAGE = """<!doctype html><meta charset="utf-8"><title>Graph</title><link rel="icon" href="data:,">
<style>html, body, .reactodia-workspace { height: 100%; margin: 0 }</style><body><script type="module" src="app.js"></script>"""
AGENCY = "嘉兴市民政局"
LEADS = f"""PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?label {{ ?task zt:ledBy ?agency ; rdfs:label ?label . ?agency rdfs:label "{AGENCY}"@zh }}"""


@pytest.fixture
def page_elsewhere(other_origin) -> str:
    """The address of the page, built from the packages that `make frontend` brings."""
    if not (FRONTEND / "node_modules" / "@reactodia" / "workspace").is_dir():
        pytest.skip("Reactodia is not here: make frontend")
    origin, folder = other_origin
    command = [str(node()), "--input-type=module", "--eval", BUNDLE, str(HERE.parent / "graph_browser.jsx"), str(folder)]
    ran = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return f"{origin}/index.html"


def test_reactodia_explores_the_endpoint_from_another_origin(chromium, page_elsewhere, sample_service):  # noqa: F811
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    requests, troubles = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: troubles.append(f"{request.url} {request.failure}"))
    page.on("response", lambda answer: troubles.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(f"{page_elsewhere}?endpoint={sample_service}/sparql")

    page.get_by_placeholder("Search for...").fill(AGENCY)
    page.get_by_placeholder("Search for...").press("Enter")
    page.get_by_role("button", name="Entities").click()
    page.locator("li[title*='/id/agency/']").filter(has_text=AGENCY).click()
    page.get_by_role("button", name="Add selected").click()
    node_labels = page.locator(".reactodia-standard-element__label")
    node_labels.first.wait_for()
    assert node_labels.all_inner_texts() == [AGENCY]

    page.keyboard.press("Escape")
    page.locator("[data-element-id]").click()
    page.get_by_title("Navigate to connected elements").click()
    page.locator("[data-linktypeid='https://w3id.org/zhengtu/ont#ledBy']").click()
    page.get_by_role("button", name="Add all").click()
    leads = page.request.get(f"{sample_service}/sparql", params={"query": LEADS}, headers={"Accept": "text/csv"})
    tasks = set(leads.text().split()[1:])
    assert len(tasks) > 1
    drawn = "n => document.querySelectorAll('.reactodia-link-label').length === n"
    page.wait_for_function(drawn, arg=len(tasks), timeout=10_000)
    assert set(node_labels.all_inner_texts()) == {AGENCY, *tasks}
    page.close()

    assert troubles == []
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in requests if not url.startswith(("data:", "blob:"))} == {
        sample_service,
        page_elsewhere.removesuffix("/index.html"),
    }
