"""The first question of all, on the real plan: who leads what, by any name, with the quote that proves it."""

import json

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from app.cli import app as cli
from app.server import create_app
from app.settings import Settings
from app.store.changes import DocumentsLoaded, SourceFile
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from loaders.resources import data_folder
from tests.api.test_rest_equals_sparql import CORPUS

TEXT = CORPUS / "jiaxing-2023-seven-public-services.txt"
TABLE = data_folder("samples") / "jiaxing-2023-breakdown.csv"
NAMES = ("市卫生健康委", "市卫健委", "嘉兴市卫生健康委员会")
SPARQL = """PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?task { ?task zt:ledBy ?a . ?a skos:altLabel "市卫健委"@zh }"""


@pytest.mark.parametrize("files", [(TEXT,), (TEXT, TABLE)], ids=["text", "text-and-table"])
def test_the_nine_tasks_of_the_health_commission(tmp_path, monkeypatch, files):
    if not TEXT.is_file():
        pytest.skip("../shared/corpus is not here")
    folder = DataFolder(tmp_path)
    ensure_release(folder)
    for file in files:
        publish(folder, DocumentsLoaded((SourceFile(file.name, file.read_bytes()),)), keep=3)
    with TestClient(create_app(Settings(data=tmp_path, readers=2))) as client:
        found = [client.get("/tasks", params={"lead": name, "limit": 100}).json()["items"] for name in NAMES]
        rows = client.get("/sparql", params={"query": SPARQL}, headers={"Accept": "application/json"}).json()["results"][
            "bindings"
        ]
        assert len(client.get("/plans").json()["items"]) == 1
    assert len(found[0]) == 9
    assert found[0] == found[1] == found[2]
    assert {row["task"]["value"] for row in rows} == {task["id"] for task in found[0]}
    for task in found[0]:
        assert task["plan"]["title"]
        assert task["path"]
        lead = next(lead for lead in task["leads"] if lead["name"] == NAMES[2])
        assert lead["region"]["name"] == "嘉兴市"
        assert any("市卫生健康委" in quote["text"] for quote in lead["quotes"])
        if len(files) == 2:
            assert len({quote["document"] for quote in lead["quotes"]}) == 2
    monkeypatch.setenv("ZHENGTU_DATA", str(tmp_path))
    printed = CliRunner().invoke(cli, ["query", "tasks", "--param", f"lead={NAMES[1]}"]).stdout
    assert [json.loads(line) for line in printed.splitlines()] == found[0]
