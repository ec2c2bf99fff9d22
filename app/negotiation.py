"""Proactive content negotiation (RFC 9110, sections 12.4 and 12.5.1): which of our media types suits an Accept header best."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.problems import NotAcceptable

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"\s*({_WORD})/({_WORD})\s*")
_PARAMETER = re.compile(rf'\s*;\s*(?:({_WORD})\s*=\s*("(?:[^"\\]|\\.)*"|{_WORD}))?\s*')
_QVALUE = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")


@dataclass(frozen=True)
class _MediaRange:
    """One element of an Accept header. quality: 0 to 1."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    quality: float

    def precedence(self, offered: "_MediaRange") -> int:
        """How closely the range fits what is offered: 0 not at all, then */*, type/*, type/subtype, and one more a parameter."""
        if self.type == "*":
            return 1
        if self.type != offered.type:
            return 0
        if self.subtype == "*":
            return 2
        if self.subtype != offered.subtype or not self.parameters <= offered.parameters:
            return 0
        return 3 + len(self.parameters)


def negotiate(accept: str | None, offered: Sequence[str]) -> str:
    """The offered media type that the client likes best; between equals the one named most exactly, then the one offered first.

    accept: the header's value; None or nothing but white space takes anything. A malformed element is passed over.
    Raises NotAcceptable, with the list of types, when none of them is acceptable.
    """
    best = _best(accept, tuple(offered))
    if best is None:
        raise NotAcceptable(
            f"没有可接受的格式 none of our types is acceptable: {accept}", hint="、".join(offered), types=list(offered)
        )
    return best


@lru_cache(maxsize=512)
def _best(accept: str | None, offered: tuple[str, ...]) -> str | None:
    # Clients send the same header with every request; parsing it costs as much as a small query.
    ranges = _parse(accept or "") or ([] if (accept or "").strip() else [_MediaRange("*", "*", frozenset(), 1.0)])
    best, best_rank = None, (0.0, 0)
    for media_type in offered:
        candidate = _parse(media_type)[0]
        fits = [(each.precedence(candidate), each.quality) for each in ranges if each.precedence(candidate)]
        precedence, quality = max(fits, default=(0, 0.0))
        if quality and (quality, precedence) > best_rank:
            best, best_rank = media_type, (quality, precedence)
    return best


def _parse(accept: str) -> list[_MediaRange]:
    return [parsed for element in _elements(accept) if (parsed := _parse_range(element)) is not None]


def _elements(header: str) -> list[str]:
    """The comma-separated elements; a comma within a quoted string does not part them."""
    return [element for element in re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^,"])+', header) if element.strip()]


def _parse_range(element: str) -> _MediaRange | None:
    match = _RANGE.match(element)
    if match is None or (match[1] == "*" and match[2] != "*"):
        return None
    parameters: set[tuple[str, str]] = set()
    quality = 1.0
    at = match.end()
    while at < len(element):
        parameter = _PARAMETER.match(element, at)
        if parameter is None:
            return None
        at = parameter.end()
        if parameter[1] is None:
            continue
        name, value = parameter[1].lower(), parameter[2].strip('"')
        if name == "q":
            if not _QVALUE.fullmatch(value):
                return None
            quality = float(value)
            break
        parameters.add((name, value.lower()))
    return _MediaRange(match[1].lower(), match[2].lower(), frozenset(parameters), quality)
