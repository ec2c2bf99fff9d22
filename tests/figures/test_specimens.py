"""Invented sentences of every register, and the targets a person reads in them."""

import unicodedata
from difflib import SequenceMatcher

import pytest

from loaders.facts.figures import figures
from loaders.passages import Passage, RepairedText
from loaders.records import Target
from tests.figures.specimens import Expected, Specimen, read_specimens

SPECIMENS = read_specimens()


def read(specimen: Specimen) -> list[Target]:
    document = RepairedText.unrepaired(specimen.text)
    return figures(Passage(document, 0, len(specimen.text)), specimen.period)[0]


def figure(target: Target | Expected) -> tuple[object, ...]:
    due = target.due if isinstance(target, Expected) else target.due.value if target.due else None
    unit = unicodedata.normalize("NFKC", target.unit)
    return target.comparator, target.value, target.value_max, unit, due, target.measure, target.per, target.implicit


def alike(a: str, b: str) -> float:
    return SequenceMatcher(None, *(unicodedata.normalize("NFKC", name).strip("“”") for name in (a, b)), autojunk=False).ratio()


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.text[:24])
def test_states_what_a_person_reads(specimen: Specimen) -> None:
    found = read(specimen)
    assert sorted(map(str, map(figure, found))) == sorted(map(str, map(figure, specimen.expected)))


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.text[:24])
def test_names_what_is_measured(specimen: Specimen) -> None:
    left = list(read(specimen))
    for expected in specimen.expected:
        same = [target for target in left if figure(target) == figure(expected)]
        best = max(same, key=lambda target: alike(target.name, expected.name))
        left.remove(best)
        assert expected.name in best.name or alike(best.name, expected.name) >= (0.2 if expected.implicit else 0.6)


def test_specimens_are_many() -> None:
    assert len(SPECIMENS) >= 100
    assert sum(len(specimen.expected) for specimen in SPECIMENS) >= 250
