"""The register of regions holds together, and names are found in it."""

import pytest

from loaders.registers.regions import (
    COUNTRY,
    all_regions,
    ancestors,
    children,
    descendants,
    find_region,
    leading_regions,
    region,
    regions_named,
    short_name,
)


def test_every_parent_and_every_successor_exists() -> None:
    codes = {one.code for one in all_regions()}
    assert [one for one in all_regions() if one.parent and one.parent not in codes] == []
    assert [one for one in all_regions() if not set(one.successors) <= codes] == []


def test_no_code_has_two_names_in_one_year() -> None:
    held: dict[str, list[tuple[int, int, str]]] = {}
    for one in all_regions():
        held.setdefault(one.code, []).append((one.start, one.end or 9999, one.name))
    overlaps = [
        (code, before, after)
        for code, spans in held.items()
        for before, after in zip(sorted(spans), sorted(spans)[1:], strict=False)
        if after[0] <= before[1]
    ]
    assert overlaps == []


def test_whoever_ended_this_century_has_a_successor() -> None:
    lost = {one.name for one in all_regions() if one.end and one.end >= 2004 and not one.successors}
    assert lost == set()


def test_the_country_has_34_provinces() -> None:
    assert len(children(COUNTRY)) == 34


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("嘉兴市", "330400"),
        ("嘉兴", "330400"),
        ("浙江省嘉兴市南湖区", "330402"),
        ("海宁", "330481"),
        ("新疆", "650000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("北京市朝阳区", "110105"),
        ("全国", COUNTRY),
        ("鼓楼区", None),
        ("没有市", None),
    ],
)
def test_find_region(name: str, code: str | None) -> None:
    found = find_region(name)
    assert (found.code if found else None) == code


def test_a_code_keeps_its_history() -> None:
    assert region("420600", 2005).name == "襄樊市"  # type: ignore[union-attr]
    assert region("420600").name == "襄阳市"  # type: ignore[union-attr]
    assert region("330402", 1995).name == "秀城区"  # type: ignore[union-attr]
    assert [one.end for one in regions_named("秀城区")] == [2004]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("海宁市", "海宁"),
        ("恩施土家族苗族自治州", "恩施"),
        ("新疆维吾尔自治区", "新疆"),
        ("景宁畲族自治县", "景宁"),
        ("顺河回族区", "顺河"),
        ("内蒙古自治区", "内蒙古"),
        ("神农架林区", "神农架"),
        ("万柏林区", "万柏林"),
        ("吴县", "吴县"),
        ("城区", "城区"),
        ("王江泾镇", "王江泾"),
    ],
)
def test_short_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_towns_lie_in_their_counties() -> None:
    names = {town.name: town.code for town in children("330481")}
    assert names["许村镇"].startswith("330481")
    town = region(names["许村镇"])
    assert town is not None
    assert [above.code for above in ancestors(town)] == ["330481", "330400", "330000"]
    assert town in list(descendants("330400"))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("杭州市推进方案", ["杭州市"]),
        ("德州市城市更新方案", ["德州市"]),
        ("浙江省嘉兴市南湖区人民政府", ["浙江省", "嘉兴市", "南湖区"]),
        ("嘉兴市市域规划委员会", ["嘉兴市"]),
        ("津市市规划", ["津市市"]),
        ("兰州新区管委会", []),
        ("市规划", []),
    ],
)
def test_leading_regions(words: str, names: list[str]) -> None:
    assert [one.name for one in leading_regions(words)] == names
