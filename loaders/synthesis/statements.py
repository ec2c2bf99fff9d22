"""Invented statements with figures, each with the true facts beside it in the shape of the gold annotations."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from loaders.synthesis import document_words as words

Fact = dict[str, Any]
"""An indicator as ../shared/gold/README.md describes it, without task, due and due_explicit."""


@dataclass(frozen=True)
class Statement:
    """A clause and what it states. facts: targets; baselines: what already is."""

    text: str
    facts: tuple[Fact, ...] = ()
    baselines: tuple[Fact, ...] = field(default=())


_DIGITS = "零一二三四五六七八九"
_BEFORE = ((">=", "不低于"), (">=", "不少于"), (">", "超过"), (">", "突破"))
_AFTER = ((">=", "以上"), ("~", "左右"), ("=", ""), ("=", ""))


def _fact(name: str, kind: str, op: str, value: float, unit: str, **more: Any) -> Fact:
    return {
        "name": name,
        "kind": kind,
        "op": op,
        "value": value,
        "value_max": None,
        "unit": unit,
        "per": None,
        "implicit": False,
    } | more


def _percent(rng: Random) -> float:
    return rng.choice([float(rng.randint(20, 99)), rng.randint(201, 999) / 10])


def _number(rng: Random, unit: str) -> float:
    if unit.startswith(("万", "亿")):
        return rng.choice([rng.randint(11, 99) / 10, float(rng.randint(2, 60))])
    return float(rng.choice([rng.randint(2, 30), rng.randint(4, 60) * 10, rng.randint(2, 30) * 100]))


def _print(rng: Random, value: float, *, chinese: bool = False) -> str:
    """The number as a document prints it: Arabic, with a separator, or Chinese below a hundred."""
    if chinese and value == int(value) and 2 <= value < 100 and rng.random() < 0.5:
        tens, ones = divmod(int(value), 10)
        return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
    return f"{value:g}"


def _rate(rng: Random) -> Statement:
    name, value = rng.choice(words.RATES), _percent(rng)
    if rng.random() < 0.4:
        op, word = rng.choice(_BEFORE)
        return Statement(f"{name}{word}{value:g}%", (_fact(name, "level", op, value, "%"),))
    op, after = rng.choice(_AFTER)
    verb = rng.choice(("达到", "达", "提高到", "稳定在", "保持在", "提升至", "力争达到"))
    return Statement(f"{name}{verb}{value:g}%{after}", (_fact(name, "level", op, value, "%"),))


def _level(rng: Random) -> Statement:
    name, unit = rng.choice(words.LEVELS)
    value = _number(rng, unit)
    op, after = rng.choice(_AFTER)
    if rng.random() < 0.3:
        op, word = rng.choice(_BEFORE[2:])
        return Statement(f"{name}{word}{value:g}{unit}", (_fact(name, "level", op, value, unit),))
    return Statement(
        f"{name}{rng.choice(('达到', '达', '增加到', '稳定在'))}{value:g}{unit}{after}", (_fact(name, "level", op, value, unit),)
    )


def _count(rng: Random) -> Statement:
    verb, name, unit = rng.choice(words.COUNTED)
    value = _number(rng, unit)
    op, after = rng.choice(_AFTER)
    text = f"{_print(rng, value, chinese=True)}{unit}{after}"
    per = None
    lead = rng.choice(("", "", "力争", "计划", "累计"))
    if rng.random() < 0.2:
        lead, per = "每年", "year"
    whole = f"{verb}{text}{name}" if rng.random() < 0.4 else f"{verb}{name}{text}"
    kind = "frequency" if per and unit == "场" else "increment"
    return Statement(lead + whole, (_fact(name, kind, op, value, unit, per=per),))


def _counts(rng: Random) -> Statement:
    """Two of a kind in one list: the verb stands once."""
    same = rng.choice([verb for verb, _, _ in words.COUNTED if sum(verb == other for other, _, _ in words.COUNTED) > 1])
    first, second = rng.sample([entry for entry in words.COUNTED if entry[0] == same], 2)
    a, b = _number(rng, first[2]), _number(rng, second[2])
    joint = rng.choice("、和")
    text = f"{same}{first[1]}{a:g}{first[2]}{joint}{second[1]}{b:g}{second[2]}"
    return Statement(text, (_fact(first[1], "increment", "=", a, first[2]), _fact(second[1], "increment", "=", b, second[2])))


def _range(rng: Random) -> Statement:
    verb, name, unit = rng.choice([entry for entry in words.COUNTED if len(entry[2]) == 1])
    low = float(rng.randint(3, 40))
    high = low + rng.randint(1, 20)
    dash = rng.choice(("-", "—", "～", "至"))
    return Statement(f"{verb}{name}{low:g}{dash}{high:g}{unit}", (_fact(name, "increment", "range", low, unit, value_max=high),))


def _growth(rng: Random) -> Statement:
    name, value = rng.choice(words.GROWING), rng.randint(30, 120) / 10
    op, after = rng.choice(_AFTER)
    yearly = rng.random() < 0.4
    verb = "年均增长" if yearly else rng.choice(("增长", "比上年增长", "同比增长"))
    return Statement(f"{name}{verb}{value:g}%{after}", (_fact(name, "growth", op, value, "%", per="year" if yearly else None),))


def _fall(rng: Random) -> Statement:
    name, value = rng.choice(words.FALLING), rng.randint(10, 180) / 10
    op, after = rng.choice(_AFTER)
    return Statement(f"{name}{rng.choice(('下降', '降低'))}{value:g}%{after}", (_fact(name, "reduction", op, value, "%"),))


def _apart(rng: Random) -> Statement:
    """A、B分别达到a%和b%."""
    (one, two), a, b = rng.sample(words.RATES, 2), _percent(rng), _percent(rng)
    verb = rng.choice(("分别达到", "分别提高到", "分别不低于"))
    op = ">=" if verb.endswith("低于") else "="
    link = rng.choice("、和")
    return Statement(
        f"{one}{link}{two}{verb}{a:g}%{rng.choice('和、')}{b:g}%",
        (_fact(one, "level", op, a, "%"), _fact(two, "level", op, b, "%")),
    )


def _alike(rng: Random) -> Statement:
    """A、B均达到a%以上."""
    (one, two), value = rng.sample(words.RATES, 2), _percent(rng)
    op, after = rng.choice(_AFTER)
    facts = tuple(_fact(name, "level", op, value, "%") for name in (one, two))
    return Statement(f"{one}、{two}均达到{value:g}%{after}", facts)


def _rise(rng: Random) -> Statement:
    name = rng.choice(words.RATES)
    low = float(rng.randint(20, 60))
    high = low + rng.randint(2, 30)
    text = f"{name}{rng.choice('由从')}{low:g}%提高到{high:g}%"
    return Statement(text, (_fact(name, "level", "=", high, "%"),), ({"name": name, "value": low, "unit": "%", "as_of": None},))


def _cover(rng: Random) -> Statement:
    name = rng.choice(words.COVERED)
    return Statement(
        f"{rng.choice(('', '推动'))}{name}{rng.choice(('实现', ''))}全覆盖",
        (_fact(f"{name}覆盖", "level", "=", 100.0, "%", implicit=True),),
    )


def _gather(rng: Random) -> Statement:
    verb, name = rng.choice(words.GATHERINGS)
    word, per = rng.choice((("每年", "year"), ("每季度", "quarter"), ("每月", "month")))
    count = float(rng.randint(1, 4))
    at_least = rng.random() < 0.4
    text = f"{word}{verb}{name}{'不少于' if at_least else ''}{count:g}次"
    return Statement(text, (_fact(name, "frequency", ">=" if at_least else "=", count, "次", per=per),))


def _cap(rng: Random) -> Statement:
    """X控制在N以内."""
    name, unit = rng.choice(words.CAPPED)
    value = rng.randint(10, 90) / 10
    ways = (("控制在", "以内", "<="), ("控制在", "以下", "<="), ("不高于", "", "<="), ("低于", "", "<"), ("控制在", "左右", "~"))
    verb, after, op = rng.choice(ways)
    return Statement(f"{name}{verb}{value:g}{unit}{after}", (_fact(name, "level", op, value, unit),))


def _points(rng: Random) -> Statement:
    """A share that rises or falls by N个百分点."""
    name, value = rng.choice([rate for rate in words.RATES if rate.endswith(("率", "占比"))]), rng.randint(5, 80) / 10
    verb, kind = rng.choice((("提高", "growth"), ("比上年提高", "growth"), ("提升", "growth"), ("下降", "reduction")))
    after, op = rng.choice((("", "="), ("以上", ">="), ("左右", "~")))
    return Statement(f"{name}{verb}{value:g}个百分点{after}", (_fact(name, kind, op, value, "个百分点"),))


def _double(rng: Random) -> Statement:
    name, _ = rng.choice(words.LEVELS)
    value, word = rng.choice(((1.0, "翻一番"), (1.0, "实现翻番"), (3.0, "翻两番")))
    return Statement(f"{name}{word}", (_fact(name, "growth", "=", value, "倍"),))


def _share(rng: Random) -> Statement:
    """N%以上的村完成…."""
    who, does = rng.choice(words.SHARES)
    value, (op, after) = float(rng.randint(2, 9) * 10), rng.choice(((">=", "以上"), ("=", "")))
    return Statement(f"{value:g}%{after}的{who}{does}", (_fact(f"{who}{does}", "level", op, value, "%"),))


def _serve(rng: Random) -> Statement:
    what, whom, unit = rng.choice(words.SERVED)
    value = _number(rng, unit)
    return Statement(f"为{value:g}{unit}{whom}提供{what}", (_fact(what, "increment", "=", value, unit),))


def _subset(rng: Random) -> Statement:
    """A of which B: 新建A 50个，其中B 20个."""
    verb, name, unit, part = rng.choice(words.SUBSETS)
    whole = float(rng.randint(40, 90))
    some = float(rng.randint(5, 30))
    facts = (_fact(name, "increment", "=", whole, unit), _fact(part, "increment", "=", some, unit))
    return Statement(f"{verb}{name}{whole:g}{unit}，其中{part}{some:g}{unit}", facts)


def _all_of(rng: Random) -> Statement:
    who, does = rng.choice(words.SHARES)
    every = rng.choice((f"所有{who}均{does}", f"{who}全部{does}"))
    return Statement(every, (_fact(f"{who}{does}", "level", "=", 100.0, "%", implicit=True),))


def _cut(rng: Random) -> Statement:
    verb, name, unit = rng.choice(words.CUT)
    value = _number(rng, unit)
    return Statement(f"{verb}{name}{value:g}{unit}", (_fact(name, "reduction", "=", value, unit),))


_MAKERS = (
    *(_cap, _points, _double, _share, _serve, _subset, _all_of, _cut),
    _rate,
    _rate,
    _level,
    _count,
    _count,
    _count,
    _counts,
    _range,
    _growth,
    _fall,
    _apart,
    _alike,
    _rise,
    _cover,
    _gather,
)


def statement(rng: Random) -> Statement:
    """A clause with one figure or several, of a kind drawn at random."""
    return rng.choice(_MAKERS)(rng)


def past(rng: Random, year: int) -> Statement:
    """A sentence that reports what was: its figures are baselines."""
    name, value = rng.choice(words.RATES), _percent(rng)
    level, unit = rng.choice(words.LEVELS)
    amount = _number(rng, unit)
    lead = rng.choice((f"截至{year}年底，", f"{year}年，", "目前，"))
    verb = "已达到" if lead == "目前，" else rng.choice(("达到", "达到了"))
    known = (
        {"name": name, "value": value, "unit": "%", "as_of": None},
        {"name": level, "value": amount, "unit": unit, "as_of": None},
    )
    return Statement(f"{lead}{name}{verb}{value:g}%，{level}为{amount:g}{unit}", (), known)


def no_target(rng: Random) -> Statement:
    """A clause whose figure is a subsidy, a threshold, an age, an ordinal or part of a name."""
    return Statement(rng.choice(words.NOT_TARGETS).format(n=rng.choice((2, 3, 5, 10, 15, 35, 60, 500))))
