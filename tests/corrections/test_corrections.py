"""Corrections of an invented notice: each kind, their order, undoing, a new version of the document."""

import pytest

from loaders.corrections import RULE, InvalidCorrection, apply_corrections, correct, read_entry, read_log
from loaders.graph import compile_graphs, release_digest
from tests.graph.specimens import BASE, NOTICE, notice

PLAN = "云澜市清溪行动方案（2024—2026年）"


def entry(number, action="replace", changes=None, **anchor):
    made = {"id": f"c-{number}", "action": action, "reason": "核对原文", "anchor": {"plan": PLAN, **anchor}}
    return made | ({"changes": changes} if changes else {})


def corrected(*entries, document=None):
    return apply_corrections([document or notice()], read_log(entries))


def digest(documents):
    return release_digest({iri: graph.digest for iri, graph in compile_graphs(documents, BASE).items()})


def task(result, index):
    return result.documents[0].plans[0].tasks[index]


def test_without_corrections_a_document_is_the_same():
    document = notice()
    assert correct(document, ()) is document
    assert correct(document, read_log([entry(1, changes={"title": "别的"}, fact="task", task="没有的任务")])) == document


def test_a_field_is_replaced_and_says_by_what():
    result = corrected(entry(1, changes={"title": "疏浚全部河道"}, fact="task", task="疏浚 河道。"))
    assert task(result, 0).title == "疏浚全部河道"
    assert task(result, 0).rule == f"{RULE}c-1"
    assert task(result, 0).evidence == notice().plans[0].tasks[0].evidence
    assert result.applied == {"c-1": 1}


def test_the_later_correction_of_a_field_holds_though_the_first_changed_the_title():
    first = entry(1, changes={"title": "甲"}, fact="task", task="疏浚河道")
    second = entry(2, changes={"title": "乙"}, fact="task", task="疏浚河道")
    assert task(corrected(first, second), 0).title == "乙"


def test_a_responsibility_is_retracted_replaced_and_added():
    result = corrected(
        entry(1, "retract", fact="responsibility", task="新建泵站", name="市财政局", role="support"),
        entry(2, changes={"name": "市住建局"}, fact="responsibility", task="新建泵站", name="市水务局"),
        entry(3, "add", {"name": "市农业局", "role": "support"}, fact="responsibility", task="新建泵站"),
    )
    bodies = [(body.name, body.role, body.rule) for body in task(result, 1).responsibilities]
    assert bodies == [("市住建局", "lead", f"{RULE}c-2"), ("市农业局", "support", f"{RULE}c-3")]
    assert task(result, 1).responsibilities[1].evidence


def test_a_retracted_task_takes_its_figures_and_the_others_keep_theirs():
    before = notice().plans[0]
    named = [(figure.name, before.tasks[figure.task].title) for figure in before.targets if figure.task is not None]
    plan = corrected(entry(1, "retract", fact="task", task="疏浚河道")).documents[0].plans[0]
    assert [(f.name, plan.tasks[f.task].title) for f in plan.targets if f.task is not None] == [
        pair for pair in named if pair[1] != "疏浚河道"
    ]


def test_a_figure_is_told_apart_by_its_value():
    figure = notice().plans[0].targets[0]
    right = entry(1, changes={"value": 999}, fact="target", task="疏浚河道", name=figure.name, value=figure.value)
    wrong = entry(2, changes={"value": 1}, fact="target", task="疏浚河道", name=figure.name, value=figure.value + 1)
    result = corrected(right, wrong)
    assert result.documents[0].plans[0].targets[0].value == 999
    assert result.unanchored == ("c-2",)


def test_merged_bodies_are_one_in_the_graph():
    merge = {"id": "m-1", "action": "merge", "entity": "agency", "names": ["市财政局"], "into": "市水务局", "reason": "合并"}
    result = corrected(merge)
    assert {body.name for body in task(result, 1).responsibilities} == {"市水务局"}
    assert corrected(merge | {"region": "别的市"}).applied == {}


def test_undoing_restores_the_digest():
    entries = [
        entry(1, changes={"title": "疏浚全部河道"}, fact="task", task="疏浚河道"),
        entry(2, "retract", fact="responsibility", task="新建泵站", name="市财政局"),
        entry(3, "add", {"name": "红山县", "code": None}, fact="region", task="疏浚河道"),
    ]
    plain = digest([notice()])
    assert digest(corrected(*entries).documents) != plain
    undo = [{"id": f"u-{n}", "action": "undo", "of": f"c-{n}"} for n in (1, 2, 3)]
    assert digest(corrected(*entries, *undo).documents) == plain


def test_a_correction_finds_its_place_in_a_new_version():
    changed = notice(NOTICE.replace("120", "150"), length="150")
    entries = [
        entry(1, changes={"kind": "safeguard"}, fact="task", task="疏浚河道", heading="水体治理"),
        entry(2, changes={"kind": "safeguard"}, fact="task", task="疏浚河道", heading="别的标题"),
    ]
    result = corrected(*entries, document=changed)
    assert task(result, 0).kind == "safeguard"
    assert result.unanchored == ("c-2",)


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "c-1", "action": "replace", "reason": "x"},
        entry(1, changes={"evidence": []}, fact="task", task="x"),
        entry(1, changes={"colour": "red"}, fact="task", task="x"),
        entry(1, fact="task", task="x"),
        entry(1, "retract", {"title": "y"}, fact="task", task="x"),
        entry(1, "retract", fact="plan"),
        entry(1, "add", {"name": "市水务局", "role": "chief"}, fact="responsibility", task="x"),
        {"id": "m", "action": "merge", "entity": "agency", "names": ["a"], "reason": "x"},
        {"id": "m", "action": "distinct", "entity": "agency", "names": [], "reason": "x"},
        {"action": "undo"},
    ],
)
def test_what_cannot_be_meant_is_refused(broken):
    with pytest.raises(InvalidCorrection):
        read_entry(broken)


def test_a_value_of_the_wrong_type_is_refused_when_it_is_applied():
    with pytest.raises(InvalidCorrection, match="c-1"):
        corrected(entry(1, changes={"title": 7}, fact="task", task="疏浚河道"))
