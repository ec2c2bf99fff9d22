"""What editors write: SPARQL updates and whole graphs, on a candidate. Compiled graphs are not theirs to change."""

from collections.abc import Iterable

from pyoxigraph import RdfFormat, Store, Triple

from app.problems import BadRequest, Forbidden, QuerySyntax, UnsupportedMedia
from app.store.candidate import Candidate
from app.store.changes import DEFAULT_GRAPH, DatasetLoaded, GraphWritten, Scope, SparqlUpdate
from app.store.query_text import words
from app.store.refusal import syntax_refusal

HINT = (
    "更新的默认图不是并集：没有 GRAPH 的模式匹配不到任何内容，请写 GRAPH <…> { … }。"
    "An update's default graph is not the union: a pattern without GRAPH matches nothing; write GRAPH <…> { … }."
)


def update(made: Candidate, change: SparqlUpdate) -> str | None:
    """Run an update; returns a hint where it changed nothing although it looks as if it should."""
    if change.graphs is not None:
        # What can be seen from the text is refused before the work is done.
        allow(made, change.graphs, change.scope)
    try:
        made.store.update(change.text, base_iri=change.base_iri)
    except SyntaxError as error:
        refusal = syntax_refusal(str(error), change.text).document
        raise QuerySyntax(
            str(refusal["detail"]), **{k: v for k, v in refusal.items() if k not in ("problem", "detail")}
        ) from error
    except (RuntimeError, ValueError) as error:
        raise BadRequest(f"更新无法执行。The update cannot be run: {error}") from error
    made.compare(change.graphs)
    allow(made, (graph.graph for graph in made.changes), change.scope)
    pattern_without_graph = "WHERE" in words(change.text) and not {"GRAPH", "WITH", "USING"} & words(change.text)
    return HINT if not made.changes and pattern_without_graph else None


def write_graph(made: Candidate, change: GraphWritten) -> None:
    """PUT, POST or DELETE one graph. What cannot be parsed to its end changes nothing."""
    allow(made, (change.graph,), change.scope)
    if change.method == "delete":
        made.replace_graph(change.graph, ())
        return
    written = parsed(change.data, change.media_type, change.base_iri)
    for part in change.more:
        written |= parsed(part.data, part.media_type, change.base_iri)
    if change.method == "post":
        written |= made.triples(change.graph)
    made.replace_graph(change.graph, written, keep_empty=True)


def parsed(data: bytes, media_type: str, base_iri: str | None) -> set[Triple]:
    """The triples of a body, its blank nodes new. Graph names inside it (N-Quads, TriG, JSON-LD) are refused."""
    graph_format = RdfFormat.from_media_type(media_type)
    if graph_format is None:
        raise UnsupportedMedia(
            f"不支持的格式：{media_type}。A graph cannot be read from {media_type}.",
            hint="text/turtle, application/n-triples, application/rdf+xml, application/ld+json",
        )
    store = Store()
    try:
        store.load(data, format=graph_format, base_iri=base_iri or None)
    except SyntaxError as error:
        raise BadRequest(
            f"图的内容有语法错误，什么都没有写入。The graph's content is not well formed; nothing was written: {error}",
            line=error.lineno,
            column=error.offset,
        ) from error
    except ValueError as error:
        raise BadRequest(f"图的内容无法读取。The graph's content cannot be read: {error}") from error
    if any(True for _ in store.named_graphs()):
        raise BadRequest("内容里有命名图，这里只写一个图。The content names graphs; this writes a single one.")
    return {quad.triple for quad in store}


def allow(made: Candidate, graphs: Iterable[str], scope: Scope) -> None:
    """Raises Forbidden for a graph outside the scope: compiled ones point to corrections."""
    base = made.folder.base
    for graph in graphs:
        if graph.startswith(f"{base}graph/curated/"):
            continue
        if graph.startswith(f"{base}graph/"):
            raise Forbidden(
                f"<{graph}> 由文件编译而成，不能直接改写。<{graph}> is compiled from documents and cannot be edited.",
                hint="请提交更正（corrections），图会重新编译。Submit a correction; the graph is then compiled again.",
                graph=graph,
            )
        if scope is Scope.CURATED:
            named = "默认图 the default graph" if graph == DEFAULT_GRAPH else f"<{graph}>"
            raise Forbidden(
                f"编辑只能写整理图：{named}。Editors write curated graphs only.",
                hint=f"GRAPH <{base}graph/curated/…>",
                graph=graph,
            )


def load_dataset(made: Candidate, change: DatasetLoaded) -> None:
    """Add a file of N-Quads in bulk, then have the engine compact what it holds."""
    try:
        made.store.bulk_load(path=change.path, format=RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise BadRequest(f"{change.path} 不是正确的 N-Quads。It is not well-formed N-Quads: {error}") from error
    made.store.optimize()
    made.compare(None)
