"""Each format gives its text, headings, numbers and tables; what cannot be read is refused with a word."""

import io
from itertools import pairwise

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loaders.errors import UnknownColumns, UnreadableSource
from loaders.passages import Paragraph, Source, Table
from loaders.reading import read_document
from loaders.source import read_source
from loaders.source.numbering import chinese, formatted
from tests.source.pdf_writer import Page, paragraphs, pdf

PLAN = (
    "清河市养老服务实施方案（2024—2026年）\n一、重点任务\n（一）建设设施。到2026年，新建养老机构12家。\n（二）培养人才。\n"
    "二、保障措施\n加强领导。\n"
)


def _rows(source: Source) -> list[list[str]]:
    table = next(block for block in source.blocks if isinstance(block, Table))
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(source.text[cell.start : cell.end])
    return list(rows.values())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    source = read_source(PLAN.encode(encoding), "plan.txt")
    assert source.text == PLAN


def test_big5() -> None:
    text = "清河市養老服務實施方案\n一、重點任務\n（一）建設設施。到2026年，新建養老機構12家，改造社區用房。\n"
    text += "二、保障措施\n加強領導，落實責任，確保各項工作取得實效。\n"
    assert read_source(text.encode("big5"), "plan.txt").text == text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "空"),
        (b" \n\t", "a.txt", "空"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(200), "a.txt", "程序"),
        (bytes(range(256)) * 8, "a.txt", "二进制"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.html", "图片"),
        (b"PK\x03\x04" + bytes(40), "a.docx", "损坏"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.doc", ".docx"),
        (b"%PDF-1.7 not really", "a.pdf", "PDF"),
        (PLAN.encode("utf-8")[:-3] + b"\xff\xfe\xff", "a.txt", "编码"),
        (PLAN.encode("utf-8").decode("gb18030", "ignore").encode("utf-8"), "a.txt", "乱码"),
    ],
)
def test_refusals(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableSource) as error:
        read_source(data, name)
    assert words in str(error.value)
    assert name in str(error.value)


def _numbered_document() -> bytes:
    document = docx.Document()
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (kind, text) in enumerate([("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))

    def item(text: str, level: int) -> None:
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        )

    document.add_paragraph("清河市养老服务实施方案（2024—2026年）")
    for text, level in [
        ("重点任务", 0),
        ("建设设施", 1),
        ("新建养老机构。到2026年，新建养老机构12家。", 2),
        ("改造社区用房。", 2),
        ("培养人才", 1),
        ("每年培训护理员500人次。", 2),
        ("保障措施", 0),
        ("加强领导。", 1),
    ]:
        item(text, level)
    table = document.add_table(rows=3, cols=3)
    for row, words in enumerate(
        [["类别", "重点任务", "牵头单位"], ["设施", "建设食堂", "市民政局"], ["", "改造床位", "市卫生健康委"]]
    ):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_word_numbers_itself() -> None:
    source = read_source(_numbered_document(), "plan.docx")
    lines = [source.text[b.start : b.end] for b in source.blocks if isinstance(b, Paragraph)]
    assert lines[1:] == [
        "一、重点任务",
        "（一）建设设施",
        "1.新建养老机构。到2026年，新建养老机构12家。",
        "2.改造社区用房。",
        "（二）培养人才",
        "1.每年培训护理员500人次。",
        "二、保障措施",
        "（一）加强领导。",
    ]
    assert _rows(source) == [
        ["类别", "重点任务", "牵头单位"],
        ["设施", "建设食堂", "市民政局"],
        ["设施", "改造床位", "市卫生健康委"],
    ]
    tasks = read_document(_numbered_document(), "plan.docx").plans[0].tasks
    assert [task.title for task in tasks][:3] == ["新建养老机构", "改造社区用房", "每年培训护理员500人次"]


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (12, "chineseCounting", "十二"),
        (120, "chineseCounting", "一百二十"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "lowerRoman", "iv"),
        (27, "upperLetter", "AA"),
    ],
)
def test_number_formats(value: int, kind: str, printed: str) -> None:
    assert formatted(value, kind) == printed


def test_chinese_numerals_grow() -> None:
    assert all(chinese(a) != chinese(b) for a, b in pairwise(range(1, 300)))


def test_pdf_joins_lines_and_drops_heads() -> None:
    texts = ["#清河市养老服务实施方案（2024—2026年）", "一、重点任务"] + [
        f"（{number}）推进第{number}项工作。结合各区县实际分类推进，建立工作台账，明确时间表和路线图，逐项抓好落实，确保各项工作取得实效。"
        for number in "一二三四五六七八九十"
    ]
    source = read_source(pdf(paragraphs(texts)), "plan.pdf")
    lines = [source.text[b.start : b.end] for b in source.blocks if isinstance(b, Paragraph)]
    assert lines == [text.removeprefix("#") for text in texts]
    assert {b.place for b in source.blocks} == {"第 1 页", "第 2 页"}


def test_pdf_without_indents_parts_before_a_heading() -> None:
    full = "配合单位：市人力资源社会保障局、市农业农村局、市统计局"[:25]
    texts = [
        "一、重点任务",
        "（一）建设设施。新建养老机构十二家。",
        full,
        "二、保障措施",
        "（一）加强领导。" + "各区县" * 10 + "按职责落实。",
    ]
    source = read_source(pdf(paragraphs(texts, indent=False)), "flush.pdf")
    assert [source.text[block.start : block.end] for block in source.blocks][1:] == texts  # a head that repeats nowhere stays


