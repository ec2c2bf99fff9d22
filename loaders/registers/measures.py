"""Words around figures: comparators, verbs of reaching, rising, falling and adding, heads of measured quantities."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders.records import Comparator, Measure, Per


@dataclass(frozen=True)
class MeasureWords:
    """The register, ready for look-up. See measures.toml for what each list means."""

    before: dict[str, Comparator]
    after: dict[str, Comparator]
    verbs: dict[str, Measure]
    events: tuple[str, ...]
    additive: frozenset[str]
    light: frozenset[str]
    nominal_followers: tuple[str, ...]
    strong_followers: tuple[str, ...]
    forbidden: tuple[str, ...]
    always_verbs: frozenset[str]
    adverbs: frozenset[str]
    scopes: frozenset[str]
    stops: frozenset[str]
    heads: tuple[str, ...]
    past: tuple[str, ...]
    subsidies: tuple[str, ...]
    per: dict[str, Per]
    populations: tuple[str, ...]


def longest_first(words: "tuple[str, ...] | frozenset[str] | dict[str, Measure] | list[str]") -> list[str]:
    """For alternations: 不少于 before 少于."""
    return sorted(set(words), key=lambda word: (-len(word), word))


@cache
def measure_words() -> MeasureWords:
    """The register of measures.toml."""
    with Path(__file__).with_name("measures.toml").open("rb") as file:
        data = tomllib.load(file)
    verbs: dict[str, Measure] = {}
    for measure in ("increment", "level", "reduction", "growth"):  # a later class wins: 增加 is growth first
        verbs.update({word.replace("（", "(").replace("）", ")"): measure for word in data["verbs"][measure]})
    per: dict[str, Per] = {}
    for period in ("year", "quarter", "month"):
        per.update(dict.fromkeys(data["per"][period], period))
    return MeasureWords(
        before={word: op for op, words in data["comparators"].items() for word in words},
        after={word: op for op, words in data["after"].items() for word in words},
        verbs=verbs,
        events=tuple(data["verbs"]["event"]),
        additive=frozenset(data["verbs"]["additive"]),
        light=frozenset(data["verbs"]["light"]),
        nominal_followers=tuple(data["verbs"]["nominal_followers"]),
        strong_followers=tuple(data["verbs"]["strong_followers"]),
        forbidden=tuple(data["forbidden"]["words"]),
        always_verbs=frozenset(data["verbs"]["always"]),
        adverbs=frozenset(data["adverbs"]["words"]),
        scopes=frozenset(data["scopes"]["words"]),
        stops=frozenset(data["stops"]["words"]),
        heads=tuple(data["heads"]["words"]),
        past=tuple(data["past"]["words"]),
        subsidies=tuple(data["subsidies"]["words"]),
        per=per,
        populations=tuple(data["populations"]["words"]),
    )
