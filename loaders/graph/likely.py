"""Indicators that may be one: for the review list, never merged by themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from loaders.graph.identity import normalise

_SHORTEST = 4
_SHARE = 0.6


def likely_same(labels: Mapping[str, tuple[str, str]], distinct: Iterable[Collection[str]] = ()) -> Iterator[tuple[str, str]]:
    """Pairs of keys whose name is the other's with something more before or after it (创业担保贷款, 发放创业担保贷款).

    labels: key → (name, population); only those of one population are compared. distinct: groups of names that are declared
    different. Linear in the number of names.
    """
    apart = [{normalise(name) for name in names} for names in distinct]
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, (name, population) in labels.items():
        known[normalise(name), normalise(population)].append(key)
    for (name, population), keys in known.items():
        for shorter in _parts(name):
            if any(name in group and shorter in group for group in apart):
                continue
            for other in known.get((shorter, population), ()):
                for key in keys:
                    yield key, other


def _parts(name: str) -> set[str]:
    """The beginnings and endings of a name that are most of it."""
    least = max(_SHORTEST, int(len(name) * _SHARE + 0.5))
    return {name[:length] for length in range(least, len(name))} | {name[-length:] for length in range(least, len(name))}
