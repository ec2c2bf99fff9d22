"""The embedded store with real reader processes."""

import asyncio
import json
from pathlib import Path

import pytest

from app.problems import BadRequest, Busy, DeadlineExceeded, Gone, NotFound, OutOfMemory, QuerySyntax
from app.store import Lane, Query
from app.store.publishing import publish_graphs
from tests.store.conftest import E, body, children, run, triples

KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_empty_folder_starts_with_an_empty_release(settings):
    async def work(store):
        assert (await store.release()).number == 1
        assert await store.rows("SELECT * { ?s ?p ?o }") == []
        assert (await store.health()).ready
        assert (settings.data / "base").read_text().strip() == settings.base

    run(settings, work)


@pytest.mark.parametrize(
    ("media_type", "query", "expected"),
    [
        ("application/sparql-results+json", "SELECT ?o { ?s ?p ?o }", b'"xml:lang":"zh"'),
        ("application/sparql-results+xml", "SELECT ?o { ?s ?p ?o }", "任务0</literal>".encode()),
        ("text/csv", "SELECT ?o { ?s ?p ?o }", "o\r\n任务0\r\n".encode()),
        ("text/tab-separated-values", "SELECT ?o { ?s ?p ?o }", '?o\n"任务0"@zh\n'.encode()),
        ("application/sparql-results+json", "ASK { ?s ?p ?o }", b'"boolean":true'),
        ("text/turtle", "CONSTRUCT WHERE { ?s ?p ?o }", '"任务0"@zh'.encode()),
        ("application/n-triples", "DESCRIBE <http://example.org/0>", '"任务0"@zh .\n'.encode()),
        ("application/n-quads", "CONSTRUCT WHERE { ?s ?p ?o }", '"任务0"@zh .\n'.encode()),
        ("application/trig", "CONSTRUCT WHERE { ?s ?p ?o }", '"任务0"@zh'.encode()),
        ("application/rdf+xml", "CONSTRUCT WHERE { ?s ?p ?o }", b'xml:lang="zh"'),
        ("application/ld+json", "CONSTRUCT WHERE { ?s ?p ?o }", b'"@language":"zh"'),
    ],
)
def test_every_media_type(settings, folder, media_type, query, expected):
    publish_graphs(folder, {f"{E}g": triples(1)})

    async def work(store):
        answer = await store.answer(Query(query, media_type=media_type))
        assert answer.media_type == media_type
        assert expected in b"".join([chunk async for chunk in answer.chunks])

    run(settings, work)


def test_a_long_answer_streams_whole(settings, folder):
    publish_graphs(folder, {f"{E}g": triples(20_000)})

    async def work(store):
        whole = await body(store, "SELECT * { ?s ?p ?o }")
        assert len(json.loads(whole)["results"]["bindings"]) == 20_000
        assert store.queries() == []

    run(settings, work)


def test_syntax_error_names_line_column_and_token(settings):
    async def work(store):
        with pytest.raises(QuerySyntax) as caught:
            await body(store, "SELECT ?政 {\n  ?s ?p foo:o }")
        assert caught.value.members["line"] == 2
        assert caught.value.members["column"] > 1
        with pytest.raises(BadRequest):
            await body(store, "SELECT * { BIND(<http://example.org/f>(1) AS ?x) }")

    run(settings, work)


def test_text_that_is_no_unicode_is_refused_and_costs_no_reader(settings):
    async def work(store):
        for _ in range(3):
            with pytest.raises(BadRequest, match="Unicode"):
                await store.answer(Query("SELECT ('\ud800' AS ?lone) {}"))
        assert store.queries() == []
        assert await body(store, "ASK {}") == b'{"head":{},"boolean":true}'

    run(settings, work)


def test_a_killer_stops_at_its_deadline_while_others_are_answered(settings, folder):
    publish_graphs(folder, {f"{E}g": triples(2_000)})

    async def work(store):
        started = asyncio.get_running_loop().time()
        killer = asyncio.create_task(body(store, KILLER, timeout=1.0))
        await asyncio.sleep(0.2)
        assert [query.text for query in store.queries()] == [KILLER]
        assert len(await store.rows("SELECT * { ?s ?p ?o } LIMIT 3")) == 3
        with pytest.raises(DeadlineExceeded):
            await killer
        assert asyncio.get_running_loop().time() - started < 1.5
        assert await body(store, "ASK {}")

    run(settings, work)


