"""What a body is once its name is understood, and what its kind took over through the reforms."""

from dataclasses import dataclass

from loaders.registers.agency_kinds import AgencyKind, agency_kinds
from loaders.registers.regions import Region


@dataclass(frozen=True)
class Predecessor:
    """What the body's kind took over, in the body's own region: an inference. names: official names it may have had."""

    kind: str
    names: tuple[str, ...]
    year: int
    source: str


@dataclass(frozen=True)
class AgencyIdentity:
    """A body. name: official name in full, or as printed where unsure. region: code of its jurisdiction, None where unsure.

    kind: id in the register of kinds. resolved: region and name in full are certain. aliases: further names that find it, the
    printed one among them, never `name` itself.
    """

    name: str
    printed: str
    region: str | None
    kind: str | None
    collective: bool
    resolved: bool
    aliases: tuple[str, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()


def predecessors_of(kind: AgencyKind, where: Region | None) -> tuple[Predecessor, ...]:
    """One for each kind that this one took over; names for the region's level (厅 for a province, else 局 or 委员会)."""
    found = []
    for succession in kind.after:
        before = agency_kinds()[succession.kind]
        if where is None:
            names = tuple(name for name, _ in before.national)
        else:
            halls = where.level == "province" and not where.name.endswith("市")
            endings = [ending for ending in before.endings if halls or ending != "厅"]
            names = tuple(where.name + stem + ending for stem, _ in before.stems[:1] for ending in endings)
            if before.shape:
                names = (before.shape.format(r=where.name, s=where.short),)
        if names:
            found.append(Predecessor(before.id, names, succession.year, succession.source))
    return tuple(found)
