"""Joins the API to the application."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api import corrections, finding, health, jobs, releases, writing
from app.api.describe import PROBLEM
from app.api.errors import add_errors
from app.api.http.observing import Metrics
from app.api.questions import questions_router
from app.questions import load_catalogue
from app.questions.asking import Asking
from app.questions.shape import schema
from app.store import GraphStore


def add_api(app: FastAPI, *described: Path) -> None:
    """Give the service its API. Before the first request, `open_api` must have run with the store.

    described: files of OpenAPI path items and schemas for addresses that FastAPI itself cannot describe.
    """
    app.state.catalogue = load_catalogue()
    app.state.metrics = Metrics()
    app.state.facts = {}
    add_errors(app)
    parts = (health, releases, finding, writing, corrections, jobs)
    for router in (questions_router(app.state.catalogue), *(part.router for part in parts)):
        app.include_router(router)
    app.openapi = lambda: _openapi(app, described)  # type: ignore[method-assign]


def open_api(app: FastAPI, store: GraphStore, base: str) -> None:
    """The API over an open store. base: start of things' IRIs."""
    app.state.asking = Asking(store, base, app.root_path)
    app.state.jobs = jobs.Jobs(app.state.settings.data)


async def close_api(app: FastAPI) -> None:
    """Let the jobs under way finish, before the store is closed."""
    await app.state.jobs.close()


def _openapi(app: FastAPI, described: Iterable[Path]) -> dict[str, Any]:
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, routes=app.routes, description=app.description)
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = PROBLEM
        for question in app.state.catalogue.values():
            schemas |= schema(question)[1]
        for operations in made["paths"].values():
            for operation in operations.values():
                if "HTTPValidationError" in str(operation["responses"].get("422", "")):
                    operation["responses"]["422"]["content"] = {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                    }
        for name in ("HTTPValidationError", "ValidationError"):
            with suppress(KeyError):
                del schemas[name]
        for file in described:
            more = yaml.safe_load(file.read_text("utf-8"))
            made["paths"] |= more["paths"]
            schemas |= more["schemas"]
        app.openapi_schema = made
    return app.openapi_schema
