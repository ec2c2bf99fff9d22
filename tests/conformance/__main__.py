"""`make conformance`: runs every W3C test over HTTP and writes docs/conformance.md. Exits with 1 where a failure is not known."""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.conformance.known import KNOWN
from tests.conformance.manifests import cases
from tests.conformance.running import run
from tests.conformance.serving import services

REPORT = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"
HEAD = """# W3C conformance

Written by `make conformance`: the W3C's SPARQL 1.0 and 1.1 test suites (w3c/rdf-tests), run over HTTP against a running service
with an admin's token. Federation and entailment are left out. Terms are compared by their exact written form. Query evaluation
runs with `ZHENGTU_UNION_DEFAULT_GRAPH=false`, as the suites assume; protocol, graph store and service
description with the defaults.

| suite | tests | pass | fail |
|---|---|---|---|
"""


def main() -> int:
    """Run all; 0 where nothing failed that is not known."""
    failures: dict[str, str] = {}
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [case for case in cases() if only in case.id]
    with tempfile.TemporaryDirectory() as folder, services(Path(folder)) as service_for:
        for case in chosen:
            try:
                wrong = run(case, service_for(case))
            except Exception as error:
                wrong = f"{type(error).__name__}: {error}"
            if wrong:
                failures[case.id] = wrong
                print(f"{'known' if case.id in KNOWN else 'FAIL '} {case.id}: {wrong}", flush=True)
    print(f"{len(chosen) - len(failures)} of {len(chosen)} pass")
    if not only:
        REPORT.write_text(_report(failures), "utf-8")
    unknown = failures.keys() - KNOWN.keys()
    stale = {name for name in KNOWN if name not in failures and only in name}
    if stale:
        print("known failures that pass now:", *sorted(stale))
    return 1 if unknown or stale else 0


def _report(failures: dict[str, str]) -> str:
    total, failed = Counter(case.suite for case in cases()), Counter(name.rpartition("/")[0] for name in failures)
    lines = [f"| {suite} | {count} | {count - failed[suite]} | {failed[suite] or ''} |" for suite, count in sorted(total.items())]
    lines.append(f"| **all** | **{sum(total.values())}** | **{sum(total.values()) - len(failures)}** | **{len(failures)}** |")
    text = HEAD + "\n".join(lines) + "\n"
    if failures:
        text += "\n## Failures and their reasons\n\n| test | reason |\n|---|---|\n"
        text += "\n".join(f"| {name} | {KNOWN.get(name, 'not explained')} |" for name in sorted(failures)) + "\n"
    return text


if __name__ == "__main__":
    raise SystemExit(main())
