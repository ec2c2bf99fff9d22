"""Our own terms answer too: the ontology, each vocabulary, the shapes and the JSON-LD context, from the files we ship."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from rdflib import Graph

from app.negotiation import negotiate
from app.problems import NotFound
from loaders.resources import data_folder

router = APIRouter(tags=["ontology"])
_TYPES = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt", "text/html": "html"}
_SUFFIXES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples", "html": "text/html"}
# Made by `make ontology-docs`; a checkout without them answers with the Turtle.
BUILT = Path(__file__).parent / "built"


@router.get("/ont", summary="本体 The ontology", response_class=Response)
@router.get("/ont.{suffix}", include_in_schema=False)
def ontology(request: Request, suffix: str | None = None) -> Any:
    """The ontology in Turtle, JSON-LD, N-Triples, or as a page for people."""
    return _term_file(request, data_folder("ontology") / "zhengtu.ttl", suffix)


@router.get("/vocabularies/{name}", summary="词表 A vocabulary (SKOS)", response_class=Response)
def vocabulary(request: Request, name: str) -> Any:
    """A SKOS vocabulary by its name, as in its IRI (`role`, `measure`, `unit` …), also with a suffix."""
    stem, _, suffix = name.partition(".")
    return _term_file(request, _within(data_folder("ontology") / "vocabularies", stem), suffix or None)


@router.get("/shapes/{name}", summary="形状 Shapes (SHACL)", response_class=Response)
def shapes(request: Request, name: str) -> Any:
    """The shapes of a class by the file's name, also with a suffix."""
    stem, _, suffix = name.partition(".")
    return _term_file(request, _within(data_folder("shapes"), stem), suffix or None)


@router.get("/context.jsonld", summary="JSON-LD 上下文 The JSON-LD context", response_class=FileResponse)
def context() -> FileResponse:
    """The JSON-LD context that the web API answers in."""
    return FileResponse(data_folder("ontology") / "context.jsonld", media_type="application/ld+json")


def _within(folder: Path, stem: str) -> Path:
    found = next((file for file in sorted(folder.glob("*.ttl")) if file.stem == stem), None)
    if found is None:
        known = "、".join(file.stem for file in sorted(folder.glob("*.ttl")))
        raise NotFound(f"没有这个文件 no such file: {stem[:60]}", hint=known)
    return found


def _term_file(request: Request, file: Path, suffix: str | None) -> Response:
    if suffix is not None and suffix not in _SUFFIXES:
        raise NotFound(f"没有这种格式 no such format: .{suffix[:20]}", hint="、".join(_SUFFIXES))
    media_type = _SUFFIXES[suffix] if suffix else negotiate(request.headers.get("accept"), tuple(_TYPES))
    headers = {"Vary": "Accept"}
    built = BUILT / f"{file.stem}.html"
    if media_type == "text/html" and built.is_file():
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
        return HTMLResponse(built.read_text(encoding="utf-8"), headers=headers | {"Content-Security-Policy": policy})
    if media_type in ("text/turtle", "text/html"):
        shown = "text/turtle" if media_type == "text/turtle" else "text/plain"
        return FileResponse(file, media_type=f"{shown}; charset=utf-8", headers=headers)
    return Response(_converted(file, file.stat().st_mtime_ns, _TYPES[media_type]), media_type=media_type, headers=headers)


@cache
def _converted(file: Path, _modified: int, format_name: str) -> str:
    return Graph().parse(file, format="turtle").serialize(format=format_name)
