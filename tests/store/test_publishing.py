"""Changes become releases in the writer process: updates, graphs, data sets."""

import asyncio

import pytest
from pyoxigraph import NamedNode, Store, Triple

from app.problems import BadRequest, DeadlineExceeded, Forbidden, QuerySyntax, Unprocessable
from app.store import DatasetLoaded, GraphWritten, Scope, SparqlUpdate
from app.store.publishing import publish_graphs
from tests.store.conftest import E, run, triples

CURATED = "https://w3id.org/zhengtu/id/graph/curated/notes"
COMPILED = "https://w3id.org/zhengtu/id/graph/plan/0123456789abcdef"


def insert(graph=CURATED, word="备注"):
    return SparqlUpdate(f'INSERT DATA {{ GRAPH <{graph}> {{ <{E}s> <{E}p> "{word}"@zh }} }}', graphs=(graph,))


def test_an_update_is_seen_by_the_next_request(settings):
    async def work(store):
        before = await store.release()
        receipt = await store.publish(insert(), by="编辑")
        assert receipt.published
        assert (receipt.added, receipt.removed) == (1, 0)
        assert [(change.graph, change.existed, change.exists, change.quads) for change in receipt.graphs] == [
            (CURATED, False, True, 1)
        ]
        assert receipt.release.number == before.number + 1
        assert (await store.release()) == receipt.release
        assert [row["o"].value for row in await store.rows("SELECT ?o { ?s ?p ?o }")] == ["备注"]
        assert store.folder.manifest(receipt.release.number).by == "编辑"

    run(settings, work)


def test_what_changes_nothing_publishes_nothing(settings):
    async def work(store):
        first = await store.publish(insert())
        second = await store.publish(insert())
        assert not second.published
        assert second.release == first.release
        hinted = await store.publish(SparqlUpdate("DELETE WHERE { ?s ?p ?o }", graphs=()))
        assert not hinted.published
        assert hinted.hint
        assert "GRAPH" in hinted.hint

    run(settings, work)


def test_the_digest_does_not_depend_on_the_order(settings, tmp_path):
    async def forth(store):
        await store.publish(insert(word="一"))
        return await store.publish(insert(word="二"))

    async def back(store):
        await store.publish(insert(word="二"))
        return await store.publish(insert(word="一"))

    assert (
        run(settings, forth).release.digest == run(settings.model_copy(update={"data": tmp_path / "other"}), back).release.digest
    )


@pytest.mark.parametrize("graphs", [None, (COMPILED,)])
def test_compiled_graphs_are_refused_and_point_to_corrections(settings, folder, graphs):
    publish_graphs(folder, {COMPILED: triples(2)})

    async def work(store):
        before = await store.release()
        update = SparqlUpdate("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", graphs=graphs, scope=Scope.UNCOMPILED)
        with pytest.raises(Forbidden, match="编译") as caught:
            await store.publish(update)
        assert "更正" in caught.value.hint
        assert await store.release() == before

    run(settings, work)


def test_editors_write_curated_graphs_only(settings):
    async def work(store):
        with pytest.raises(Forbidden):
            await store.publish(insert(graph=f"{E}g"))
        with pytest.raises(Forbidden):
            await store.publish(SparqlUpdate(f"INSERT DATA {{ <{E}s> <{E}p> 1 }}"))
        admin = await store.publish(SparqlUpdate(f"INSERT DATA {{ <{E}s> <{E}p> 1 }}", scope=Scope.UNCOMPILED))
        assert [change.graph for change in admin.graphs] == ["default"]

    run(settings, work)


def test_an_update_that_is_wrong_or_endless_changes_nothing(settings, folder):
    publish_graphs(folder, {COMPILED: triples(2_000)})

    async def work(store):
        before = await store.release()
        with pytest.raises(QuerySyntax) as caught:
            await store.publish(SparqlUpdate("INSERT DATA {\n <a> <b> }"))
        assert caught.value.members["line"] == 2
        endless = f"""INSERT {{ GRAPH <{CURATED}> {{ ?a <{E}q> ?n }} }} WHERE {{
            GRAPH ?x {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?f && ?f < ?i) BIND(1 AS ?n) }} }}"""
        with pytest.raises(DeadlineExceeded):
            await store.publish(SparqlUpdate(endless, graphs=(CURATED,)), timeout=1)
        assert await store.release() == before
        assert (await store.publish(insert())).published
        assert not [entry.name for entry in store.folder.releases.iterdir() if entry.name.startswith(".")]

    run(settings, work)


