"""Time grows with length and no faster; two plans in one notice are the plans of both."""

import time
from contextlib import suppress
from io import BytesIO

import openpyxl
import pytest

from loaders.errors import LoadError
from loaders.reading import read_document
from tests.reading.mixtures import MIXTURES
from tests.specimens.expectations import HERE

_ITEM = "（{n}）推进第{n}项建设。到2025年，新建设施12处，覆盖率达到90%以上，由市教育局牵头，市财政局配合。\n"
_TEXTS = {
    "items": lambda n: "清河市建设规划（2021—2025年）\n一、重点任务\n" + _ITEM.format(n="一") * (n // len(_ITEM)),
    "one line": lambda n: ("清河市建设规划（2021—2025年） 一、重点任务 " + _ITEM.format(n="一") * (n // len(_ITEM))).replace(
        "\n", " "
    ),
    "brackets": lambda n: "（" * n,
    "quotes": lambda n: "“《（" * (n // 3),
    "dots": lambda n: "1." * (n // 2),
    "damage": lambda n: "规?;?、" * (n // 5),
    "tags": lambda n: "<a " * (n // 3),
    "pipes": lambda n: "a|b|c\n" * (n // 6),
}


def _seconds(text: str, name: str = "long.txt") -> float:
    data = text.encode()
    start = time.process_time()
    with suppress(LoadError):
        read_document(data, name)
    return time.process_time() - start


@pytest.mark.parametrize("kind", _TEXTS)
def test_time_grows_with_length(kind: str) -> None:
    make = _TEXTS[kind]
    _seconds(make(2_000))
    short, long = _seconds(make(20_000)), _seconds(make(120_000))
    assert long < 18 * short + 1.0


@pytest.mark.parametrize("kind", MIXTURES)
def test_time_of_the_hardest_texts_grows_with_length(kind: str) -> None:
    mixture = MIXTURES[kind]
    _seconds(mixture.text(5_000), mixture.name)
    short, long = (_seconds(mixture.text(length), mixture.name) for length in (12_000, 60_000))
    assert long < 12 * short + 0.5


@pytest.mark.long
@pytest.mark.parametrize("kind", ["items", *MIXTURES])
def test_five_megabytes_take_less_than_a_minute(kind: str) -> None:
    make = _TEXTS[kind] if kind in _TEXTS else MIXTURES[kind].text
    text = make(5_000_000 * 20_000 // len(make(20_000).encode()))
    seconds = _seconds(text, MIXTURES[kind].name if kind in MIXTURES else "long.txt")
    print(f"{kind}: {len(text.encode()) / 1e6:.1f} MB in {seconds:.1f} s")
    assert seconds < 60


@pytest.mark.long
def test_a_workbook_of_twenty_thousand_rows_takes_less_than_a_minute() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in MIXTURES["rows, CSV"].text(20_000 * 45).splitlines():
        sheet.append(line.split(","))
    for first in range(2, 20_000, 50):
        sheet.merge_cells(start_row=first, end_row=first + 48, start_column=1, end_column=1)
    file = BytesIO()
    book.save(file)
    start = time.process_time()
    (plan,) = read_document(file.getvalue(), "long.xlsx").plans
    assert time.process_time() - start < 60
    assert len(plan.tasks) > 15_000


def test_two_plans_in_one_notice_are_both() -> None:
    head = (
        "清河市人民政府办公室关于印发两个计划的通知\n各区县人民政府：\n现将两个计划印发给你们，请认真贯彻执行。\n"
        "清河市人民政府办公室\n2022年1月10日\n"
    )
    bodies = [(HERE / f"{name}.txt").read_text("utf-8") for name in ("dashes", "ratios")]
    joined = read_document((head + "\n".join(bodies)).encode(), "joined.txt").plans
    alone = [read_document(body.encode(), "alone.txt").plans[0] for body in bodies]
    assert [plan.title for plan in joined] == [plan.title for plan in alone]
    for one, other in zip(joined, alone, strict=True):
        assert [(t.title, t.number, t.kind) for t in one.tasks] == [(t.title, t.number, t.kind) for t in other.tasks]
        assert [(t.name, t.value, t.unit, t.task) for t in one.targets] == [
            (t.name, t.value, t.unit, t.task) for t in other.targets
        ]
