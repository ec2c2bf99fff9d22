"""The things of a list in their order: made once for a release and its filters; a page is a slice of it."""

import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
_Key = tuple[tuple[int, float, str], ...]


class IdList:
    """Immutable, compact: about the bytes of the IRIs and 8 more for each."""

    def __init__(self, ids: Iterable[str]):
        ends = array("Q", [0])
        parts = []
        for each in ids:
            data = each.encode()
            parts.append(data)
            ends.append(ends[-1] + len(data))
        self._data = b"".join(parts)
        self._ends = ends

    @classmethod
    def of_rows(cls, tsv: bytes, *, descending: bool = False) -> "IdList":
        """From the answer of a question's id query as SPARQL TSV: ids in the first column, the rest to sort by.

        An id that comes with several keys stands at its first place; what lacks a key comes last in either direction.
        """
        lines = tsv.decode().splitlines()
        if not lines:
            return cls(())
        if "\t" not in lines[0]:
            return cls(dict.fromkeys(_bare(line) for line in lines[1:]))
        rows = [line.split("\t") for line in lines[1:]]
        keyed = [(_key(row[1:]), _bare(row[0])) for row in rows]
        known = sorted((pair for pair in keyed if pair[0][0][0] < _MISSING), reverse=descending)
        unknown = sorted(pair for pair in keyed if pair[0][0][0] == _MISSING)
        return cls(dict.fromkeys(each for _, each in [*known, *unknown]))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def slice(self, start: int, count: int) -> list[str]:
        """At most `count` IRIs from `start` on."""
        ends = self._ends[start : start + count + 1]
        return [self._data[a:b].decode() for a, b in pairwise(ends)]

    def only(self, kept: frozenset[str]) -> "IdList":
        """The same order, without what is not kept."""
        return IdList(each for each in self.slice(0, len(self)) if each in kept)

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self._data) + 8 * len(self._ends)


_MISSING = 2


def _bare(cell: str) -> str:
    return cell[1:-1] if cell.startswith("<") else cell


def _key(cells: Sequence[str]) -> _Key:
    return tuple(_part(cell) for cell in cells)


def _part(cell: str) -> tuple[int, float, str]:
    if not cell:
        return (_MISSING, 0, "")
    if _NUMBER.match(cell):
        return (0, float(cell), "")
    return (1, 0, cell)