def test_pdf_keeps_characters_that_stand_alone() -> None:
    page = Page()
    for place, character in enumerate("一、推进养老服务设施建设工作。"):
        page.write(character, 90 + 16 * place, 100)
    page.write("（一）新建设施", 90, 130)
    page.write("局", 90, 160)
    source = read_source(pdf([page]), "alone.pdf")
    assert source.text.split() == ["一、推进养老服务设施建设工作。", "（一）新建设施", "局"]


def test_pdf_tables_go_on_across_pages() -> None:
    header = ["序号", "重点任务", "牵头单位", "完成时限"]
    first, second = paragraphs(["#清河市重点任务清单"])[0], Page()
    first.table([header, ["1", "建设设施", "市民政局", "2025年"]], 90, 600, [50, 150, 120, 95])
    second.table([header, ["2", "培养人才", "市教育局", "2026年"]], 90, 90, [50, 150, 120, 95])
    document = read_document(pdf([first, second]), "list.pdf")
    assert [(task.title, task.responsibilities[0].name, task.due and task.due.value) for task in document.plans[0].tasks] == [
        ("建设设施", "市民政局", "2025"),
        ("培养人才", "市教育局", "2026"),
    ]


def test_a_pdf_without_text_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="OCR"):
        read_source(pdf([Page(rules=[(10, 10, 90, 90)])]), "scan.pdf")


def test_excel_with_title_merged_cells_and_percentages() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["清河市2024年重点工作任务清单"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "领域", "工作任务", "责任单位", "完成时限"])
    sheet.append([1, "就业", "新增城镇就业3万人", "市人力资源社会保障局", "2024年底"])
    sheet.append([2, None, "城镇登记失业率", "市人力资源社会保障局", None])
    sheet.merge_cells("B3:B4")
    sheet["E4"] = 0.045
    sheet["E4"].number_format = "0.0%"
    data = io.BytesIO()
    book.save(data)
    source = read_source(data.getvalue(), "list.xlsx")
    assert _rows(source)[2] == ["2", "就业", "城镇登记失业率", "市人力资源社会保障局", "4.5%"]
    document = read_document(data.getvalue(), "list.xlsx")
    assert document.title == "清河市2024年重点工作任务清单"
    assert [task.title for task in document.plans[0].tasks] == ["新增城镇就业3万人", "城镇登记失业率"]


def test_a_breakdown_table_as_csv() -> None:
    text = (
        "文件标题,清河市养老服务任务分解表\n计划名称,清河市养老服务实施方案（2024—2026年）\n编制机关,清河市人民政府\n区域,清河市\n期限,2024—2026年\n"
        "领域,任务名称,牵头单位,指标,比较,数值,单位,完成时限\n设施,建设设施,市民政局,养老机构,不少于,12,家,2026\n,,,护理型床位占比,≥,65,%,2025\n人才,培养人才,市人力社保局,,,,,持续推进\n"
    )
    plan = read_document(text.encode("gb18030"), "table.csv").plans[0]
    assert (plan.title, plan.owner, plan.region, plan.period) == (
        "清河市养老服务实施方案（2024—2026年）",
        "清河市人民政府",
        "清河市",
        ("2024", "2026"),
    )
    assert [(t.title, t.responsibilities[0].name) for t in plan.tasks] == [("建设设施", "市民政局"), ("培养人才", "市人力社保局")]
    assert [(t.name, t.comparator, t.value, t.unit, t.due and t.due.value) for t in plan.targets] == [
        ("养老机构", ">=", 12, "家", "2026"),
        ("护理型床位占比", ">=", 65, "%", "2025"),
    ]


def test_a_table_with_unknown_columns_is_refused() -> None:
    with pytest.raises(UnknownColumns, match="颜色"):
        read_document("颜色,形状\n红,圆\n蓝,方\n".encode(), "table.csv")


def test_a_list_of_projects_with_bands_and_sums() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["白石县2023年重点项目责任清单"],
        ["序号", "项目名称", "建设内容", "责任单位", "责任领导", "完成时限"],
        ["一、交通项目"],
        [1, "县道改造工程", "改造县道35公里", "县交通运输局", "甲某", "2023年12月"],
        [2, "农村公路工程", "新建公路80公里", "县交通运输局\n各乡镇人民政府", "乙某", "2023年10月"],
        ["二、水利项目"],
        [3, "水库除险加固", "加固水库12座", "县水利局", "丙某", "2023-11"],
        ["合计", "3个"],
    ]:
        sheet.append(row)
    for place in ("A1:F1", "A3:F3", "A6:F6"):
        sheet.merge_cells(place)
    data = io.BytesIO()
    book.save(data)
    plan = read_document(data.getvalue(), "list.xlsx").plans[0]
    assert [(plan.sections[t.section or 0].title, t.title, [r.name for r in t.responsibilities]) for t in plan.tasks] == [
        ("交通项目", "县道改造工程", ["县交通运输局"]),
        ("交通项目", "农村公路工程", ["县交通运输局", "各乡镇人民政府"]),
        ("水利项目", "水库除险加固", ["县水利局"]),
    ]
    assert "甲某" not in str([t.responsibilities for t in plan.tasks])


def test_english_columns() -> None:
    text = "Domain,Task name,Lead agency,Indicator,Comparator,Value,Unit,Due\n"
    text += "卫生,建设医院,市卫生健康委,社区医院,=,5,家,2025-12\n,,,签约率,>=,70,%,2025\n"
    task = read_document(text.encode(), "清河市卫生计划.csv").plans[0].tasks[0]
    assert (task.title, [(r.name, r.role) for r in task.responsibilities]) == ("建设医院", [("市卫生健康委", "lead")])
