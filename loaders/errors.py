"""What can go wrong while a document is read, said for the person who loads it.

LoadError
├── UnreadableSource     the bytes cannot be decoded: empty, binary, unknown format, wrong encoding, PDF without text
├── NotAPlan             the text was read, but it carries no plan
└── UnknownColumns       a table whose columns the register of column names does not know
"""

from dataclasses import dataclass


@dataclass
class LoadError(Exception):
    """A document that was refused. Nothing of it has been stored.

    message: what was wrong, Chinese first, then English.
    source: the file's name as the person gave it.
    place: where in it (line, page, sheet and cell), or None for the file as a whole.
    hint: what to do about it.
    """

    message: str
    source: str = ""
    place: str | None = None
    hint: str = ""

    def __str__(self) -> str:
        where = "：".join(part for part in (self.source, self.place) if part)
        return "\n".join(part for part in (f"{where}：{self.message}" if where else self.message, self.hint) if part)


class UnreadableSource(LoadError):
    """The bytes could not be turned into text."""


class NotAPlan(LoadError):
    """The text holds no plan: no outline of work to be done."""


class UnknownColumns(LoadError):
    """A table without the columns that a breakdown table needs."""
