"""Linked data: the IRI of a thing answers 303 to a page or to its data; the data answers in every RDF format and as a page.

Cool URIs for the Semantic Web (W3C note, 2008), section 4.2. A thing `{base}task/1` is answered at `/id/task/1`, its data
at `/data/task/1`, with a suffix (`.ttl`, `.jsonld`, `.nt`, `.html`) for those who cannot send Accept.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from app.exports.description import Description, describe
from app.exports.formats import rdf
from app.negotiation import negotiate
from app.problems import NotFound

router = APIRouter(tags=["linked data"])
_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=select_autoescape())
SUFFIXES = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "html": "html"}
_TYPES = {"text/turtle": "turtle", "application/ld+json": "jsonld", "application/n-triples": "ntriples", "text/html": "html"}
# Kinds that have a page made for people, in both languages; the others are shown by the plain page of their data.
PAGES = frozenset({"document", "plan", "task", "agency", "region", "indicator"})
_STYLE = (Path(__file__).parent / "templates" / "thing.css").read_text(encoding="utf-8")
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
)


@router.get("/id/{kind}/{key:path}", status_code=303, summary="事物的 IRI The IRI of a thing", response_class=RedirectResponse)
async def identified(request: Request, kind: str, key: str) -> Response:
    """303 See Other: to the page for people or to the data, by Accept or by suffix."""
    name, suffix = _split(key)
    wanted = SUFFIXES[suffix] if suffix else _TYPES[negotiate(request.headers.get("accept"), tuple(_TYPES))]
    await describe(request.app.state.store, _iri(request, kind, name))
    root = request.scope.get("root_path", "")
    extension = next(ending for ending, format_name in SUFFIXES.items() if format_name == wanted)
    target = f"{root}/data/{quote(kind)}/{quote(name)}.{extension}"
    if wanted == "html" and kind in PAGES and not suffix:
        language = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"
        target = f"{root}/{language}/{kind}/{quote(name)}"
    return RedirectResponse(target, 303, headers={"Vary": "Accept, Accept-Language"})


@router.get("/data/{kind}/{key:path}", summary="关于事物的数据 The data about a thing", response_class=Response)
async def data(request: Request, kind: str, key: str, page: int = 1) -> Response:
    """Outgoing and incoming statements with labels and evidence; the incoming ones by pages, with a link to the next."""
    name, suffix = _split(key)
    wanted = SUFFIXES[suffix] if suffix else _TYPES[negotiate(request.headers.get("accept"), tuple(_TYPES))]
    description = await describe(request.app.state.store, _iri(request, kind, name), max(page, 1))
    here = f"{str(request.base_url).rstrip('/')}/data/{quote(kind)}/{quote(key)}"
    following = f"{here}?page={description.page + 1}" if description.more else None
    headers = {"Vary": "Accept", "X-Release": str(description.release)}
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if wanted == "html":
        headers["Content-Security-Policy"] = _POLICY
        return HTMLResponse(_page(request, description, kind, name, following), headers=headers)
    body = rdf.serialize(description.statements(here, following), wanted)
    return Response(body, media_type=rdf.FORMATS[wanted][1], headers=headers)


def local_path(root: str, base: str, iri: str) -> str | None:
    """Where we answer for an IRI ourselves, None for one that is not ours."""
    return f"{root}/id/{quote(iri.removeprefix(base))}" if iri.startswith(base) else None


def _split(key: str) -> tuple[str, str | None]:
    name, dot, suffix = key.rpartition(".")
    return (name, suffix) if dot and suffix in SUFFIXES else (key, None)


def _iri(request: Request, kind: str, name: str) -> str:
    iri = f"{request.app.state.base}{kind}/{name}"
    if not iri.isascii() or any(character in iri for character in ' <>"{}|^`\\'):
        raise NotFound(f"没有此标识 no such identifier: {unquote(name)[:200]}")
    return iri


def _page(request: Request, description: Description, kind: str, name: str, following: str | None) -> str:
    root, base = request.scope.get("root_path", ""), request.app.state.base

    def link(iri: str) -> str:
        return local_path(root, base, iri) or iri

    formats: dict[str, Any] = {ending: f"{root}/data/{quote(kind)}/{quote(name)}.{ending}" for ending in ("ttl", "jsonld", "nt")}
    values = {"it": description, "link": link, "formats": formats, "following": following, "style": Markup(_STYLE)}  # noqa: S704 - our own file
    return _TEMPLATES.get_template("thing.html").render(values)
