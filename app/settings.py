"""All settings, in one place: from flags, the environment (`ZHENGTU_…`) or a `.env` file, in this order."""

from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One immutable set of settings. Every field is documented in docs/settings.md (a test holds the two equal)."""

    model_config = SettingsConfigDict(env_prefix="ZHENGTU_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path("data"), description="Folder of sources, releases and operational data.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    base: str = Field(
        "https://w3id.org/zhengtu/id/",
        pattern=r"^https?://[!-~]+/$",
        description="Start of every thing's IRI, ending in /. Fixed in the data folder at its first use.",
    )
    root_path: str = Field("", description="Path under which a proxy serves us, without a final slash.")
    query_timeout: float = Field(10.0, gt=0, description="Seconds a query may take; a client may only ask for less.")
    query_memory: int = Field(2048, ge=768, description="MiB of address space a reader process may use.")
    query_size: int = Field(1024, ge=1, le=65536, description="KiB of a query or update text.")
    query_depth: int = Field(128, ge=8, le=400, description="Brackets of all kinds that may nest in a query.")
    update_timeout: float = Field(60.0, gt=0, description="Seconds a write may take in the writer process.")
    update_memory: int = Field(4096, ge=768, description="MiB of address space the writer process may use.")
    readers: int = Field(4, ge=2, description="Reader processes: half of them for ad-hoc SPARQL, half for REST and pages.")
    queue: int = Field(32, ge=1, description="Queries that may wait in each lane before 429.")
    spool: int = Field(1024, ge=0, description="MiB of disk one answer may take while its client is slower than the reader.")
    row_cap: int | None = Field(None, ge=1, description="Most rows of a SELECT answer; announced, never silent. Empty: none.")
    max_body: int = Field(64, ge=1, description="MiB of a request body.")
    union_default_graph: bool = Field(True, description="The default graph of a query is the union of all graphs.")
    service_allowed: tuple[HttpUrl, ...] = Field((), description="Origins that SERVICE may reach. Empty: none.")
    keep_releases: int = Field(20, ge=2, description="Releases kept beside those tagged for citation.")
    store: HttpUrl | None = Field(None, description="A SPARQL 1.1 query endpoint to use in place of the embedded store.")
    store_update: HttpUrl | None = Field(None, description="Its update endpoint.")
    store_graphs: HttpUrl | None = Field(None, description="Its graph store endpoint.")
    store_user: str | None = Field(None, description="User name for the remote store.")
    store_password: SecretStr | None = Field(None, description="Password for the remote store.")
    identity_header: str | None = Field(
        None, description="Header in which a trusted proxy names who is signed in; they may correct. Empty: not used."
    )
    identity_proxies: tuple[str, ...] = Field(("127.0.0.1", "::1"), description="Proxies whose identity header counts.")
    read_token_required: bool = Field(False, description="Reading needs a token too.")
    cors_origins: tuple[str, ...] = Field(("*",), description="Origins whose pages may read the API from a browser; * is all.")
    rate_limit: int | None = Field(None, ge=1, description="Requests a minute for each token or address. Empty: no limit.")
    answers_kept: int = Field(
        128, ge=0, description="MiB of answers kept in memory until the next release: half for the API, half for /sparql."
    )
    log_format: Literal["text", "json"] = Field("text", description="Lines of the log: for people, or one JSON object each.")
