"""HTML to blocks: paragraphs, headings, lists with their numbers, tables of data; navigation is left out."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.passages import Source
from loaders.source.assemble import GridCell, SourceBuilder

_DROPPED = "script, style, noscript, template, nav, footer, aside, form, button, select, iframe, svg, object, input, textarea"
_CHROME = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|menu|footer|foot|breadcrumbs?|crumbs?|position|share|copyright|sidebar|related|recommend|"
    r"pager|pagination|toolbar|qrcode|search|login|friendlinks?|links|print|comment)(?:$|[-_ ])",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
    }
    | {"figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(]?\d+[）).、]|[（(][一二三四五六七八九十]+[）)]|第.{1,4}[章节条]|[①-⑳])"
)
_META = {
    "title": ("ArticleTitle", "og:title", "Title", "title"),
    "published": ("PubDate", "publishdate", "firstpublishedtime", "article:published_time"),
    "issued": ("IssueDate", "DateIssued", "WriteDate", "SignDate", "DocumentDate", "dc.date.issued", "dcterms.issued"),
    "issuer": ("Issuer", "Publisher", "IssuingAgency", "PublishAgency", "ContentSource", "Author", "source", "dc.publisher"),
    "doc_number": ("DocumentNumber", "DocNumber", "DocNo", "FileNumber", "FileNum", "FileNo"),
    "index_number": ("IndexNumber", "IndexNo", "IndexId"),
}
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_LONG_CELL, _MOST_COLUMNS = 600, 60


def read_html(text: str, data: bytes, name: str, encoding: str) -> Source:
    """The page as blocks, in the order of the document."""
    page = LexborHTMLParser(text)
    builder = SourceBuilder()
    builder.metadata.extend(_stated(page))
    page.strip_tags(_DROPPED.split(", "))
    if page.body is not None:
        _Walk(builder).run(page.body)
    return builder.source(name, data, "text/html", encoding)


def declared_charset(data: bytes) -> str | None:
    """The charset that a page declares in its first bytes."""
    match = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", data[:4096], re.I)
    return match[1].decode("ascii") if match else None


def _stated(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    values: dict[str, str] = {}
    for node in page.css("meta"):
        key = node.attributes.get("name") or node.attributes.get("property")
        if key and (content := (node.attributes.get("content") or "").strip()):
            values.setdefault(key.lower(), content)
    for field, names in _META.items():
        value = next((values[key.lower()] for key in names if key.lower() in values), None)
        if field in ("published", "issued") and value:
            day = _DAY.search(value)
            value = f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}" if day else None
        if value:
            yield field, value
    title = page.css_first("title")
    if title is not None and "title" not in values and title.text(strip=True):
        yield "title", re.split(r"\s*[_|\-—]+\s*", title.text(strip=True))[0]


class _Walk:
    """Goes through the tree without recursion, collecting inline text into paragraphs."""

    def __init__(self, builder: SourceBuilder) -> None:
        self.builder = builder
        self.words: list[str] = []
        self.heading: int | None = None

    def run(self, top: LexborNode) -> None:
        node: LexborNode | None = top
        while node is not None:
            descend = self._enter(node)
            if descend and node.child is not None:
                node = node.child
                continue
            while node is not None and node is not top and node.next is None:
                self._leave(node)
                node = node.parent
                if node is None or node.mem_id == top.mem_id:
                    self._flush()
                    return
            if node is None or node.mem_id == top.mem_id:
                break
            self._leave(node)
            node = node.next
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag in ("-text", "_text", "#text"):
            self.words.append(re.sub(r"[ \t\r\n\f]+", " ", node.text_content or ""))
            return False
        if tag == "br":
            self.words.append("\n")
            return False
        if tag.startswith(("-", "_", "#", "!")):
            return False
        if tag in _BLOCKS:
            self._flush()
            if _is_chrome(node) or _is_links(node, tag):
                return False
            if tag == "table" and (rows := _data_rows(node)):
                self.builder.table(rows, "table")
                return False
            if tag in _HEADINGS:
                self.heading = _HEADINGS[tag]
            if tag == "li":
                self.words.append(_item_number(node))
        return True

    def _leave(self, node: LexborNode) -> None:
        if node.tag in _BLOCKS:
            self._flush()
            if node.tag in _HEADINGS:
                self.heading = None

    def _flush(self) -> None:
        text = "".join(self.words).strip()
        if text.strip("•. 0123456789"):
            self.builder.paragraph(text, self.heading)
        self.words = []


def _is_chrome(node: LexborNode) -> bool:
    attributes = node.attributes
    if _HIDDEN.search(attributes.get("style") or ""):
        return True
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_CHROME.search(words)) and (node.text() or "").count("。") < 3


def _is_links(node: LexborNode, tag: str) -> bool:
    """Whether a block is a list of links: navigation, related articles."""
    if tag not in ("ul", "ol", "dl", "p", "table"):
        return False
    links = node.css("a")
    if len(links) < 3:
        return False
    linked = sum(len(link.text(strip=True) or "") for link in links)
    return linked > 0.7 * len(node.text(strip=True) or "")


def _item_number(node: LexborNode) -> str:
    """What a browser shows before a list item: its number, or a bullet; nothing where the item prints its own."""
    words = node.text(strip=True) or ""
    if _NUMBERED.match(words) or words.startswith(("—", "•", "●", "■", "-")):
        return ""
    parent = node.parent
    if parent is None or parent.tag != "ol":
        return "• " if len(words) > 8 and not (node.css_first("a") and len(words) < 40) else ""
    position, sibling = 1, node.prev
    while sibling is not None:
        position += sibling.tag == "li"
        sibling = sibling.prev
    start = parent.attributes.get("start") or "1"
    return f"{position - 1 + (int(start) if start.isdigit() else 1)}. "


def _data_rows(table: LexborNode) -> list[list[GridCell]]:
    """The grid of a table of data; empty for a table that only lays out the page."""
    if table.css_first("table table") is not None:
        return []
    rows = table.css("tr")
    grid: list[list[GridCell]] = []
    spans: dict[int, tuple[int, GridCell]] = {}
    longest = 0
    for number, row in enumerate(rows, 1):
        line: list[GridCell] = []
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        while cells or len(line) in spans:
            column = len(line)
            if column in spans:
                left, copy = spans[column]
                line.append(copy)
                spans[column] = (left - 1, copy)
                if left <= 1:
                    del spans[column]
                continue
            cell = cells.pop(0)
            words = _cell_text(cell)
            longest = max(longest, len(words))
            place = f"表格第 {number} 行"
            first = GridCell(words, f"{place}，第 {column + 1} 列")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(wide):
                one = first if offset == 0 else GridCell(words, first.place, filled=True)
                line.append(one)
                if high > 1:
                    spans[column + offset] = (high - 1, GridCell(words, first.place, filled=True))
        grid.append(line)
    grid = [line for line in grid if line]
    width = max((len(line) for line in grid), default=0)
    filled = sum(bool(cell.text) for line in grid for cell in line)
    return grid if len(grid) >= 2 and width >= 2 and filled >= 4 and longest <= _LONG_CELL else []


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(int(value), _MOST_COLUMNS if name == "colspan" else 2000) if value.isdigit() and int(value) > 0 else 1


def _cell_text(cell: LexborNode) -> str:
    for tag in ("br", "p", "div", "li"):
        for node in cell.css(tag):
            node.insert_before("\n")
    return "\n".join(line.strip() for line in (cell.text() or "").split("\n") if line.strip())
