"""What a release added and removed: signed N-Quads lines, kept when the release itself is pruned."""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

Sign = Literal["+", "-"]

FILE = "delta.gz"


class DeltaWriter:
    """Writes the delta of a candidate as its graphs change."""

    def __init__(self, folder: Path):
        self._file = gzip.GzipFile(folder / FILE, "wb", compresslevel=1)

    def write(self, sign: Sign, lines: Iterable[bytes]) -> None:
        """Add N-Quads lines, without line breaks."""
        start = sign.encode()
        self._file.write(b"".join(b"%b%b\n" % (start, line) for line in lines))

    def close(self) -> None:
        """Have it on disk."""
        self._file.close()


def read_delta(file: Path) -> Iterator[tuple[Sign, str]]:
    """The lines of a delta with their signs, in no promised order."""
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield "+" if line[0] == "+" else "-", line[1:].rstrip("\n")


def move_delta(release: Path, deltas: Path) -> None:
    """Keep a release's delta beside the releases, before it is pruned."""
    if (release / FILE).exists():
        deltas.mkdir(exist_ok=True)
        (release / FILE).replace(deltas / f"{release.name}.gz")
