"""Each kind of damage on its own, with the way back to the raw text."""

from contextlib import suppress

import pytest

from loaders.passages import RepairedText
from loaders.repair import repair
from loaders.source import read_source


def _repaired(text: str) -> RepairedText:
    return repair(read_source(text.encode(), "text.txt"))


@pytest.mark.parametrize(
    ("raw", "read", "kind"),
    [
        ("各縣（市、區(qū)）推進規(guī)劃編制，發(fā)展農業。", "各县（市、区）推进规划编制，发展农业。", "pinyin"),
        ("推進農業現代化，著力發展產業，成效顯著。", "推进农业现代化，着力发展产业，成效显著。", "script"),
        ("增长&ldquo;快&rdquo;&nbsp;达到５％", "增长“快”达到5%", "entity"),
        ('<p id="a">加快建设<br/></p>', "加快建设", "markup"),
        ("到 2 0 2 7 年 ，新增 3 . 5 万人", "到2027年，新增3.5万人", "space"),
        ("推进⼯作落实", "推进工作落实", "plain-form"),
        ("加快建设,扩大供给(含改建);提高质量。", "加快建设，扩大供给（含改建）；提高质量。", "punctuation"),
        ("(一)加快建设。", "（一）加快建设。", "punctuation"),
        ("加快\u200b建设\ufeff。", "加快建设。", "invisible"),
    ],
)
def test_a_repair(raw: str, read: str, kind: str) -> None:
    repaired = _repaired(raw)
    assert repaired.text == read
    assert kind in {one.kind for one in repaired.repairs}


def test_a_repair_of_the_first_character_is_listed() -> None:
    (first, *_) = _repaired("(一)加快建设。").repairs
    assert (first.raw_start, first.printed[0]) == (0, "(")


def test_every_repair_leads_back() -> None:
    raw = "各縣（市、區(qū)）推進規(guī)劃 編制,發(fā)展&nbsp;農業。\n作者:\n"
    repaired = _repaired(raw)
    for one in repaired.repairs:
        assert 0 <= one.raw_start <= one.raw_end <= len(raw)
        assert 0 <= one.start <= one.end <= len(repaired.text)
        if one.kind == "pinyin":
            assert raw[one.raw_start : one.raw_end] == one.printed


def test_readings_in_brackets_stay_when_they_are_words() -> None:
    assert _repaired("推广运行维护(om)模式，开展评估(pdca)。").text == "推广运行维护（om）模式，开展评估（pdca）。"


def _one_byte_late(words: str) -> str:
    """What a reader of GBK makes of words when it loses the first byte."""
    shown, data, at = "?", words.encode("gbk")[1:], 0
    while at < len(data):
        with suppress(UnicodeDecodeError):
            shown += data[at : at + 2].decode("gbk") if len(data) - at > 1 else "?"
        at += 2
    return shown


@pytest.mark.parametrize(
    ("before", "lost", "after"),
    [("推进农业规", "模化", "、标准化"), ("加强基金监管，确", "保基金安全", "。"), ("健全社会保", "障体系建", "设。")],
)
def test_text_read_one_byte_late_comes_back(before: str, lost: str, after: str) -> None:
    repaired = _repaired(before + _one_byte_late(lost) + after + "社会保障基金安全，标准化、规模化经营。")
    assert repaired.text.startswith(before + lost + after)
    assert [one.certain for one in repaired.repairs if one.kind == "byte-shift"] == [True]


def test_a_lost_character_is_marked_and_kept() -> None:
    repaired = _repaired("实施“创新东河?英才计划”。")
    marked = [one for one in repaired.repairs if one.kind == "lost-byte"]
    assert [(one.printed, one.restored, one.certain) for one in marked] == [("?", None, False)]
    assert "东河" in repaired.text


def test_a_question_is_no_damage() -> None:
    assert not [one for one in _repaired("如何落实?\n怎样推进？").repairs if one.kind in ("byte-shift", "lost-byte")]


def test_wrapped_lines_join() -> None:
    lines = [
        "    为加快发展普惠托育服务，减轻家庭照护负担，结合",
        "本市实际，制定本方案，请各区县认真组织实施，确保",
        "各项任务落到实处。",
        "    一、重点任务",
        "    （一）扩大供给。到2025年，全市新增托位5000个",
        "以上，实现街道全覆盖，提升服务质量，加强综合监管",
        "和队伍建设，推动行业健康规范发展。",
    ]
    assert _repaired("\n".join(lines)).text.split("\n")[0].endswith("落到实处。")
    assert "5000个以上" in _repaired("\n".join(lines)).text


def test_what_a_page_adds_is_cut() -> None:
    plan = "清河市工作要点\n一、建设\n加快建设一批重点项目，提升公共服务水平，增强群众获得感。"
    text = f"首页 > 政务公开 > 文件\n{plan}\n【打印本页】 【关闭】\n热门推荐\n1.某地新闻\n2.某地通知\n"
    assert _repaired(text).text.strip() == plan


def test_page_numbers_that_follow_one_another_are_taken_out() -> None:
    text = (
        "全市改造老旧沟渠一百二十公里并完成沿线\n   — 7 —\n\n               — 8 —\n"
        "绿化，沟渠通水率明显提高。\n第 9 页 共 12 页\n二、建设泵站\n"
    )
    repaired = repair(read_source(text.encode(), "paged.txt")).text
    assert "—" not in repaired
    assert "页" not in repaired
    assert "二、建设泵站" in repaired.split("\n")
