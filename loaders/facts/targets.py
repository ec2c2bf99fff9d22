"""One clause → what its figures say. Each way in which a figure can be a commitment is one function, tried in order."""

import re
from dataclasses import dataclass, field, replace

from loaders.facts.folding import BASE, MASK, TIME, Folded
from loaders.facts.names import (
    Name,
    Span,
    clause_subject,
    has_head,
    inner_verb,
    leading_verbs,
    needs_subject,
    shared_names,
    subject_of,
    trim,
)
from loaders.facts.quantities import Quantity
from loaders.facts.tails import Tail, read_tail
from loaders.records import Comparator, Measure, Per
from loaders.registers.measures import longest_first, measure_words


@dataclass(frozen=True)
class Finding:
    """A figure that is a fact: what is measured, how, and where it stands. Offsets: of the folded text.

    start, end: the quote. existing: the words say that it already is so.
    """

    rule: str
    name: Name
    quantity: Quantity
    measure: Measure
    comparator: Comparator
    start: int
    end: int
    per: Per | None = None
    base: Span | None = None
    existing: bool = False
    doubts: tuple[str, ...] = ()


@dataclass
class Clause:
    """A clause under reading: text[start:end] with its figures, and what the clauses before it leave open."""

    folded: Folded
    start: int
    end: int
    quantities: list[Quantity]
    subject: Name | None = None
    findings: list[Finding] = field(default_factory=list)
    edge: int = 0
    carried: Measure | None = None
    per: Per | None = None

    @property
    def masked(self) -> str:
        return self.folded.masked


_COUNTED = frozenset(["count", "person", "household", "occurrence", "frequency"])
_BOUNDARY = re.compile(rf"[、,;:。!?\n和及与并{MASK}{TIME}]|以及|等|的?(?:目标|要求)(?:任务)?(?:[,;、]|$)|$")
_NOUN_END = re.compile(rf"[、,;:。!?\n并{TIME}]|以及|和(?!谐|平)|及(?!以上)|与(?!会)|等(?!级|候)|$")
_SHARE_END = re.compile(rf"[,;:。!?\n{TIME}]|、(?=[^、]{{0,30}}\d)|$")
_EVENT = re.compile("|".join(re.escape(word) for word in longest_first(list(measure_words().events))))
_BASIS = re.compile(
    r"(?P<verb>不低于|不少于|不高于|不超过|高于|低于|超过|达到|占|相当于|控制在|保持在)(?P<what>[^,;:。]{2,40})的$"
)
_MONEY_EACH = re.compile(r"每(?:人|户|家|亩|个|件|名|辆|台|套|平方米|吨|年|月)|最高|一次性")
_TASK_TAIL = re.compile(r"(?:的?(?:工作|任务|目标)|的?建设(?:工作|任务)?)$")
_PER = re.compile(
    "|".join(map(re.escape, longest_first(list(measure_words().per))))
    + r"|(?<=[,。;、])年(?=[^均内底末度初终中])|(?<![上本保政计学各一个统每])年度(?![内末初计预目考工报财])"
)
_FREQUENCY = re.compile(r"每(?:两|二|三|半)?(?:年|月|季度|季|周|个月|学期|日|天)")
_EXISTING = re.compile(r"(?:继续|巩固|依托|发挥|现有|已有|原有|用好|管好)(?:抓好|做好|推进|发挥|实施|利用|深化)?")


def read_clause(clause: Clause) -> list[Finding]:
    """The facts of the clause's figures, in order; also sets what the next clause may refer to."""
    clause.edge = clause.start
    index = 0
    while index < len(clause.quantities):
        index += _read(clause, index)
    if clause.findings:
        clause.subject = subject_of(clause.folded, clause.findings[-1].name)
    return clause.findings


