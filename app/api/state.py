"""What the API's routes reach by the request: store, data folder, links, who writes."""

from typing import Any, cast

import orjson
from fastapi import Request
from fastapi.responses import Response

from app.problems import NotFound
from app.questions.question import KINDS
from app.security import Identity, Role, TokenFile, may_write
from app.settings import Settings
from app.store import GraphStore, Release
from app.store.embedded import EmbeddedStore
from app.store.releases import DataFolder

JSON = "application/json"


def settings_of(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


def store_of(request: Request) -> GraphStore:
    return cast(GraphStore, request.app.state.store)


def base_of(request: Request) -> str:
    """Start of things' IRIs."""
    return cast(str, request.app.state.base)


def folder_of(request: Request) -> DataFolder:
    """The data folder; NotFound over a remote engine, which has no releases."""
    store = request.app.state.store
    if not isinstance(store, EmbeddedStore):
        raise NotFound("外部引擎没有数据版本 A remote engine has no releases.", hint="/capabilities")
    return store.folder


def tokens_of(request: Request) -> TokenFile:
    """The tokens of the data folder."""
    state = request.app.state
    if not hasattr(state, "tokens"):
        state.tokens = TokenFile(settings_of(request).data)
    return cast(TokenFile, state.tokens)


def editor(request: Request) -> Identity:
    """Who writes: a dependency of every writing route. Raises Unauthorized, Forbidden."""
    return may_write(request, tokens_of(request), Role.EDITOR)


def url_of(request: Request, address: str) -> str | None:
    """The local link of a thing, None for an IRI that is no thing of ours."""
    base = base_of(request)
    kind, _, key = address.removeprefix(base).partition("/")
    known = address.startswith(base) and kind in KINDS and key
    return f"{request.scope.get('root_path', '')}/{KINDS[kind]}/{key}" if known else None


def local(address: str, request: Request) -> str:
    """The IRI that a client means by an IRI or by a local link (`/tasks/…`)."""
    path = address.removeprefix(request.scope.get("root_path", "")) if address.startswith("/") else ""
    singular = {plural: kind for kind, plural in KINDS.items()}
    _, _, rest = path.partition("/")
    plural, _, key = rest.partition("/")
    return f"{base_of(request)}{singular[plural]}/{key}" if plural in singular and key else address


def json(body: Any, release: Release | None = None, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer; with a release, its ETag."""
    said = dict(headers or {})
    if release is not None:
        said |= release_headers(release)
    return Response(orjson.dumps(body), status, said, media_type=JSON)


def release_headers(release: Release) -> dict[str, str]:
    """What says which release an answer is from."""
    return {"ETag": release.etag, "Zhengtu-Release": str(release.number), "Vary": "Accept"}