def test_stopping_a_query_and_leaving_one(settings, folder):
    publish_graphs(folder, {f"{E}g": triples(20_000)})

    async def work(store):
        killer = asyncio.create_task(body(store, KILLER))
        await asyncio.sleep(0.2)
        assert store.stop(store.queries()[0].query_id)
        with pytest.raises(Exception, match="停止"):
            await killer
        unread = await store.answer(Query("SELECT * { ?s ?p ?o }"))
        await unread.chunks.aclose()
        answer = await store.answer(Query("SELECT * { ?s ?p ?o } # again"))
        await anext(aiter(answer.chunks))
        await answer.chunks.aclose()
        assert store.queries() == []
        assert await body(store, "ASK {}")

    run(settings, work)


def test_a_memory_bomb_is_one_dead_reader(settings, folder):
    publish_graphs(folder, {f"{E}g": triples(3_000)})
    settings = settings.model_copy(update={"query_memory": 768, "query_timeout": 60.0})
    doubling = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(28))
    bomb = f'SELECT (STRLEN(?x28) AS ?n) {{ BIND("0123456789" AS ?x0) {doubling} }}'

    async def work(store):
        with pytest.raises(OutOfMemory):
            await body(store, bomb)
        assert await body(store, "ASK {}")

    run(settings, work)


def test_a_full_queue_says_when_to_come_back(settings, folder):
    publish_graphs(folder, {f"{E}g": triples(2_000)})

    async def work(store):
        killers = [asyncio.create_task(body(store, KILLER + f" #{n}", timeout=2.0)) for n in range(3)]
        await asyncio.sleep(0.2)
        with pytest.raises(Busy) as caught:
            await body(store, "ASK {}")
        assert "Retry-After" in caught.value.headers
        await asyncio.gather(*killers, return_exceptions=True)

    run(settings, work)


def test_releases_are_seen_by_the_next_request_and_old_ones_can_be_asked(settings, folder):
    async def work(store):
        publish_graphs(folder, {f"{E}g": triples(1)}, keep=2)
        first = await store.release()
        assert len(await store.rows("SELECT * { ?s ?p ?o }")) == 1
        publish_graphs(folder, {f"{E}g": triples(2)}, keep=2)
        assert len(await store.rows("SELECT * { ?s ?p ?o }")) == 2
        assert len(await store.rows("SELECT * { ?s ?p ?o }", release=first.number)) == 1
        publish_graphs(folder, {f"{E}g": triples(3)}, keep=2)
        with pytest.raises(Gone):
            await store.answer(Query("ASK {}", release=first.number))
        with pytest.raises(NotFound):
            await store.answer(Query("ASK {}", release=99))

    run(settings, work)


def test_datasets(settings, folder):
    publish_graphs(folder, {f"{E}g1": triples(1), f"{E}g2": triples(2, "目标")})

    async def work(store):
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

        async def number(text=count, **options):
            return int(json.loads(await body(store, text, **options))["results"]["bindings"][0]["n"]["value"])

        assert await number() == 3
        assert await number(f"SELECT (COUNT(*) AS ?n) FROM <{E}g2> {{ ?s ?p ?o }}") == 2
        assert await number(f'SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(STR(?o) != " FROM ") }} # FROM <{E}g2>') == 3
        assert await number(default_graphs=(f"{E}g1",)) == 1
        assert await number(named_graphs=(f"{E}g1",)) == 0
        assert await number("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", named_graphs=(f"{E}g1",)) == 1

    run(settings, work)


def test_lanes_do_not_share_readers(settings):
    async def work(store):
        health = await store.health()
        assert health.readers == {Lane.AD_HOC: 1, Lane.SERVICE: 1}

    run(settings, work)


def test_killed_readers_leave_nothing_open(settings, folder):
    publish_graphs(folder, {f"{E}g": triples(60_000)})
    settings = settings.model_copy(update={"spool": 0})

    async def work(store):
        async def abandon(n):
            answer = await store.answer(Query(f"SELECT * {{ ?s ?p ?o }} # {n}"))
            await anext(aiter(answer.chunks))
            await asyncio.sleep(0.1)
            await answer.chunks.aclose()
            while sum((await store.health()).readers.values()) < 2:
                await asyncio.sleep(0.01)

        await abandon(0)
        before = len(list(Path("/proc/self/fd").iterdir()))
        for n in range(8):
            await abandon(n + 1)
        assert len(list(Path("/proc/self/fd").iterdir())) <= before
        states = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] for pid in children()]
        assert "Z" not in states

    run(settings, work)
