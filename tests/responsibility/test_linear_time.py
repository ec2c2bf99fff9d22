"""Time grows with the text, not faster, whatever the text: four times the length, well under sixteen times the time."""

import time
from collections.abc import Callable

import pytest

from loaders.facts.citations import citations
from loaders.facts.regions import regions
from loaders.facts.responsibility import responsibilities
from loaders.passages import Passage, RepairedText

UNITS = [
    "（",
    "责任单位：",
    "责任单位：市教育局、",
    "市教育局负责",
    "由市教育局牵头，",
    "和各",
    "《",
    "《办法》",
    "海宁、",
    "东东新区、",
    "东政发〔2009〕",
]
READERS: list[Callable[[Passage], object]] = [responsibilities, citations, lambda passage: regions(passage, "嘉兴市")]


def seconds(unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    passage = Passage(RepairedText.unrepaired(text), 0, length)
    start = time.process_time()
    for read in READERS:
        read(passage)
    return time.process_time() - start


@pytest.mark.parametrize("unit", UNITS)
def test_linear(unit: str) -> None:
    seconds(unit, 1_000)
    assert seconds(unit, 80_000) < 9 * seconds(unit, 20_000) + 0.5
