"""Bench data: of the real shape, the same for the same seed, as many quads as asked for."""

import itertools
from collections import Counter

import pyoxigraph
import pytest

from loaders.graph import compile_graphs
from loaders.synthesis.quads import synthesise
from tests.graph.specimens import BASE, later, notice, table


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return list(synthesise(20_000, BASE))


@pytest.fixture(scope="module")
def store(lines: list[str]) -> pyoxigraph.Store:
    loaded = pyoxigraph.Store()
    loaded.load("".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return loaded


def test_size_seed_and_no_statement_twice(lines: list[str], store: pyoxigraph.Store) -> None:
    assert 20_000 <= len(lines) < 40_000
    assert len(set(lines)) == len(lines) == len(store)
    assert list(itertools.islice(synthesise(20_000, BASE), 500)) == lines[:500]
    assert list(itertools.islice(synthesise(20_000, BASE, seed=2), 500)) != lines[:500]


def test_it_has_the_classes_and_properties_of_real_graphs(store: pyoxigraph.Store) -> None:
    invented = {quad.predicate.value for quad in store}
    real = {quad.predicate.value for each in compile_graphs([notice(), table(), later()], BASE).values() for quad in each.quads()}
    missing = {iri.rsplit("#")[-1].rsplit("/")[-1] for iri in real - invented}
    assert missing <= {"place", "doubt", "doubtNote", "basedOn", "decomposes", "ownerEvidence", "dateEvidence", "altLabel"}


def test_agencies_follow_zipf(store: pyoxigraph.Store) -> None:
    led = Counter(
        quad.object.value
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode("https://w3id.org/zhengtu/ont#role"), None)
    )
    assert set(led) == {f"https://w3id.org/zhengtu/role#{role}" for role in ("lead", "support")}
    answer = store.query(
        """PREFIX zt: <https://w3id.org/zhengtu/ont#>
        SELECT ?k (COUNT(*) AS ?n) { ?r zt:agency/zt:agencyKind ?k } GROUP BY ?k ORDER BY DESC(?n)""",
        use_default_graph_as_union=True,
    )
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    counts = [int(row["n"].value) for row in answer]
    assert counts[0] > 4 * counts[10]


def test_the_command_writes_a_whole_file(tmp_path) -> None:
    from typer.testing import CliRunner

    from app.cli import app

    out = tmp_path / "bench.nq"
    result = CliRunner().invoke(app, ["synth", "--quads", "3000", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert len(list(pyoxigraph.parse(path=str(out)))) >= 3000
    assert [path.name for path in tmp_path.iterdir()] == ["bench.nq"]
