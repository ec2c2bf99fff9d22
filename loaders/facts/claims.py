"""Phrases that state a responsibility, and what each claims: this body in that role, before the phrases are weighed together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.facts.bodies import OPENING, bodies, closing
from loaders.facts.body_names import Body, is_public_body, looks_like_body
from loaders.facts.role_clauses import BODY_WORD, PERSON, Claim, Clauses, Label, clauses
from loaders.records import RoleDetail


@dataclass(frozen=True)
class Statement:
    """One phrase: text[start:end]. group: phrases that follow one another and are weighed together share it."""

    start: int
    end: int
    claims: tuple[Claim, ...]
    group: int = 0


_DETAILS: list[tuple[str, RoleDetail]] = [
    (r"第一责任|首要责任", "第一责任"),
    (r"主要责任", "主要责任"),
    (r"配合|协同|协办|协助|协作|支持|会办|联办", "配合"),
    (r"参与|参加|参建", "参与"),
    (r"指导|督导|督办", "指导"),
    (r"牵头|主办|主责|抓总", "牵头"),
    (r"责任|负责|实施|承办|落实|承担|完成|执行|建设|推进", "责任"),
]
_ROLE = (
    r"(?:市级|省级|县级|区级|主要|总|共同|各|市直|省直)?"
    r"(?:牵头责任|牵头主办|牵头负责|牵头实施|牵头落实|牵头建设|牵头|主办|主责|第一责任|首要责任|主要责任|直接责任|主体责任|责任牵头|责任配合|配合责任|"
    r"协同配合|配合协作|责任|负责|实施|承办|落实|承担|完成|执行|推进|配合|协同|协办|协助|协作|支持|参与|参加|业务指导|指导|督导)"
)
_LABEL = re.compile(
    rf"(?<![为是])(?P<role>{_ROLE}(?:[（(](?:责任|牵头|配合|负责|实施)[）)])?(?:或责任)?(?:[/、和及与](?:主要)?(?:责任|落实|实施|牵头|主办|配合|参与))?{BODY_WORD}"
    rf"(?:[（(][^（）()：:、]{{1,8}}[）)])?(?:及(?:责任人|分工|人员))?|(?:牵头|责任|配合|参与|主办|协办|指导|负责|(?:责任|职责|任务|工作)分工)(?=\s*[:：]))"
    r"\s*(?P<mark>[:：]|[】\]〕］](?=\s*[:：]?)|(?:分别)?[为是](?=[：:一-龥])|(?=[ \u3000\t\n]))[:：\s]*"
)
_OPENINGS = re.compile(f"[{re.escape(OPENING)}]")
_STARTS = re.compile(rf"{_OPENINGS.pattern}|{_LABEL.pattern}")
# How a label ends: where nothing does, only brackets can begin a phrase.
_LABEL_ENDS = re.compile(
    rf"{BODY_WORD}(?:[（(][^（）()：:、]{{1,8}}[）)])?(?:及(?:责任人|分工|人员))?\s*[:：】\]〕］分为是 \u3000\t\n]|[:：]"
)
_FIELD = re.compile(
    r"(?:(?<=[\s，。；;,）)])[一-龥]{2,8}\s*[:：]|[【\[〔][一-龥]{2,8}[】\]〕]|"
    r"(?:完成|办结|整改|工作|计划|推进|时间)?(?:时限|时间节点|时间要求|时间安排|完成时间|期限|日期|进度)(?:要求|安排)?\s*[:：为]|"
    r"(?:责任人|责任领导|牵头领导|分管领导|联系人|联系电话|工作目标|工作措施|工作要求|备注|完成标志|配合领导)\s*[:：])"
)
_RULE_CLAUSE = re.compile(
    r"[，,；;。(（〔【\[\s]*(?:其中)?(?:(?:排|列|位列|标|带|加)?[^，。；、（）〔【\[]{0,6}(?:第一|首|前)"
    r"|(?:标|带|加|注|打)(?:有|注)?[“\"]?[*＊★▲☆△])[^，。；、]{0,10}(?:牵头|主办|主责)(?:单位|部门|责任单位)?"
    r"|[，,；;]?\s*下同(?=[）)〕】\]。；]*$)|[，,；;]?\s*(?:不再|不另)[^，。；]{0,10}"
)
_HINT = re.compile(
    r"牵头|负责|配合|会同|责任|主办|主责|协办|协同|协助|参与|参加|指导|督导|单位|部门|分工|落实|实施|承办|承担|执行|"
    r"[局厅委部府办区县市州旗镇联会院司处科社行署队室心）)][）)】\]〕]|、[一-龥]{2,12}[）)】\]〕]"
)
_TIME = re.compile(r"[^，,。；;：:]{0,12}(?:\d|长期|持续|年底|年内)[^，,。；;：:]{0,10}[，,。；;]\s*")
_SENTENCE_STOPS = ("。", "！", "；")
# Offices of one ministry, where a bracket behind the last sentence names nothing else: （监测中心）（办公室、人事司）
_OFFICE = re.compile(r"(?:[一-龥](?:司|局|处|科|室|中心|党委|办)|司局)$")
_LONGEST_LIST = 1500  # characters; no list of bodies is longer, and time grows linearly whatever the text
_LONGEST_SENTENCE = 3000
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_CLAUSE = re.compile(r"[^，,]+")
_PROSE_HINT = re.compile(r"牵头|负责|会同|为第一责任|为责任单位|为主要责任")
_STARTS_CLAUSE = re.compile(
    r"(?!建立|健全|形成|完善|构建|实行|成立|组建)[一-龥]{0,8}?(?<![自理缘])(?:由|责成)|(?:具体|均|可|并)*(?:明确|确定|请)"
)
_AND_SO_ON = re.compile(r"等[^，。]{0,6}$")


def role_word(printed: str) -> RoleDetail | None:
    """The register's role for a column header or label (牵头单位 → 牵头); None for a header that names none (责任人)."""
    printed = re.sub(r"[\s:：]+", "", printed)
    if PERSON.search(re.sub(r"及责任人", "", printed)) or len(printed) > 16:
        return None
    if re.search(
        r"(?:牵头|责任|配合|参与|参加|主办|协办|负责|实施|承办|落实|协同|协助|指导|主责|承担|支持|督导).{0,8}(?:单位|部门|机构|主体|科室|处室|股室|市县|地区)",
        printed,
    ) or re.fullmatch(r"(?:牵头|责任|配合|参与|主办|协办|主责|指导)(?:分工|方)?", printed):
        return _detail(printed)
    return None


