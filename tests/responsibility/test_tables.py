"""Bodies in the cells of a responsibility table."""

import pytest

from loaders.facts.responsibility import agencies_in_cell, responsibilities_in_row, role_word
from loaders.passages import Passage, RepairedText


def row(columns: dict[str, str]) -> list[tuple[str, str, str]]:
    text, spans = "", []
    for header, cell in columns.items():
        spans.append((len(text), len(text) + len(header), len(text) + len(header) + 1, len(text) + len(header) + 1 + len(cell)))
        text += f"{header}\t{cell}\t"
    document = RepairedText.unrepaired(text)
    pairs = [(Passage(document, a, b), Passage(document, c, d)) for a, b, c, d in spans]
    return [(one.role, one.detail, one.name) for one in responsibilities_in_row(pairs)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"责任单位": "市教育局"}, [("lead", "责任", "市教育局")]),
        ({"责任单位": "市教育局、市财政局"}, [("lead", "共同责任", "市教育局"), ("lead", "共同责任", "市财政局")]),
        ({"牵头单位": "市教育局", "责任单位": "财政局"}, [("lead", "牵头", "市教育局"), ("support", "责任", "财政局")]),
        (
            {"牵头单位": "市教育局", "配合单位": "市财政局\n市人社局"},
            [("lead", "牵头", "市教育局"), ("support", "配合", "市财政局"), ("support", "配合", "市人社局")],
        ),
        ({"责任单位": "市教育局牵头，市财政局配合"}, [("lead", "牵头", "市教育局"), ("support", "配合", "市财政局")]),
        (
            {"第一责任单位": "市教育局", "主要责任单位": "市财政局"},
            [("lead", "第一责任", "市教育局"), ("support", "主要责任", "市财政局")],
        ),
        ({"牵头单位": "市教育局", "责任人": "张某某", "完成时限": "2024年底"}, [("lead", "牵头", "市教育局")]),
        ({"牵头单位": "市教育局", "配合单位": "—"}, [("lead", "牵头", "市教育局")]),
        ({"责任单位": "市人力资源和\n社会保障局"}, [("lead", "责任", "市人力资源和社会保障局")]),
        ({"责任单位": "市教育局 市财政局"}, [("lead", "共同责任", "市教育局"), ("lead", "共同责任", "市财政局")]),
        ({"责任部门": "各区人民政府"}, [("lead", "责任", "各区人民政府")]),
        ({"主办单位": "区教育局", "协办单位": "各街道"}, [("lead", "牵头", "区教育局"), ("support", "配合", "各街道")]),
    ],
)  # fmt: skip
def test_row(columns: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert row(columns) == expected


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("牵头单位", "牵头"),
        ("牵 头 单 位", "牵头"),
        ("牵头（责任）单位", "牵头"),
        ("责任单位", "责任"),
        ("责任部门", "责任"),
        ("责任单位及责任人", "责任"),
        ("第一责任单位", "第一责任"),
        ("主要责任单位", "主要责任"),
        ("配合单位", "配合"),
        ("协办单位", "配合"),
        ("参与单位", "参与"),
        ("参加部门", "参与"),
        ("指导单位", "指导"),
        ("主办单位", "牵头"),
        ("落实单位", "责任"),
        ("责任人", None),
        ("责任领导", None),
        ("完成时限", None),
        ("工作任务", None),
        ("序号", None),
        ("单位", None),
    ],
)
def test_header(header: str, role: str | None) -> None:
    assert role_word(header) == role


def test_one_cell_has_the_role_of_its_column() -> None:
    text = "市教育局、市财政局"
    found = agencies_in_cell(Passage(RepairedText.unrepaired(text), 0, len(text)), "配合", "配合单位")
    assert [(one.role, one.name, one.role_printed) for one in found] == [
        ("support", "市教育局", "配合单位"),
        ("support", "市财政局", "配合单位"),
    ]
