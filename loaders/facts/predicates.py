"""Rules for something measured: X达到N, X增长N, X不低于Y的N%, X N%; and the lists that share or divide figures."""

import re
from dataclasses import replace

from loaders.facts.clauses import AMOUNTS, COUNTED, EACH, Clause, Finding, comparator_of, found, reached_by
from loaders.facts.names import (
    Name,
    Span,
    conjuncts,
    has_head,
    inner_verb,
    leading_verbs,
    shared_names,
    strip_links,
    with_subject,
)
from loaders.facts.quantities import Quantity
from loaders.facts.tails import Tail, read_tail
from loaders.records import Measure
from loaders.registers.measures import measure_words

_COVERING = ("覆盖", "惠及", "涵盖")
_MAKING = re.compile("建设|新建|建有|建成|配备|设立|打造|建立|改造|配有|设有")
_BASIS = re.compile(
    r"(?P<verb>不低于|不少于|不高于|不超过|高于|低于|超过|达到|占|相当于|控制在|保持在|为|"
    r"(?:提高|提升|增加|压缩|缩短|降低|下降|减少|压减|降|升|增)(?:到|至|为))(?P<what>[^,;:。、]{2,40})的$"
)
_LIFETIME = ("寿命", "年龄")
_RATES = ("率", "比重", "占比", "比例", "涨幅", "增幅", "降幅", "增速", "面", "度")


