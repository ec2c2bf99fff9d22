"""What holds for any documents whatever, hostile words included."""

import random
from collections.abc import Callable
from hashlib import sha256

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders import graph, records
from loaders.graph.terms import chinese, decimal, iri, text
from loaders.records import Due, Evidence

BASE = "https://example.org/id/"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
HOSTILE = st.sampled_from(
    ['"', "\\", "\n", "\r\t", "%2F", "a/b", "<x>", "“全角”", "\u2028", "\x00", "\x7f", "𠮷", "é", "{}|^`", "@zh", "。"]
)
NAMES = st.one_of(WORDS, HOSTILE, st.sampled_from(["市教育局", "市卫生健康委", "疏浚河道", "建设书房", "覆盖率"]))


@st.composite
def documents(draw: st.DrawFn) -> records.Document:
    """A document with up to two plans of a few tasks; titles, names and quotes collide often."""
    starts: dict[str, int] = {}

    def evidence(supports: str) -> tuple[Evidence, ...]:
        words = draw(NAMES)
        start = starts.setdefault(words, sum(len(known) for known in starts))
        place = {"start": start, "end": start + len(words), "raw_start": start, "raw_end": start + len(words)}
        return (Evidence.model_validate({"quote": words, "supports": supports, **place}),)

    def plan() -> records.Plan:
        sections = tuple(
            records.Section(
                rule="r", evidence=evidence("title"), number=draw(st.sampled_from([None, "一、"])), title=draw(NAMES),
                parent=draw(st.sampled_from([None, *range(index)])), order=index,
            )
            for index in range(draw(st.integers(0, 3)))
        )  # fmt: skip
        tasks = tuple(
            records.Task(
                rule="r", evidence=evidence("title"), number=None, title=draw(NAMES), text=draw(NAMES), kind="task",
                section=draw(st.sampled_from([None, *range(len(sections))])), order=index,
                due=draw(st.sampled_from([None, Due(printed="2025年", value="2025", precision="year")])),
                responsibilities=tuple(
                    records.Responsibility(
                        rule="r", evidence=evidence("name"), name=draw(NAMES), role=role, detail=detail, role_printed=detail
                    )
                    for role, detail in draw(st.lists(st.sampled_from([("lead", "牵头"), ("support", "配合")]), max_size=2))
                ),
                citations=tuple(
                    records.Citation(rule="r", evidence=evidence("cite"), title=draw(NAMES), doc_number=None)
                    for _ in range(draw(st.integers(0, 1)))
                ),
            )
            for index in range(draw(st.integers(1, 4)))
        )  # fmt: skip
        targets = tuple(
            records.Target(
                rule="r", evidence=evidence("value"), task=draw(st.sampled_from([None, *range(len(tasks))])), name=draw(NAMES),
                measure="level", comparator=draw(st.sampled_from(["=", ">="])),
                value=draw(st.floats(0, 1e12, allow_nan=False)), unit=draw(st.sampled_from(["个", "亿元", "奇"])),
            )
            for _ in range(draw(st.integers(0, 3)))
        )  # fmt: skip
        return records.Plan(
            rule="r", evidence=evidence("title"), title=draw(st.sampled_from(["甲方案", "乙方案"])), owner=draw(NAMES),
            region=draw(st.sampled_from([None, "嘉兴市", "云澜市"])), period=("2024", "2026"), sections=sections, tasks=tasks,
            targets=targets,
        )  # fmt: skip

    title, issuer = draw(NAMES), draw(NAMES)
    return records.Document(
        rule="r", evidence=evidence("title"), sha256=sha256(f"{title}\n{issuer}".encode()).hexdigest(), source="x",
        media_type="text/plain", title=title, issuer=issuer, plans=tuple(plan() for _ in range(draw(st.integers(1, 2)))),
        citations=tuple(
            records.Citation(rule="r", evidence=evidence("cite"), title=title, doc_number=None)
            for title in draw(st.sampled_from([(), ("甲方案",), ("甲方案", "丙条例")]))
        ),
    )  # fmt: skip


def distinct(found: list[records.Document]) -> list[records.Document]:
    return list({graph.document_key(document): document for document in found}.values())


COLLECTIONS = st.lists(documents(), min_size=1, max_size=3).map(distinct)
SLOW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(COLLECTIONS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_bytes_and_no_statement_stands_twice(found: list[records.Document], draw: random.Random) -> None:
    compiled = graph.compile_graphs(found, BASE)  # raises where a statement stands in two graphs
    draw.shuffle(found)
    assert graph.compile_graphs(found, BASE) == compiled


@SLOW
@given(COLLECTIONS)
def test_every_line_is_one_ascii_named_statement_that_a_store_gives_back(found: list[records.Document]) -> None:
    for compiled in graph.compile_graphs(found, BASE).values():
        store = pyoxigraph.Store()
        store.load(compiled.nquads(), format=pyoxigraph.RdfFormat.N_QUADS)
        assert sorted(f"{quad} ." for quad in store) == list(compiled.lines)
        for quad in store:
            named = [term for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, pyoxigraph.NamedNode)]
            assert all(term.value.isascii() for term in named)


@SLOW
@given(COLLECTIONS)
def test_tasks_have_one_node_each_whatever_their_titles(found: list[records.Document]) -> None:
    compiled = graph.compile_graphs(found, BASE)
    nodes = {line.split(" ")[0] for each in compiled.values() for line in each.lines if "ont#Task>" in line}
    said: dict[str, list[int]] = {}
    for document in found:
        for plan in document.plans:
            for key in graph.plan_keys(document.model_copy(update={"plans": (plan,)}), BASE):
                said.setdefault(key, []).append(len(plan.tasks))
    assert sum(max(counts) for counts in said.values()) <= len(nodes) <= sum(sum(counts) for counts in said.values())


@SLOW
@given(COLLECTIONS, documents())
def test_a_further_document_changes_only_its_plans_and_what_is_derived(
    found: list[records.Document], further: records.Document
) -> None:
    known = {graph.document_key(document) for document in found}
    if graph.document_key(further) in known:
        return
    before, after = graph.compile_graphs(found, BASE), graph.compile_graphs([*found, further], BASE)
    changed = {name.removeprefix(f"{BASE}graph/") for name in after if name not in before or before[name] != after[name]}
    own = {f"plan/{key}" for key in graph.plan_keys(further, BASE)} | {f"document/{graph.document_key(further)}"}
    assert changed <= own | set(graph.DERIVED)
    assert before.keys() <= after.keys()


@pytest.mark.parametrize("make", [text, chinese])
@given(value=NAMES)
def test_literals_come_back(make: Callable[[str], str], value: str) -> None:
    triple = next(pyoxigraph.parse(f"<x:s> <x:p> {make(value)} .".encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
    assert isinstance(triple.object, pyoxigraph.Literal)
    assert triple.object.value == value


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_decimals_are_exact_and_without_exponent(value: float) -> None:
    written = decimal(value).split('"')[1]
    assert float(written) == value
    assert "e" not in written.lower()


@given(WORDS)
def test_an_iri_is_ascii_or_refused(words: str) -> None:
    try:
        made = iri(f"https://example.org/{words}")
    except ValueError:
        return
    pyoxigraph.NamedNode(made[1:-1])
    assert made.isascii()
