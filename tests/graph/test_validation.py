"""The shapes on graphs that were spoilt in one place each, and the fast engine held equal to pySHACL."""

import re
from collections.abc import Callable, Iterable

import pyoxigraph
import pytest

from loaders.graph import Graph, compile_graphs
from loaders.graph.validation import Report, validate, validate_by_reference, validate_ntriples
from loaders.synthesis.quads import synthesise
from tests.graph.specimens import BASE, later, notice, table

ZT = "https://w3id.org/zhengtu/ont#"
OA = "http://www.w3.org/ns/oa#"
Edit = Callable[[list[str]], list[str]]


def drop(pattern: str) -> Edit:
    """Takes the first line that matches out."""

    def edit(lines: list[str]) -> list[str]:
        at = next(index for index, line in enumerate(lines) if re.search(pattern, line))
        return lines[:at] + lines[at + 1 :]

    return edit


def change(pattern: str, old: str, new: str) -> Edit:
    """Changes the first line that matches."""

    def edit(lines: list[str]) -> list[str]:
        at = next(index for index, line in enumerate(lines) if re.search(pattern, line) and re.search(old, line))
        return [*lines[:at], re.sub(old, new, lines[at], count=1), *lines[at + 1 :]]

    return edit


def again(pattern: str, old: str, new: str) -> Edit:
    """Adds a changed copy of the first line that matches."""

    def edit(lines: list[str]) -> list[str]:
        line = next(line for line in lines if re.search(pattern, line) and re.search(old, line))
        return [*lines, re.sub(old, new, line, count=1)]

    return edit


VIOLATIONS: dict[str, tuple[Edit, str]] = {
    "a task without evidence": (
        lambda lines: [line for line in lines if not re.match(r"<\S+/task/\S+> <\S+#hasEvidence>", line)],
        "No evidence",
    ),
    "a task without text": (drop(f"<{ZT}text>"), "A task has its text"),
    "a task of no known kind": (change(f"<{ZT}taskKind>", "task-kind#task", "task-kind#x"), "The kind of a task"),
    "a lead that no responsibility states": (again(f"<{ZT}ledBy>", r"agency/x-\w+", "agency/x-0"), "shortcut ledBy"),
    "a lead without its shortcut": (drop(f"<{ZT}ledBy>"), "shortcut ledBy"),
    "a support without its shortcut": (drop(f"<{ZT}supportedBy>"), "shortcut supportedBy"),
    "a responsibility without an agency": (drop(f"<{ZT}agency>"), "exactly one agency"),
    "a role that does not fit its detail": (change(f"<{ZT}roleDetail>", "role#leading", "role#cooperating"), "finer role"),
    "a due without its moment": (drop(f"/target/.*<{ZT}dueLatest>"), "latest moment do not agree"),
    "a moment that is no day's end": (change(f"<{ZT}dueLatest>", "T23:59:59", "T12:00:00"), "last second of a day"),
    "a target without comparator": (drop(f"<{ZT}comparator>"), "Not a known comparator"),
    "a range without its upper value": (change(f"<{ZT}comparator>", "comparator#eq", "comparator#range"), "A range has an upper"),
    "a target with two values": (again(f"/target/.*<{ZT}value>", '"120"', '"121"'), "exactly one value"),
    "a value that is no number": (change(f"/target/.*<{ZT}value>", r"\^\^\S+decimal>", ""), "exactly one value"),
    "a base value without base unit": (drop(f"<{ZT}baseUnit>"), "The unit, the base value"),
    "an indicator missing": (drop(f"/target/.*<{ZT}indicator>"), "exactly one indicator"),
    "a quote longer than its place": (change(f"<{OA}exact>", '> "', '> "多'), "length of the quote"),
    "a quote that ends before it starts": (change(f"<{OA}end>", r'"\d+"', '"0"'), "Evidence has its end"),
    "a document without digest": (drop(f"<{ZT}sourceDigest>"), "hex SHA-256"),
    "a plan that ends before it starts": (change(f"<{ZT}endYear>", '"2026"', '"2020"'), "first year is after"),
    "two labels in one language": (again("/task/.*rdf-schema#label>", '"疏浚', '"再疏浚'), "label, one in each language"),
    "a section inside itself": (
        lambda lines: [
            *lines,
            *(f"{line.split()[0]} <{ZT}inSection> {line.split()[0]} ." for line in lines if f"{ZT}Section>" in line),
        ],
        "in a circle",
    ),
    "an agency of no resolution": (drop(f"/agency/.*<{ZT}resolution>"), "whether the agency is resolved"),
    "a region code of letters": (
        lambda lines: [
            *lines,
            f'<{BASE}region/x> <http://www.w3.org/2004/02/skos/core#notation> "33A" .',
            f"<{BASE}region/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ZT}Region> .",
        ],
        "six or nine digits",
    ),
}

