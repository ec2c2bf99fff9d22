"""Names as printed → which body, which region: what the compiler asks of the registers."""

import re
from dataclasses import dataclass
from typing import Protocol

from loaders.registers.agencies import resolve_agency
from loaders.registers.agency_kinds import local_forms
from loaders.registers.regions import find_region, region

_LEVEL_WORDS = "市区县旗州盟"
_DIVISION = re.compile(r"(?:省|市|县|州|盟|旗|镇|乡|街道|村|社区)$")  # a zone is named otherwise: 新城, 港区, 科技园


@dataclass(frozen=True)
class Place:
    """A region. code: GB/T 2260 or None where it has none. level: a key of the region-level scheme. parent: the code above.

    aliases: further names that find it.
    """

    name: str
    code: str | None = None
    level: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Body:
    """An agency. name: official, in full, or as printed where it is not resolved. kind: a key of the agency-kind scheme.

    aliases: further names that find it.
    """

    name: str
    region: Place | None
    kind: str | None = None
    resolved: bool = False
    collective: bool = False
    aliases: tuple[str, ...] = ()


class Registers(Protocol):
    """Pure look-ups: the same question always gets the same answer."""

    def place(self, name: str | None, code: str | None) -> Place | None:
        """The region of that code, else of that full name (a region without code, where it is not known); None without a name."""
        ...

    def body(self, name: str, home: Place | None) -> Body:
        """The agency that a plan of the region `home` means by a name."""
        ...


def _body_without_code(name: str, home: Place) -> Body | None:
    """A department of a place that has no code (a new area, a zone): 市水利局 and 水利局 are the place's own."""
    rest = name.removeprefix(home.name)
    form = local_forms().get(rest) or local_forms().get(rest[1:] if rest[:1] in _LEVEL_WORDS else rest)
    if form is None:
        return None
    heads = (home.name, "", *({rest[0]} if rest[:1] in _LEVEL_WORDS else ()))
    official = f"{home.name}{form.official}"
    aliases = tuple(dict.fromkeys(f"{head}{tail}" for head in heads for tail in form.spellings()))
    return Body(official, home, form.kind.id, resolved=True, aliases=tuple(name for name in aliases if name != official))


class NationalRegisters:
    """The registers of `loaders.registers`: GB/T 2260 regions of all years and the kinds of agencies."""

    def place(self, name: str | None, code: str | None) -> Place | None:
        found = (region(code) if code else None) or (find_region(name) if name else None)
        if found is None:
            return Place(name, None, None if _DIVISION.search(name) else "functional-zone") if name else None
        short = (found.short,) if found.short != found.name else ()
        return Place(found.name, found.code, found.level, found.parent, short)

    def body(self, name: str, home: Place | None) -> Body:
        identity = resolve_agency(name, home.code if home else None)
        if home is not None and home.code is None and not identity.resolved and not identity.collective:
            return _body_without_code(name, home) or Body(name, home, identity.kind)
        place = self.place(None, identity.region) if identity.region else None if identity.resolved else home
        return Body(
            identity.name,
            place,
            identity.kind,
            identity.resolved,
            identity.collective,
            identity.aliases,
        )
