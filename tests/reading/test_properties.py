"""What holds for any text: nothing crashes, quotes are at their places, and how a text is set does not change what it says."""

import re
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import LoadError
from loaders.gold_shape import gold_shape
from loaders.reading import read_document
from loaders.records import Document, Fact, Record
from loaders.repair import repair
from loaders.source import read_source
from tests.specimens.expectations import essence, specimens

_WORDS = (
    "一、 二、 （一） 1. 2. ① —— 第一条 第二章 。 ； ： （ ） 《 》 “ ” | 关于印发 方案 的通知 清河市人民政府 "
    "2024年3月1日 牵头单位： 市教育局 到2025年， 新增 300 % 以上 万人 目录 附件1 ?; 規(guī) &nbsp; <p> "
    "保障措施 总体要求 加快建设 全覆盖 专栏1 每年 至 一是 同 責任"
)
_PIECES = st.sampled_from([*_WORDS.split(" "), "\n", "\n\n", " ", "\u3000", "\t"])
_PLAIN = [path for path in specimens() if path.suffix == ".txt"]


@given(
    st.one_of(st.text(max_size=400), st.lists(_PIECES, max_size=120).map("".join)),
    st.sampled_from(["a.txt", "a.md", "a.html", "a.csv"]),
)
def test_no_text_crashes_and_every_quote_is_at_its_place(text: str, name: str) -> None:
    data = text.encode("utf-8", "ignore")
    try:
        document = read_document(data, name)
    except LoadError:
        return
    _check_quotes(document, data, name)


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.xlsx", "a.html", "a.xls", "a.csv"]))
def test_no_bytes_crash(data: bytes, name: str) -> None:
    try:
        read_document(data, name)
    except LoadError:
        return


@pytest.mark.parametrize("path", specimens(), ids=lambda path: path.name)
def test_quotes_of_specimens(path: Path) -> None:
    data = path.read_bytes()
    _check_quotes(read_document(data, path.name), data, path.name)


def _check_quotes(document: Document, data: bytes, name: str) -> None:
    text = repair(read_source(data, name))
    for fact in _facts(document):
        for evidence in fact.evidence:
            assert text.text[evidence.start : evidence.end] == evidence.quote
            assert 0 <= evidence.raw_start <= evidence.raw_end <= len(text.source.text)
            if not any(repair.raw_start < evidence.raw_end and repair.raw_end > evidence.raw_start for repair in text.repairs):
                assert text.source.text[evidence.raw_start : evidence.raw_end] == evidence.quote


def _facts(record: Record) -> list[Fact]:
    found = [record] if isinstance(record, Fact) else []
    for value in dict(record).values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Record):
                found += _facts(one)
    return found


def _facts_of(text: str) -> Any:
    """The facts, without what the setting of a text may change."""
    shape = essence(gold_shape(read_document(text.encode(), "specimen.txt")))
    return _folded(shape)


def _folded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _folded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_folded(one) for one in value]
    return re.sub(r"[\s，,。：:；;（）()]", "", value) if isinstance(value, str) else value


_WIDE = {ord(character): chr(ord(character) + 0xFEE0) for character in "0123456789%"}
_NARROW = {ord("，"): ",", ord("；"): ";", ord("："): ":", ord("（"): "(", ord("）"): ")"}
_TRADITIONAL = opencc.OpenCC("s2t")
_CHANGES = {
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "indents": lambda text: re.sub(r"^(?=\S)", "　　", text, flags=re.M),
    "trailing spaces": lambda text: re.sub(r"$", "  ", text, flags=re.M),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "full-width digits": lambda text: text.translate(_WIDE),
    "half-width punctuation": lambda text: text.translate(_NARROW),
    "traditional": lambda text: _TRADITIONAL.convert(text),
}
_UNCHANGED = [path for path in _PLAIN if path.stem not in ("damaged", "wrapped", "one-line", "unbroken-line", "stray-spaces")]


@pytest.mark.parametrize("change", _CHANGES)
@pytest.mark.parametrize("path", _UNCHANGED, ids=lambda path: path.stem)
def test_the_setting_of_a_text_changes_no_facts(path: Path, change: str) -> None:
    text = path.read_text("utf-8")
    assert _facts_of(_CHANGES[change](text)) == _facts_of(text)
