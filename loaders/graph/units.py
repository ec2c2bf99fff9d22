"""Units as printed → the concept, and the value in a base unit. The scheme ontology/vocabularies/unit.ttl is the register."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pyoxigraph

from loaders.graph.terms import ONTOLOGY
from loaders.registers.units import split_multiplier
from loaders.resources import data_folder

_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True)
class Unit:
    """factor: a value in this unit times it is the value in `base`. concept, base: IRIs; concept None for 万 of something new."""

    concept: str | None
    factor: Decimal
    base: str

    def in_base(self, value: float) -> Decimal:
        return (Decimal(repr(value)) * self.factor).normalize()


@cache
def _register() -> dict[str, Unit]:
    factors: dict[str, Decimal] = {}
    bases: dict[str, str] = {}
    labels: list[tuple[str, str]] = []
    path = data_folder("ontology") / "vocabularies" / "unit.ttl"
    for triple in pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
        subject, predicate, value = triple.subject.value, triple.predicate.value, triple.object.value
        if predicate == f"{ONTOLOGY}factor":
            factors[subject] = Decimal(value)
        elif predicate == f"{ONTOLOGY}inBaseUnit":
            bases[subject] = value
        elif predicate in (f"{_SKOS}prefLabel", f"{_SKOS}altLabel") and triple.object.language == "zh":
            labels.append((value, subject))
    return {label: Unit(concept, factors[concept], bases[concept]) for label, concept in labels if concept in factors}


def unit(printed: str) -> Unit | None:
    """The unit that was printed (`亿元`, `万套（间）`); None for one the scheme does not know."""
    register, label = _register(), "".join(printed.split())
    for spelling in (label, label.replace("（", "(").split("(")[0]):
        if spelling in register:
            return register[spelling]
        multiple, plain = split_multiplier(spelling)
        if plain in register and multiple != 1:
            known = register[plain]
            return Unit(None, known.factor * Decimal(repr(multiple)), known.base)
    return None
