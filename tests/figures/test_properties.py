"""What holds of every text: nothing crashes, every quote stands at its offsets, width and white space change nothing."""

import time

from hypothesis import given
from hypothesis import strategies as st

from loaders.facts.figures import figures, parse_due
from loaders.facts.numerals import parse_numeral
from loaders.passages import Passage, RepairedText
from loaders.records import Baseline, Target
from tests.figures.specimens import read_specimens

SENTENCES = [specimen.text for specimen in read_specimens()]
WORDS = st.sampled_from(
    [
        "到2025年",
        "达到",
        "增长",
        "新增",
        "不低于",
        "以上",
        "左右",
        "10",
        "三百",
        "%",
        "个百分点",
        "万",
        "亿元",
        "家",
        "个",
        "人次",
        "每年",
        "均",
        "分别",
        "、",
        "，",
        "。",
        "；",
        "（",
        "）",
        "“",
        "”",
        "全覆盖",
        "所有",
        "全部",
        "由",
        "至",
        "的",
        "比2020年",
        "〓",
        "＠",
        "＃",
        "\n",
        "年底前",
        "截至",
        "已",
        "率",
        "企业",
        "村",
        "1:2",
        "翻番",
        "一半以上",
        "应保尽保",
        "基础上",
        "其中",
        "占",
        "每个",
    ]
)
WIDE = {code: code + 0xFEE0 for code in map(ord, "0123456789%.")}


def facts(text: str, period: tuple[str, str] | None = ("2021", "2025")) -> tuple[list[Target], list[Baseline]]:
    return figures(Passage(RepairedText.unrepaired(text), 0, len(text)), period)


def shape(text: str) -> list[tuple[object, ...]]:
    return [(t.name, t.value, t.value_max, t.comparator, t.measure, t.due and t.due.value, t.per) for t in facts(text)[0]]


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map("".join)))
def test_no_text_crashes_and_every_quote_stands_where_it_says(text: str) -> None:
    for period in (("2021", "2025"), None):
        targets, baselines = facts(text, period)
        for fact in (*targets, *baselines):
            assert fact.rule
            assert fact.evidence
            for evidence in fact.evidence:
                assert text[evidence.start : evidence.end] == evidence.quote


@given(st.sampled_from(SENTENCES), st.data())
def test_white_space_changes_nothing(sentence: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(sentence) - 1))
    gap = data.draw(st.sampled_from([" ", "\u3000", "  "]))
    if not (sentence[at - 1].isdigit() and sentence[at].isdigit()):
        assert shape(sentence[:at] + gap + sentence[at:]) == shape(sentence)


@given(st.sampled_from(SENTENCES))
def test_width_changes_no_figure(sentence: str) -> None:
    wide = [fact[1:] for fact in shape(sentence.translate(WIDE))]
    assert wide == [fact[1:] for fact in shape(sentence)]


@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES))
def test_paragraphs_do_not_touch_each_other(first: str, second: str) -> None:
    joined = [(t.name, t.value, t.unit) for t in facts(first + "\n" + second)[0]]
    apart = [(t.name, t.value, t.unit) for text in (first, second) for t in facts(text)[0]]
    assert joined == list(dict.fromkeys(apart))


@given(st.text(max_size=60))
def test_any_cell_has_a_deadline_or_none(text: str) -> None:
    due = parse_due(text, ("2024", "2024"))
    assert due is None or due.printed


@given(st.integers(0, 99_999))
def test_arabic_numerals(number: int) -> None:
    assert parse_numeral(f"{number:,}") == parse_numeral(str(number)) == number


def test_time_grows_with_the_text() -> None:
    text = "到2025年，新增企业10家、培训人员3万人次，参保率达到95%以上。" * 500

    def seconds(times: int) -> float:
        start = time.perf_counter()
        facts(text * times)
        return time.perf_counter() - start

    seconds(1)
    assert seconds(4) < 12 * max(seconds(1), 0.01)
