"""Rules for things counted: 培育50家企业, 新建公路30公里, 85%的村完成改革, 每月召开一次会议, 为3万人次提供服务."""

import re

from loaders.facts.clauses import COUNTED, EACH, Clause, Finding, found, reached_by
from loaders.facts.names import Name, Span, conjuncts, has_head, inner_verb, leading_verbs, shared_names, strip_links, trim
from loaders.facts.tails import Tail
from loaders.records import Measure
from loaders.registers.measures import longest_first, measure_words

_FREQUENCY = re.compile(r"每(?:两|二|三|半)?(?:年|个?月|个?季度|季|周|学期|日|天)")
_NOUN_END = re.compile(r"[、,;:。!?\n并＠]|以及|和(?!谐|平|美)|及(?!以上)|与(?!会)|$")
_EVENT = re.compile("|".join(re.escape(word) for word in longest_first(list(measure_words().events))))
_EVENT_END = re.compile(r"[,;:。!?\n]|、(?=[^、]{0,30}(?:为|达|\d))|的目标|$")
_REST = ("其余", "剩余", "余下", "另外", "其他", "区", "市", "县", "镇", "乡", "推动", "实现", "支持", "帮助", "确保")
_FOR = re.compile(r"[^,;。]{0,15}?(?:提供|开展|发放|办理|进行|实施|组织)")
_COMPARED = re.compile(r"(?:不少于|不低于|至少|超过|超|近|约)+$")
_TREATED = re.compile(r"(?:^|[,;、])对[^,;。]{1,12}的$")  # 对年久失修的80座桥梁实施改造
_TREATMENT = re.compile(r"[^,;。]{2,15}?(?:进行|开展|实施)[^,;。]{2,20}")
_PILOT = re.compile(
    r"(?P<where>[一-龥]{1,4}?)(?:率先|先行|深入|稳步|继续)?(?:开展|推行|实施|推广|探索|启动)(?P<what>[^,;:。、]{2,40}?试点)"
)
_EXPERIENCE = re.compile(r"[^,;。]{1,20}(?:经历|经验|工龄|教龄)(?=[,;。]|$)")
_SCALE = re.compile(r"[\u4e00-\u9fff]{0,4}(?:规模|能力|容量)")
_PEOPLED = frozenset(["person", "household"])
_EXISTING = re.compile(r"(?:继续|巩固|依托|发挥|用好|管好)(?:抓好|做好|推进|发挥|实施|利用|深化)?")