def _read(clause: Clause, index: int) -> int:
    """Reads the figure at `index`; returns how many figures it took."""
    quantity = clause.quantities[index]
    before = clause.masked[max(clause.edge, quantity.start - 4) : quantity.start]
    if quantity.dimension in ("rating", "rank") or before.endswith(("等", "每", "第", "之", "/")):
        return 1
    tail = read_tail(clause.masked, clause.edge, quantity.start)
    if tail.stopped or _small_one(clause, quantity, tail):
        return 1
    if tail.respectively and tail.said:
        taken = _respectively(clause, index, tail)
        if taken:
            return taken
    if tail.measure == "increment" and _at_boundary(clause, quantity) and _verb_earlier(clause, tail):
        tail.measure, tail.end, tail.verb = None, tail.verb_end or tail.end, None
    for rule in (
        _frequency,
        _relative_to,
        _beneficiaries,
        _requirement,
        _predicate,
        _verb_before,
        _subject_after,
        _verb_and_noun,
        _bare,
    ):
        findings = rule(clause, index, tail)
        if findings:
            if not _given_out(clause, findings[0]):
                clause.findings.extend(findings)
                clause.edge = findings[-1].end
            return 1
    return 1


def _verb_earlier(clause: Clause, tail: Tail) -> bool:
    """The word before the figure is a noun after all, since a verb stands earlier (新增慈善组织50个)."""
    if tail.verb is None:
        return False
    start, end = trim(clause.folded, clause.edge, tail.verb, verbs=False)
    return start < end and bool(leading_verbs(clause.folded, start, end) or inner_verb(clause.folded, start, end))