def predicate(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """X达到N, X不低于N, X增长N, X控制在N以内; A、B均达到N; 建设X不少于N."""
    quantity = clause.quantities[index]
    if not tail.said or (quantity.dimension == "" and tail.measure is None):
        return []
    start, end = clause.own_words(tail)
    if quantity.dimension == "age" and not clause.masked[start:end].endswith(_LIFETIME):
        return []
    measure, rule, start = _measure(clause, quantity, tail, start, end)
    noun = None if clause.bounded(index) else clause.noun_after(index)
    if noun is not None and clause.masked.startswith("的", quantity.end) and quantity.unit != "%":
        return _attribute(clause, index, tail, start, end)
    if noun is not None and clause.limit(index) == clause.end and clause.masked.startswith(EACH, start, end):
        return found(clause, index, tail, f"{rule}-each", [((start, end), noun)], "level", start, noun[1])
    goes_on = clause.masked.startswith("其中", clause.start) or (
        clause.findings and clause.masked.startswith("、", clause.edge) and clause.carried in ("increment", "reduction")
    )
    if tail.measure is None and measure == "level" and goes_on and clause.carried:
        measure = clause.carried if quantity.unit != "%" else measure
    if noun is not None and start >= end and tail.measure == "reduction" and quantity.after and quantity.dimension in COUNTED:
        return []  # 消除56人以上大班额
    covering = tail.verb is not None and clause.masked.startswith(_COVERING, tail.verb)
    if noun is not None and clause.masked.startswith("的", quantity.end) and not covering and start < end:
        return []  # 占比约为21%的社区
    if noun is not None and (covering or start >= end or (tail.measure is None and quantity.dimension in COUNTED | {"ratio"})):
        verb: Name = ((tail.verb, tail.verb + 2),) if covering and tail.verb is not None else ()
        own: Name = ((start, end),) if start < end else (clause.topic or ()) if covering else ()
        if not own and quantity.dimension in COUNTED and tail.measure in (None, "growth"):
            measure = clause.carried if clause.carried and tail.measure is None else "increment"  # 增加10个岗位
        return found(
            clause, index, tail, f"{rule}-noun", [(*own, *verb, noun)], measure, start if start < end else tail.end, noun[1]
        )
    if start >= end:
        return _unnamed(clause, index, tail, measure, rule)
    names = shared_names(clause.folded, start, end, None, each=tail.each)
    if len(names) == 1:
        names = [with_subject(clause.folded, start, end, clause.topic)]
    return found(clause, index, tail, rule, names, measure, start, quantity.end)


def _measure(clause: Clause, quantity: Quantity, tail: Tail, start: int, end: int) -> tuple[Measure, str, int]:
    """The measure, the rule's name and where the name begins, once a verb before the name is taken into account."""
    measure: Measure = tail.measure or "level"
    rule = f"{measure}-verb" if tail.measure else "comparator"
    words = measure_words()
    verbs = leading_verbs(clause.folded, start, end)
    if verbs and verbs[-1][1] < end:
        verb, inside = clause.masked[verbs[0][0] : verbs[0][1]], verbs[-1][1]
    else:
        inner = inner_verb(clause.folded, start, end) if tail.measure is None and quantity.dimension in COUNTED else None
        if inner is None:
            return measure, rule, start
        verb, inside = clause.masked[inner[0] : inner[1]], inner[1]
    adds = verb in words.additive or (tail.measure is None and tail.comparator != ">")
    if adds and quantity.dimension in AMOUNTS and not reached_by(verb, quantity.dimension):
        measure = "reduction" if words.verbs[verb] == "reduction" else "increment"
        rule = f"{measure}-verb-noun"
    if quantity.dimension == "ratio" and end - inside <= 3 and end - start <= 8 and words.verbs[verb] == "increment":
        return measure, rule, start  # 查处整改率: too short to stand without its verb
    if end - inside > 2 or words.verbs[verb] in ("growth", "reduction"):
        start = strip_links(clause.folded, inside, end)[0]
    return measure, rule, start


def _attribute(clause: Clause, index: int, tail: Tail, start: int, end: int) -> list[Finding]:
    """建有一所面积不低于250㎡的服务中心: an attribute of what is made. Elsewhere N的X is a threshold (低于5000元的家庭)."""
    made = _MAKING.search(clause.masked, clause.start, clause.quantities[index].start)
    if clause.limit(index) < clause.end or made is None or start >= end:
        return []
    noun_start = max(clause.masked.rfind("的", clause.quantities[index].end, clause.end) + 1, clause.quantities[index].end)
    name: Name = ((noun_start, clause.end), (start, end)) if noun_start < clause.end else ((start, end),)
    return found(clause, index, tail, "attribute", [name], "level", start, clause.quantities[index].end)


def _unnamed(clause: Clause, index: int, tail: Tail, measure: Measure, rule: str) -> list[Finding]:
    """达到N without a name of its own: it goes on from the figure or the clause before."""
    if clause.findings:
        name = clause.findings[-1].name
    elif (
        clause.before_it
        and clause.quantities[index].unit == "%"
        and clause.masked[slice(*clause.before_it[-1][-1])].endswith(_RATES)
    ):
        name = clause.before_it[-1]  # 完成率6月底前达到50%，10月底前达到100%
    elif clause.subject is not None:
        name = clause.subject
    else:
        return []
    if tail.measure is None and clause.carried in ("increment", "reduction") and clause.quantities[index].unit != "%":
        measure = clause.carried
    end = clause.quantities[index].end
    return found(clause, index, tail, rule, [name], measure, tail.end, end, ("name-from-before",))


def respectively(clause: Clause, index: int, tail: Tail) -> int:
    """A、B分别达到N和M: as many figures as names. Returns how many figures were taken, 0 where it is no such list."""
    group = [clause.quantities[index]]
    for following in clause.quantities[index + 1 :]:
        if re.fullmatch(r"[、和与及,＠]|以及", clause.masked[group[-1].end : following.start]) is None:
            break
        group.append(following)
    if len(group) == 1:
        return 0
    start, end = clause.own_words(tail)
    own: Name = ((start, end),) if start < end else ()
    names = shared_names(clause.folded, start, end, len(group)) if own else []
    if not own and len(clause.before_it) == len(group):
        names = list(clause.before_it)
    if len(names) != len(group) and clause.subject is not None:
        names = [(*stem, *own) for stem in _stems(clause, clause.subject[0], len(group))]
    doubts: tuple[str, ...] = ()
    if len(names) != len(group):
        names, doubts = [own or clause.subject or ((clause.start, group[0].start),)] * len(group), ("names-unmatched",)
    for name, quantity in zip(names, _alike(group), strict=True):
        shared = replace(tail, comparator=tail.comparator)
        comparator = comparator_of(shared, quantity, clause.masked)
        rule = f"{tail.measure or 'comparator'}-respectively"
        first = min(start, tail.end)
        clause.findings.append(
            Finding(
                rule,
                name,
                quantity,
                tail.measure or "level",
                comparator,
                first,
                quantity.end,
                tail.per,
                tail.base,
                tail.done,
                doubts,
            )
        )
    clause.edge = group[-1].end
    return len(group)


def _alike(group: list[Quantity]) -> list[Quantity]:
    """The figures of a list with the unit and the comparator that only the last one prints."""
    last = group[-1]
    after = last.after if last.after != ">" else None
    return [
        replace(
            quantity,
            unit=last.unit if quantity.unit in ("", "万", "亿") else quantity.unit,
            dimension=last.dimension if quantity.unit in ("", "万", "亿") else quantity.dimension,
            after=quantity.after or after,
        )
        for quantity in group
    ]


def _stems(clause: Clause, span: Span, count: int) -> list[Name]:
    """失业、工伤、生育保险制度 with three figures → 失业保险, 工伤保险, 生育保险."""
    start, end = span
    for suffix in ("制度", "工作", "体系"):
        if clause.masked[start:end].endswith(suffix):
            end -= len(suffix)
    parts = conjuncts(clause.folded, start, end)
    if len(parts) != count:
        return []
    return shared_names(clause.folded, start, end, count, headed=False)


def relative_to(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """X不低于上年度Y的N%: the comparator stands before what the share is of."""
    quantity = clause.quantities[index]
    match = _BASIS.search(clause.before(index))
    if match is None or tail.said or quantity.dimension != "ratio":
        return []
    if quantity.unit == "倍" and match["verb"] == "为":
        return []  # 补助金为人均可支配收入的20倍
    verb_at = clause.edge + match.start()
    inner = read_tail(clause.masked, clause.edge, verb_at + len(match["verb"]))
    start, end = clause.own_words(inner) if match["verb"] != "占" else clause.own_words(Tail(verb_at))
    own: Name = ((start, end),) if start < end else ()
    if match["verb"] == "占":
        name: Name = ((start, quantity.start - 1),) if own else (*(clause.topic or ()), (verb_at, quantity.start - 1))
    else:
        name = with_subject(clause.folded, start, end, clause.topic) if own else clause.topic or ()
    if not name:
        return []
    base = (clause.edge + match.start("what"), clause.edge + match.end("what"))
    measure: Measure = "level"
    return found(clause, index, inner, "level-of-base", [name], measure, min(start, verb_at), quantity.end, base=base)


def bare(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """通达率100%; 产量1.3万亿斤以上; in a list the verb before goes on (…职教集团2个，育人项目10个)."""
    quantity = clause.quantities[index]
    if tail.measure is not None or not clause.bounded(index) or quantity.dimension in ("age", ""):
        return []
    start, end = clause.own_words(tail)
    text = clause.masked[start:end]
    headed = has_head(text)
    if end - start < 2 or not re.search(r"[\u4e00-\u9fffA-Za-z]", clause.folded.text[start:end]):
        return []
    if quantity.dimension in ("time", "score", "temperature", "frequency") and not headed:
        return []
    measure, doubts = _bare_measure(clause, quantity, text, headed)
    if measure is None:
        return []
    names: list[Name] = shared_names(clause.folded, start, end, None) if headed else [((start, end),)]
    if len(names) == 1:
        names = [with_subject(clause.folded, start, end, clause.topic)]
    return found(clause, index, tail, "noun-figure", names, measure, start, quantity.end, doubts)


def _bare_measure(clause: Clause, quantity: Quantity, text: str, headed: bool) -> tuple[Measure | None, tuple[str, ...]]:
    if quantity.unit in ("倍", "番"):
        return "growth", ()
    if quantity.unit == "个百分点" and clause.carried not in ("growth", "reduction"):
        return None, ()
    if quantity.dimension in ("ratio", "proportion"):
        listed = clause.carried in ("growth", "reduction") and bool(clause.findings) and not text.endswith(_RATES)
        return (clause.carried, ("verb-carried",)) if listed else ("level", ())
    listed_on = bool(clause.findings) or clause.masked.startswith("其中", clause.start)  # 新增泊位10个和床位20张，其中…
    if listed_on and clause.carried in ("increment", "reduction") and quantity.dimension in COUNTED:
        return clause.carried, ("verb-carried",)
    if clause.carried and (clause.carried == "level" or not headed or quantity.dimension == "person"):
        return clause.carried, ("verb-carried",)
    if headed:
        return "level", ()
    if quantity.dimension in AMOUNTS - {"money"} and not quantity.chinese:
        return "increment", ("measure-from-unit",)
    return None, ()
