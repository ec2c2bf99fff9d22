"""Markdown to blocks, also with a crawler's block of metadata on top."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from loaders.passages import Source
from loaders.source.assemble import GridCell, SourceBuilder

_FRONT = re.compile(r"\A\s*(?:---|\+\+\+)[ \t]*\n(?P<body>.*?)\n(?:---|\+\+\+)[ \t]*(?:\n|\Z)", re.S)
_LINE = re.compile(
    r"^[ \t>*\-]*\**(?P<key>[A-Za-z][A-Za-z _\-]{1,24}|[\u4e00-\u9fff]{2,8})\**"
    r"[ \t]*[:：=][ \t]*(?P<value>\S.*?)[ \t\"']*$"
)
_FIELDS = {
    "title": ("title", "标题", "文件标题", "名称"),
    "published": ("published", "published time", "publish date", "pubdate", "date", "发布日期", "发布时间"),
    "issuer": ("author", "issuer", "发文机关", "发布机构"),
    "doc_number": ("doc_number", "doc number", "文号", "发文字号"),
    "index_number": ("index_number", "index number", "索引号"),
    "issued": ("issued", "成文日期"),
}
_KEYS = {key: field for field, keys in _FIELDS.items() for key in keys}
_OTHER_KEYS = re.compile(
    r"(?:url|url source|source|link|crawled?.*|fetched.*|scraped.*|site.*|lang.*|keywords?|tags?|description|"
    r"markdown content|content|hostname|categor\w+|id|fingerprint|license|"
    r"来源|网址|链接|抓取时间|采集时间|栏目|关键词|原文链接|信息来源)$",
    re.I,
)
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")


def read_markdown(text: str, data: bytes, name: str, encoding: str) -> Source:
    """The document as blocks. Numbers of lists are printed as the source has them, bullets as `•`."""
    builder = SourceBuilder()
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    stated, body = _metadata(text)
    builder.metadata.extend(stated)
    parser = (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .disable(["code", "lheading", "html_block", "html_inline", "reference"])
    )
    _Walk(builder).run(parser.parse(_apart(body)))
    return builder.source(name, data, "text/markdown", encoding)


def _metadata(text: str) -> tuple[list[tuple[str, str]], str]:
    """The metadata block (front matter, or lines of key and value before a blank one) and the text after it."""
    front = _FRONT.match(text)
    if front:
        return list(_pairs(front["body"].split("\n"))), text[front.end() :]
    lines = text.split("\n")
    at = 0
    while at < len(lines) and at < 40:
        match = _LINE.match(lines[at])
        bare = lines[at].strip().rstrip(":：")
        known = match and (match["key"].strip().lower() in _KEYS or _OTHER_KEYS.fullmatch(match["key"].strip()))
        if not known and bare and not _OTHER_KEYS.fullmatch(bare):
            break
        at += 1
    pairs = list(_pairs(lines[:at]))
    return (pairs, "\n".join(lines[at:])) if pairs else ([], text)


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = _LINE.match(line)
        field = _KEYS.get(match["key"].strip().lower()) if match else None
        if match is None or field is None:
            continue
        value: str | None = match["value"].strip("\"' ")
        if field in ("published", "issued"):
            day = _DAY.search(value or "")
            value = f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}" if day else None
        if value:
            yield field, value


def _apart(text: str) -> str:
    """Lines of Chinese prose are paragraphs of their own; CommonMark would take an indented one for a continuation."""
    return re.sub(r"^[ \t]{4,}(?=[\u4e00-\u9fff“（《])", "", text, flags=re.M)


class _Walk:
    """Goes through the tokens once."""

    def __init__(self, builder: SourceBuilder) -> None:
        self.builder = builder
        self.heading: int | None = None
        self.prefix = ""
        self.rows: list[list[GridCell]] | None = None

    def run(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.type == "heading_open":
                self.heading = int(token.tag[1])
            elif token.type == "heading_close":
                self.heading = None
            elif token.type == "list_item_open":
                self.prefix = f"{token.info}{token.markup}" if token.info else "• "
            elif token.type == "table_open":
                self.rows = []
            elif token.type == "tr_open" and self.rows is not None:
                self.rows.append([])
            elif token.type == "table_close" and self.rows is not None:
                self.builder.table(self.rows, "table")
                self.rows = None
            elif token.type == "inline":
                self._inline(_words(token.children or []))
            elif token.type in ("fence", "code_block"):
                self.builder.paragraph(token.content)

    def _inline(self, words: str) -> None:
        if self.rows is not None and self.rows:
            place = f"表格第 {len(self.rows)} 行，第 {len(self.rows[-1]) + 1} 列"
            self.rows[-1].append(GridCell(words, place))
            return
        self.builder.paragraph(self.prefix + words, self.heading)
        self.prefix = ""


def _words(children: list[Token]) -> str:
    pieces = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type in ("text", "code_inline", "text_special"):
            pieces.append(child.content)
    return "".join(pieces)
