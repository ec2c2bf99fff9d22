"""Invented sentences and the documents that they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.facts.citations import citations
from loaders.passages import Passage, RepairedText


def named(text: str) -> list[tuple[str | None, str | None, str]]:
    found = citations(Passage(RepairedText.unrepaired(text), 0, len(text)))
    for one in found:
        for evidence in one.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
    return [(one.title, one.doc_number, one.relation) for one in found]


CASES = [
    ("根据《东河省公共服务条例》制定本方案。", [("东河省公共服务条例", None, "basedOn")]),
    (
        "依据《甲市办法》《乙市规定》和《丙市细则》，",
        [("甲市办法", None, "basedOn"), ("乙市规定", None, "basedOn"), ("丙市细则", None, "basedOn")],
    ),
    ("贯彻《关于促进就业的意见》(东政发〔2009〕34号)，", [("关于促进就业的意见", "东政发〔2009〕34号", "cites")]),
    ("按照东建发[2007]269号文件要求", [(None, "东建发〔2007〕269号", "basedOn")]),
    (
        "落实国办发（2011）8号、东政办〔2012〕15号。",
        [(None, "国办发〔2011〕8号", "cites"), (None, "东政办〔2012〕15号", "cites")],
    ),
    ("东政发﹝2019﹞07号", [(None, "东政发〔2019〕7号", "cites")]),
    (
        "《关于印发〈东河市行动方案〉的通知》（东政办发〔2020〕3号）同时废止。",
        [("关于印发〈东河市行动方案〉的通知", "东政办发〔2020〕3号", "repeals")],
    ),
    ("《省政府关于印发《东河省规划》的通知》", [("省政府关于印发《东河省规划》的通知", None, "cites")]),
    ("现转发《东河省民政厅工作意见》，", [("东河省民政厅工作意见", None, "forwards")]),
    ("修订《东河市供水管理办法》，完善制度。", [("东河市供水管理办法", None, "amends")]),
    ("完成《东河市城市总体规划》修编，", [("东河市城市总体规划", None, "amends")]),
    ("持有《东河省居住证》的居民", []),
    ("办理《营业执照》和《食品经营许可证》", []),
    ("《东河市发展规划纲要》（以下简称《纲要》）提出。落实《纲要》要求。", [("东河市发展规划纲要", None, "cites")]),
    ("《东河市全民健身计划》(以下简称《健身计划》)发布，按《健身计划》推进。", [("东河市全民健身计划", None, "cites")]),
    ("实施《方案》和《实施意见》", []),
    ("落实《东河市条例》，再落实《东河市条例》（东人发〔2018〕2号）", [("东河市条例", "东人发〔2018〕2号", "cites")]),
    ("根据《安全条例》（国务院令第423号）", [("安全条例", "国务院令第423号", "basedOn")]),
    ("没有书名号的办法，第12号公告牌。", []),
    ("《没有关上的标题。后面还有《东河市办法》。", [("东河市办法", None, "cites")]),
    ("2020〔3〕号", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:30] for text, _ in CASES])
def test_citations(text: str, expected: list[tuple[str | None, str | None, str]]) -> None:
    assert named(text) == expected


@given(st.text(alphabet="《》〈〉（）()〔〕根据废止转发东政办法条例2019号34，。、\n", max_size=60))
def test_any_text_is_read_and_nothing_is_named_twice(text: str) -> None:
    found = named(text)
    assert len({(title, number) for title, number, _ in found}) == len(found)
