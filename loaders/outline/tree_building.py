"""Segments to a tree of nodes: which style lies under which, and where each heading ends."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from loaders.outline.markers import RANK, Marker
from loaders.outline.segments import Segment
from loaders.outline.tree import Node, Span
from loaders.passages import Table

_RESPONSIBLE = r"(?:牵头|责任|配合|主办|协办|承办|参与|指导|主管|负责|实施|完成|落实)"
# A bracket of responsibilities (or of a deadline) that closes a heading is not part of its title.
_ROLE_BRACKET = re.compile(
    rf"[（(【\[〔](?=[^（）()】\]]{{0,120}}(?:{_RESPONSIBLE}|时限|[局委厅办]\s*[、，；;）)】\]]))[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)】\]〕]\s*[。；;]?$"
)
_ROLE_TAIL = re.compile(
    rf"(?:[（(【\[〔]|\s|(?<=[。；]))?{_RESPONSIBLE}(?:单位|部门|领导|主体|时限)[^，。：:]{{0,6}}[：:].*$", re.S
)
_STOPS = "。！？\n"
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "〔": "〕", "【": "】"}
_STOP_OR_OPENING = re.compile(f"[{re.escape(_STOPS + ''.join(_PAIRS))}]")
_COLON_HEADING = 16
# The usual headings of parts that are no work, where a scraper lost the line end after them.
_GLUED = re.compile(
    r"(?:总体要求|指导思想|基本原则|(?:主要|总体|工作|行动|发展|预期)目标)(?=(?:到|以|坚持|按照|深入|高举|围绕|全面贯彻|年内|全年|今年|通过|力争|经过|用|\d{4}年)[^。]{6,})"
)
_POINTS_AT_TABLE = re.compile(r"表|：\s*$|如下|以下|下列")


@dataclass
class _Growing:
    """A node while its children are still coming."""

    marker: Marker | None
    style: str
    start: int
    heading: Span
    body_start: int
    end: int
    children: list["_Growing | Node"] = field(default_factory=list)


def build(found: Sequence[Segment], text: str, table_nodes: Callable[[Table], tuple[Node, ...]]) -> tuple[Node, ...]:
    """The tree over a plan's segments; what precedes the first marker is not part of it. table_nodes: a table's rows as nodes."""
    rank = _ranks(found)
    roots: list[_Growing | Node] = []
    stack: list[_Growing] = []
    boxed = False
    for segment in found:
        if segment.table is not None:
            (stack[-1].children if stack and _heads_table(stack, text) else roots).extend(table_nodes(segment.table))
            continue
        style = _style(segment)
        if style == "box":
            boxed = True
            style = None
        elif boxed and segment.marker is not None:
            boxed = not _leaves_box(stack, segment.marker, rank)
            style = None if boxed else style
        if style is None or (stack and _inside_article(stack, style, rank)):
            if stack:
                stack[-1].end = segment.end
            continue
        while stack and rank[stack[-1].style] >= rank[style]:
            stack.pop()
        node = _begin(segment, style, text)
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return tuple(_finished(root) for root in roots)


def _heads_table(stack: list[_Growing], text: str) -> bool:
    """Whether the item before a table is its heading, and not an item of its own that the table merely follows."""
    item = stack[-1]
    body = text[item.body_start : item.end].strip()
    return bool(item.children) or not body or bool(_POINTS_AT_TABLE.search(body[-40:]))


def _style(segment: Segment) -> str | None:
    if segment.marker is not None:
        return segment.marker.style
    return f"heading-{segment.heading}" if segment.heading else None


def _ranks(found: Sequence[Segment]) -> dict[str, float]:
    """How deep each style lies: by the usual order, but as this document nests them where it says so."""
    rank: dict[str, float] = dict(RANK.items())
    _order_by_use(found, rank)
    levels: dict[str, int] = {}
    for segment in found:
        if segment.marker is not None and segment.heading:
            levels[segment.marker.style] = min(segment.heading, levels.get(segment.marker.style, 9))
    for level in range(1, 10):
        above = [rank[style] for style, stated in levels.items() if stated < level]
        rank[f"heading-{level}"] = (max(above) if above else -1.0) + 0.5 + level / 100
    return rank


def _order_by_use(found: Sequence[Segment], rank: dict[str, float]) -> None:
    """Where a usually deeper style counts on while a usually higher one starts anew inside it, the two change places."""
    markers = [segment.marker for segment in found if segment.marker is not None and segment.marker.value is not None]
    for higher, deeper in (
        ("chinese", "chinese-bracket"),
        ("chinese-bracket", "number"),
        ("number", "number-bracket"),
        ("chinese", "number"),
    ):
        first = next((m for m in markers if m.style in (higher, deeper)), None)
        restarts = sum(m.style == higher and m.value == 1 for m in markers)
        ones = sum(m.style == deeper and m.value == 1 for m in markers)
        if first is not None and first.style == deeper and restarts >= 2 and ones == 1:
            rank[higher], rank[deeper] = rank[deeper], rank[higher]


def _leaves_box(stack: list[_Growing], marker: Marker, rank: dict[str, float]) -> bool:
    """Whether a marker goes on with the outline after a box (专栏), whose numbers are part of the item before it."""
    for node in stack:
        if node.marker is not None and node.style == marker.style:
            return marker.value is None or node.marker.value is None or marker.value == node.marker.value + 1
    return not stack or rank[marker.style] < rank[stack[0].style]


def _inside_article(stack: list[_Growing], style: str, rank: dict[str, float]) -> bool:
    return any(node.style == "article" for node in stack) and rank[style] > rank["article"]


def _begin(segment: Segment, style: str, text: str) -> _Growing:
    start = segment.marker.end if segment.marker else segment.start
    while start < segment.end and text[start] in " 、　:：":
        start += 1
    heading, body = heading_span(text, start, segment.end)
    return _Growing(segment.marker, style, segment.start, heading, body, segment.end)


def heading_span(text: str, start: int, end: int) -> tuple[Span, int]:
    """The heading at the start of text[start:end], without final stop and role bracket, and where the body begins."""
    stop = _sentence_end(text, start, end)
    body = min(stop + 1, end) if stop < end and text[stop] in _STOPS else stop
    piece = text[start:stop]
    for pattern in (_ROLE_BRACKET, _ROLE_TAIL):
        role = pattern.search(piece)
        if role and role.start() > 1:
            piece, body = piece[: role.start()], start + role.start()
    glued = _GLUED.match(piece)
    if glued:
        piece, body = glued.group(), start + glued.end()
    colon = piece.find("：")
    if 2 <= colon <= _COLON_HEADING and "，" not in piece[:colon] and (colon < len(piece) - 1 or body < end):
        piece, body = piece[:colon], start + colon + 1
    piece = piece.rstrip(" 。；;：:，、\n")
    return Span(start, start + max(len(piece), 1) if piece or start < end else start), body


def _sentence_end(text: str, start: int, end: int) -> int:
    """Where the first sentence ends: the first stop outside brackets and quotation marks that close on the same line."""
    line_end = text.find("\n", start, end)
    limit = end if line_end < 0 else line_end
    at = start
    while mark := _STOP_OR_OPENING.search(text, at, limit):
        at, character = mark.start(), mark.group()
        if character in _STOPS:
            return at
        close = text.find(_PAIRS[character], at, min(limit, at + 300))
        if close > 0 and (character in "《“" or _balanced(text, at, close, character)):
            at = close
        at += 1
    return limit


def _balanced(text: str, at: int, close: int, opening: str) -> bool:
    return text.count(opening, at, close) == 1 or "。" not in text[at:close]


def _finished(node: "_Growing | Node") -> Node:
    if isinstance(node, Node):
        return node
    children = tuple(_finished(child) for child in node.children)
    end = max(node.end, children[-1].whole.end) if children else node.end
    body_end = children[0].whole.start if children else end
    return Node(
        number=None if node.marker is None or node.style == "dash" else node.marker.printed,
        style=node.style,
        heading=node.heading,
        body=Span(min(node.body_start, body_end), body_end),
        whole=Span(node.start, end),
        children=children,
    )