def _beneficiaries(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """为3万以上人次提供鉴定服务."""
    quantity = clause.quantities[index]
    if tail.verb is None or clause.masked[tail.verb : quantity.start] not in ("为", "向", "对"):
        return []
    match = re.compile(r"[^,;。]{0,15}?(?:提供|开展|发放|办理|进行|实施|组织)").match(clause.masked, quantity.end, clause.end)
    if match is None or quantity.dimension not in _COUNTED:
        return []
    stop = _NOUN_END.search(clause.masked, match.end(), clause.end)
    end = stop.start() if stop else clause.end
    if match.end() >= end:
        return []
    return _findings(clause, index, tail, "for-figure", [((match.end(), end),)], "increment", tail.verb, end)


_EXPERIENCE = re.compile(r"[^,;。]{1,20}(?:经历|经验|工龄|教龄)(?=[,;。]|$)")


def _requirement(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """有1年以上基层工作经历; 按照在校生6000人办学规模."""
    quantity = clause.quantities[index]
    before = clause.masked[clause.edge : quantity.start]
    if quantity.dimension == "time" and before.endswith("有"):
        match = _EXPERIENCE.match(clause.masked, quantity.end, clause.end)
        return (
            _findings(
                clause, index, tail, "requirement", [((quantity.end, match.end()),)], "level", quantity.start - 1, match.end()
            )
            if match
            else []
        )
    match = re.compile(r"[\u4e00-\u9fff]{0,4}(?:规模|能力|容量)").match(clause.masked, quantity.end, clause.end)
    by = re.search(r"按照|按", before)
    if match is None or by is None or tail.said:
        return []
    start, end = trim(clause.folded, clause.edge + by.end(), quantity.start)
    if start >= end:
        return []
    return _findings(
        clause, index, tail, "by-scale", [((start, end), match.span())], "level", clause.edge + by.start(), match.end()
    )


def _small_one(clause: Clause, quantity: Quantity, tail: Tail) -> bool:
    """一个, 一家 and the like are articles rather than figures unless something counts them."""
    if not quantity.chinese:
        return False
    if quantity.dimension == "frequency":
        return not _FREQUENCY.search(clause.masked, clause.start, quantity.start)
    if quantity.numeral != "一" or quantity.dimension not in _COUNTED:
        return False
    word = clause.masked[tail.verb : quantity.start] if tail.verb is not None else ""
    return tail.comparator is None and not word.startswith(("新建", "新增", "建有", "配有", "设有"))


def _right(clause: Clause, index: int) -> int:
    """Where the words after the figure end: at the next figure or the end of the clause."""
    return clause.quantities[index + 1].start if index + 1 < len(clause.quantities) else clause.end


def _at_boundary(clause: Clause, quantity: Quantity) -> bool:
    return quantity.end >= clause.end or bool(_BOUNDARY.match(clause.masked, quantity.end))


def _noun_after(clause: Clause, index: int) -> Span | None:
    """The noun that the figure counts (8个〔百亿以上产业集群〕), without 的 and without 工作, 任务 at its end."""
    quantity = clause.quantities[index]
    start, limit = quantity.end, _right(clause, index)
    while start < limit and clause.masked[start] in "的以":
        start += 1
    stop = (_SHARE_END if quantity.unit == "%" else _NOUN_END).search(clause.masked, start, limit)
    end = stop.start() if stop else limit
    if end < limit and clause.masked[end] == "、" and clause.masked[start:end].count("(") > clause.masked[start:end].count(")"):
        end = limit
    trailing = _TASK_TAIL.search(clause.masked, start, end)
    if trailing and trailing.end() == end and trailing.start() - start >= 2:
        end = trailing.start()
    return (start, end) if end - start >= 1 else None


def _comparator(tail: Tail, quantity: Quantity, clause: Clause) -> Comparator:
    if quantity.value_max is not None:
        return "range"
    if tail.comparator not in (None, "="):
        return tail.comparator or "="
    if quantity.after == "<=" or quantity.after is not None:
        return quantity.after
    verb = clause.masked[tail.verb : quantity.start] if tail.verb is not None and tail.measure == "level" else ""
    return "<=" if verb.startswith(("控制在", "严格控制在", "限制在")) else "="


def _per(clause: Clause, tail: Tail, at: int) -> Per | None:
    if tail.per:
        return tail.per
    match = _PER.search(clause.masked, max(clause.start - 1, 0), at)
    if match and match.start() >= clause.edge - 1:
        return measure_words().per.get(match.group(), "year")
    return None


def _predicate(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """X达到N, X不低于N, X增长N, X控制在N以内; A、B均达到N."""
    quantity = clause.quantities[index]
    if not tail.said or (quantity.dimension == "" and tail.measure != "level"):
        return []
    start, end = trim(clause.folded, clause.edge, tail.end)
    verbs = leading_verbs(clause.folded, start, end)
    measure: Measure = tail.measure or "level"
    noun = _noun_after(clause, index) if not _at_boundary(clause, quantity) else None
    doubts: tuple[str, ...] = ()
    rule = f"{measure}-verb" if tail.measure else "comparator"
    if quantity.unit in ("倍", "番") and measure == "level" and tail.measure is None:
        return []
    if verbs and verbs[-1][1] < end:
        inside = verbs[-1][1]
        verb = clause.masked[verbs[0][0] : verbs[0][1]]
        adds = verb in measure_words().additive or tail.measure is None
        verb_measure = measure_words().verbs[verb]
        if (
            adds
            and quantity.dimension in _COUNTED | {"length", "area", "money", "volume", "mass", "power"}
            and quantity.unit != "%"
        ) and not (quantity.dimension == "money" and verb in ("引进", "利用", "实现", "完成", "引入")):
            measure = "reduction" if verb_measure == "reduction" else "increment"
            rule = f"{measure}-verb-noun"
        if end - inside > 2 or verb_measure in ("growth", "reduction"):
            start = trim(clause.folded, inside, end)[0]
    elif (
        tail.measure is None
        and start < end
        and quantity.dimension in _COUNTED
        and (inner := inner_verb(clause.folded, start, end))
    ):
        measure, rule = "increment", "increment-verb-noun"
        start = trim(clause.folded, inner[1], end)[0] if end - inner[1] > 2 else start
    relative = noun is not None and clause.masked.startswith("的", quantity.end)
    if relative and noun is not None:
        if _right(clause, index) < clause.end or inner_or_leading(clause, clause.start, quantity.start) is None:
            return []  # a threshold: 低于5000元的
        last = max(clause.masked.rfind("的", noun[0], clause.end), noun[0] - 1)
        name: list[Name] = [((last + 1, clause.end), (start, end))]
        return _findings(clause, index, tail, f"{rule}-relative", name, measure, start, quantity.end)
    covering = clause.masked[tail.verb : quantity.start].startswith(("覆盖", "惠及", "涵盖")) if tail.verb is not None else False
    if noun is not None and (covering or start >= end or (tail.measure is None and quantity.dimension in _COUNTED | {"ratio"})):
        last_end = noun[1]
        verb_span: Name = ((tail.verb, tail.verb + 2),) if covering and tail.verb is not None else ()
        own: Name = ((start, end),) if start < end else (clause.subject or ()) if covering else ()
        name = [(*own, *verb_span, noun)]
        if tail.measure is None and not own and quantity.dimension in _COUNTED:
            measure = clause.carried or "increment"
        return _findings(clause, index, tail, f"{rule}-noun", name, measure, start if start < end else quantity.start, last_end)
    if start >= end:
        if clause.subject is None:
            return []
        return _findings(
            clause, index, tail, rule, [clause.subject], measure, tail.end, quantity.end, (*doubts, "name-from-before")
        )
    names = shared_names(clause.folded, start, end, None, each=tail.each)
    text = clause.masked[start:end]
    if len(names) == 1 and needs_subject(text) and clause.subject:
        names = [(*clause.subject, (start, end))]
    return _findings(clause, index, tail, rule, names, measure, start, quantity.end, doubts)


def inner_or_leading(clause: Clause, start: int, end: int) -> Span | None:
    """A verb of making anywhere in the stretch."""
    match = re.search("建设|新建|建有|建成|配备|设立|打造|建立|改造|配有|设有", clause.masked[start:end])
    return (start + match.start(), start + match.end()) if match else None


def _respectively(clause: Clause, index: int, tail: Tail) -> int:
    """A、B分别达到N和M: as many figures as names."""
    group = [clause.quantities[index]]
    while index + len(group) < len(clause.quantities):
        following = clause.quantities[index + len(group)]
        if clause.masked[group[-1].end : following.start].strip("、和与及," + TIME) not in ("", "以及"):
            break
        group.append(following)
    start, end = trim(clause.folded, clause.edge, tail.end)
    last = group[-1]
    names = shared_names(clause.folded, start, end, len(group)) if start < end else []
    if len(names) != len(group) and clause.subject is not None and len(group) > 1:
        (subject_start, subject_end) = clause.subject[0]
        heads = _stems(clause, subject_start, subject_end, len(group))
        if heads:
            names = [(*head, (start, end)) for head in heads] if start < end else heads
    doubts: tuple[str, ...] = ()
    if len(names) != len(group):
        names = [((start, end),) if start < end else clause.subject or ((clause.start, tail.end),)] * len(group)
        doubts = ("names-unmatched",)
        if len(group) == 1:
            return 0
    for name, quantity in zip(names, group, strict=True):
        unit, dimension = (
            (last.unit, last.dimension) if quantity.unit in ("", "万", "亿") else (quantity.unit, quantity.dimension)
        )
        whole = replace(
            quantity, unit=unit, dimension=dimension, after=quantity.after or (last.after if last.after != ">" else None)
        )
        clause.findings.append(
            Finding(
                f"{tail.measure or 'comparator'}-respectively",
                name,
                whole,
                tail.measure or "level",
                _comparator(tail, whole, clause),
                min(start, tail.end),
                quantity.end,
                _per(clause, tail, quantity.start),
                tail.base,
                tail.done,
                doubts,
            )
        )
    clause.edge = last.end
    return len(group)


def _stems(clause: Clause, start: int, end: int, count: int) -> list[Name]:
    """失业、工伤、生育保险制度 with three figures → 失业保险, 工伤保险, 生育保险."""
    from loaders.facts.names import conjuncts

    text = clause.masked[start:end]
    for suffix in ("制度", "工作", "体系"):
        if text.endswith(suffix):
            end -= len(suffix)
            text = text[: -len(suffix)]
    parts = conjuncts(clause.folded, start, end)
    if len(parts) != count:
        return []
    size = parts[0][1] - parts[0][0]
    last_start, last_end = parts[-1]
    if last_end - last_start > size and all(b - a == size for a, b in parts[:-1]):
        shared = (last_start + size, last_end)
        return [*((part, shared) for part in parts[:-1]), (parts[-1],)]
    return [(part,) for part in parts]


def _relative_to(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """X不低于上年度Y的N%: the comparator stands before what the share is of."""
    quantity = clause.quantities[index]
    if quantity.dimension != "ratio" and quantity.unit != "倍":
        return []
    match = _BASIS.search(clause.masked[clause.edge : quantity.start])
    if match is None or tail.said:
        return []
    verb_at = clause.edge + match.start()
    inner = read_tail(clause.masked, clause.edge, verb_at + len(match["verb"]))
    start, end = trim(clause.folded, clause.edge, verb_at)
    if match["verb"] == "占":
        name: Name = ((start, quantity.start),) if start < end else (*(clause.subject or ()), (verb_at, quantity.start))
    elif start >= end:
        if not clause.subject:
            return []
        name = clause.subject
    else:
        name = (*clause.subject, (start, end)) if needs_subject(clause.masked[start:end]) and clause.subject else ((start, end),)
    base = (clause.edge + match.start("what"), clause.edge + match.end("what"))
    return _findings(clause, index, inner, "level-of-base", [name], "level", min(start, verb_at), quantity.end, base=base)


def _frequency(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """每月召开一次会议, 每季度开展培训不少于2次."""
    quantity = clause.quantities[index]
    if quantity.dimension != "frequency":
        return []
    match = next(reversed([*_FREQUENCY.finditer(clause.masked, clause.start, quantity.start)]), None)
    if match is None:
        return []
    per = measure_words().per.get(match.group())
    noun = _noun_after(clause, index)
    if noun and not _at_boundary(clause, quantity):
        name: Name = (noun,)
        end = noun[1]
    else:
        start, stop = trim(clause.folded, match.end(), tail.verb if tail.measure == "increment" and tail.verb else tail.end)
        verbs = leading_verbs(clause.folded, start, stop)
        if verbs and stop - verbs[-1][1] >= 2:
            start = verbs[-1][1]
        if start >= stop:
            start, stop = trim(clause.folded, clause.start, match.start())
            if start >= stop:
                start, stop = tail.verb if tail.verb is not None else match.start(), quantity.start
        name, end = ((start, stop),), quantity.end
    return _findings(clause, index, tail, "frequency", [name], "frequency", match.start(), end, per=per)


def _verb_before(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """培育50家企业, 完成60%的建设任务; also a verb with its list before the figure: 设立管线、水务、交通三个专项工作组."""
    quantity = clause.quantities[index]
    noun = _noun_after(clause, index)
    carried = None
    if tail.measure == "increment" or tail.measure == "reduction":
        verb_at = tail.verb if tail.verb is not None else tail.end
        measure: Measure = "reduction" if clause_verb(clause, verb_at, quantity.start) == "reduction" else "increment"
    else:
        if noun is None or _at_boundary(clause, quantity):
            return []
        if quantity.dimension in ("money", "age", "time", "score"):
            return []
        start, end = trim(clause.folded, clause.edge, tail.end, verbs=False)
        if start >= end and clause.carried and clause.findings and quantity.dimension in _COUNTED:
            carried = clause.carried
            measure, verb_at = carried, quantity.start
        else:
            verbs = leading_verbs(clause.folded, start, end)
            span = verbs[0] if verbs else inner_verb(clause.folded, start, end)
            if span is None or quantity.unit == "%" or (quantity.after in (">=", "<=") and span[1] < end):
                return []
            verb = clause.masked[span[0] : span[1]]
            if verb not in measure_words().always_verbs or (quantity.chinese and quantity.value < 3 and span[1] < end - 8):
                return []
            measure, verb_at = "reduction" if measure_words().verbs[verb] == "reduction" else "increment", span[0]
    following = clause.quantities[index + 1] if index + 1 < len(clause.quantities) else None
    if following and noun and noun[1] == following.start and (quantity.after or quantity.dimension not in _COUNTED):
        return []  # a threshold inside the name of what the next figure counts
    if noun is None or _at_boundary(clause, quantity):
        start, end = trim(clause.folded, clause.edge, tail.verb_end or verb_at)
        if start >= end:
            return []
        name: Name = ((start, end),)
        if start == verb_at and clause.subject:
            name = (*clause.subject, (start, end))
        if quantity.dimension == "money" and clause.masked[verb_at : tail.verb_end] in _FLOWS:
            measure = "level"
        stop = quantity.end
    else:
        name, stop = (noun,), noun[1]
    if quantity.unit == "%" or quantity.dimension == "proportion":
        measure = "level"
    existing = bool(_EXISTING.search(clause.masked, clause.start, quantity.start))
    rule = "carried-verb-figure-noun" if carried else "verb-figure-noun"
    return _findings(clause, index, tail, rule, [name], measure, verb_at, stop, existing=existing)


def clause_verb(clause: Clause, start: int, end: int) -> Measure | None:
    """The measure of the verb that text[start:end] begins with."""
    words = measure_words().verbs
    return next((words[clause.masked[start:stop]] for stop in range(end, start, -1) if clause.masked[start:stop] in words), None)


def _subject_after(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """85%以上的村完成改革任务; 学校100%建成规范化学校; 每县至少1家医院设有病区."""
    quantity = clause.quantities[index]
    if tail.measure is not None or quantity.dimension not in _COUNTED | {"ratio"} or quantity.end >= clause.end:
        return []
    limit = _right(clause, index)
    if limit < clause.end and quantity.unit != "%":
        limit = min(limit, clause.end)
    at = quantity.end
    while at < limit and clause.masked[at] in "的以":
        at += 1
    event = _EVENT.search(clause.masked, at, limit)
    if event is None or event.start() - at > 40:
        return []
    start, end = trim(clause.folded, clause.edge, tail.end)
    stop = _EVENT_END.search(clause.masked, event.end(), limit)
    until = stop.start() if stop else limit
    if until <= event.start():
        return []
    if start < end and "、" in clause.masked[start : quantity.start][-1:]:
        start = end
    own = clause.masked[start:end]
    if quantity.unit != "%" and ((own and not own.startswith(("每", "各")) and not own.endswith(_REST)) or event.start() == at):
        return []
    each = clause.masked[start:end].startswith(("每", "各")) if start < end else False
    name: Name = ((start, end), (at, until)) if start < end else ((at, until),)
    measure: Measure = "level" if quantity.unit == "%" or each else "increment"
    return _findings(
        clause, index, tail, "figure-subject-event", [name], measure, start if start < end else quantity.start, until
    )


_REST = ("其余", "剩余", "余下", "另外", "其他", "区", "市", "县", "镇", "乡")
_EVENT_END = re.compile(r"[,;:。!?\n]|、(?=[^、]{0,30}(?:为|达|\d))|$")


def _verb_and_noun(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """新建粮食生产功能区15万亩; 西部地区建成候车亭487座."""
    quantity = clause.quantities[index]
    if tail.measure is not None or not _at_boundary(clause, quantity) or quantity.dimension in ("age", "time", "score", ""):
        return []
    start, end = trim(clause.folded, clause.edge, tail.end, verbs=False)
    if start >= end:
        return []
    verbs = leading_verbs(clause.folded, start, end)
    doubts: tuple[str, ...] = ()
    if verbs and verbs[-1][1] < end:
        verb, inside = clause.masked[verbs[0][0] : verbs[0][1]], verbs[-1][1]
    else:
        inner = inner_verb(clause.folded, start, end)
        if inner is None:
            return []
        verb, inside = clause.masked[inner[0] : inner[1]], inner[1]
    kind = measure_words().verbs[verb]
    text = clause.masked[inside:end]
    if quantity.dimension in ("ratio", "proportion"):
        measure: Measure = kind if kind in ("growth", "reduction") and quantity.dimension == "ratio" else "level"
    elif kind == "growth":
        measure = "growth" if has_head(text) and verb not in ("增加",) else "increment"
    elif kind == "reduction":
        measure = "reduction"
    elif quantity.dimension == "money" and verb in _FLOWS:
        measure = "level"
    else:
        measure = "increment"
    name_start = start if end - inside <= 2 else trim(clause.folded, inside, end)[0]
    names: list[Name] = [((name_start, end),)]
    if tail.each and quantity.dimension in _COUNTED:
        names = shared_names(clause.folded, name_start, end, len(_parts(clause, name_start, end)))
    clause.carried = measure if measure in ("increment", "reduction") else clause.carried
    return _findings(clause, index, tail, "verb-noun-figure", names, measure, start, quantity.end, doubts)


_FLOWS = frozenset(["完成", "实现", "利用", "引进", "引入", "争取", "安排", "落实"])


def _parts(clause: Clause, start: int, end: int) -> list[Span]:
    from loaders.facts.names import conjuncts

    return conjuncts(clause.folded, start, end)


def _bare(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """通达率100%; 产量1.3万亿斤以上; in a list the verb before carries on (…职教集团2个，育人项目10个)."""
    quantity = clause.quantities[index]
    if tail.measure is not None or not _at_boundary(clause, quantity) or quantity.dimension in ("age", ""):
        return []
    start, end = trim(clause.folded, clause.edge, tail.end)
    if start >= end or end - start < 2:
        return []
    text = clause.masked[start:end]
    headed = has_head(text)
    if quantity.dimension in ("time", "score", "temperature", "frequency") and not headed:
        return []
    if not re.search(r"[\u4e00-\u9fffA-Za-z]", clause.folded.text[start:end]):
        return []
    doubts: tuple[str, ...] = ()
    if quantity.dimension in ("ratio", "proportion"):
        if quantity.dimension == "ratio" and not headed and quantity.unit not in ("%", "‰"):
            return []
        measure: Measure = "level"
    elif clause.carried and (not headed or quantity.dimension == "person"):
        measure, doubts = clause.carried, ("verb-carried",)
    elif headed:
        measure = "level"
    elif quantity.dimension in _COUNTED | {"length", "area", "power", "volume", "mass"} and not quantity.chinese:
        measure, doubts = "increment", ("measure-from-unit",)
    else:
        return []
    names: list[Name] = shared_names(clause.folded, start, end, None) if headed else [((start, end),)]
    if len(names) == 1 and needs_subject(text) and clause.subject:
        names = [(*clause.subject, (start, end))]
    return _findings(clause, index, tail, "noun-figure", names, measure, start, quantity.end, doubts)


def _findings(
    clause: Clause,
    index: int,
    tail: Tail,
    rule: str,
    names: list[Name],
    measure: Measure,
    start: int,
    end: int,
    doubts: tuple[str, ...] = (),
    *,
    base: Span | None = None,
    per: Per | None = None,
    existing: bool = False,
) -> list[Finding]:
    quantity = clause.quantities[index]
    per = per or (None if measure == "frequency" else _per(clause, tail, quantity.start))
    if measure in ("increment", "reduction") and quantity.unit != "%":
        clause.carried = measure
    comparator = _comparator(tail, quantity, clause)
    return [
        Finding(
            rule,
            name,
            quantity,
            measure,
            comparator,
            min(start, quantity.start),
            max(end, quantity.end),
            per,
            base or tail.base,
            existing or tail.done,
            doubts,
        )
        for name in names
    ]


def _given_out(clause: Clause, finding: Finding) -> bool:
    """Money paid to someone: a subsidy, a reward, a fine."""
    quantity = finding.quantity
    if quantity.dimension != "money" or "亿" in quantity.unit:
        return False
    around = clause.folded.text[clause.start : clause.end]
    if finding.rule in ("level-verb", "growth-verb") and clause.masked[finding.name[-1][0] : finding.name[-1][1]].endswith(
        "标准"
    ):
        return False
    return any(word in around for word in measure_words().subsidies) or bool(_MONEY_EACH.search(around) and "标准" not in around)


__all__ = ["BASE", "Clause", "Finding", "clause_subject", "read_clause"]
