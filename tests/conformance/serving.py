"""Two services for the suites: one as it comes, one whose default graph is no union, as the query suites assume."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.security import Role, TokenFile
from tests.conformance.manifests import Case
from tests.conformance.running import Service
from tests.server_process import served

AS_IT_COMES = ("ProtocolTest", "GraphStoreProtocolTest", "ServiceDescriptionTest")


@contextmanager
def services(folder: Path) -> Iterator[Callable[[Case], Service]]:
    """Start both; the function gives the one that a test needs."""
    made = {}
    for name in ("union", "plain"):
        (folder / name).mkdir(parents=True)
        made[name] = TokenFile(folder / name / "data").add("conformance", Role.ADMIN)
    # One reader a lane: the requests come one after another.
    with (
        served(folder / "union" / "data", readers="2") as union,
        served(folder / "plain" / "data", readers="2", union_default_graph="false", keep_releases="2") as plain,
    ):
        as_it_comes, no_union = Service(union.origin, made["union"]), Service(plain.origin, made["plain"])
        yield lambda case: as_it_comes if case.kind in AS_IT_COMES else no_union