def frequency(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """每月召开一次会议, 每季度开展培训不少于2次."""
    quantity = clause.quantities[index]
    if quantity.dimension != "frequency":
        return []
    match = next(reversed([*_FREQUENCY.finditer(clause.masked, clause.start, quantity.start)]), None)
    if match is None:
        return []
    quoted = clause.folded.text.startswith(("“", '"', "「"), quantity.end)  # 1次“局长走流程”活动
    noun = None if clause.bounded(index) and not quoted else clause.noun_after(index)
    if noun is not None:
        name: Name = (noun,)
    else:
        start, end = trim(clause.folded, match.end(), quantity.start if tail.verb_end is None else tail.verb_end)
        if tail.comparator and tail.verb is None:
            end = max(start, min(end, tail.end))
        verbs = leading_verbs(clause.folded, start, end)
        if verbs and end - verbs[-1][1] >= 2:
            start = verbs[-1][1]
        name = ((start, end),) if start < end else ()
        subject = trim(clause.folded, clause.start, match.start())
        if end - start <= 2 and subject[0] < subject[1]:
            name = (subject, *name)
        if not name:
            return []
    if tail.comparator is None and re.search("至少|不少于|不低于", clause.masked[match.end() : quantity.start]):
        tail.comparator = ">="
    per = measure_words().per.get(match.group().replace("个", ""))
    return found(clause, index, tail, "frequency", [name], "frequency", match.start(), noun[1] if noun else quantity.end, per=per)


def beneficiaries(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """为3万以上人次提供鉴定服务."""
    quantity = clause.quantities[index]
    if quantity.dimension not in COUNTED:
        return []
    before = _COMPARED.sub("", clause.before(index))
    if _TREATED.search(before) and (match := _TREATMENT.match(clause.masked, quantity.end, clause.end)):
        return found(clause, index, tail, "treated", [(match.span(),)], "increment", quantity.start, match.end())
    if not before.endswith(("为", "向", "对")):
        return []
    match = _FOR.match(clause.masked, quantity.end, clause.end)
    if match is None:
        return []
    stop = _NOUN_END.search(clause.masked, match.end(), clause.end)
    end = stop.start() if stop else clause.end
    if match.end() >= end:
        return []
    return found(clause, index, tail, "for-figure", [((match.end(), end),)], "increment", quantity.start - 1, end)


def listed_things(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """完成甲路等12条道路改造: a figure that sums up examples of what is done; 等5个部门 and the like have no such verb."""
    quantity = clause.quantities[index]
    if not clause.masked.startswith("等", quantity.start - 1) or quantity.start <= clause.edge or clause.bounded(index):
        return []
    noun = clause.noun_after(index)
    if noun is None or quantity.dimension not in COUNTED | {"length", "area"}:
        return []
    start, end = trim(clause.folded, clause.edge, quantity.start - 1, verbs=False)
    verbs = leading_verbs(clause.folded, start, end)
    words = measure_words()
    verb = clause.masked[verbs[0][0] : verbs[0][1]] if verbs and verbs[-1][1] < end else ""
    if verb not in words.always_verbs:
        return []
    measure: Measure = "reduction" if words.verbs[verb] == "reduction" else "increment"
    return found(clause, index, tail, "listed-things", [(noun,)], measure, verbs[0][0], noun[1])


def pilot(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """在10个以上县开展某某试点: so many places take part."""
    quantity = clause.quantities[index]
    match = None if quantity.dimension not in COUNTED else _PILOT.match(clause.masked, quantity.end, clause.end)
    if match is None or not _COMPARED.sub("", clause.before(index)).endswith(("在", "选择", "选取", "选定")):
        return []
    if re.search("各|每", clause.masked[clause.start : quantity.start]):
        return []
    return found(
        clause, index, tail, "pilot", [(match.span("what"), match.span("where"))], "increment", quantity.start - 1, match.end()
    )


def requirement(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """有1年以上基层工作经历; 按照在校生6000人办学规模."""
    quantity, before = clause.quantities[index], clause.before(index)
    if quantity.dimension == "time" and before.endswith("有"):
        match = _EXPERIENCE.match(clause.masked, quantity.end, clause.end)
        if match is None:
            return []
        return found(
            clause, index, tail, "requirement", [((quantity.end, match.end()),)], "level", quantity.start - 1, match.end()
        )
    match, by = _SCALE.match(clause.masked, quantity.end, clause.end), re.search(r"按照|按", before)
    if match is None or by is None or tail.said:
        return []
    start, end = trim(clause.folded, clause.edge + by.end(), quantity.start)
    name: Name = ((start, end), match.span()) if start < end else (match.span(),)
    return found(clause, index, tail, "by-scale", [name], "level", clause.edge + by.start(), match.end())


def verb_figure_noun(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """培育50家企业, 完成60%的建设任务; with a list between: 设立管线、水务、交通三个专项工作组; 老旧小区改造46个."""
    quantity = clause.quantities[index]
    noun = None if clause.bounded(index) else clause.noun_after(index)
    adjacent = tail.measure in ("increment", "reduction") and tail.verb is not None
    if noun is None:
        return _verb_last(clause, index, tail) if adjacent else []
    if quantity.dimension in ("time", "age", "score"):
        return []
    following = clause.quantities[index + 1] if index + 1 < len(clause.quantities) else None
    if following and noun[1] == following.start and (quantity.after or quantity.dimension not in COUNTED):
        return []  # a threshold inside the name of what the next figure counts
    words = measure_words()
    rule = "verb-figure-noun"
    if adjacent and tail.verb is not None:
        verb, verb_at = clause.masked[tail.verb : tail.verb_end], tail.verb
        lessens = words.verbs.get(verb) == "reduction" or verb == "实现"
        if quantity.after in (">=", "<=") and lessens and quantity.dimension in _PEOPLED:
            return []  # 消除66人以上超大班额
        measure: Measure = "reduction" if words.verbs.get(verb) == "reduction" else "increment"
    else:
        start, end = clause.own_words(tail, verbs=False)
        if quantity.dimension not in COUNTED | {"length", "area"}:
            return []
        if start >= end and clause.carried in ("increment", "reduction") and clause.findings:
            measure, verb_at, rule = clause.carried, quantity.start, "carried-verb-figure-noun"
        else:
            verbs = leading_verbs(clause.folded, start, end)
            span = verbs[0] if verbs else inner_verb(clause.folded, start, end)
            if span is None or (quantity.after in (">=", "<=") and span[1] < end):
                return []
            verb, verb_at = clause.masked[span[0] : span[1]], span[0]
            if verb not in words.always_verbs:
                return []
            measure = "reduction" if words.verbs[verb] == "reduction" else "increment"
    verb = clause.masked[verb_at : tail.verb_end] if adjacent else ""
    if quantity.dimension in ("ratio", "proportion") or _of_each(clause, verb_at) or reached_by(verb, quantity.dimension):
        measure = "level"
    existing = bool(_EXISTING.search(clause.masked, clause.start, quantity.start))
    return found(clause, index, tail, rule, [(noun,)], measure, verb_at, noun[1], existing=existing)


def _of_each(clause: Clause, at: int) -> bool:
    """The count is one of each: 每个乡镇至少建成1个."""
    start, end = trim(clause.folded, clause.edge, at)
    return clause.masked[start:end].startswith(EACH)


def _verb_last(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """老旧小区改造46个, 农村劳动力转移就业4.5万人, 竣工投产55个."""
    quantity = clause.quantities[index]
    if tail.verb is None or tail.verb_end is None or quantity.dimension in ("time", "age", "score"):
        return []
    start, end = trim(clause.folded, clause.edge, tail.verb_end)
    if start >= end:
        return []
    verb = clause.masked[tail.verb : tail.verb_end]
    name: Name = ((start, end),)
    if start == tail.verb and clause.subject is None and quantity.dimension == "ratio":
        return []  # 2023年完成30%: of what?
    if start == tail.verb and (earlier := _same_verb_before(clause, verb)):
        name = (earlier,)
    elif start == tail.verb and clause.subject:
        name = clause.subject if verb in ("完成", "建成") else (*clause.subject, (start, end))
    measure: Measure = "reduction" if measure_words().verbs.get(verb) == "reduction" else "increment"
    if quantity.dimension in ("ratio", "proportion") or reached_by(verb, quantity.dimension):
        measure = "level"
    if clause.masked.startswith(EACH, start) and quantity.dimension in COUNTED:  # 每个乡镇至少建成1个
        measure = "level"
        each = trim(clause.folded, start, tail.end)
        name = (
            (each, *clause.topic)
            if each[0] < each[1] and clause.topic and not clause.masked.startswith(EACH, clause.topic[0][0])
            else name
        )
    return found(clause, index, tail, "noun-verb-figure", [name], measure, start, quantity.end)


def _same_verb_before(clause: Clause, verb: str) -> Span | None:
    """What the verb did in a clause before, where 其中 takes it up: 新造油茶林30万亩、改造低产林24万亩，其中当年新造10万亩."""
    if not clause.masked.startswith("其中", clause.start):
        return None
    near = max(clause.start - 120, 0)
    begins = max(near, *(clause.masked.rfind(stop, near, clause.start) + 1 for stop in "。;\n"))
    match = re.search(rf"{re.escape(verb)}([一-龥]{{2,14}})\d", clause.masked[begins : clause.start])
    return (begins + match.start(1), begins + match.end(1)) if match else None


def verb_noun_figure(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """新建粮食生产功能区15万亩; 西部地区建成候车亭487座."""
    quantity = clause.quantities[index]
    if tail.measure is not None or not clause.bounded(index) or quantity.dimension in ("age", "time", "score", ""):
        return []
    start, end = clause.own_words(tail, verbs=False)
    verbs = leading_verbs(clause.folded, start, end)
    if verbs and verbs[-1][1] < end:
        outer, inside = verbs[0], verbs[-1][1]
    else:
        inner = inner_verb(clause.folded, start, end)
        if inner is None:
            return []
        outer, inside = inner, inner[1]
        further = leading_verbs(clause.folded, strip_links(clause.folded, inside, end)[0], end)
        inside = further[-1][1] if further and further[-1][1] < end else inside
    verb, text = clause.masked[outer[0] : outer[1]], clause.masked[inside:end]
    measure = _measure_of(verb, quantity.dimension, text)
    if measure is None:
        return []
    if end - inside > 2:
        name_start = strip_links(clause.folded, inside, end)[0]
    else:  # too short to stand without its verb (引进内资)
        name_start = outer[0] if clause.masked[start] in "为对向在给" else start
    names: list[Name] = [((name_start, end),)]
    if tail.each and quantity.dimension in COUNTED:
        names = shared_names(clause.folded, name_start, end, len(conjuncts(clause.folded, name_start, end)))
    if _of_each(clause, outer[0]) and quantity.dimension in COUNTED:
        measure = "level"
    return found(clause, index, tail, "verb-noun-figure", names, measure, outer[0], quantity.end)


def _measure_of(verb: str, dimension: str, noun: str) -> Measure | None:
    kind = measure_words().verbs[verb]
    if dimension in ("ratio", "proportion"):
        return kind if kind in ("growth", "reduction") and dimension == "ratio" else "level"
    if kind == "growth":
        return "growth" if has_head(noun) and verb != "增加" else "increment"
    if kind == "reduction":
        return "reduction"
    if reached_by(verb, dimension):
        return "level"
    return "increment"


def figure_subject_event(clause: Clause, index: int, tail: Tail) -> list[Finding]:
    """85%以上的村完成改革任务; 学校100%建成规范化学校; 每县至少1家医院设有病区; 帮助3.1万名失业人员实现就业."""
    quantity = clause.quantities[index]
    if tail.measure is not None or quantity.dimension not in COUNTED | {"ratio"} or clause.bounded(index):
        return []
    share = quantity.unit == "%"
    at, limit = quantity.end, clause.end if share else clause.limit(index)
    while at < limit and clause.masked[at] in "的以":
        at += 1
    event = _EVENT.search(clause.masked, at, limit)
    if event is None or event.start() - at > 40:
        return []
    start, end = clause.own_words(tail)
    if clause.before(index).endswith("、"):
        start = end
    stop = _EVENT_END.search(clause.masked, event.end(), limit)
    until = stop.start() if stop else limit
    own = clause.masked[start:end]
    if not share and (event.start() == at or (own and not own.startswith(EACH) and not own.endswith(_REST))):
        return []
    if until <= at:
        return []
    measure: Measure = "level" if share or own.startswith(EACH) else "increment"
    named = own and (share or own.startswith(EACH))
    name: Name = ((start, end), (at, until)) if named else ((at, until),)
    return found(clause, index, tail, "figure-subject-event", [name], measure, start if own else quantity.start, until)
