"""Invented sentences and the places of work that they name, in the light of the plan's own region."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.facts.places import gazetteer
from loaders.facts.regions import regions
from loaders.passages import Passage, RepairedText
from loaders.reading import read_document
from loaders.registers.regions import find_region


def named(text: str, home: str | None) -> list[str]:
    found = regions(Passage(RepairedText.unrepaired(text), 0, len(text)), home)
    for one in found:
        for evidence in one.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote == one.printed
    return [one.name for one in found]


CASES = [
    # counties of the plan's own city, by full and short name
    ("嘉兴市", "指导海宁市开展试点。", ["海宁市"]),
    ("嘉兴市", "加快桐乡、海宁等地管网建设。", ["桐乡市", "海宁市"]),
    ("嘉兴市", "海盐县供水一期工程，平湖水厂。", ["海盐县", "平湖市"]),
    ("珠海市", "香洲、金湾和斗门等区建成监测站。", ["香洲区", "金湾区", "斗门区"]),
    # towns: long names alone, short ones in company
    ("嘉兴市", "抓好王江泾、姚庄、崇福三个小城市。", ["王江泾镇", "姚庄镇", "崇福镇"]),
    ("嘉兴市", "在许村镇建一座水厂。", ["许村镇"]),
    ("嘉兴市", "海宁长安、许村两镇统筹。", ["海宁市", "长安镇", "许村镇"]),
    ("珠海市", "在平沙、三灶建设加气站。", ["平沙镇", "三灶镇"]),
    ("嘉兴市", "保障人民长安，促进社会和平。", []),
    # the plan's own region is no place of its work
    ("嘉兴市", "打造嘉兴品牌，建设美丽嘉兴，嘉兴市全域推进。", []),
    ("海宁市", "海宁全市推进，浙江省试点。", []),
    # elsewhere
    ("嘉兴市", "加强与杭州、绍兴的规划对接。", ["杭州市", "绍兴市"]),
    ("嘉兴市", "做好援疆、援藏、援青工作。", ["新疆维吾尔自治区", "西藏自治区", "青海省"]),
    ("陕西省", "支持西安、宝鸡开展试点，推广到汉中市。", ["西安市", "宝鸡市", "汉中市"]),
    ("陕西省", "支持杨凌示范区、西咸新区建设。", ["杨凌示范区", "西咸新区"]),
    ("全国", "在北京、上海、广东开展试点。", ["北京市", "上海市", "广东省"]),
    (None, "在浙江省海宁市开展试点。", ["浙江省", "海宁市"]),
    # zones
    ("嘉兴市", "加快滨海新区、空港新城开发。", ["滨海新区", "空港新城"]),
    ("嘉兴市", "加快独山、海盐港区建设。", ["独山港区", "海盐港区"]),
    ("珠海市", "推进十字门中央商务区建设。", ["十字门中央商务区"]),
    ("珠海市", "推进高新区医院建设。", ["珠海高新技术产业开发区"]),
    ("珠海市", "改善西部地区交通。", ["西部地区"]),
    ("嘉兴市", "与中西部地区合作，发展各类开发区、省级产业集聚区。", []),
    ("嘉兴市", "创建国家改革示范区和服务外包示范区。", []),
    # not places of work
    ("嘉兴市", "由海宁市政府负责，桐乡市教育局配合。", []),
    ("嘉兴市", "（责任单位：海宁市、桐乡市人民政府）", []),
    ("嘉兴市", "落实《海宁市办法》，深化“平湖经验”。", []),
    ("嘉兴市", "引进杭州某某科技有限公司。", []),
    ("嘉兴市", "支持浙江大学国际学院（海宁）办学。", []),
    ("嘉兴市", "建设沪昆高速和杭州港、宁波港航线。", []),
    ("东河市", "没有这个地方的计划。", []),
]


@pytest.mark.parametrize(("home", "text", "expected"), CASES, ids=[text[:24] for _, text, _ in CASES])
def test_regions(home: str | None, text: str, expected: list[str]) -> None:
    assert named(text, home) == expected


def test_divisions_carry_their_code_and_zones_none() -> None:
    text = "海宁市与滨海新区"
    found = regions(Passage(RepairedText.unrepaired(text), 0, len(text)), "嘉兴市")
    assert [(one.name, one.code) for one in found] == [("海宁市", "330481"), ("滨海新区", None)]


NAMES = ["海宁", "海宁市", "海盐", "宁波", "宁波市", "上海", "长安", "长安镇", "许村", "王江泾", "秀洲", "南湖区"]


@given(st.lists(st.sampled_from([*NAMES, "上", "海", "市", "宁", "、", "的"]), max_size=12))
def test_the_gazetteer_finds_the_leftmost_longest_names(pieces: list[str]) -> None:
    text = "".join(pieces)
    names = gazetteer(find_region("嘉兴市"))
    found = [(place.start, place.end) for place in names.find(text, 0, len(text))]
    at = 0
    for start, end in found:
        assert start >= at
        assert not any(text.startswith(name, begin) for begin in range(at, start) for name in NAMES)
        assert max((len(name) for name in NAMES if text.startswith(name, start)), default=0) <= end - start
        at = end


@given(st.text(alphabet="海宁桐乡市区镇新开发港示范高部西东地、和（）《》“”援疆建设加快推进", max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert len(set(named(text, "嘉兴市"))) == len(named(text, "嘉兴市"))


def test_a_tables_responsible_bodies_are_no_places_of_work() -> None:
    table = "序号,工作任务,牵头单位,责任单位\n1,推进泉州大桥建设,省交通厅,福州市、厦门市政府\n2,完善制度,省财政厅,宁德市政府\n"
    tasks = read_document(table.encode(), "福建省2024年重点任务.csv").plans[0].tasks
    assert [[one.name for one in task.regions] for task in tasks] == [["泉州市"], []]
