"""The text index of a release: everything that has a name or a text, found by any run of its characters.

Built by tantivy over 2-grams while a release is made: what a changed graph says replaces what it said; all else is shared with
the release before by hard links, since a segment never changes. Words are compared folded: width and case do not matter.
"""

import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy
from pyoxigraph import Literal, QuerySolutions, Store
from tantivy import Document, Filter, Index, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from app.store.candidate import Candidate

FOLDER = "text"
KINDS = ("Document", "Plan", "Section", "Task", "Target", "Baseline", "Indicator", "Agency", "Region")
_HEAP = 50_000_000
_AT_ONCE = 64
"""Of more changed graphs than this, all graphs are asked for in one query."""
_QUERY = """
PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?graph ?id ?kind ?title ?plan ?text WHERE {
  %(bound)s
  GRAPH %(graph)s {
    VALUES ?kind { %(kinds)s }
    ?id a ?kind ; rdfs:label ?title .
    OPTIONAL { ?id zt:inPlan ?plan }
    OPTIONAL { ?id zt:text|skos:altLabel|zt:documentNumber|skos:notation|zt:nameAsPrinted|zt:hasEvidence/oa:exact ?text }
  }
} ORDER BY ?graph ?id
"""


@dataclass(frozen=True)
class Hit:
    """A thing whose title or text holds every word. kind: the class's local name. plan: its plan's IRI, or None."""

    id: str
    kind: str
    title: str
    text: str
    plan: str | None
    score: float


def fold(text: str) -> str:
    """The text as it is compared: NFKC and lower case, character by character, so that offsets hold."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", c).lower()) == 1 else c for c in text)


def build(made: Candidate) -> None:
    """Make the index of a candidate that is sealed: a hook of publishing."""
    path = made.path / FOLDER
    before = made.folder.folder(made.previous.number) / FOLDER
    fresh = not (before / "meta.json").is_file()
    path.mkdir()
    if not fresh:
        _link(before, path)
    changed = list(made.manifest.graphs) if fresh else [change.graph for change in made.changes]
    if not fresh and not changed:
        return
    index = Index(_schema(), path=str(path)) if fresh else Index.open(str(path))
    _register(index)
    writer = index.writer(_HEAP, 1)
    for graph in () if fresh else changed:
        writer.delete_documents_by_term("graph", graph)
    for document in _documents(Store.read_only(str(made.path / "store")), changed):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class TextIndex:
    """The index of one release, open for reading. Safe to use from several threads."""

    def __init__(self, release: Path):
        self._index = Index.open(str(release / FOLDER))
        _register(self._index)
        self._schema = _schema()
        self._searcher = self._index.searcher()

    def search(self, words: str, kinds: Sequence[str] = (), *, limit: int = 20, offset: int = 0) -> list[Hit]:
        """The hits from `offset` on, best first: titles before texts. Exact: each word stands in the title or text as it is."""
        wanted = [fold(word) for word in words.split()]
        query = self._query(wanted, kinds)
        hits: list[Hit] = []
        seen = at = 0
        while query is not None and len(hits) < limit:
            found = self._searcher.search(query, limit=max(50, limit), offset=at).hits
            if not found:
                break
            at += len(found)
            for score, address in found:
                hit = self._hit(score, self._searcher.doc(address))
                if all(word in fold(f"{hit.title}\n{hit.text}") for word in wanted):
                    seen += 1
                    if seen > offset and len(hits) < limit:
                        hits.append(hit)
        return hits

    def similar(self, name: str, kinds: Sequence[str], *, limit: int = 50) -> list[Hit]:
        """Things of these kinds whose titles or texts share most with a name."""
        grams = [part for word in fold(name).split() for part in self._word("grams", word)]
        if not grams:
            return []
        shared = Query.boolean_query([(Occur.Should, gram) for gram in grams])
        titled = Query.boolean_query([(Occur.Should, part) for word in fold(name).split() for part in self._word("title", word)])
        kind = Query.boolean_query([(Occur.Should, self._term("kind", kind)) for kind in kinds])
        query = Query.boolean_query([(Occur.Must, shared), (Occur.Must, kind), (Occur.Should, titled)])
        found = self._searcher.search(query, limit=limit).hits
        return [self._hit(score, self._searcher.doc(address)) for score, address in found]

    def _query(self, words: Sequence[str], kinds: Sequence[str]) -> Query | None:
        parts = [part for word in words for part in self._word("grams", word)]
        if not parts:
            return None
        must = [(Occur.Must, part) for part in parts]
        if kinds:
            must.append((Occur.Must, Query.boolean_query([(Occur.Should, self._term("kind", kind)) for kind in kinds])))
        title = Query.boolean_query([(Occur.Must, part) for word in words for part in self._word("title", word)])
        return Query.boolean_query([*must, (Occur.Should, Query.boost_query(title, 3.0))])

    def _word(self, field: str, word: str) -> Iterator[Query]:
        if len(word) == 1:
            yield Query.regex_query(self._schema, field, f"({_quoted(word)}.)|(.{_quoted(word)})")
        for gram in dict.fromkeys(word[i : i + 2] for i in range(len(word) - 1)):
            yield self._term(field, gram)

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value, index_option="freq")

    def _hit(self, score: float, document: Document) -> Hit:
        plan = document.get_first("plan")
        fields = {name: str(document.get_first(name) or "") for name in ("id", "kind", "title", "text")}
        return Hit(**fields, plan=str(plan) if plan else None, score=round(score, 4))


@lru_cache(maxsize=4)
def open_index(release: Path) -> TextIndex | None:
    """The index in a release's folder, kept open; None where the release has none."""
    return TextIndex(release) if (release / FOLDER / "meta.json").is_file() else None


