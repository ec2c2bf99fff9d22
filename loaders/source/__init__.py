"""Bytes to text and blocks. The format is told by content first, by the file's name second."""

from loaders.errors import UnreadableSource
from loaders.passages import Source
from loaders.source.encoding import decode
from loaders.source.plain import read_plain

__all__ = ["read_source"]


def read_source(data: bytes, name: str) -> Source:
    """The source behind a file's bytes; UnreadableSource when it is empty, binary, of an unknown format or encoding."""
    if not data.strip():
        raise UnreadableSource("文件是空的 The file is empty.", name)
    text, encoding = decode(data, name)
    return read_plain(text, data, name, encoding)