def test_graphs_are_put_merged_and_deleted(settings):
    async def work(store):
        async def write(method, text=""):
            return await store.publish(GraphWritten(CURATED, method, text.encode(), "text/turtle", base_iri=E))

        created = await write("put", '<s> <p> "一"@zh, 01 .')
        assert [(change.existed, change.exists) for change in created.graphs] == [(False, True)]
        merged = await write("post", '<s> <p> "二"@zh .')
        assert (merged.added, merged.removed, merged.graphs[0].quads) == (1, 0, 3)
        replaced = await write("put", '<s> <p> "二"@zh .')
        assert (replaced.added, replaced.removed) == (0, 2)
        emptied = await write("put")
        assert emptied.graphs[0].exists
        assert emptied.graphs[0].quads == 0
        deleted = await write("delete")
        assert not deleted.graphs[0].exists
        assert not (await write("delete")).published
        before = await store.release()
        with pytest.raises(BadRequest, match="line 2"):
            await write("put", '<s> <p> "一" .\n<s> <p')
        with pytest.raises(BadRequest):
            await store.publish(GraphWritten(CURATED, "put", b'{"@context": "http://example.org/c"}', "application/ld+json"))
        assert await store.release() == before

    run(settings, work)


def test_a_data_set_is_loaded_in_bulk(settings, tmp_path):
    file = tmp_path / "bench.nq"
    file.write_text("".join(f'<{E}{n}> <{E}p> "{n}" <{E}g{n % 7}> .\n' for n in range(1000)))

    async def work(store):
        receipt = await store.publish(DatasetLoaded(str(file)))
        assert (receipt.added, len(receipt.graphs)) == (1000, 7)
        assert not (await store.publish(DatasetLoaded(str(file)))).published

    run(settings, work)


def test_writes_take_turns(settings):
    async def work(store):
        receipts = await asyncio.gather(store.publish(insert(word="一")), store.publish(insert(word="二")))
        assert sorted(receipt.release.number for receipt in receipts) == [2, 3]
        assert len(await store.rows("SELECT ?o { ?s ?p ?o }")) == 2

    run(settings, work)


def test_each_release_keeps_what_it_added_and_removed(settings, folder):
    publish_graphs(folder, {f"{E}g": triples(2)}, keep=2)
    publish_graphs(folder, {f"{E}g": triples(1)}, keep=2)
    publish_graphs(folder, {f"{E}h": triples(1)}, keep=2)
    publish_graphs(folder, {f"{E}h": []}, keep=2)
    line = f'<{E}%d> <{E}p> "任务%d"@zh <{E}%s> .'
    assert sorted(folder.delta(2)) == [("+", line % (0, 0, "g")), ("+", line % (1, 1, "g"))]
    assert list(folder.delta(3)) == [("-", line % (1, 1, "g"))]
    assert list(folder.delta(5)) == [("-", line % (0, 0, "h"))]
    assert folder.numbers() == [4, 5]


def test_hooks_make_what_a_release_carries(folder, monkeypatch):
    monkeypatch.setattr("app.store.publishing.HOOKS", ("tests.store.test_publishing:count_quads",))
    receipt = publish_graphs(folder, {f"{E}g": triples(3)})
    assert (folder.folder(receipt.release.number) / "count").read_text() == "3"


def count_quads(made):
    (made.path / "count").write_text(str(len(Store.read_only(str(made.path / "store")))))


ZT = "https://w3id.org/zhengtu/ont#"


def test_a_violation_refuses_an_update_with_the_report(settings):
    async def work(store):
        before = await store.release()
        bare = f"INSERT DATA {{ GRAPH <{CURATED}> {{ <{E}target> a <{ZT}Target> }} }}"
        with pytest.raises(Unprocessable, match="什么都没有改动") as caught:
            await store.publish(SparqlUpdate(bare, graphs=(CURATED,)))
        report = caught.value.members["report"]
        assert not report["conforms"]
        assert {finding["focus"] for finding in report["findings"]} == {f"{E}target"}
        assert (store.folder.operations / "reports" / caught.value.members["report_name"]).exists()
        assert await store.release() == before

    run(settings, work)


def test_what_refers_to_a_changed_thing_is_checked_too(settings, folder):
    graph, other = f"{E}g", f"{E}h"
    agency, task = NamedNode(f"{E}agency"), NamedNode(f"{E}responsibility")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    publish_graphs(
        folder,
        {
            graph: [Triple(task, kind, NamedNode(f"{ZT}Responsibility")), Triple(task, NamedNode(f"{ZT}agency"), agency)],
            other: [Triple(agency, kind, NamedNode(f"{ZT}Agency"))],
        },
    )

    async def work(store):
        with pytest.raises(Unprocessable) as caught:
            await store.publish(GraphWritten(other, "delete", scope=Scope.UNCOMPILED))
        assert f"{E}responsibility" in {finding["focus"] for finding in caught.value.members["report"]["findings"]}

    run(settings, work)