def _detail(printed: str) -> RoleDetail:
    if re.match(r"(?:总|市级|省级)?牵头", printed) or "（牵头" in printed or "(牵头" in printed:
        return "牵头"
    return next((detail for words, detail in _DETAILS if re.search(words, printed)), "责任")


@lru_cache(maxsize=16)
def statements(text: str, start: int, end: int) -> list[Statement]:
    """Every phrase in text[start:end] that puts bodies in a role, in order, grouped. Kept for those who ask again (regions)."""
    if not _HINT.search(text, start, end):
        return []
    found: list[Statement] = []
    covered: list[tuple[int, int]] = []
    at = start
    starts = _STARTS if _LABEL_ENDS.search(text, start, end) else _OPENINGS
    for place in starts.finditer(text, start, end):
        if place.start() < at:
            continue
        if text[place.start()] in OPENING:
            close = closing(text, place.start(), end)
            if close is None:
                continue
            one = _bracket(text, place.start(), close, end)
            at = one.end if one else at
        else:
            one = _labelled(text, place.start(), end)
            at = one.end if one else at
        if one:
            found.append(one)
            covered.append((one.start, one.end))
    found += _prose(text, start, end, covered)
    found.sort(key=lambda one: one.start)
    return _grouped(text, found)


def _grouped(text: str, found: list[Statement]) -> list[Statement]:
    group, grouped = 0, []
    for i, one in enumerate(found):
        if i and not _together(text[found[i - 1].end : one.start]):
            group += 1
        grouped.append(replace(one, group=group))
    return grouped


