"""Graphs against the shapes: a Violation stops a load, a Warning goes to the review list.

The gate is the `shacl` engine, a hundred times as fast as pySHACL; tests hold the two equal on our shapes (docs/decisions/002).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pyshacl
import rdflib
import shacl

from loaders.graph.graph import Graph
from loaders.resources import data_folder

Severity = Literal["Violation", "Warning", "Info"]
_SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ORDER = {"Violation": 0, "Warning": 1, "Info": 2}


@dataclass(frozen=True)
class Finding:
    """One thing that a shape did not like. Terms are plain: IRIs without brackets, literals without quotes.

    focus: IRI of the thing; path: IRI of the property or its path in SPARQL's syntax, None for the thing as a whole;
    value: the offending value where there is one; message_zh, message_en: for people.
    """

    severity: Severity
    focus: str
    path: str | None
    value: str | None
    message_zh: str
    message_en: str

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        return _ORDER[self.severity], self.focus, self.message_en, self.path or "", self.value or ""


@dataclass(frozen=True)
class Report:
    """What the shapes found, worst first."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether it may be published: no Violation."""
        return not self.violations

    @property
    def violations(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "Violation")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity != "Violation")


def shapes_text() -> str:
    """All shapes as one Turtle text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(data_folder("shapes").glob("*.ttl")))


def validate(graphs: Iterable[Graph]) -> Report:
    """Graphs taken together as one data graph. A plan goes with the documents that carry it: they hold some of its quotes."""
    return validate_ntriples(_triples(graphs))


def validate_ntriples(data: str) -> Report:
    """A data graph as N-Triples text; ValueError when it does not parse."""
    return _report(
        Finding(
            severity=_severity(result.severity_iri),
            focus=_plain(result.focus_node),
            path=_path(result.path),
            value=result.value_plain,
            **_messages(result.messages),
        )
        for result in _shapes().validate_text(data, format="ntriples").results
    )


def validate_by_reference(graphs: Iterable[Graph]) -> Report:
    """The same by pySHACL: minutes where `validate` takes seconds."""
    data = rdflib.Graph().parse(data=_triples(graphs), format="nt")
    _, results, _ = pyshacl.validate(data, shacl_graph=_reference_shapes(), advanced=True)
    return _report(_finding(results, node) for node in results.subjects(rdflib.RDF.type, _SH.ValidationResult))


@cache
def _shapes() -> shacl.Shapes:
    return shacl.Shapes.from_text(shapes_text())


@cache
def _reference_shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapes_text(), format="turtle")


def _triples(graphs: Iterable[Graph]) -> str:
    lines: list[str] = []
    for graph in graphs:
        ending = len(f" <{graph.iri}> .")
        lines += [f"{line[:-ending]} ." for line in graph.lines]
    return "\n".join(lines)


def _report(findings: Iterable[Finding]) -> Report:
    return Report(tuple(sorted(set(findings), key=lambda finding: finding.order)))


def _finding(results: rdflib.Graph, node: rdflib.term.Node) -> Finding:
    path, value = results.value(node, _SH.resultPath), results.value(node, _SH.resultValue) or results.value(node, _SH.value)
    inverse = results.value(path, _SH.inversePath) if path is not None else None
    return Finding(
        severity=_severity(str(results.value(node, _SH.resultSeverity))),
        focus=str(results.value(node, _SH.focusNode)),
        path=None if path is None else f"^{inverse}" if inverse is not None else str(path),
        value=None if value is None else str(value),
        **_messages([str(message) for message in results.objects(node, _SH.resultMessage)]),
    )


def _messages(messages: Iterable[str]) -> dict[str, str]:
    known = sorted(messages)
    chinese = next((message for message in known if _CHINESE.search(message)), "")
    return {"message_zh": chinese, "message_en": next((message for message in known if message != chinese), chinese)}


def _severity(iri: str) -> Severity:
    """Violation for any severity that SHACL does not name."""
    local = _plain(iri).removeprefix(_SH)
    return "Warning" if local == "Warning" else "Info" if local == "Info" else "Violation"


def _plain(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term


def _path(path: str | None) -> str | None:
    """`<iri>` → iri, `^(<iri>)` → ^iri; other paths as they are."""
    return re.sub(r"^(\^?)\(?<([^<>]*)>\)?$", r"\1\2", path) if path else None
