"""Names as printed → which body, which region: the part of the registers that the compiler needs."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Place:
    """A region. code: GB/T 2260 or None where it has none. level: a key of the region-level scheme. parent: the code above."""

    name: str
    code: str | None = None
    level: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Body:
    """An agency. name: official, in full, or as printed where it is not resolved. kind: a key of the agency-kind scheme."""

    name: str
    region: Place | None
    kind: str | None = None
    resolved: bool = False


class Registers(Protocol):
    """Pure look-ups: the same question always gets the same answer."""

    def place(self, name: str | None, code: str | None) -> Place | None:
        """The region of that code, else of that full name; None when there is neither."""
        ...

    def body(self, name: str, home: Place | None, year: int | None) -> Body:
        """The agency that a plan of the region `home` and of that year means by a name."""
        ...


class PlainNames:
    """Registers that know nothing: every name stands for itself, in the plan's region, unresolved."""

    def place(self, name: str | None, code: str | None) -> Place | None:
        return Place(name or code or "", code) if name or code else None

    def body(self, name: str, home: Place | None, year: int | None) -> Body:  # noqa: ARG002
        return Body(name, home)