def _together(gap: str) -> bool:
    """Whether two phrases belong together: nothing between them but marks, or one short field (完成时限：2024年底)."""
    return not gap.strip("，,。；;、 \u3000\n\t") or (
        len(gap) <= 40 and _FIELD.search(" " + gap.lstrip("，,。；;、\n（(【[")) is not None
    )


def _bracket(text: str, open_: int, close: int, end: int) -> Statement | None:
    """A bracket that holds nothing but a phrase; or the bracketed label (【责任单位】) of what follows it."""
    start, stop = open_ + 1, close
    label = _LABEL.match(text, start, close + 1)
    if label and label.end("role") >= close and text[open_] not in "（(":
        return _labelled(text, start, end, outer=open_)
    if label and label.end() < close:
        claims = _label_sequence(text, start, close)
        return Statement(open_, close + 1, tuple(claims)) if claims else None
    if label and (label.end("role") >= close):
        return None
    inner = _LABEL.search(text, start, close)
    if inner and inner["mark"] and inner.end() < close and re.search(r"[，,；;。\s]$", text[start : inner.start()]):
        first = clauses(text, start, inner.start(), "bracket-clause").claims
        claims = [*first, *_label_sequence(text, inner.start(), close)]
        return Statement(open_, close + 1, tuple(claims)) if claims else None
    if rule := _RULE_CLAUSE.search(text, start, close):
        if rule.start() == start:  # （列第一位者为牵头单位，下同）: about all lists, names none
            return None
        stop = rule.start()
    if time := _TIME.match(text, start, stop):
        start = time.end()
    if found := clauses(text, start, stop, "bracket-clause"):
        return Statement(open_, close + 1, found.claims)
    before, after = text[max(0, open_ - 1) : open_], text[close + 1 : min(end, close + 2)]
    if before in ("。", "；", "！", ";", "\n") or after in ("", "。", "；", "\n", " "):
        listed = bodies(text, start, stop, strict=True)
        closes = before in _SENTENCE_STOPS and after in ("", "\n") and all(_OFFICE.search(body.name) for body in listed)
        public = listed and is_public_body(listed[0].name) and all(len(body.name) > 2 or body.collective for body in listed)
        if public or (listed and closes):
            return Statement(open_, close + 1, tuple(Claim("责任", "", start, start, body, "bare-bracket") for body in listed))
    return None


def _labelled(text: str, at: int, end: int, outer: int | None = None) -> Statement | None:
    """A label outside brackets with its list; further labels that follow at once belong to it by their group."""
    label = _LABEL.match(text, at, end)
    if label is None:
        return None
    bare = not label["mark"]
    line_start = at == 0 or text[at - 1] in "\n。；;，,（(【[ \u3000\t）)】]"
    if bare and outer is None and not line_start:
        return None
    stop = _list_end(text, label.end(), end)
    claims = _claims_of_label(text, label, stop)
    sure = all(claim.certain for claim in claims)
    if not claims or ((bare or label["mark"] in "为是") and not sure):
        return None
    return Statement(at if outer is None else outer, max(claim.body.end for claim in claims), tuple(claims))


def _list_end(text: str, start: int, end: int) -> int:
    """Where the list that begins at `start` ends at the latest: a full stop, a closing bracket, the next label or field."""
    end = min(end, start + _LONGEST_LIST)
    for mark in (_LABEL, _FIELD):
        if stop := mark.search(text, start, end):
            end = stop.start()
    i = start
    while i < end:
        if text[i] in OPENING and (close := closing(text, i, end)) is not None:
            if _LABEL.match(text, i + 1, close + 1) and text[i] not in "（(":
                break
            i = close + 1
            continue
        if text[i] in "。！？!?）)】]〕］《":
            break
        i += 1
    return i


