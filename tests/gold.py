"""Compares the reader with the gold annotations of ../shared and fails below the bars: `python -m tests.gold [--misses]`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from loaders.gold_shape import gold_shape
from loaders.reading import read_document

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
BARS = {
    "plans": 1.0,
    "tasks": 0.99,
    "task_path": 0.98,
    "lead": 0.99,
    "metadata": 0.97,
    "indicators": 0.95,
    "kind": 0.93,
    "implicit": 0.80,
    "cites": 0.95,
    "task_regions": 0.75,
}


def available() -> bool:
    """Whether the corpus, its gold and the scorer are beside this checkout."""
    return (SHARED / "gold" / "score.py").is_file() and any((SHARED / "corpus").glob("*.txt"))


def pairs(folder: Path) -> list[str]:
    """Reads the corpus; the gold and the extraction of each document, in the scorer's order of arguments."""
    arguments = []
    for document in sorted((SHARED / "corpus").glob("*.txt")):
        extracted = folder / f"{document.stem}.json"
        extracted.write_text(
            json.dumps(gold_shape(read_document(document.read_bytes(), document.name)), ensure_ascii=False), "utf-8"
        )
        arguments += [str(SHARED / "gold" / f"{document.stem}.json"), str(extracted)]
    return arguments


def score(*flags: str, folder: Path) -> str:
    """What ../shared/gold/score.py prints for the corpus."""
    command = [sys.executable, str(SHARED / "gold" / "score.py"), *pairs(folder), *flags]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def shortfalls(report: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """The measures below their bar; a baseline that came out as an indicator counts too."""
    total = report["all"]
    low = [f"{measure} {total[measure]['f1']:.4f} < {bar}" for measure, bar in BARS.items() if total[measure]["f1"] < bar]
    leaks = total["baseline_leaks"]["found"]
    return low + ([f"{leaks} baselines came out as indicators"] if leaks else [])


def main() -> int:
    """Prints the table; 1 where a bar is missed."""
    if not available():
        print("../shared 不在，未评分 ../shared is not here: nothing was scored.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        print(score(*sys.argv[1:], folder=Path(folder)))
        low = shortfalls(json.loads(score("--json", folder=Path(folder))))
    print(*(low or ["all bars are met"]), sep="\n")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