def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    for name in ("id", "kind", "graph", "plan"):
        builder.add_text_field(name, stored=name != "graph", tokenizer_name="raw", index_option="basic")
    for name in ("title", "text"):
        builder.add_text_field(name, stored=True, tokenizer_name="grams", index_option="freq")
    builder.add_text_field("grams", stored=False, tokenizer_name="grams", index_option="freq")
    return builder.build()


def _register(index: Index) -> None:
    grams = TextAnalyzerBuilder(Tokenizer.ngram(2, 2, False)).filter(Filter.lowercase()).build()
    index.register_tokenizer("grams", grams)


def _documents(store: Store, graphs: Sequence[str]) -> Iterator[Document]:
    # A constant graph is looked up; a variable one, be it bound, has the engine walk through all of them.
    each = [(f"BIND(<{graph}> AS ?graph)", f"<{graph}>") for graph in graphs if ":" in graph]
    asked = [("", "?graph")] if len(graphs) > _AT_ONCE else each
    wanted = set(graphs)
    kinds = " ".join(f"zt:{kind}" for kind in KINDS)
    for bound, graph in asked:
        found = store.query(_QUERY % {"bound": bound, "graph": graph, "kinds": kinds})
        assert isinstance(found, QuerySolutions)  # noqa: S101
        for key, rows in _grouped(found):
            if key[0] in wanted:
                yield _document(key, rows)


_Key = tuple[str, str, str]


def _grouped(found: QuerySolutions) -> Iterator[tuple[_Key, list[tuple[str, str | None, str | None]]]]:
    """(graph, id, kind) → (title, plan, text) of each row; the rows of one thing come together."""
    now: _Key | None = None
    rows: list[tuple[str, str | None, str | None]] = []
    for row in found:
        key = (_value(row["graph"]) or "", _value(row["id"]) or "", (_value(row["kind"]) or "").rpartition("#")[2])
        if now is not None and key != now:
            yield now, rows
            rows = []
        now = key
        rows.append((_value(row["title"]) or "", _value(row["plan"]), _value(row["text"])))
    if now is not None:
        yield now, rows


def _value(term: object) -> str | None:
    return term.value if isinstance(term, Literal) or hasattr(term, "value") else None


def _document(key: _Key, rows: Sequence[tuple[str, str | None, str | None]]) -> Document:
    graph, identity, kind = key
    title, plan = rows[0][0], rows[0][1]
    text = "\n".join(dict.fromkeys(text for _, _, text in rows if text and text != title))
    document = Document(id=identity, kind=kind, graph=graph, title=title, text=text, grams=fold(f"{title}\n{text}"))
    if plan:
        document.add_text("plan", plan)
    return document


def _quoted(character: str) -> str:
    return "\\" + character if character in r".^$*+?()[]{}|\&-~#\"'<>@/" else character


def _link(source: Path, target: Path) -> None:
    """The files of an index in a new folder: segments by hard link, what is rewritten by copy, locks not at all."""
    for file in source.iterdir():
        if file.name.endswith(".lock"):
            continue
        if file.suffix == ".json":
            shutil.copyfile(file, target / file.name)
        else:
            os.link(file, target / file.name)


def marks(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand in a text: half-open spans of code points, in order, overlaps joined."""
    folded = fold(text)
    spans = sorted((at, at + len(word)) for word in map(fold, words.split()) for at in _all(folded, word))
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _all(text: str, word: str) -> Iterable[int]:
    at = text.find(word)
    while at >= 0 and word:
        yield at
        at = text.find(word, at + 1)
