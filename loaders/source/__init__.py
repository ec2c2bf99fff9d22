"""Bytes to text and blocks. The format is told by content first, by the file's name second."""

from loaders.errors import UnreadableSource
from loaders.passages import Source
from loaders.source.encoding import decode
from loaders.source.plain import read_plain
from loaders.source.sheets import read_csv, read_xls, read_xlsx

__all__ = ["read_source"]


def read_source(data: bytes, name: str) -> Source:
    """The source behind a file's bytes; UnreadableSource when it is empty, binary, of an unknown format or encoding."""
    if not data.strip():
        raise UnreadableSource("文件是空的 The file is empty.", name)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending == "xlsx":
        return read_xlsx(data, name)
    if ending == "xls":
        return read_xls(data, name)
    text, encoding = decode(data, name)
    if ending in ("csv", "tsv"):
        return read_csv(text, data, name, encoding)
    return read_plain(text, data, name, encoding)
