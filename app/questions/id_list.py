"""The things of a list in their order: made once for a release and its filters; a page is a slice of it."""

import re
from array import array
from collections.abc import Iterable
from itertools import pairwise

_NUMBER = re.compile(rb"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")


class IdList:
    """Immutable, compact: about the bytes of the IRIs and 8 more for each."""

    def __init__(self, ids: Iterable[bytes]):
        ends = array("Q", [0])
        parts = []
        for each in ids:
            parts.append(each)
            ends.append(ends[-1] + len(each))
        self._data = b"".join(parts)
        self._ends = ends

    @classmethod
    def of_rows(cls, tsv: bytes, *, descending: bool = False) -> "IdList":
        """From the answer of a question's id query as SPARQL TSV: ids in the first column, the rest to sort by.

        An id that comes with several keys stands at its first place; what lacks a key comes last in either direction.
        """
        head, *lines = tsv.splitlines() or [b""]
        if b"\t" not in head:
            return cls(dict.fromkeys(map(_bare, lines)))
        parts = _Parts()
        rows = [line.split(b"\t") for line in lines]
        keyed = [(tuple(map(parts.__getitem__, row[1:])), _bare(row[0])) for row in rows]
        known = sorted((pair for pair in keyed if pair[0][0][0] < _MISSING), reverse=descending)
        unknown = sorted(pair for pair in keyed if pair[0][0][0] == _MISSING)
        return cls(dict.fromkeys(each for _, each in [*known, *unknown]))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def slice(self, start: int, count: int) -> list[str]:
        """At most `count` IRIs from `start` on."""
        ends = self._ends[start : start + count + 1]
        return [self._data[a:b].decode() for a, b in pairwise(ends)]

    def only(self, tsv: bytes) -> "IdList":
        """The same order, with only what a question's id query gave without anything to sort by."""
        kept = set(map(_bare, tsv.splitlines()[1:]))
        every = (self._data[a:b] for a, b in pairwise(self._ends))
        return IdList(each for each in every if each in kept)

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self._data) + 8 * len(self._ends)


_MISSING = 2
_Part = tuple[int, float, bytes]


class _Parts(dict[bytes, _Part]):
    """Cell → what it is sorted by: numbers before texts (whose UTF-8 sorts as their code points), none last. Cells recur."""

    def __missing__(self, cell: bytes) -> _Part:
        if not cell:
            part: _Part = (_MISSING, 0, b"")
        elif _NUMBER.match(cell):
            part = (0, float(cell), b"")
        else:
            part = (1, 0, cell)
        self[cell] = part
        return part


def _bare(cell: bytes) -> bytes:
    return cell[1:-1] if cell.startswith(b"<") else cell
