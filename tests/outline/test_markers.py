"""Which words number an item, and which only look like it."""

import pytest

from loaders.outline import outline
from loaders.outline.markers import chinese_number, line_markers
from loaders.passages import RepairedText


@pytest.mark.parametrize(
    ("line", "style", "value"),
    [
        ("一、总体要求", "chinese", 1),
        ("二十一、加强监管", "chinese", 21),
        ("（三）健全机制", "chinese-bracket", 3),
        ("(三)健全机制", "chinese-bracket", 3),
        ("12.推进建设", "number", 12),
        ("1、推进建设", "number", 1),
        ("（4）推进建设", "number-bracket", 4),
        ("5）推进建设", "number-close", 5),
        ("③推进建设", "circled", 3),
        ("第十二条 推进建设", "article", 12),
        ("第三章 重点任务", "chapter", 3),
        ("第二部分 重点任务", "part", 2),
        ("任务三：推进建设", "named", 3),
        ("专栏2 重大工程", "box", 2),
        ("1.2 推进建设", "decimal", 2),
        ("——推进建设", "dash", None),
        ("● 推进建设", "dash", None),
        ("1.2012年工作要点", "number", 1),
    ],
)
def test_a_marker(line: str, style: str, value: int | None) -> None:
    marker = next(line_markers(line))
    assert (marker.style, marker.value) == (style, value)


@pytest.mark.parametrize(
    "line",
    [
        "1.5万人参加培训",
        "2.3%左右",
        "2024年工作",
        "一二三产业融合",
        "——2024年1月5日在清河市第八届人民代表大会上",
        "第三条约定",
        "十、",
    ],
)
def test_no_marker(line: str) -> None:
    assert list(line_markers(line)) == []


@pytest.mark.parametrize(("word", "value"), [("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("37", 37)])
def test_numbers(word: str, value: int) -> None:
    assert chinese_number(word) == value


def _titles(text: str) -> list[tuple[tuple[str, ...], str]]:
    shape = outline(RepairedText.unrepaired(text))
    return [
        (tuple(text[n.heading.start : n.heading.end] for n in above), text[leaf.heading.start : leaf.heading.end])
        for plan in shape.plans
        for node in plan.nodes
        for above, leaf in node.leaves()
    ]


def test_a_list_inside_a_sentence_is_no_outline() -> None:
    text = "清河市工作要点\n一、建设平台\n主要目标是：（1）增长5%；（2）新增3家；（3）改造2处。\n"
    text += "二、培育主体\n一是引进企业；二是培育企业。\n"
    assert _titles(text) == [((), "建设平台"), ((), "培育主体")]


def test_items_that_follow_one_another_on_a_line_are() -> None:
    text = "清河市工作要点\n一、建设平台\n（一）加强统筹。1.成立专班。落实人员。2.压实责任。3.定期调度。\n（二）加强保障。\n"
    assert [title for _, title in _titles(text)] == ["成立专班", "压实责任", "定期调度", "加强保障"]


def test_the_order_of_styles_is_learnt() -> None:
    text = "清河市工作要点\n1.建设平台\n（一）省级平台。\n（二）市级平台。\n2.培育主体\n（一）龙头企业。\n（二）小微企业。\n"
    assert _titles(text) == [
        (("建设平台",), "省级平台"),
        (("建设平台",), "市级平台"),
        (("培育主体",), "龙头企业"),
        (("培育主体",), "小微企业"),
    ]


def test_a_bracket_of_roles_is_no_title() -> None:
    text = "清河市工作要点\n一、推进共享（牵头单位：市大数据局；配合单位：市财政局）\n归集数据。\n"
    text += "二、加强统筹（市发展改革委、市财政局）\n"
    assert [title for _, title in _titles(text)] == ["推进共享", "加强统筹"]
