"""Joins the pages. Addresses: `/zh/…` and `/en/…` (the rest of the path is the same in both), and `/static/…`."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse

from app.pages import (
    agency,
    api_page,
    assets,
    correcting,
    document,
    home,
    indicator,
    lists,
    plan,
    region,
    releases,
    review,
    searching,
    signing_in,
    task,
    workbench,
)
from app.pages.concepts import known_labels
from app.pages.errors import no_such_page, page_router
from app.pages.language import english, preferred
from app.pages.layout import compile_templates
from app.pages.session import SessionAsBearer

PARTS = (
    home,
    searching,
    plan,
    task,
    agency,
    region,
    indicator,
    document,
    review,
    releases,
    api_page,
    workbench,
    signing_in,
    correcting,
    lists,
)


def add_pages(app: FastAPI) -> None:
    """Give the service its pages."""
    app.add_middleware(SessionAsBearer)
    app.include_router(assets.router)
    for part in PARTS:
        app.include_router(part.router)
    anything_else = page_router()
    anything_else.add_api_route("/{language:language}/{rest:path}", no_such_page)
    app.include_router(anything_else)

    @app.get("/", include_in_schema=False)
    async def start(request: Request) -> RedirectResponse:
        language = preferred(request.headers.get("Accept-Language", ""))
        return RedirectResponse(f"{request.scope.get('root_path', '')}/{language}/", 303, {"Vary": "Accept-Language"})


def prepare_pages() -> None:
    """Read and compile, once a process, what the first visitor would else wait for: templates, phrases, labels, assets."""
    compile_templates()
    english()
    known_labels()
    assets.assets()
