"""One clause → what its figures say. Each way in which a figure can be a commitment is one rule, tried in order."""

import re
from collections.abc import Callable
from dataclasses import replace

from loaders.facts.baselines import rises_from
from loaders.facts.clauses import COUNTED, Clause, Finding, found
from loaders.facts.counts import (
    beneficiaries,
    figure_subject_event,
    frequency,
    listed_things,
    pilot,
    requirement,
    verb_figure_noun,
    verb_noun_figure,
)
from loaders.facts.names import LEVEL_WORDS, Name, inner_verb, leading_verbs
from loaders.facts.predicates import bare, predicate, relative_to, respectively
from loaders.facts.quantities import Quantity
from loaders.facts.tails import Tail, read_tail
from loaders.registers.measures import measure_words

Rule = Callable[[Clause, int, Tail], list[Finding]]


def source_of_change(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """由58%提高到61%: the first figure is what already is; the second takes its name."""
    quantity = clause.quantities[index]
    if not rises_from(clause.masked, quantity):
        return []
    start, end = clause.own_words(tail)
    while start < end and clause.masked[end - 1] in "由从自":
        end -= 1
    name = ((start, end),) if start < end else clause.topic
    if name is None:
        return []
    return found(clause, index, tail, "source-of-change", [name], "level", start, quantity.end, existing=True)


def counted_again(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """搬迁2300户8100人: a second figure right behind the first counts the same thing in another unit."""
    quantity = clause.quantities[index]
    if not clause.findings or not clause.bounded(index) or quantity.dimension not in COUNTED:
        return []
    before = clause.findings[-1]
    if before.quantity.end != quantity.start or before.end != quantity.start or before.quantity.unit == quantity.unit:
        return []
    if before.measure not in ("increment", "reduction", "frequency") or before.quantity.dimension not in COUNTED | {"frequency"}:
        return []
    measure = "increment" if before.measure == "frequency" else before.measure
    return found(clause, index, tail, "counted-again", [before.name], measure, quantity.start, quantity.end)


_RULES: tuple[Rule, ...] = (
    source_of_change,
    counted_again,
    frequency,
    beneficiaries,
    requirement,
    relative_to,
    verb_figure_noun,
    figure_subject_event,
    verb_noun_figure,
    bare,
)
_MONEY_EACH = re.compile(r"每(?:人|户|家|亩|个|件|名|辆|台|套|平方米|吨)|最高|一次性")
_SENTENCE_ENDS = re.compile(r"[。；！？;!?\n]")
_PERIODIC = re.compile(r"每(?:两|二|三|半)?(?:年|个?月|个?季度|季|周|学期|日|天)")


def read_clause(clause: Clause) -> list[Finding]:
    """The facts of the clause's figures, in order; also sets what the next clause may refer to."""
    clause.edge = clause.start
    index = 0
    while index < len(clause.quantities):
        index += _read(clause, index)
    if len(clause.findings) > 1:
        _complete_levels(clause)
    if clause.findings:
        clause.subject = clause.topic
    return clause.findings


def _read(clause: Clause, index: int) -> int:
    """Reads the figure at `index`; returns how many figures it took."""
    quantity = clause.quantities[index]
    if quantity.start < clause.edge:
        return 1
    tail = read_tail(clause.masked, clause.edge, quantity.start)
    if summed := listed_things(clause, index, tail) or pilot(clause, index, tail):
        clause.findings.extend(summed)
        clause.edge = summed[-1].end
        return 1
    if _no_figure(clause, index) or tail.stopped or _article(clause, quantity, tail):
        return 1
    if clause.masked.startswith("翻", quantity.start):
        tail.measure, tail.end = "growth", tail.end if tail.verb is None else tail.verb
    if tail.respectively and tail.said:
        taken = respectively(clause, index, tail)
        if taken:
            return taken
    if tail.measure == "increment" and clause.bounded(index) and _verb_earlier(clause, tail):
        tail.measure, tail.end, tail.verb = None, tail.verb_end or tail.end, None
    for rule in (frequency, beneficiaries, predicate) if tail.said else _RULES:
        findings = rule(clause, index, tail)
        if findings:
            if not (_given_out(clause, findings[0]) or (not tail.said and _forbidden(clause, findings[0]))):
                clause.findings.extend(findings)
                clause.edge = findings[-1].end
            break
    return 1


def _forbidden(clause: Clause, finding: Finding) -> bool:
    """严禁新增30万吨以下煤矿."""
    before = clause.masked[clause.start : finding.quantity.start]
    return any(word in before for word in measure_words().forbidden)


_LEVEL = re.compile(LEVEL_WORDS)


def _complete_levels(clause: Clause) -> None:
    """3个国家级、10个省级、50个市级孵化基地; 国家级绿色工厂10家，省级50家: what a bare level word is a level of."""
    kinds: Name | None = None
    for at, finding in reversed([*enumerate(clause.findings)]):
        (start, end), *rest = finding.name
        match = _LEVEL.match(clause.masked, start, end)
        if match and not rest and match.end() == end and kinds:
            clause.findings[at] = replace(finding, name=((start, end), *kinds))
        elif match and not rest and match.end() < end:
            kinds = ((match.end(), end),)
        elif not match:
            kinds = None


def _no_figure(clause: Clause, index: int) -> bool:
    """等5个部门, 500千伏线路, 每10户."""
    before = clause.before(index)
    quantity = clause.quantities[index]
    if quantity.dimension == "proportion" and clause.masked.startswith(("比例", "的比例"), quantity.end):
        return True  # 按1:1比例配套
    if before.endswith("由") and re.match(r"[^,;。]{1,15}(?:组成|构成)", clause.masked[quantity.end : clause.end]):
        return True
    return before.endswith(("等", "每", "第", "/"))


def _article(clause: Clause, quantity: Quantity, tail: Tail) -> bool:
    """一个, 一家, 二期, 三次 and the like are articles and ordinals rather than figures unless something counts them."""
    if not quantity.chinese:
        return False
    if quantity.dimension == "frequency" and "场" not in quantity.unit:
        return not _PERIODIC.search(clause.masked, clause.start, quantity.start)
    if quantity.numeral != "一" or quantity.dimension not in COUNTED:
        return False
    verb = clause.masked[tail.verb : tail.verb_end] if tail.verb is not None else ""
    return tail.comparator is None and verb not in ("新建", "新增", "建有", "配有", "设有")


def _verb_earlier(clause: Clause, tail: Tail) -> bool:
    """The word before the figure is a noun after all, since a verb stands earlier (新增慈善组织50个)."""
    if tail.verb is None:
        return False
    start, end = clause.own_words(Tail(tail.verb), verbs=False)
    return start < end and bool(leading_verbs(clause.folded, start, end) or inner_verb(clause.folded, start, end))


def _given_out(clause: Clause, finding: Finding) -> bool:
    """Money paid to someone: a subsidy, a reward, a fine. A standard that is raised to a sum is a target."""
    quantity = finding.quantity
    if quantity.dimension != "money" or "亿" in quantity.unit:
        return False
    last_start, last_end = finding.name[-1]
    if clause.masked[last_start:last_end].endswith(("标准", "成本", "价格", "费用", "收入")):
        return False
    begins = clause.start
    if finding.comparator == "<=":  # 给予补助，单个项目不超过1500万元: a ceiling on what the sentence gives
        stops = [stop.end() for stop in _SENTENCE_ENDS.finditer(clause.folded.text, max(0, clause.start - 200), clause.start)]
        begins = stops[-1] if stops else max(0, clause.start - 200)
    around = clause.folded.text[begins : clause.end]
    return any(word in around for word in measure_words().subsidies) or bool(_MONEY_EACH.search(around))
