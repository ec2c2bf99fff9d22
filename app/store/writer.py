"""The writer process: makes one change at a time into a release, until its parent kills it or goes away.

Run as `python -m app.store.writer DATA MEMORY_MIB KEEP network|isolated PARENT_PID`. It parses what clients sent, so that it
has a memory cap like a reader, and a deadline: the parent kills it, and the candidate that it leaves is swept away by the next.
"""

import importlib
import json
import os
import sys
from pathlib import Path

from pydantic import TypeAdapter

from app.problems import Problem
from app.store import frames
from app.store.changes import Change, Receipt
from app.store.confinement import confine
from app.store.publishing import publish
from app.store.reader import write_all
from app.store.releases import DataFolder

CHANGE: TypeAdapter[Change] = TypeAdapter(Change)
RECEIPT: TypeAdapter[Receipt] = TypeAdapter(Receipt)


def problem_document(problem: Problem) -> bytes:
    """A problem as the parent rebuilds it (`app.store.process.reported`)."""
    document = {"problem": type(problem).__name__, "detail": problem.detail, "hint": problem.hint, "headers": problem.headers}
    return json.dumps(document | problem.members).encode()


def main() -> None:
    """Serve changes until standard input ends. Each comes as two frames: {by, wait} and the change itself."""
    folder, memory, network, parent = DataFolder(Path(sys.argv[1])), int(sys.argv[2]), sys.argv[4] == "network", int(sys.argv[5])
    keep = int(sys.argv[3])
    out = os.dup(1)
    os.dup2(2, 1)
    source = os.fdopen(os.dup(0), "rb")
    confine(memory, parent, network=network)
    # Now rather than while the first change waits; everything else is imported with it.
    importlib.import_module("app.store.documents")
    importlib.import_module("app.store.gate")

    def told(*progress: str | int) -> None:
        write_all(out, frames.frame(frames.PROGRESS, json.dumps(progress).encode()))

    write_all(out, frames.frame(frames.READY))
    while (received := frames.read_frame(source)) is not None:
        options = json.loads(received[1])
        change = frames.read_frame(source)
        if change is None:
            return
        try:
            receipt = publish(folder, CHANGE.validate_json(change[1]), keep=keep, progress=told, **options)
            write_all(out, frames.frame(frames.END, RECEIPT.dump_json(receipt)))
        except Problem as problem:
            write_all(out, frames.frame(frames.ERROR, problem_document(problem)))


if __name__ == "__main__":
    main()
