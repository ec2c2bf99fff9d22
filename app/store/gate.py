"""The gate: shapes on what changed and on what refers to it. A Violation stops the publishing; the report is kept either way."""

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from app.problems import Unprocessable
from app.store.candidate import Candidate
from app.store.changes import Progress
from app.store.releases import write_durably
from loaders.graph.validation import Finding, Report, validate_ntriples

LISTED = 1000
"""Most findings that a report lists; how many there are is always said."""

SUBJECTS = 20_000
"""Up to so many changed subjects are checked one by one; beyond, the changed graphs are checked whole."""


def check_documents(made: Candidate, progress: Progress) -> dict[str, Any]:
    """Check the compiled graphs that changed: each plan with the documents that carry it, each derived graph alone.

    Returns the report as JSON. Raises Unprocessable for a Violation.
    """
    base = made.folder.base
    changed = {change.graph for change in made.changes if change.quads}
    carriers: dict[str, list[str]] = {}
    for iri, kept in made.manifest.documents.items():
        document = f"{base}graph/document/{iri.rsplit('/', 1)[1]}"
        for plan in kept["plans"]:
            carriers.setdefault(f"{base}graph/plan/{plan}", []).append(document)
    groups = [[plan, *documents] for plan, documents in carriers.items() if changed & {plan, *documents}]
    groups += [
        [graph] for graph in sorted(changed) if f"{base}graph/" in graph and "/" not in graph.removeprefix(f"{base}graph/")
    ]
    findings: set[Finding] = set()
    for done, group in enumerate(groups):
        findings.update(validate_ntriples("".join(_ntriples(made, graph) for graph in group)).findings)
        progress("validate", done + 1, len(groups))
    return _judged(made, findings)


def check_edit(made: Candidate) -> dict[str, Any]:
    """Check what editors changed: the changed subjects and what refers to them. Raises Unprocessable for a Violation."""
    subjects = {NamedNode(iri) for iri in made.changed_subjects}
    if len(subjects) > SUBJECTS:
        whole = "".join(_ntriples(made, change.graph) for change in made.changes if change.quads)
        return _judged(made, validate_ntriples(whole).findings)
    focus = subjects | {
        quad.subject
        for node in subjects
        for quad in made.store.quads_for_pattern(None, None, node, None)
        if isinstance(quad.subject, NamedNode)
    }
    data = {line for node in focus for line in _described(made, node)}
    wanted = {node.value for node in focus}
    report = validate_ntriples("\n".join(sorted(data)))
    return _judged(made, (finding for finding in report.findings if finding.focus in wanted))


def _described(made: Candidate, node: NamedNode) -> Iterator[str]:
    """What is said of a thing and of the things it points at, which its shape may ask after."""
    for quad in made.store.quads_for_pattern(node, None, None, None):
        yield _line(quad)
        if isinstance(quad.object, Literal):
            continue
        for beyond in made.store.quads_for_pattern(quad.object, None, None, None):
            yield _line(beyond)


def _line(quad: Quad) -> str:
    return f"{quad.triple} ."


def _ntriples(made: Candidate, graph: str) -> str:
    content = made.store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(graph))
    assert content is not None  # noqa: S101 (bytes are returned where no output is named)
    return content.decode()


def _judged(made: Candidate, found: Iterable[Finding]) -> dict[str, Any]:
    report = Report(tuple(sorted(set(found), key=lambda finding: finding.order)))
    document = {
        "conforms": report.conforms,
        "violations": len(report.violations),
        "warnings": len(report.warnings),
        "findings": [asdict(finding) for finding in report.findings[:LISTED]],
    }
    if report.conforms:
        return document
    name = _keep(made, document)
    first = report.violations[0]
    raise Unprocessable(
        f"有 {len(report.violations)} 处不符合规定，什么都没有改动。{first.focus}：{first.message_zh} "
        f"{len(report.violations)} violations of the shapes; nothing was changed. {first.message_en}",
        hint="完整报告见 report 成员。The member report has them all.",
        report=document,
        report_name=name,
    )


def _keep(made: Candidate, document: dict[str, Any]) -> str:
    """Keep the report of a change that was refused; its name under operations/reports/."""
    folder = made.folder.operations / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.json"
    write_durably(folder / name, json.dumps(document, ensure_ascii=False))
    return name
