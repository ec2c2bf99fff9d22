"""Serialised graphs as clients send them: which format, and whether they are safe to hand to the writer's parser.

Depth and entities are bounded here, by one linear pass, before anything is parsed. No address is fetched: a JSON-LD context that
is not in the document itself is refused by the engine, which has no loader.
"""

import re
from collections.abc import AsyncGenerator, Mapping

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.problems import BadRequest, UnsupportedMedia
from app.sparql import requests

READ = {
    "text/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "text/plain": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "application/json": "application/ld+json",
}
DEEPEST = 256
"""Levels of JSON; the engine overflows its stack near 5,000."""
LONGEST_EXPANSION = 4 * 1024 * 1024
"""Characters that the entities of an RDF/XML document may become in all."""

_JSON = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\]]')
_DOCTYPE = re.compile(rb"<!DOCTYPE\b")
_ENTITY = re.compile(rb"<!ENTITY\s+([^\s\"'<>&;%]+)\s+(?:\"([^\"]*)\"|'([^']*)')\s*>")
_REFERENCE = re.compile(rb"&([^\s#;&<>]+);")

Serialised = tuple[str, bytes]


async def uploaded(request: Request, limit: int) -> list[Serialised]:
    """The graphs in the body as (media type, bytes): one, or each part of a multipart/form-data. Raises UnsupportedMedia, …"""
    media_type, options = requests.content_type(request)
    if media_type == "multipart/form-data":
        parts = await _parts(request.headers, await requests.body(request, limit))
    else:
        _known(media_type, options)
        parts = [(media_type, await requests.body(request, limit))]
    return [(READ[name], data) for name, data in parts if safe(READ[name], data)]


async def _parts(headers: Mapping[str, str], data: bytes) -> list[Serialised]:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield data
        yield b""

    try:
        form = await MultiPartParser(Headers(headers), whole(), max_files=100, max_fields=100).parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise BadRequest(f"multipart 有误：{error}。 Malformed multipart/form-data.") from None
    parts = []
    for _, part in form.multi_items():
        if isinstance(part, UploadFile):
            main, *rest = (part.content_type or "").split(";")
            pairs = (option.partition("=") for option in rest)
            name = main.strip().lower()
            _known(name, {key.strip().lower(): value.strip() for key, _, value in pairs})
            parts.append((name, await part.read()))
    if not parts:
        raise BadRequest("multipart 里没有文件。 The multipart body holds no file.")
    return parts


def _known(media_type: str, options: Mapping[str, str]) -> None:
    requests.require_utf8(options.get("charset"))
    if media_type not in READ:
        raise UnsupportedMedia(
            f"不支持的 Content-Type：{media_type[:80] or '（无 none）'}。 A graph cannot be read from this Content-Type.",
            hint="、".join(dict.fromkeys(READ.values())),
            headers={"Accept": ", ".join(dict.fromkeys(READ.values()))},
        )


def safe(media_type: str, data: bytes) -> bool:
    """True; raises BadRequest for what nests or expands without bound, or reaches out of the document."""
    if media_type == "application/ld+json":
        _check_depth(data)
    elif media_type == "application/rdf+xml":
        _check_entities(data)
    return True


def _check_depth(data: bytes) -> None:
    depth = 0
    for found in _JSON.finditer(data):
        mark = found.group()
        depth += mark in b"{["
        depth -= mark in b"}]"
        if depth > DEEPEST:
            raise BadRequest(f"JSON 嵌套超过 {DEEPEST} 层。 JSON nested deeper than {DEEPEST} levels.")


def _check_entities(data: bytes) -> None:
    """A small DOCTYPE as ontologies have it is fine: entities that stand for text, which together stay small."""
    if not data.isascii():
        # Another encoding could write the marks in other bytes.
        requests.utf8(data)
    elif re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8|us-ascii|iso-8859-1)", data, re.IGNORECASE):
        raise UnsupportedMedia("RDF/XML 只接受 UTF-8。 RDF/XML is read in UTF-8 only.")
    start = _DOCTYPE.search(data)
    if start is None:
        return
    end = data.find(b"]>", start.start())
    declared = data[start.start() : end if end >= 0 else len(data)]
    values = {name: double or single for name, double, single in _ENTITY.findall(declared)}
    if declared.count(b"<!ENTITY") != len(values) or b"%" in declared or re.search(rb"\b(SYSTEM|PUBLIC)\b", declared):
        raise BadRequest(
            "RDF/XML 的 DOCTYPE 里只能有普通文本实体。 The DOCTYPE may hold plain text entities only.",
            hint="外部实体、参数实体和重复的实体都不接受。 External, parameter and repeated entities are refused.",
        )
    if any(b"&" in value for value in values.values()):
        raise BadRequest("RDF/XML 的实体不能引用实体。 Entities must not refer to entities.")
    expansion = sum(len(values.get(name, b"")) for name in _REFERENCE.findall(data))
    if expansion > LONGEST_EXPANSION:
        raise BadRequest("RDF/XML 的实体展开后太长。 The entities expand to too much text.")
