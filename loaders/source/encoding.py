"""Bytes to text: a byte order mark, strict UTF-8, a declared charset, then a detector; GB labels are read as GB18030."""

import codecs
import re
from functools import cache

import chardet

from loaders.errors import UnreadableSource

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAME_FAMILY = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd"
_SAMPLE = 200_000
_COMMON_SHARE = 0.85
_CONTROL_SHARE = 0.001


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text, its line ends as one character, and the name of its encoding.

    UnreadableSource when no encoding gives a plausible text.
    """
    text, encoding = _decoded(data, name, declared)
    return text.replace("\r\n", "\n"), encoding


def _decoded(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(data, name, declared, error)
    if not plausible(text):
        raise UnreadableSource(
            "文字是乱码，可能曾以错误的编码保存 The text is garbled: it seems to have been saved in a wrong encoding.",
            name,
            hint="请用原始文件，或另存为 UTF-8 后重试。Use the original file, or save it as UTF-8 again.",
        )
    return text, "utf-8"


def plausible(text: str) -> bool:
    """Whether a text reads as Chinese (or has hardly any ideographs): common characters, next to no control characters."""
    sample = text[:_SAMPLE]
    odd = _odd_characters().findall(sample)
    rare: int = sum("\u4e00" <= character <= "\u9fff" for character in odd)
    if len(odd) - rare > max(1, len(sample) * _CONTROL_SHARE):
        return False
    if rare < 3:
        return True
    total: int = sum(map(len, _IDEOGRAPHS.findall(sample)))
    return total - rare >= total * _COMMON_SHARE


def _other(data: bytes, name: str, declared: str | None, utf8_error: UnicodeDecodeError) -> tuple[str, str]:
    guessed = chardet.detect(data[:_SAMPLE]).get("encoding")
    for label in (declared, guessed, "gb18030", "big5hkscs", "utf-16-le", "utf-16-be"):
        encoding = _known(label)
        if encoding is None or encoding == "utf-8":
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _IDEOGRAPHS.search(text[:_SAMPLE]) and plausible(text):
            return text, encoding
    line = data.count(b"\n", 0, utf8_error.start) + 1
    raise UnreadableSource(
        f"认不出文字编码（第 {utf8_error.start} 字节不是合法的 UTF-8，按 GB18030、Big5 读也不成文） "
        f"The encoding is not recognised: byte {utf8_error.start} is not UTF-8, and GB18030 and Big5 give no readable text.",
        name,
        f"第 {line} 行 line {line}",
        "请另存为 UTF-8 后重试。Save it as UTF-8 and try again.",
    )


def _known(label: str | None) -> str | None:
    if not label:
        return None
    try:
        canonical = codecs.lookup(label).name
    except LookupError:
        return None
    return _SAME_FAMILY.get(label.lower(), _SAME_FAMILY.get(canonical, canonical))


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"文件带有 {encoding} 标记，但第 {error.start} 字节不合法 "
            f"The file is marked as {encoding}, but byte {error.start} is not valid.",
            name,
            hint="请另存为 UTF-8 后重试。Save it as UTF-8 and try again.",
        ) from error


@cache
def _odd_characters() -> re.Pattern[str]:
    """Controls and the ideographs outside the frequent levels of both scripts."""
    common = {*_level_one("gb2312", 0xB0, 0xD7), *_level_one("big5", 0xA4, 0xC6)}
    return re.compile(f"[{_CONTROLS}{''.join(chr(code) for code in range(0x4E00, 0xA000) if chr(code) not in common)}]")


def _level_one(encoding: str, first: int, last: int) -> str:
    """The characters of a character set's first, frequent level, by its lead bytes."""
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    return "".join(pair.decode(encoding, "ignore") for pair in pairs)
