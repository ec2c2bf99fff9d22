"""Small answers kept by (release, query, dataset, media type). A release never changes, so nothing here goes stale."""

from collections import OrderedDict
from dataclasses import dataclass

from app.store.interface import Query

Key = tuple[int, str, tuple[str, ...], tuple[str, ...], str | None, str | None, bool | None]


@dataclass(frozen=True)
class Kept:
    """A whole answer."""

    media_type: str
    body: bytes
    cut: bool = False


def key(release: int, query: Query) -> Key:
    """What decides an answer."""
    return release, query.text, query.default_graphs, query.named_graphs, query.media_type, query.base_iri, query.union


class Cache:
    """The last answers used, up to a number of bytes (queries and bodies together)."""

    def __init__(self, limit: int):
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, wanted: Key) -> Kept | None:
        kept = self._kept.get(wanted)
        if kept:
            self._kept.move_to_end(wanted)
        return kept

    def put(self, wanted: Key, kept: Kept) -> None:
        """Keep an answer, dropping the longest unused ones for it."""
        size = self._cost(wanted, kept)
        if size > self._limit // 8 or wanted in self._kept:
            return
        self._kept[wanted] = kept
        self._size += size
        while self._size > self._limit:
            self._size -= self._cost(*self._kept.popitem(last=False))

    @staticmethod
    def _cost(wanted: Key, kept: Kept) -> int:
        return len(kept.body) + 2 * len(wanted[1]) + 500
