"""Content negotiation by RFC 9110, section 12.5: quality values, wildcards, parameters; ties go to what was named most exactly."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.problems import BadRequest, NotAcceptable

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})")
_PARAMETER = re.compile(rf'\s*;\s*(?:({_TOKEN})\s*=\s*({_TOKEN}|"(?:[^"\\]|\\.)*"))?')
_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_LONGEST = 4096


@dataclass(frozen=True)
class Format:
    """A format we can write. media_type: its proper name. aliases: other names it is asked by.

    parameters: those a client may ask for because they hold anyway; a value of None is any.
    """

    media_type: str
    aliases: tuple[str, ...] = ()
    parameters: Mapping[str, str | None] = field(default_factory=dict, hash=False)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.media_type, *self.aliases)


_TEXT = {"charset": "utf-8"}
JSON = Format("application/sparql-results+json", ("application/json",), _TEXT)
XML = Format("application/sparql-results+xml", ("application/xml", "text/xml"), _TEXT)
CSV = Format("text/csv", (), _TEXT | {"header": "present"})
TSV = Format("text/tab-separated-values", (), _TEXT | {"header": "present"})
TURTLE = Format("text/turtle", ("application/x-turtle",), _TEXT)
N_TRIPLES = Format("application/n-triples", ("text/plain",), _TEXT)
N_QUADS = Format("application/n-quads", (), _TEXT)
TRIG = Format("application/trig", (), _TEXT)
RDF_XML = Format("application/rdf+xml", ("application/xml", "text/xml"), _TEXT)
JSON_LD = Format("application/ld+json", ("application/json",), _TEXT | {"profile": None})

RESULTS: tuple[Format, ...] = (JSON, XML, CSV, TSV)
GRAPHS: tuple[Format, ...] = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, N_QUADS, TRIG)


@dataclass(frozen=True)
class MediaRange:
    """One element of an Accept field."""

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...]
    quality: float

    def matches(self, format_: Format, name: str) -> bool:
        main, _, sub = name.partition("/")
        if self.type not in ("*", main) or self.subtype not in ("*", sub):
            return False
        return all(
            key in format_.parameters and format_.parameters[key] in (None, value.lower()) for key, value in self.parameters
        )

    @property
    def exactness(self) -> tuple[int, int]:
        """How precisely it names a type: RFC 9110's order of precedence."""
        return (self.type != "*") + (self.subtype != "*"), len(self.parameters)


def choose(accept: str | None, formats: Sequence[Format]) -> tuple[Format, str]:
    """The format to answer in and the name to give it. formats: in our order of preference. Raises NotAcceptable, BadRequest."""
    if accept is None or not accept.strip():
        return formats[0], formats[0].media_type
    ranges = parse_accept(accept)
    best: tuple[float, tuple[int, int], int] | None = None
    chosen: tuple[Format, str] | None = None
    for order, format_ in enumerate(formats):
        for name in format_.names:
            fitting = [range_ for range_ in ranges if range_.matches(format_, name)]
            if not fitting:
                continue
            precedent = max(fitting, key=lambda range_: range_.exactness)
            if name != format_.media_type and precedent.exactness[0] < 2:
                continue  # a wildcard is answered with the proper name
            rank = (precedent.quality, precedent.exactness, -order)
            if precedent.quality > 0 and (best is None or rank > best):
                best, chosen = rank, (format_, name)
    if chosen is None:
        types = [format_.media_type for format_ in formats]
        raise NotAcceptable(
            f"不能以所要的格式回答。可用：{', '.join(types)}。 None of the accepted types can be given.",
            hint="在 Accept 中写上列出的一种。 Name one of the listed types in Accept.",
            types=types,
        )
    return chosen


def parse_accept(accept: str) -> list[MediaRange]:
    """The media ranges of an Accept field. Raises BadRequest when it does not follow the grammar."""
    if len(accept) > _LONGEST:
        raise BadRequest("Accept 过长。 The Accept field is too long.")
    ranges: list[MediaRange] = []
    for element in _elements(accept):
        found = _RANGE.match(element)
        if found is None or (found.group(1) == "*" and found.group(2) != "*"):
            raise BadRequest(f"Accept 写法有误：{element.strip()[:60]}。 Malformed Accept field.")
        quality, parameters, position = 1.0, [], found.end()
        while part := _PARAMETER.match(element, position):
            position = part.end()
            name, value = (part.group(1) or "").lower(), (part.group(2) or "").strip('"')
            if name == "q":
                if not _QUALITY.fullmatch(value):
                    raise BadRequest(f"q 值有误：{value[:20]}。 Malformed quality value.")
                quality = float(value)
                break  # what follows q is no parameter of the type
            if name:
                parameters.append((name, value))
        else:
            if element[position:].strip():
                raise BadRequest(f"Accept 写法有误：{element.strip()[:60]}。 Malformed Accept field.")
        ranges.append(MediaRange(found.group(1).lower(), found.group(2).lower(), tuple(parameters), quality))
    return ranges


def _elements(field_value: str) -> list[str]:
    """The list elements of a field, split at commas outside quotes; empty ones are ignored (RFC 9110, section 5.6.1)."""
    parts = re.findall(r'(?:[^,"]|"(?:[^"\\]|\\.)*+"|")+', field_value)
    return [part for part in parts if part.strip()]
