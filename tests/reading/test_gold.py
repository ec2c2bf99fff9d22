"""The five documents of ../shared, held to the bars of tests/gold.py."""

import json
from pathlib import Path

import pytest

from tests import gold


@pytest.mark.skipif(not gold.available(), reason="../shared is not beside this checkout")
def test_the_five_documents_meet_the_bars(tmp_path: Path) -> None:
    assert gold.shortfalls(json.loads(gold.score("--json", folder=tmp_path))) == []
