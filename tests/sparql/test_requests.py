"""Addresses and forms taken apart: what a client encoded comes back, and what is broken is refused."""

import re
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.problems import BadRequest
from app.sparql.requests import parameters

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
ENCODED = st.lists(st.sampled_from(["%", "%2", "%25", "%e4%bb%BB", "%E5", "+", "=", "a", "0", "F"]), max_size=12).map("".join)


@given(st.dictionaries(TEXT, st.lists(TEXT, min_size=1, max_size=3), max_size=5))
def test_what_was_encoded_comes_back(given_values):
    assert parameters(urlencode(given_values, doseq=True).encode()) == given_values


@given(ENCODED)
def test_it_is_read_like_others_read_it_or_refused(value):
    """urllib passes over a broken percent sign and over what is no UTF-8; here neither gets through."""
    broken = re.search(r"%(?![0-9A-Fa-f]{2})", value) is not None
    try:
        (expected,) = parse_qsl(f"query={value}", keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        broken = True
    if broken:
        with pytest.raises(BadRequest):
            parameters(f"query={value}".encode())
    else:
        assert parameters(f"query={value}".encode()) == {"query": [expected[1]]}
