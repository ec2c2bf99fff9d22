"""Documents become releases: loaded, loaded again, replaced, removed, refused."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.problems import NotFound, Unprocessable
from app.store import CorrectionsChanged, DocumentsLoaded, DocumentsRemoved, SourceFile
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from app.store.sources import Sources
from loaders.graph import compile_graphs
from tests.store import specimens
from tests.store.conftest import E, run


def files(*texts: str) -> DocumentsLoaded:
    return DocumentsLoaded(tuple(SourceFile(f"{text[:3] or '空'}.txt", text.encode()) for text in texts))


def load(folder: DataFolder, *texts: str):
    ensure_release(folder)
    return publish(folder, files(*texts), keep=20)


def plan_graphs(receipt):
    return [change.graph for change in receipt.graphs if "/graph/plan/" in change.graph]


def test_a_document_becomes_the_graphs_that_the_compiler_makes(folder):
    receipt = load(folder, specimens.NOTICE)
    assert receipt.published
    (read,) = receipt.documents
    assert (read.outcome, read.plans, read.title) == (
        "new",
        1,
        "云溪市人民政府关于印发云溪市托育服务三年行动方案（2024—2026年）的通知",
    )
    assert read.tasks == 4
    manifest = folder.manifest(receipt.release.number)
    document = Sources(folder.path).document(read.sha256)
    compiled = compile_graphs([document], folder.base)
    assert {graph: digest for graph, (digest, quads) in manifest.graphs.items() if quads} == {
        iri: graph.digest for iri, graph in compiled.items() if graph.lines
    }


def test_originals_texts_and_repairs_are_kept(folder):
    (read,) = load(folder, specimens.NOTICE).documents
    kept = folder.sources / read.sha256
    assert (kept / "original.txt").read_text() == specimens.NOTICE
    record = json.loads((kept / "record.json").read_text())
    text = (kept / "text.txt").read_bytes().decode()
    quotes = [quote for task in record["plans"][0]["tasks"] for quote in task["evidence"]]
    assert quotes
    assert all(text[quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)


def test_the_same_again_publishes_nothing(folder):
    first = load(folder, specimens.NOTICE, specimens.OTHER)
    again = load(folder, specimens.OTHER, specimens.NOTICE)
    assert not again.published
    assert again.release == first.release
    assert [document.outcome for document in again.documents] == ["unchanged", "unchanged"]
    renamed = DocumentsLoaded((SourceFile("另名.txt", specimens.NOTICE.encode()),))
    assert not publish(folder, renamed, keep=20).published


def test_the_order_of_loading_does_not_change_the_digest(folder, tmp_path):
    other = DataFolder(tmp_path / "other")
    load(other, specimens.OTHER)
    assert load(folder, specimens.NOTICE, specimens.OTHER).release.digest == load(other, specimens.NOTICE).release.digest


def test_a_new_version_replaces_the_old_and_touches_no_other_plan(folder):
    load(folder, specimens.NOTICE, specimens.OTHER)
    receipt = load(folder, specimens.CHANGED)
    assert [document.outcome for document in receipt.documents] == ["replaced"]
    assert len(plan_graphs(receipt)) == 1
    assert load(folder, specimens.NOTICE, specimens.OTHER).release.digest != receipt.release.digest


def test_renumbering_a_heading_moves_no_task(settings, folder):
    tasks = "SELECT ?task { ?task a <https://w3id.org/zhengtu/ont#Task> } ORDER BY ?task"
    load(folder, specimens.NOTICE)
    before = run(settings, lambda store: store.rows(tasks))
    assert load(folder, specimens.RENUMBERED).published
    assert run(settings, lambda store: store.rows(tasks)) == before


def test_removing_a_document_takes_all_that_came_of_it(folder):
    first = load(folder, specimens.OTHER)
    added = load(folder, specimens.NOTICE)
    gone = publish(folder, DocumentsRemoved((added.documents[0].document,)), keep=20)
    assert gone.release.digest == first.release.digest
    with pytest.raises(NotFound):
        publish(folder, DocumentsRemoved((f"{E}nothing",)), keep=20)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02\xff" * 100, "今天天气晴朗，市民纷纷外出踏青。".encode(), "云溪市".encode() + b"\xff\xfe\xfa" * 9],
    ids=["empty", "binary", "news", "encoding"],
)
def test_what_cannot_be_read_refuses_the_whole_load(folder, data):
    ensure_release(folder)
    change = DocumentsLoaded((SourceFile("好.txt", specimens.NOTICE.encode()), SourceFile("坏.txt", data)))
    with pytest.raises(Unprocessable) as caught:
        publish(folder, change, keep=20)
    (refused,) = caught.value.members["documents"]
    assert refused["source"] == "坏.txt"
    assert refused["message"]
    assert folder.current_number() == 1
    assert list(folder.sources.iterdir()) == []


def test_documents_are_loaded_through_the_writer_process(settings):
    async def work(store):
        receipt = await store.publish(files(specimens.NOTICE))
        assert receipt.documents[0].outcome == "new"
        with pytest.raises(Unprocessable):
            await store.publish(files(""))
        assert await store.rows("SELECT * { ?s a <https://w3id.org/zhengtu/ont#Task> }")

    run(settings, work)


def test_the_command_line(tmp_path, monkeypatch):
    monkeypatch.setenv("ZHENGTU_DATA", str(tmp_path / "data"))
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    runner = CliRunner()
    empty = runner.invoke(app, ["load", str(folder)])
    assert empty.exit_code == 1
    assert "没有可读的文件" in empty.output
    assert not (tmp_path / "data").exists()
    (folder / "一.txt").write_text(specimens.NOTICE)
    (folder / "deeper" / "二.txt").write_text(specimens.OTHER)
    loaded = runner.invoke(app, ["load", str(folder)])
    assert loaded.exit_code == 0, loaded.output
    assert "已发布版本 2" in loaded.output
    Path(folder / "坏.txt").write_bytes(b"")
    refused = runner.invoke(app, ["load", str(folder)])
    assert refused.exit_code == 1
    assert "坏.txt" in refused.output
    status = runner.invoke(app, ["status"])
    assert "release\t2" in status.output
    tagged = runner.invoke(app, ["releases", "--tag", "引用版"])
    assert "引用版" in tagged.output


def correction(identity: str, **fields):
    return {"id": identity, "action": "replace", "reason": "核对原件", **fields}


def test_corrections_are_compiled_and_their_undoing_gives_the_same_digest(folder):
    plan = "云溪市托育服务三年行动方案（2024—2026年）"
    first = load(folder, specimens.NOTICE)
    change = correction(
        "c1", anchor={"fact": "task", "plan": plan, "task": "建设社区托育点"}, changes={"title": "建设社区托育中心"}
    )
    corrected = publish(folder, CorrectionsChanged((change,)), keep=20)
    assert corrected.members["applied"] == {"c1": 1}
    assert corrected.release.digest != first.release.digest
    again = load(folder, specimens.NOTICE)
    assert not again.published
    renewed = load(folder, specimens.CHANGED)
    assert "建设社区托育中心" in "".join(line for _, line in folder.delta(corrected.release.number))
    assert "建设社区托育中心" not in "".join(line for _, line in folder.delta(renewed.release.number))
    load(folder, specimens.NOTICE)
    undone = publish(folder, CorrectionsChanged(({"id": "u1", "action": "undo", "of": "c1"},)), keep=20)
    assert undone.release.digest == first.release.digest
    with pytest.raises(Unprocessable):
        publish(folder, CorrectionsChanged(({"id": "c2", "action": "replace"},)), keep=20)
    assert folder.current() == undone.release


def test_the_report_of_a_load_is_kept_with_its_release(folder):
    receipt = load(folder, specimens.NOTICE)
    assert receipt.report
    assert receipt.report["conforms"]
    assert folder.report(receipt.release.number) == receipt.report
