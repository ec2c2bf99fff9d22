"""How fast documents are read, beside jieba cutting the same text, on one core: `python -m tests.bench_reading`."""

import re
import sys
import time
from collections.abc import Callable

import jieba

from loaders.reading import read_document
from tests import gold
from tests.specimens.expectations import specimens

ROUNDS = 12
_PINYIN = re.compile(r"\([a-z]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔù]")


def _seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Processor time for all texts: what other processes take of the machine does not count."""
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def main() -> int:
    """Prints characters a second of both and their ratio; 1 where the reader is slower."""
    whole = sorted((gold.SHARED / "corpus").glob("*.txt")) if gold.available() else []
    own = [path for path in specimens() if path.suffix == ".txt"]
    # Restoring damaged bytes loads jieba's own dictionary: no fair measure of either.
    texts = [text for path in whole or own if "(" not in (text := path.read_text("utf-8")) or not _PINYIN.search(text)]
    characters = sum(map(len, texts))
    jieba.setLogLevel(60)
    read: Callable[[str], object] = lambda text: read_document(text.encode(), "specimen.txt")  # noqa: E731
    for work in (read, jieba.lcut):
        _seconds(work, texts)
    pairs = [(_seconds(read, texts), _seconds(jieba.lcut, texts)) for _ in range(ROUNDS)]
    ours, theirs = min(ours for ours, _ in pairs), min(theirs for _, theirs in pairs)
    print(f"{'reader':8} {characters / ours:12,.0f} characters a second")
    print(f"{'jieba':8} {characters / theirs:12,.0f} characters a second")
    print(f"{'ratio':8} {theirs / ours:12.2f}  (1 or more: reading is at least as fast)")
    return 0 if theirs >= ours else 1


if __name__ == "__main__":
    sys.exit(main())