def _label_sequence(text: str, start: int, end: int) -> list[Claim]:
    """Labels with their lists, one after another, in text[start:end] (the inside of a bracket)."""
    claims: list[Claim] = []
    at = start
    while at < end and (label := _LABEL.search(text, at, end)):
        stop = _list_end(text, label.end(), end)
        claims += _claims_of_label(text, label, stop)
        at = max(stop, label.end())
    return claims


def _claims_of_label(text: str, label: re.Match[str], stop: int) -> list[Claim]:
    printed, detail = label["role"], _detail(label["role"])
    if PERSON.search(printed.replace("及责任人", "")):
        return []
    start = label.end()
    if rule := _RULE_CLAUSE.search(text, start, stop):
        stop = max(rule.start(), start)
    if found := clauses(text, start, stop, "label", label=Label(detail, printed, *label.span("role"))):
        return list(found.claims)
    listed = bodies(text, start, stop)
    return _as_claims(listed, detail, printed, label.span("role"), "label", "和" in printed or "及" in printed or "、" in printed)


def _as_claims(listed: list[Body], detail: RoleDetail, printed: str, span: tuple[int, int], rule: str, both: bool) -> list[Claim]:
    """both: one label for two roles (牵头和配合单位): the first body has the first role."""
    second: RoleDetail = "配合" if both and re.search(r"牵头.*(?:配合|参与)", printed) else detail
    return [
        Claim(detail if i == 0 else second, printed, *span, body, rule, certain=body.collective or looks_like_body(body.name))
        for i, body in enumerate(listed)
    ]


def _prose(text: str, start: int, end: int, covered: list[tuple[int, int]]) -> Iterator[Statement]:
    """Clauses in running text: 由甲负责…, or a sentence that says nothing else (甲牵头，乙、丙配合。)."""
    if not _PROSE_HINT.search(text, start, end):
        return
    nearby = iter(covered)
    phrase = next(nearby, None)
    for sentence in _SENTENCE.finditer(text, start, end):
        s, e = sentence.span()
        while phrase and phrase[1] <= s:
            phrase = next(nearby, None)
        while phrase and phrase[0] < e:  # what stands before, between and behind the phrases already read
            if phrase[0] > s:
                yield from _prose_clauses(text, s, phrase[0])
            s = max(s, phrase[1])
            if phrase[1] > e:
                break
            phrase = next(nearby, None)
        if s < e:
            yield from _prose_clauses(text, s, e)


def _prose_clauses(text: str, start: int, end: int) -> Iterator[Statement]:
    if end - start > _LONGEST_SENTENCE or not _PROSE_HINT.search(text, start, end):
        return
    commas = [(m.start(), m.end()) for m in _CLAUSE.finditer(text, start, end)]
    i = 0
    while i < len(commas):
        at, till = commas[i]
        while at < till and text[at].isspace():
            at += 1
        named = _STARTS_CLAUSE.match(text, at, till)
        begin = named.end() if named else at
        found, last = Clauses((), at), i
        for j in range(i, min(i + 8, len(commas))):
            if tried := clauses(text, begin, commas[j][1], "clause", prose=True):
                found, last = tried, j
            elif not bodies(text, commas[j][0], commas[j][1], strict=True):
                break
        if found and (named or _says_nothing_else(text, at, found, commas[last][1], start, end)):
            yield Statement(at, found.end, found.claims)
            i = last
        i += 1


def _says_nothing_else(text: str, at: int, found: Clauses, end: int, sentence_start: int, sentence_end: int) -> bool:
    """甲牵头，乙配合 as a sentence; at its beginning also what the body's work is (甲负责制定方案), unless a class of bodies."""
    first = not text[sentence_start:at].strip()
    if _AND_SO_ON.sub("", text[found.end : end]).strip(" \u3000，,"):
        stated = all(re.search("牵头|负责|会同", claim.role_printed) for claim in found.claims)
        return first and stated and not found.claims[0].body.collective
    return first or len(found.claims) > 1 or not text[end:sentence_end].strip()
