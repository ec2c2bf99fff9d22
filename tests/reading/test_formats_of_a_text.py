"""The format that a document comes in does not change what it says."""

import html
import io
from collections.abc import Callable

import docx
from hypothesis import assume, given
from hypothesis import strategies as st

from loaders.gold_shape import gold_shape
from loaders.reading import read_document
from loaders.synthesis.documents import invent
from tests.reading.test_settings_of_a_text import folded
from tests.source.pdf_writer import paragraphs, pdf
from tests.specimens.expectations import essence

_NARROW = {ord(digit) + 0xFEE0: digit for digit in "0123456789"}


def _word(lines: list[str]) -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()


def _web_page(lines: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    return f"<html><head><title>清河市人民政府</title></head><body><div>{body}</div></body></html>".encode()


def _web_page_of_breaks(lines: list[str]) -> bytes:
    body = "<br>".join("&nbsp;&emsp;" + html.escape(line) for line in lines)
    return f"<html><body><div>{body}</div></body></html>".encode()


_FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "a.docx": _word,
    "a.html": _web_page,
    "a.htm": _web_page_of_breaks,
    "a.md": lambda lines: "\n\n".join(lines).encode(),
    "a.txt": lambda lines: "\r\n".join(lines).encode("gb18030"),
    "a.pdf": lambda lines: pdf(paragraphs(lines)),
}


@given(st.integers(0, 10**6), st.integers(0, 99), st.sampled_from([*_FORMATS]))
def test_the_format_changes_no_facts(seed: int, index: int, name: str) -> None:
    document = invent(seed, index)
    assume(document.suffix == ".txt" and document.text.count("\n") > 5)
    lines = [line.strip().translate(_NARROW) for line in document.text.splitlines() if line.strip()]
    plain, formatted = (
        folded(essence(gold_shape(read_document(data, file))))
        for data, file in (("\n".join(lines).encode(), "a.txt"), (_FORMATS[name](lines), name))
    )
    assert formatted == plain