WARNINGS: dict[str, tuple[Edit, str]] = {
    "a document without issuer": (drop(f"<{ZT}issuer>"), "No issuer"),
    "a target without due": (
        lambda lines: [line for line in lines if not re.search(f"/target/.*<{ZT}due(Latest|Precision)?>", line)],
        "no deadline",
    ),
    "a plan without region": (drop(f"/plan/.*<{ZT}region>"), "region of the plan"),
}


def compiled() -> list[Graph]:
    return list(compile_graphs([notice(), table(), later()], BASE).values())


def triples(graphs: Iterable[Graph]) -> list[str]:
    return [f"{line.removesuffix(f' <{graph.iri}> .')} ." for graph in graphs for line in graph.lines]


def as_graph(lines: list[str]) -> Graph:
    iri = f"{BASE}graph/spoilt"
    return Graph(iri, tuple(sorted({f"{line.removesuffix(' .')} <{iri}> ." for line in lines})))


def test_what_we_compile_conforms() -> None:
    report = validate(compiled())
    assert report.conforms
    assert {finding.message_en for finding in report.warnings} == {"The region has no division code"}


def test_a_doubt_is_a_warning_that_says_what_is_doubtful() -> None:
    report = validate(compile_graphs([notice(), table(150)], BASE).values())
    doubts = [finding for finding in report.warnings if finding.message_en.startswith("Something here")]
    assert report.conforms
    assert [finding.value for finding in doubts] == [
        "承载同一规划的文件数值不同。The documents that carry this plan give different figures."
    ] * 2


@pytest.mark.parametrize("spoilt", VIOLATIONS)
def test_a_violation_is_seen(spoilt: str) -> None:
    edit, message = VIOLATIONS[spoilt]
    report = validate([as_graph(edit(triples(compiled())))])
    assert not report.conforms
    assert any(message in finding.message_en for finding in report.violations), report.violations


@pytest.mark.parametrize("spoilt", WARNINGS)
def test_a_warning_does_not_stop_a_load(spoilt: str) -> None:
    edit, message = WARNINGS[spoilt]
    before = validate(compiled())
    report = validate([as_graph(edit(triples(compiled())))])
    assert report.conforms
    assert any(message in finding.message_en for finding in set(report.findings) - set(before.findings))


def both(lines: list[str]) -> tuple[Report, Report]:
    graph = as_graph(lines)
    return validate([graph]), validate_by_reference([graph])


def test_the_gate_and_pyshacl_agree_on_everything_spoilt_at_once() -> None:
    lines = triples(compiled())
    for edit, _ in [*VIOLATIONS.values(), *WARNINGS.values()]:
        try:
            lines = edit(lines)
        except StopIteration:  # another edit took what this one needs
            continue
    gate, reference = both(lines)
    assert len(gate.violations) > 20
    assert gate == reference


@pytest.mark.long
@pytest.mark.parametrize("spoilt", [*VIOLATIONS, *WARNINGS])
def test_the_gate_and_pyshacl_agree_on_each(spoilt: str) -> None:
    gate, reference = both((VIOLATIONS | WARNINGS)[spoilt][0](triples(compiled())))
    assert gate == reference


def test_every_message_is_in_both_languages() -> None:
    lines = triples(compiled())
    for edit, _ in VIOLATIONS.values():
        for finding in validate([as_graph(edit(lines))]).findings:
            assert re.search(r"[\u4e00-\u9fff]", finding.message_zh)
            assert finding.message_en
            assert not re.search(r"[\u4e00-\u9fff]", finding.message_en)


def test_bench_data_conforms() -> None:
    quads = pyoxigraph.parse("".join(synthesise(5_000, BASE)).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    report = validate_ntriples("\n".join(f"{quad.triple} ." for quad in quads))
    assert report.findings == ()
