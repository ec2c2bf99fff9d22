"""The reader process: answers one query at a time from an immutable release, until its parent kills it or goes away.

Run as `python -m app.store.reader DATA MEMORY_MIB network|isolated PARENT_PID`. Standard input and output carry frames
(`app.store.frames`). Nothing is caught here that the parent can see better: a deadline is a SIGKILL, exhausted memory an
abort, a too deep query a segmentation fault.
"""

import io
import json
import os
import sys
from collections import OrderedDict
from pathlib import Path
from typing import IO, Any, cast

import orjson
from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from app.store import frames
from app.store.confinement import confine
from app.store.query_text import names_dataset
from app.store.refusal import Refusal, syntax_refusal
from app.store.row_cap import cut

FIRST_BYTES = 64 * 1024
"""What is held back before the head is sent: a failure inside it is still a proper problem."""

OPEN_RELEASES = 3

PREFIXES = {
    "zt": "https://w3id.org/zhengtu/ont#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Sink(io.RawIOBase):
    """Takes the serialiser's writes and makes frames of them. The head goes out with the first 64 KiB, or with the end."""

    def __init__(self, out: int, media_type: str, *, cut: bool = False):
        super().__init__()
        self._cut = cut
        self._out = out
        self._media_type = media_type
        self._held = bytearray()
        self._head_sent = False

    def write(self, data: Any) -> int:
        self._held += data
        if len(self._held) >= FIRST_BYTES:
            self._send()
        return len(data)

    def flush(self) -> None:
        """The engine flushes after each block; frames are made by size."""

    def _send(self, end: bytes = b"") -> None:
        head = b"" if self._head_sent else frames.frame(frames.HEAD, self._head())
        self._head_sent = True
        write_all(self._out, head + frames.frame(frames.CHUNK, bytes(self._held)) + end)
        self._held.clear()

    def _head(self) -> bytes:
        return json.dumps({"media_type": self._media_type, "cut": self._cut}).encode()

    def end(self) -> None:
        """The rest, or all of a small answer in one frame."""
        if self._head_sent:
            self._send(frames.frame(frames.END))
        else:
            write_all(self._out, frames.frame(frames.WHOLE, self._head() + b"\n" + bytes(self._held)))


class Releases:
    """The stores that this process has open, the last few used."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._open: OrderedDict[int, Store] = OrderedDict()

    def __getitem__(self, number: int) -> Store:
        if number not in self._open:
            path = self._folder / "releases" / str(number) / "store"
            if not path.is_dir():
                raise Refusal("Gone", f"版本 {number} 已被清理。Release {number} has been pruned.")
            self._open[number] = Store.read_only(str(path))
            while len(self._open) > OPEN_RELEASES:
                self._open.popitem(last=False)
        self._open.move_to_end(number)
        return self._open[number]


def write_all(out: int, data: bytes) -> None:
    """Write everything, waiting while the parent does not take it."""
    view = memoryview(data)
    while view:
        view = view[os.write(out, view) :]


def evaluate(store: Store, question: dict[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Start the query. The protocol's dataset replaces the query's own; without either the union setting decides."""
    text = question["text"]
    default, named = question["default_graphs"], question["named_graphs"]
    dataset: dict[str, Any] = {}
    if default or named:
        dataset = {
            "default_graph": [NamedNode(graph) for graph in default],
            "named_graphs": [NamedNode(graph) for graph in named],
        }
    elif question["union"] and not names_dataset(text):
        dataset = {"use_default_graph_as_union": True}
    return store.query(text, base_iri=question.get("base_iri"), **dataset)


def answer(store: Store, question: dict[str, Any], out: int) -> None:
    """Run one query and send its answer. Raises Refusal for what can be said before the first byte."""
    try:
        result = evaluate(store, question)
        wanted = question["media_type"]
        if isinstance(result, QueryTriples):
            graph_format = RdfFormat.from_media_type(wanted or "application/n-triples")
            if graph_format is None:
                raise Refusal("NotAcceptable", f"图不能写成 {wanted}。A graph cannot be written as {wanted}.")
            sink = Sink(out, wanted or "application/n-triples")
            serialize(result, cast(IO[bytes], sink), graph_format, prefixes=PREFIXES)
        else:
            results_format = QueryResultsFormat.from_media_type(wanted or "application/sparql-results+json")
            if results_format is None:
                raise Refusal("NotAcceptable", f"查询结果不能写成 {wanted}。Results cannot be written as {wanted}.")
            was_cut = False
            if question.get("row_cap") and isinstance(result, QuerySolutions):
                result, was_cut = cut(result, question["row_cap"])
            sink = Sink(out, wanted or "application/sparql-results+json", cut=was_cut)
            result.serialize(cast(IO[bytes], sink), format=results_format)
        sink.end()
    except SyntaxError as error:
        raise syntax_refusal(str(error), question["text"]) from error
    except (RuntimeError, ValueError) as error:
        raise Refusal("BadRequest", f"查询无法执行。The query cannot be run: {error}") from error
    except OSError as error:
        raise Refusal("Unavailable", f"读取失败。Reading failed: {error}") from error


def main() -> None:
    """Serve questions until standard input ends."""
    folder, memory, network, parent = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "network", int(sys.argv[4])
    out = os.dup(1)
    os.dup2(2, 1)
    source = os.fdopen(os.dup(0), "rb")
    confine(memory, parent, network=network)
    releases = Releases(folder)
    write_all(out, frames.frame(frames.READY))
    while (received := frames.read_frame(source)) is not None:
        kind, payload = received
        message = orjson.loads(payload)
        try:
            if kind == frames.OPEN:
                releases[message["release"]]
            else:
                answer(releases[message["release"]], message, out)
        except Refusal as refusal:
            if kind == frames.QUESTION:
                write_all(out, frames.frame(frames.ERROR, json.dumps(refusal.document).encode()))


if __name__ == "__main__":
    main()
