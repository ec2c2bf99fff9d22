"""The unit scheme is the register of units, with labels, QUDT links and exact factors."""

import pytest

from loaders.graph.units import unit
from loaders.registers.units import base_value, units


@pytest.mark.parametrize("symbol", units())
def test_every_unit_of_the_register_is_in_the_scheme(symbol: str) -> None:
    known, registered = unit(symbol), units()[symbol]
    assert known is not None
    base = unit(registered.base)
    assert base is not None
    assert known.base == base.base
    assert float(known.factor / base.factor) == pytest.approx(registered.factor, rel=1e-6)


@pytest.mark.parametrize(
    "printed", ["万人", "亿元", "万套（间）", "万亩", "万标箱", "亿美元", "万千伏安", "千万元", "万次", "百万千瓦", "万艘"]
)
def test_multiples_agree_with_the_register(printed: str) -> None:
    known, registered = unit(printed), base_value(7.5, printed)
    assert known is not None
    assert registered is not None
    base = unit(registered[1])
    assert base is not None
    assert float(known.in_base(7.5)) == pytest.approx(registered[0] * float(base.factor), rel=1e-6)
    assert known.base == base.base


def test_conversions_are_exact() -> None:
    money, rate = unit("亿元"), unit("‰")
    assert money is not None
    assert rate is not None
    assert str(money.in_base(7.3)) == "7.3E+8"
    assert str(rate.in_base(0.3)) == "0.03"


def test_what_is_no_unit_is_none() -> None:
    assert unit("匹夫") is None
    assert unit("") is None
