"""Request and response pairs of RFC 9110, section 12.5.1, and of what browsers and SPARQL clients send."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.negotiation import negotiate
from app.problems import NotAcceptable

OFFERED = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, OFFERED[0]),
        ("", OFFERED[0]),
        ("*/*", OFFERED[0]),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/*;q=0.4", "text/csv"),
        ("application/sparql-results+xml, */*;q=0.1", OFFERED[1]),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; header=present, text/html;q=0.2", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*;q=0.5, application/sparql-results+json;q=0", OFFERED[1]),
        ("text/*;q=0.3, text/csv;q=0, text/html;q=0.1", "text/html"),
        ("application/sparql-results+json ; q=0.3 ,text/csv ;q=0.9", "text/csv"),
        ("nonsense, text/csv", "text/csv"),
        ("text/csv;q=2, text/html", "text/html"),
        ('text/csv;note="a,b";q=0.1, text/html;q=0.05', "text/html"),
    ],
)
def test_the_best_type_is_taken(accept: str | None, expected: str) -> None:
    assert negotiate(accept, OFFERED) == expected


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "*/json", "application/json, image/*", "nonsense"])
def test_nothing_acceptable_lists_the_types(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        negotiate(accept, OFFERED)
    assert caught.value.document()["types"] == list(OFFERED)


@given(st.text(alphabet='ab/*;,q=0.1" \\', max_size=40))
def test_no_header_breaks_it(accept: str) -> None:
    with suppress(NotAcceptable):
        assert negotiate(accept, OFFERED) in OFFERED
