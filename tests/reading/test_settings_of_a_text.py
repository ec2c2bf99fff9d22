"""How a text is set does not change what it says: white space, width, script, and what else stands in its notice."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import opencc
from hypothesis import assume, given
from hypothesis import strategies as st

from loaders.gold_shape import gold_shape
from loaders.reading import read_document
from loaders.synthesis.documents import Invented, invent
from tests.specimens.expectations import essence

_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_WIDE = {character: chr(ord(character) + 0xFEE0) for character in "0123456789%"}
_NARROW = dict(zip("，；：（）", ",;:()", strict=True))
_TRADITIONAL = opencc.OpenCC("s2t")
_SPACES = (" ", "\u3000", "\xa0", "\u2009", "\u200b", "\ufeff")


def _at_random(draw: Random, share: float, text: str, forms: dict[str, str]) -> str:
    return "".join(forms.get(one, one) if draw.random() < share else one for one in text)


def _spaced(draw: Random, text: str) -> str:
    """Spaces of any kind between ideographs, few or many."""
    share, space = draw.choice((0.01, 0.1, 0.4)), draw.choice(_SPACES)
    pieces, before = [], " "
    for one in text:
        between = _IDEOGRAPH.match(before) and _IDEOGRAPH.match(one) and draw.random() < share
        pieces.append(space + one if between else one)
        before = one
    return "".join(pieces)


def _line_ends(draw: Random, text: str) -> str:
    ends = draw.choice((("\n", "\n\n"), ("\r\n",), ("\n\n\n\n",), ("\r\n\r\n",), ("\n \n", "\n"), ("\u2028", "\n")))
    return re.sub("\n", lambda _: draw.choice(ends), text)


def _edges(draw: Random, text: str) -> str:
    indented = re.sub(r"^(?=\S)", lambda _: draw.choice(("", "　　", "\t", "   ")), text, flags=re.M)
    return re.sub("$", lambda _: draw.choice(("", " ", "\u3000 ", "\t")), indented, flags=re.M)


_CHANGES: tuple[Callable[[Random, str], str], ...] = (
    lambda _, text: _TRADITIONAL.convert(text),
    lambda draw, text: _at_random(draw, draw.choice((0.3, 1.0)), text, _WIDE),
    lambda draw, text: _at_random(draw, draw.choice((0.3, 1.0)), text, _NARROW),
    _spaced,
    _edges,
    _line_ends,
)


@st.composite
def _invented(draw: st.DrawFn) -> Invented:
    """An invented document of several lines."""
    document = invent(draw(st.integers(0, 10**6)), draw(st.integers(0, 99)))
    assume(document.suffix == ".txt" and document.text.count("\n") > 5)
    return document


def _facts(text: str) -> dict[str, Any]:
    return essence(gold_shape(read_document(text.encode(), "specimen.txt")))


def folded(value: Any) -> Any:
    """The facts without the marks whose width may change."""
    if isinstance(value, dict):
        return {key: folded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [folded(one) for one in value]
    return re.sub(r"[\s，,。：:；;（）()]", "", value) if isinstance(value, str) else value


@given(_invented(), st.sets(st.sampled_from(range(len(_CHANGES))), min_size=1), st.integers(0, 10**6))
def test_white_space_width_and_script_change_no_facts(document: Invented, wanted: set[int], seed: int) -> None:
    text, draw = document.text, Random(seed)
    for at in sorted(wanted):
        text = _CHANGES[at](draw, text)
    assert folded(_facts(text)) == folded(_facts(document.text))


_NOTICE = (
    "清河市人民政府办公室关于印发两个计划的通知\n各区县人民政府：\n现将两个计划印发给你们，请认真贯彻执行。\n"
    "清河市人民政府办公室\n2022年1月10日\n"
)
_NARROW_DIGITS = {ord(wide): narrow for narrow, wide in _WIDE.items()}


def _without_letter(document: Invented) -> str:
    """The plan alone, from its title on."""
    title = document.gold["plans"][0]["title"]
    lines = document.text.rstrip("\n").split("\n")
    starts = [at for at, line in enumerate(lines) if line.strip().translate(_NARROW_DIGITS) == title]
    assume(starts)
    return "\n".join(lines[starts[0] :])


@given(_invented(), _invented())
def test_the_plans_of_two_documents_in_one_notice_are_the_plans_of_both(first: Invented, second: Invented) -> None:
    bodies = [_without_letter(document) for document in (first, second)]
    assume(first.gold["plans"][0]["title"] != second.gold["plans"][0]["title"])
    assert _plans(_NOTICE + "\n".join(bodies)) == [plan for body in bodies for plan in _plans(body)]


def _plans(text: str) -> list[dict[str, Any]]:
    """The plans, without what the letter says of them: whose they are."""
    return [{key: value for key, value in plan.items() if key not in ("owner", "region")} for plan in _facts(text)["plans"]]
