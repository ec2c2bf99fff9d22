"""The application: settings in, FastAPI out. Each part of the service brings a router; this file only joins them."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from app.api.http import add_manners, open_and_compressed, watched
from app.api.join import add_api, close_api, open_api
from app.exports import routers as export_routers
from app.http_1_0 import WholeAnswers
from app.pages import add_pages, prepare_pages
from app.security import ReadGuard, SecurityHeaders, TokenFile
from app.settings import Settings
from app.sparql import OPENAPI, Direct
from app.sparql import routers as sparql_routers
from app.store.opening import open_store


def create_app(settings: Settings) -> FastAPI:
    """The service over the data folder that the settings name. Routers use `app.state.settings` and `app.state.store`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        preparing = asyncio.gather(asyncio.to_thread(prepare_pages), asyncio.to_thread(app.openapi))
        app.state.store = store = await open_store(settings)
        await preparing
        app.state.base = store.folder.base
        open_api(app, store, app.state.base)
        # Not waited for: the first write waits for it, should it come sooner.
        starting = asyncio.create_task(store.start_writer())
        # What the service is made of stays: a full collection that walks through it holds every request up for 0.1 s.
        gc.freeze()
        try:
            yield
        finally:
            gc.unfreeze()
            await close_api(app)
            await asyncio.gather(starting, return_exceptions=True)
            await store.close()

    app = Service(title="政图 Zhengtu", lifespan=lifespan, root_path=settings.root_path, docs_url=None, redoc_url=None)
    app.state.settings = settings
    for router in (*sparql_routers, *export_routers):
        app.include_router(router)
    add_api(app, OPENAPI)
    add_pages(app)
    if settings.read_token_required:
        app.add_middleware(ReadGuard, tokens=TokenFile(settings.data))
    add_manners(app, settings)
    return app


class Service(FastAPI):
    """The application with what is outside of FastAPI's own layers: whole answers, ids, logs, metrics, limits, `/sparql`."""

    def build_middleware_stack(self) -> ASGIApp:
        settings: Settings = self.state.settings

        def layers(handler: ASGIApp) -> ASGIApp:
            guarded = ReadGuard(handler, TokenFile(settings.data)) if settings.read_token_required else handler
            return SecurityHeaders(open_and_compressed(guarded, settings))

        everything = SecurityHeaders(super().build_middleware_stack())
        return WholeAnswers(watched(Direct(everything, self, layers), self))
