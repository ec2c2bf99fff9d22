"""The text cut into segments: each begins with a line, an accepted marker inside a line, or a table."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace

from loaders.outline.markers import RANK, Marker, inner_markers, line_markers
from loaders.passages import Paragraph, RepairedText, Table

_CONTENTS = re.compile(r"目录|目次|contents", re.I)
_PAGE_TAIL = re.compile(r"[.…·\s\-—_]*\d*$")
_BREAKS_A_LIST = "；;，,、"
_CLAUSE_END = "。！？：”） \n"
_STOP = re.compile(r"[。；，：\n]")
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Segment:
    """text[start:end], trimmed. marker: its number, if it has one; heading: the level a format states; table: if it is one."""

    start: int
    end: int
    marker: Marker | None = None
    heading: int | None = None
    table: Table | None = None


def segments(document: RepairedText) -> list[Segment]:
    """The segments in reading order; a table of contents is left out."""
    text = document.text
    tables = [block for block in document.blocks if isinstance(block, Table)]
    headings = {block.start: block.heading for block in document.blocks if isinstance(block, Paragraph) and block.heading}
    at_line = {marker.start: marker for marker in line_markers(text)}
    inside = _accepted(at_line, list(inner_markers(text)), text)
    found: list[Segment] = []
    table_starts = [table.start for table in tables]
    cut_at = [marker.start for marker in inside]
    at, shown = 0, -1
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if not line or line.isspace():
            continue
        index = bisect_right(table_starts, start) - 1
        if index >= 0 and start < tables[index].end:
            if index > shown:
                found.append(Segment(tables[index].start, tables[index].end, table=tables[index]))
                shown = index
            continue
        cuts = inside[bisect_right(cut_at, start) : bisect_right(cut_at, end)] if cut_at else []
        found += _line_segments(text, start, end, at_line.get(start), cuts, headings.get(start))
    return _without_contents(found, text)


def _line_segments(
    text: str, start: int, end: int, first: Marker | None, cuts: list[Marker], heading: int | None
) -> list[Segment]:
    edges: list[tuple[int, Marker | None]] = [(start, first), *((marker.start, marker) for marker in cuts)]
    ends = [position for position, _ in edges[1:]] + [end]
    pieces = []
    for (begin, marker), stop in zip(edges, ends, strict=True):
        trimmed = text[begin:stop].rstrip()
        if trimmed.strip():
            lead = len(trimmed) - len(trimmed.lstrip())
            pieces.append(Segment(begin + lead, begin + len(trimmed), marker, heading if begin == start else None))
    return pieces


def _accepted(at_line: dict[int, Marker], inner: list[Marker], text: str) -> list[Marker]:
    """Which markers inside lines are items of the outline and not of a list inside a sentence.

    An item follows the one before it in number, and both end their sentence; a first one needs its second.
    """
    everything = sorted([*at_line.values(), *inner], key=lambda marker: marker.start)
    following: dict[int, Marker] = {}
    latest: dict[str, Marker] = {}
    for marker in reversed(everything):
        if marker.style in latest:
            following[marker.start] = latest[marker.style]
        latest[marker.style] = marker
        for style in [style for style in latest if RANK[style] > RANK[marker.style]]:
            del latest[style]
    taken: list[Marker] = []
    last: Marker | None = None
    current: dict[str, int | None] = {}
    for marker in everything:
        keep = marker.at_line
        heads = not keep and _follows_heading(text, marker, last)
        if not keep and text[marker.start - 1] not in _BREAKS_A_LIST and (heads or text[marker.start - 1] in _CLAUSE_END):
            after = following.get(marker.start)
            ends_sentence = after is not None and (after.at_line or text[after.start - 1] not in _BREAKS_A_LIST + "：")
            if marker.value is None:
                keep = text[marker.start - 1] in "。 " and (after is not None or "dash" in current)
            elif marker.value == 1:
                keep = after is not None and after.value == 2 and ends_sentence
            else:
                keep = current.get(marker.style) == marker.value - 1
            if keep:
                taken.append(marker)
        if keep:
            last = marker
            current[marker.style] = marker.value
            for style in [style for style in current if RANK[style] > RANK[marker.style]]:
                del current[style]
    return taken


def _follows_heading(text: str, marker: Marker, last: Marker | None) -> bool:
    """Whether nothing but a short heading stands between a marker and the one before it."""
    return (
        last is not None and 2 <= marker.start - last.end <= _LONGEST_HEADING and not _STOP.search(text, last.end, marker.start)
    )


def _without_contents(found: list[Segment], text: str) -> list[Segment]:
    """Leave out a table of contents: a run of short lines after 目录, or of bare headings, that all come again later."""
    keys = [_key(segment, text) for segment in found]
    times = Counter(keys)
    listed = [
        bool(key) and times[key] >= 2 and segment.table is None and segment.end - segment.start <= 60
        for segment, key in zip(found, keys, strict=True)
    ]
    headings = [entry and segment.marker is not None for segment, entry in zip(found, listed, strict=True)]
    ends, last = _distinct_runs(keys, headings)
    dropped: set[int] = set()
    at = 0
    while at < len(found):
        if _CONTENTS.fullmatch(text[found[at].start : found[at].end].replace(" ", "")):
            run = _run_end(keys, listed, at + 1)
            contents = run > at + 1
        else:
            run = ends[at]
            contents = run - at >= 4 and last[at] >= run
        if contents:
            dropped.update(range(at, run))
        at = run if contents else at + 1
    return [segment for index, segment in enumerate(found) if index not in dropped] if dropped else found


def _run_end(keys: list[str], listed: list[bool], at: int) -> int:
    """Where a run of entries that begins at `at` ends: before one that is not listed, or that stood before."""
    seen: set[str] = set()
    while at < len(keys) and listed[at] and keys[at] not in seen:
        seen.add(keys[at])
        at += 1
    return at


def _distinct_runs(keys: list[str], listed: list[bool]) -> tuple[list[int], list[int]]:
    """For each place where a run of listed, different keys that begins there ends, and the first key from there on that never
    comes again. From the end backwards, so that each place is looked at once."""
    ends, last = [0] * (len(keys) + 1), [len(keys)] * (len(keys) + 1)
    ends[-1] = len(keys)
    following: dict[str, int] = {}
    for at in range(len(keys) - 1, -1, -1):
        again = following.get(keys[at])
        ends[at] = min(ends[at + 1], len(keys) if again is None else again) if listed[at] else at
        last[at] = at if again is None else last[at + 1]
        following[keys[at]] = at
    return ends, last


def _key(segment: Segment, text: str) -> str:
    if segment.end - segment.start > 80:
        return ""
    return _PAGE_TAIL.sub("", text[segment.start : segment.end]).replace(" ", "").rstrip("。")


def without_marker(segment: Segment) -> Segment:
    """The same segment, as running text."""
    return replace(segment, marker=None)
