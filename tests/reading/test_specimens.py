"""Our own specimens, one for each style of outline and format, read as a person read them."""

import json
from pathlib import Path

import pytest

from loaders.errors import NotAPlan
from loaders.reading import read_document
from tests.specimens.expectations import HERE, read, specimens


def test_there_are_enough() -> None:
    assert len(specimens()) >= 20


@pytest.mark.parametrize("path", specimens(), ids=lambda path: path.name)
def test_a_specimen(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    found = read(path)
    assert found["document"] == expected["document"]
    for plan, wanted in zip(found["plans"], expected["plans"], strict=True):
        assert {key: plan[key] for key in ("title", "owner", "region", "period")} == {
            key: wanted[key] for key in ("title", "owner", "region", "period")
        }
        assert plan["tasks"] == wanted["tasks"]
        assert plan["indicators"] == wanted["indicators"]
        assert plan["baselines"] == wanted["baselines"]


def test_a_news_page_is_no_plan() -> None:
    with pytest.raises(NotAPlan):
        read_document((HERE / "news.txt").read_bytes(), "news.txt")
