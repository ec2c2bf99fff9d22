"""The region with which a title or a body's name begins."""

import pytest

from loaders.facts.plan_metadata import region_of


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("徐州市2023年工作要点", "徐州市"),
        ("惠州市区改造方案", "惠州市"),
        ("东州市培育外贸新动能实施方案", "东州市"),
        ("东河省甲县规划", "甲县"),
        ("浙江省嘉兴市南湖区人民政府", "南湖区"),
        ("恩施土家族苗族自治州规划", "恩施土家族苗族自治州"),
        ("兰州新区管委会", "兰州新区"),
        ("陕西省西咸新区开发建设管理委员会", "西咸新区"),
        ("杭州市城市更新示范区建设方案", "杭州市"),
        ("苏州工业园区规划", "苏州工业园区"),
        ("关于推进改革的意见", None),
    ],
)
def test_region_of(name: str, region: str | None) -> None:
    assert region_of(name) == region
