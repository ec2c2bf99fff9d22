"""Originals and what was read from them, by the SHA-256 of the bytes: the system of record beside the releases.

sources/<sha256>/   original.<ext>, text.txt (repaired), raw.txt (as decoded), repairs.json, record.json
summaries/<sha256>  what the derived graphs need to know of one plan or document, by the digest of its content
corrections.jsonl   the log of corrections; each release's manifest says how many of its bytes are in force
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from app.store.changes import SourceFile
from app.store.releases import sync, write_durably
from loaders.errors import LoadError
from loaders.graph import Summary
from loaders.reading import read_document
from loaders.records import Document
from loaders.repair import repair
from loaders.source import read_source

INCOMING = ".incoming-"


@dataclass(frozen=True)
class Reading:
    """A document that was read. text: repaired; raw: as decoded. Both are what its evidence's offsets count in."""

    document: Document
    text: str
    raw: str


@dataclass(frozen=True)
class Refused:
    """A document that could not be read, and why: message, place and hint as the loader says them. kind: the error's name."""

    source: str
    kind: str
    message: str
    place: str | None
    hint: str


def read_file(file: SourceFile) -> Reading | Refused:
    """Read one document. A plain function on values, so that a pool of processes can run it."""
    try:
        text = repair(read_source(file.data, file.name))
        return Reading(read_document(file.data, file.name), text.text, text.source.text)
    except LoadError as error:
        return Refused(error.source or file.name, type(error).__name__, error.message, error.place, error.hint)


def record_digest(document: Document) -> str:
    """Hex SHA-256 of the record as JSON, without the file's name: under another name it is the same document."""
    return hashlib.sha256(document.model_dump_json(exclude={"source"}).encode()).hexdigest()


class Sources:
    """The files of one data folder that are not releases."""

    def __init__(self, path: Path):
        self._sources = path / "sources"
        self._summaries = path / "summaries"
        self._corrections = path / "corrections.jsonl"

    def folder(self, sha256: str) -> Path:
        return self._sources / sha256

    def sweep(self) -> None:
        """Remove what a killed writer left half-written."""
        for entry in self._sources.glob(f"{INCOMING}*"):
            shutil.rmtree(entry, ignore_errors=True)

    def keep(self, file: SourceFile, reading: Reading) -> None:
        """Keep an original and what was read from it, on disk when this returns. A folder appears whole or not at all."""
        document = reading.document
        repairs = [repair.model_dump() for repair in document.repairs]
        files = {
            "text.txt": reading.text,
            "raw.txt": reading.raw,
            "repairs.json": json.dumps(repairs, ensure_ascii=False),
            "record.json": document.model_dump_json(),
        }
        kept = self.folder(document.sha256)
        if kept.exists():
            for name, content in files.items():
                if (kept / name).read_bytes() != content.encode():
                    write_durably(kept / name, content)
            return
        incoming = self._sources / f"{INCOMING}{document.sha256}"
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir(parents=True)
        suffix = PurePath(file.name).suffix or ".bin"
        _write(incoming / f"original{suffix}", file.data)
        for name, content in files.items():
            _write(incoming / name, content.encode())
        sync(incoming)
        incoming.rename(kept)
        sync(self._sources)

    def document(self, sha256: str) -> Document:
        """The record of an original, before corrections."""
        return Document.model_validate_json((self.folder(sha256) / "record.json").read_bytes())

    def keep_summary(self, summary: Summary) -> str:
        """Keep a summary; the digest that it is found by."""
        content = summary.model_dump_json()
        digest = hashlib.sha256(content.encode()).hexdigest()
        self._summaries.mkdir(exist_ok=True)
        if not (self._summaries / digest).exists():
            write_durably(self._summaries / digest, content)
        return digest

    def summaries(self, digests: Iterable[str]) -> list[Summary]:
        """The summaries of these digests."""
        return [Summary.model_validate_json((self._summaries / digest).read_bytes()) for digest in digests]

    def drop_summaries(self, wanted: set[str]) -> None:
        """Remove all summaries but these."""
        if self._summaries.exists():
            for entry in self._summaries.iterdir():
                if entry.name not in wanted:
                    entry.unlink()

    def corrections(self, length: int) -> list[dict[str, Any]]:
        """The log's entries within its first `length` bytes: those in force."""
        if not length:
            return []
        return [json.loads(line) for line in self._corrections.read_bytes()[:length].splitlines()]

    def append_corrections(self, entries: Iterable[Mapping[str, Any]], length: int) -> int:
        """Append to the log after its first `length` bytes (what a killed writer left behind them goes). The new length."""
        lines = "".join(json.dumps(dict(entry), ensure_ascii=False) + "\n" for entry in entries).encode()
        with self._corrections.open("ab") as log:
            log.truncate(length)
            log.write(lines)
            log.flush()
            os.fsync(log.fileno())
        return length + len(lines)


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
