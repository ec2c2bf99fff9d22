"""Which store a service or a command works on."""

from app.settings import Settings
from app.store.embedded import EmbeddedStore
from app.store.remote import RemoteStore


async def open_store(settings: Settings) -> EmbeddedStore | RemoteStore:
    """The embedded store, or the engine that ZHENGTU_STORE names. Raises Unavailable where that cannot be reached."""
    return await (RemoteStore if settings.store else EmbeddedStore).open(settings)
