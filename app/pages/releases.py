"""Releases of the data, and what changed from one to the next: by graph, then statement by statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from fastapi import Query, Request, Response

from app.pages.concepts import concept_label
from app.pages.errors import page_router
from app.pages.language import phrase
from app.pages.layout import page
from app.pages.reading import Read, Reading, bound, iri, question
from app.problems import NotFound
from app.store import Term
from app.store.embedded import EmbeddedStore
from app.store.releases import DataFolder, Manifest

router = page_router()
MOST_STATEMENTS = 500
MOST_LABELS = 300
Triple = tuple[str, str, Term]
# What made a release, and the graphs that many documents share, for people.
CHANGES = {
    "first": phrase("空的开始"),
    "documents-loaded": phrase("装入文件"),
    "documents-removed": phrase("移除文件"),
    "corrections-changed": phrase("更正内容"),
    "update": phrase("SPARQL 更新"),
    "graph-written": phrase("写入图"),
    "dataset-loaded": phrase("装入数据集"),
    "graphs": phrase("写入多个图"),
}
SHARED = {
    "agencies": phrase("各机构"),
    "regions": phrase("各地区"),
    "indicators": phrase("各指标"),
    "citations": phrase("引用关系"),
    "vocabularies": phrase("词表"),
}


@dataclass(frozen=True)
class GraphDifference:
    """A graph that differs. quads: before and after, None where it did not exist. about: the thing it describes, or None."""

    graph: str
    about: str | None
    before: int | None
    after: int | None


@router.get("/{language:language}/release")
async def releases(request: Request, read: Read) -> Response:
    folder = folder_of(read)
    numbers = folder.numbers()[::-1]
    return page(
        request,
        "releases.html",
        releases=[summary(folder, number) for number in numbers],
        current=read.release.number,
        changes=CHANGES,
    )


@router.get("/{language:language}/release/{number:int}")
async def release(
    request: Request, read: Read, number: int, since: int | None = None, graph: str | None = Query(None, max_length=500)
) -> Response:
    folder = folder_of(read)
    after = manifest(folder, number)
    earlier = [known for known in folder.numbers() if known < number]
    before = manifest(folder, since) if since is not None else manifest(folder, earlier[-1]) if earlier else Manifest(0)
    differences = compare(before.graphs, after.graphs, read.base)
    statements = await statements_of(read, before, after, graph) if graph in {one.graph for one in differences} else None
    if graph and statements is None:
        raise NotFound(f"这两个版本的这个图没有差别：{graph}。This graph is the same in both releases.")
    things = [one.about for one in differences if one.about][:MOST_LABELS]
    return page(
        request,
        "release.html",
        release=summary(folder, number),
        before=before.number,
        earlier=earlier[::-1],
        differences=differences,
        labels=await read.labels(things),
        graph=graph,
        statements=statements,
        changes=CHANGES,
        word=partial(concept_label, language=read.language),
        shared={f"{read.base}graph/{name}": words for name, words in SHARED.items()},
    )


@dataclass(frozen=True)
class Summary:
    """A release as the list shows it."""

    number: int
    digest: str
    made: str
    by: str | None
    change: str
    tag: str | None
    quads: int
    graphs: int
    documents: int


def folder_of(read: Reading) -> DataFolder:
    """The data folder of the embedded store; NotFound over a remote engine, which has no releases."""
    if not isinstance(read.store, EmbeddedStore):
        raise NotFound("外部引擎没有数据版本。A remote engine has no releases.")
    return read.store.folder


def summary(folder: DataFolder, number: int) -> Summary:
    known = manifest(folder, number)
    return Summary(
        number,
        known.release.digest,
        known.made,
        known.by,
        known.change,
        known.tag,
        known.quads,
        len(known.graphs),
        len(known.documents),
    )


def manifest(folder: DataFolder, number: int) -> Manifest:
    """What is known of a release; Gone or NotFound for one that is not kept."""
    folder.release(number)
    return _manifest(folder, number)


@lru_cache(maxsize=64)
def _manifest(folder: DataFolder, number: int) -> Manifest:
    return folder.manifest(number)


def compare(before: Mapping[str, tuple[str, int]], after: Mapping[str, tuple[str, int]], base: str) -> list[GraphDifference]:
    """The graphs whose digests differ, by IRI."""
    found = []
    for graph in sorted({*before, *after}):
        if before.get(graph) != after.get(graph):
            kind, _, key = graph.removeprefix(f"{base}graph/").partition("/")
            about = f"{base}{kind}/{key}" if graph.startswith(base) and kind in {"plan", "document"} and key else None
            found.append(GraphDifference(graph, about, _quads(before, graph), _quads(after, graph)))
    return found


def _quads(graphs: Mapping[str, tuple[str, int]], graph: str) -> int | None:
    return graphs[graph][1] if graph in graphs else None


async def statements_of(read: Reading, before: Manifest, after: Manifest, graph: str | None) -> list[tuple[str, Triple]]:
    """('−' or '+', triple) for what one graph lost and gained, by subject; the first so many."""
    triples = []
    for one in (before, after):
        known = graph is not None and graph in one.graphs
        rows = (
            await read.store.rows(bound(question("graph"), {"graph": iri(graph)}), release=one.number) if known and graph else []
        )
        triples.append({(row["s"].value, row["p"].value, row["o"]) for row in rows})
    gone, new = triples[0] - triples[1], triples[1] - triples[0]
    both = [("−", triple) for triple in gone] + [("+", triple) for triple in new]
    return sorted(both, key=lambda one: (one[1][0], one[1][1], one[1][2].value, one[0]))[:MOST_STATEMENTS]
