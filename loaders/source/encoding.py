"""Bytes to text: a byte order mark, strict UTF-8, a declared charset, then a detector; GB labels are read as GB18030."""

import codecs
import re
from collections import Counter

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
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_CONTROLS = [chr(code) for code in (*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFD)]
_SAMPLE = 200_000
_COMMON_SHARE = 0.85
_CONTROL_SHARE = 0.001


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding; UnreadableSource when no encoding gives a plausible text."""
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
    times = Counter(text[:_SAMPLE])  # of each character: a text has few different ones
    if sum(times[control] for control in _CONTROLS if control in times) > max(1, times.total() * _CONTROL_SHARE):
        return False
    ideographs = {character: count for character, count in times.items() if "\u4e00" <= character <= "\u9fff"}
    rare = sum(count for character, count in ideographs.items() if character not in _common_characters())
    total = sum(ideographs.values())
    return total - rare >= total * _COMMON_SHARE or rare < 3


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
        if _IDEOGRAPH.search(text[:_SAMPLE]) and plausible(text):
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


def _common_characters() -> frozenset[str]:
    if not _COMMON:
        _COMMON.append(frozenset(_level_one("gb2312", 0xB0, 0xD7) + _level_one("big5", 0xA4, 0xC6)))
    return _COMMON[0]


def _level_one(encoding: str, first: int, last: int) -> str:
    """The characters of a character set's first, frequent level, by its lead bytes."""
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    return "".join(pair.decode(encoding, "ignore") for pair in pairs)


_COMMON: list[frozenset[str]] = []
