"""Bytes to text and blocks. The format is told by content first, by the file's name second."""

import io
import re
import zipfile

from loaders.errors import UnreadableSource
from loaders.passages import Source
from loaders.source.docx import read_docx
from loaders.source.encoding import decode, plausible
from loaders.source.html import declared_charset, read_html
from loaders.source.markdown import read_markdown
from loaders.source.pdf import read_pdf
from loaders.source.plain import read_plain
from loaders.source.sheets import read_csv, read_xls, read_xlsx

__all__ = ["read_source"]

_HTML = re.compile(r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html|<head|<body)", re.I)


def read_source(data: bytes, name: str) -> Source:
    """The source behind a file's bytes; UnreadableSource when it is empty, binary, of an unknown format or encoding."""
    if not data.strip():
        raise UnreadableSource("文件是空的 The file is empty.", name)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    packed = _packed(data, name, ending)
    if packed is not None:
        return packed
    web = ending in ("html", "htm", "xhtml", "shtml", "mhtml")
    text, encoding = decode(data, name, declared_charset(data) if web or data[:2000].lstrip()[:1] == b"<" else None)
    if web or _HTML.match(text):
        return read_html(text, data, name, encoding)
    if ending in ("md", "markdown"):
        return read_markdown(text, data, name, encoding)
    if ending in ("csv", "tsv"):
        return read_csv(text, data, name, encoding)
    return read_plain(text, data, name, encoding)


_OTHER_FORMATS = (
    (b"\x7fELF", "程序 a program"),
    (b"MZ", "程序 a program"),
    (b"\x89PNG", "图片 a picture"),
    (b"\xff\xd8\xff", "图片 a picture"),
    (b"GIF8", "图片 a picture"),
    (b"BM", "图片 a picture"),
    (b"II*\x00", "图片 a picture"),
    (b"MM\x00*", "图片 a picture"),
    (b"\x1f\x8b", "压缩包 an archive"),
    (b"Rar!", "压缩包 an archive"),
    (b"7z\xbc\xaf", "压缩包 an archive"),
    (b"{\\rtf", "RTF 文档 an RTF document"),
    (b"SQLite format", "数据库 a database"),
)
_READABLE = (
    "可读的格式：txt、html、md、docx、pdf、xlsx、xls、csv。Formats that can be read: txt, html, md, docx, pdf, xlsx, xls, csv."
)


def _packed(data: bytes, name: str, ending: str) -> Source | None:
    """The source of a file that is not text; None for text. UnreadableSource for a format that is not read."""
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return read_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if ending in ("doc", "wps", "dot"):
            raise UnreadableSource(
                "旧版 Word 文档（.doc）读不了 Word documents of before 2007 (.doc) cannot be read.",
                name,
                hint="请另存为 .docx。Save it as .docx.",
            )
        return read_xls(data, name)
    for start, what in _OTHER_FORMATS:
        if data.startswith(start):
            raise UnreadableSource(f"这是{what}，不是文档 This is {what.split(' ', 1)[1]}, not a document.", name, hint=_READABLE)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
    if b"\x00" in data[:4096] and not marked and not _wide(data[:4096]):
        raise UnreadableSource("这是二进制文件，不是文字 This is a binary file, not text.", name, hint=_READABLE)
    return None


def _wide(sample: bytes) -> bool:
    """Whether zero bytes are those of UTF-16 without a mark."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "ignore")
        if text.count("\x00") == 0 and plausible(text) and any("\u4e00" <= character <= "\u9fff" for character in text):
            return True
    return False


def _zipped(data: bytes, name: str) -> Source:
    try:
        members = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except zipfile.BadZipFile as error:
        raise UnreadableSource("文件损坏：压缩结构不完整 The file is damaged: its zip structure is not whole.", name) from error
    if any(member.startswith("word/") for member in members):
        return read_docx(data, name)
    if any(member.startswith("xl/") for member in members):
        return read_xlsx(data, name)
    raise UnreadableSource("这是压缩包，不是文档 This is an archive, not a document.", name, hint=_READABLE)
