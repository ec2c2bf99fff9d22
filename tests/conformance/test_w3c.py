"""The W3C suites over HTTP: protocol, graph store, service description whole, a slice of the rest. All: `make conformance`."""

import pytest

from tests.conformance.known import KNOWN
from tests.conformance.manifests import ROOT, Case, cases
from tests.conformance.running import Service, run
from tests.conformance.serving import AS_IT_COMES, services

pytestmark = pytest.mark.skipif(not ROOT.exists(), reason="../shared/w3c is not here")

SLICE = 24
"""Every so manieth test of the query and update suites."""


def chosen() -> list[Case]:
    """The tests that run by default."""
    if not ROOT.exists():
        return []
    whole = [case for case in cases() if case.kind in AS_IT_COMES]
    return whole + [case for case in cases() if case.kind not in AS_IT_COMES][::SLICE]


@pytest.fixture(scope="module")
def service_for(tmp_path_factory):
    with services(tmp_path_factory.mktemp("w3c")) as found:
        yield found


@pytest.mark.parametrize("case", chosen(), ids=lambda case: case.id)
def test_over_http(case: Case, service_for) -> None:
    service: Service = service_for(case)
    wrong = run(case, service)
    if case.id in KNOWN:
        assert wrong, f"passes now, though known to fail: {KNOWN[case.id]}"
    else:
        assert wrong is None, wrong


def test_every_known_failure_is_a_test_with_a_reason() -> None:
    assert set(KNOWN) <= {case.id for case in cases()}
    assert all(KNOWN.values())
    assert not [case.id for case in cases() if case.kind in AS_IT_COMES and case.id in KNOWN]
