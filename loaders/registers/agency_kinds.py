"""Kinds of agency as data (`agency-kinds.yaml`): names by kind, short forms, what took over what, and in which reform."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

# The ending of an official name, and how it is shortened.
ENDINGS = {"委员会": ("委员会", "委"), "办公室": ("办公室", "办")}
_WRITTEN_OUT = {"委": "委员会", "办": "办公室"}


@dataclass(frozen=True)
class Succession:
    """One kind took over another: kind, the year of the central reform and its source."""

    kind: str
    year: int
    source: str


@dataclass(frozen=True)
class AgencyKind:
    """What a body is. id: fragment of the vocabulary agency-kind. stems: official stem → short forms, the usual stem first.

    endings: written out. national: central bodies → short forms. shape: how the official name is built where it is not region +
    stem + ending. after: what it took over.
    """

    id: str
    zh: str
    en: str
    stems: tuple[tuple[str, tuple[str, ...]], ...]
    endings: tuple[str, ...]
    national: tuple[tuple[str, tuple[str, ...]], ...] = ()
    party: bool = False
    shape: str | None = None
    after: tuple[Succession, ...] = ()


@dataclass(frozen=True)
class Form:
    """A name without its region, taken apart: kind, official stem and ending."""

    kind: AgencyKind
    stem: str
    ending: str

    @property
    def official(self) -> str:
        return self.stem + self.ending

    def spellings(self) -> tuple[str, ...]:
        """Every way to write it, the official one first."""
        shorts = next((shorts for stem, shorts in self.kind.stems if stem == self.stem), ())
        endings = ENDINGS.get(self.ending, (self.ending,))
        full = [stem + ending for stem in (self.stem, *_lighter(self.stem)) for ending in endings]
        # A single character is a short form only before 委 or 办: 教委, 外办, never 教局.
        short = [stem + endings[-1] for stem in shorts if len(stem) > 1 or len(endings) > 1]
        return tuple(dict.fromkeys(full + short))


def _lighter(stem: str) -> tuple[str, ...]:
    """Without 和, and 政府 for 人民政府: spellings that need no register."""
    return tuple(sorted({stem.replace("和", "", 1), stem.replace("人民政府", "政府")} - {stem}))


@lru_cache(maxsize=1)
def agency_kinds() -> dict[str, AgencyKind]:
    """All kinds by id, in the register's order."""
    data = yaml.load((Path(__file__).parent / "agency-kinds.yaml").read_text("utf-8"), Loader=_Loader)  # noqa: S506 (both are safe loaders)
    reforms = {key: (held["year"], held["source"]) for key, held in data["reforms"].items()}
    return {
        item["id"]: AgencyKind(
            id=item["id"],
            zh=item["zh"],
            en=item["en"],
            stems=tuple((stem, tuple(shorts)) for stem, shorts in item["stems"].items()),
            endings=tuple(_WRITTEN_OUT.get(ending, ending) for ending in item["ends"]),
            national=tuple((name, tuple(shorts)) for name, shorts in item.get("national", {}).items()),
            party=item.get("party", False),
            shape=item.get("shape"),
            after=tuple(Succession(kind, *reforms[reform]) for kind, reform in item.get("after", {}).items()),
        )
        for item in data["kinds"]
    }


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=1)
def local_forms() -> dict[str, Form]:
    """Every spelling of a local government department (no region, no 市) → its form. Ambiguous short forms that the usual stem
    of their kind does not claim stand for themselves."""
    return _index(kind for kind in agency_kinds().values() if not kind.party)


@lru_cache(maxsize=1)
def party_forms() -> dict[str, Form]:
    """Spellings of a party committee's departments (宣传部, 网信办) → form."""
    return _index(kind for kind in agency_kinds().values() if kind.party)


@lru_cache(maxsize=1)
def national_forms() -> dict[str, tuple[AgencyKind, str]]:
    """Spellings of central bodies → (kind, official name)."""
    return {
        spelling: (kind, name)
        for kind in agency_kinds().values()
        for name, shorts in kind.national
        for spelling in (name, *shorts)
    }


def _index(kinds: Iterator[AgencyKind]) -> dict[str, Form]:
    claims: dict[str, list[Form]] = {}
    official: dict[str, Form] = {}
    usual: set[tuple[str, str]] = set()
    for kind in kinds:
        for i, (stem, _) in enumerate(kind.stems):
            if i == 0:
                usual.add((kind.id, stem))
            for ending in kind.endings:
                form = Form(kind, stem, ending)
                official.setdefault(form.official, form)
                for spelling in form.spellings():
                    claims.setdefault(spelling, []).append(form)
    index = dict(official)
    for spelling, forms in claims.items():
        if spelling in official:
            continue
        first = [form for form in forms if (form.kind.id, form.stem) in usual]
        if len({form.official for form in forms}) == 1 or first:
            index[spelling] = (first or forms)[0]
        else:
            ending = next((e for e in ("委", "办") if spelling.endswith(e)), forms[0].ending)
            index[spelling] = Form(forms[0].kind, spelling[: len(spelling) - len(ending)], ending)
    return index
