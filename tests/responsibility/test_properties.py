"""What holds for every text: quotes at their offsets, each body once, marks and script widths that change nothing."""

from hypothesis import given
from hypothesis import strategies as st

from loaders.facts.bodies import bodies
from loaders.facts.body_names import looks_like_body
from loaders.facts.responsibility import ResponsibilityRules, responsibilities, responsibility_rules, responsibility_spans
from loaders.passages import Passage, RepairedText
from loaders.records import Responsibility

NAMES = [
    "市教育局",
    "市财政局",
    "市发展改革委",
    "市卫生健康委",
    "市文化和旅游局",
    "市委宣传部",
    "团市委",
    "市残联",
    "南湖区政府",
    "各有关部门",
]
BRACKETS = ["（）", "()", "【】", "〔〕", "[]", "［］"]
ODD = st.text(alphabet="市教育局财政厅委部各县区（）()【】、，。；：:牵头责任配合单位负责会同由和等\n ", max_size=80)


def read(text: str, rules: ResponsibilityRules | None = None) -> list[Responsibility]:
    return responsibilities(Passage(RepairedText.unrepaired(text), 0, len(text)), rules=rules)


def roles(text: str, rules: ResponsibilityRules | None = None) -> list[tuple[str, str]]:
    return [(one.role, one.name) for one in read(text, rules)]


@given(ODD)
def test_any_text_gives_true_quotes_and_each_body_once(text: str) -> None:
    found = read(text)
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.name
        for evidence in one.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
    for start, end in responsibility_spans(Passage(RepairedText.unrepaired(text), 0, len(text))):
        assert 0 <= start < end <= len(text)


@given(ODD, st.integers(0, 80), st.integers(0, 80))
def test_a_passage_reads_nothing_outside_itself(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    for one in responsibilities(Passage(RepairedText.unrepaired(text), start, end)):
        assert all(start <= evidence.start and evidence.end <= end for evidence in one.evidence)


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True), st.sampled_from("、，,；;"), st.sampled_from(BRACKETS)
)
def test_every_separator_and_bracket_gives_the_same_list(names: list[str], separator: str, pair: str) -> None:
    text = f"推进改革。{pair[0]}责任单位：{separator.join(names)}{pair[1]}"
    assert roles(text) == [("lead", name) for name in names]


@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True), st.sampled_from(BRACKETS))
def test_label_clause_and_order_of_labels_say_the_same(names: list[str], pair: str) -> None:
    lead, rest = names[0], "、".join(names[1:])
    wanted = [("lead", lead)] + [("support", name) for name in names[1:]]
    assert roles(f"{pair[0]}牵头单位：{lead}；配合单位：{rest}{pair[1]}") == wanted
    assert roles(f"{pair[0]}{lead}牵头，{rest}配合{pair[1]}") == wanted
    assert roles(f"牵头单位：{lead}\n责任单位：{rest}") == wanted
    assert roles(f"{pair[0]}责任单位：{lead}、{rest}{pair[1]}", ResponsibilityRules(first_is_lead=True)) == wanted
    assert sorted(roles(f"责任单位：{rest}；牵头单位：{lead}")) == sorted(wanted)


@given(st.lists(st.sampled_from(NAMES[:6]), min_size=1, max_size=5, unique=True))
def test_a_list_that_shares_its_level_word_is_the_list_that_repeats_it(names: list[str]) -> None:
    shortened = [names[0]] + [name.removeprefix("市") if not name.startswith("市委") else name for name in names[1:]]
    if names[0].startswith("市委"):
        shortened = names
    assert [body.name for body in bodies("、".join(shortened), 0, len("、".join(shortened)))] == names


@given(ODD)
def test_a_list_is_read_strictly_only_when_all_of_it_are_bodies(text: str) -> None:
    for body in bodies(text, 0, len(text), strict=True):
        assert looks_like_body(text[body.start : body.end].replace(" ", "").replace("\n", ""))


def test_rules_of_the_whole_document() -> None:
    for said in (
        "列第一位者为牵头单位，下同",
        "排名第一的为牵头单位",
        "排在第一位的为牵头单位",
        "列首位的部门为牵头单位",
        "第一个单位为牵头单位",
        "排第一的为牵头部门",
        "责任单位中第一个为牵头单位，其余为配合单位",
        "排在首位的单位负责牵头",
        "居首位的为牵头单位",
        "首个单位为主办单位",
        "排序第一的为牵头单位",
    ):
        assert responsibility_rules(f"工作分工（{said}）").first_is_lead, said
    for said in (
        "把民生放在首位，由市民政局牵头",
        "第一批项目，牵头单位为市发改委",
        "位居全省第一。牵头单位：市统计局",
        "第一牵头人",
    ):
        assert not responsibility_rules(said).first_is_lead, said
    assert responsibility_rules("标*的为牵头单位").starred_is_lead
    assert responsibility_rules("无牵头单位的，责任单位即为牵头单位") == ResponsibilityRules()
    assert not responsibility_rules("各牵头单位要把民生放在第一位，牵头单位要抓好落实。").first_is_lead
    assert roles("责任单位：市财政局、市教育局★", ResponsibilityRules(starred_is_lead=True)) == [
        ("support", "市财政局"),
        ("lead", "市教育局"),
    ]
