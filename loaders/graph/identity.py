"""Keys derived from content, and the IRIs made of them. IRIs are ASCII and never reused; Chinese lives in labels."""

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from loaders import records

_UNKNOWN = "x"


@lru_cache(maxsize=65_536)
def normalise(title: str) -> str:
    """A title as it is compared: compatibility forms folded, lower case, without white space, punctuation and controls."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LNMS") or folded.strip()


def likeness(one: str, other: str) -> float:
    """How much two names have in common, 0 to 1: Dice's coefficient over pairs of characters; 1 where one holds the other."""
    first, second = normalise(one), normalise(other)
    if first in second or second in first:
        return 1.0
    mine, others = pairs(one), pairs(other)
    return 2 * len(mine & others) / (len(mine) + len(others)) if mine and others else 0.0


@lru_cache(maxsize=65_536)
def pairs(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a name, as it is compared."""
    folded = normalise(name)
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def key(*parts: str, length: int = 16) -> str:
    """The first hex digits of the SHA-256 over the parts; no two different lists of parts are joined to the same text."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:length]


def document_key(document: records.Document) -> str:
    """Issuer and number, else issuer, title and date."""
    issuer = normalise(document.issuer or "")
    if document.doc_number:
        return key("number", issuer, normalise(document.doc_number))
    return key("title", issuer, normalise(document.title), document.issued or document.published or "")


def plan_key(plan: records.Plan, region_key: str) -> str:
    """The owner's region (its key), the normalised title and the period."""
    first, last = plan.period or ("", "")
    return key(region_key, normalise(plan.title), first, last)


def section_key(plan: str, title: str, parent: str | None, ordinal: int) -> str:
    """parent: the key of the heading above; ordinal: among the sections with the same title below it, from 0."""
    return key(plan, normalise(title), parent or "", str(ordinal))


def task_key(plan: str, title: str, heading: str | None, ordinal: int) -> str:
    """heading: the title of the heading above, without its number; ordinal: among the tasks equal in both, from 0."""
    return key(plan, normalise(title), normalise(heading or ""), str(ordinal))


def responsibility_key(task: str, agency: str, role: str) -> str:
    """task, agency: their keys."""
    return key(task, agency, role)


def indicator_key(name: str, population: str | None) -> str:
    """Indicators are the same only when their normalised name and population are."""
    return key(normalise(name), normalise(population or ""))


def figure_key(owner: str, indicator: str, *qualifiers: str, ordinal: int) -> str:
    """A target or baseline: owner is the task's or plan's key; the value is no part, so that a changed figure keeps its IRI."""
    return key(owner, indicator, *qualifiers, str(ordinal))


def region_key(code: str | None, name: str, home_code: str | None) -> str:
    """The GB/T 2260 code, else a hash of the home region's code and the name as printed."""
    return code or f"{_UNKNOWN}-{key(home_code or '', normalise(name), length=12)}"


def agency_key(region_code: str | None, region: str, official_name: str) -> str:
    """region: the key of the region, which keeps bodies of regions without a code apart."""
    return f"{region_code or _UNKNOWN}-{key(region, normalise(official_name), length=12)}"


def cited_document_key(title: str | None, number: str | None) -> str:
    """A document that is only named: by its number, else by its title."""
    return (
        f"{_UNKNOWN}-{key('number', normalise(number), length=12) if number else key('title', normalise(title or ''), length=12)}"
    )


@dataclass(frozen=True)
class Iris:
    """Makes the IRIs below a base. base: absolute, ASCII, ending in `/` or `#`."""

    base: str

    def thing(self, kind: str, key: str) -> str:
        """kind: document, plan, section, task, responsibility, target, baseline, indicator, agency or region."""
        return f"{self.base}{kind}/{key}"

    def evidence(self, sha256: str, start: int, end: int) -> str:
        return f"{self.base}evidence/{sha256[:16]}-{start}-{end}"

    def graph(self, name: str) -> str:
        """name: plan/{key}, document/{key}, agencies, regions, indicators or citations."""
        return f"{self.base}graph/{name}"
