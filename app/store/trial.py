"""A trial: one document read as a load would read it, in a process of its own; nothing is stored.

Run as `python -m app.store.trial BASE MEMORY_MIB PARENT_PID`. It takes two frames, the file's name and its bytes, and gives one:
{document, title, sha256, plans, record, report} or the problem.
"""

import asyncio
import json
import os
import sys
from dataclasses import asdict
from typing import Any

from app.problems import DeadlineExceeded, Problem, Unprocessable
from app.settings import Settings
from app.store import frames
from app.store.changes import SourceFile
from app.store.confinement import confine
from app.store.process import Process
from app.store.reader import write_all
from app.store.sources import Refused, read_file
from app.store.writer import problem_document
from loaders.graph import compile_graphs, document_key
from loaders.graph.validation import validate


async def try_document(file: SourceFile, base: str, settings: Settings) -> dict[str, Any]:
    """What a load of this file would read and find. Raises Unprocessable for one that cannot be read, DeadlineExceeded."""
    process = await Process.start("app.store.trial", (base, str(settings.update_memory)))
    limit = settings.update_timeout
    late = DeadlineExceeded(f"读取超过了 {limit:g} 秒 Reading took more than {limit:g} s.")
    timer = asyncio.get_running_loop().call_later(limit, process.kill, late)
    try:
        process.send(frames.QUESTION, file.name.encode("utf-8", "replace"))
        process.send(frames.QUESTION, file.data)
        _, answer = await process.receive()
        found: dict[str, Any] = json.loads(answer)
        return found
    finally:
        timer.cancel()
        process.kill()


def read_on_trial(file: SourceFile, base: str) -> dict[str, Any]:
    """The record and the validation report of one document. Raises Unprocessable, as a load would."""
    reading = read_file(file)
    if isinstance(reading, Refused):
        said = reading.message
        raise Unprocessable(f"{file.name}：{said}", hint=reading.hint or None, documents=[vars(reading)])
    document = reading.document
    report = validate(compile_graphs([document], base).values())
    return {
        "document": f"{base}document/{document_key(document)}",
        "title": document.title,
        "sha256": document.sha256,
        "record": document.model_dump(mode="json"),
        "report": {"conforms": report.conforms, "results": [asdict(finding) for finding in report.findings]},
    }


def main() -> None:
    """Read one document and end."""
    base, memory, parent = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    out = os.dup(1)
    os.dup2(2, 1)
    source = os.fdopen(os.dup(0), "rb")
    confine(memory, parent)
    write_all(out, frames.frame(frames.READY))
    name, data = frames.read_frame(source), frames.read_frame(source)
    if name is None or data is None:
        return
    try:
        found = read_on_trial(SourceFile(name[1].decode(), data[1]), base)
        write_all(out, frames.frame(frames.END, json.dumps(found, ensure_ascii=False).encode()))
    except Problem as problem:
        write_all(out, frames.frame(frames.ERROR, problem_document(problem)))


if __name__ == "__main__":
    main()
