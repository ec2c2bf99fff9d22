"""What a document says of itself: title, numbers, issuer, dates; and of each plan: owner, region, period."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from loaders.facts.dates import DAY, MONTH, iso_date
from loaders.facts.plan_metadata import (
    Found,
    PlanFacts,
    TableHead,
    delivery,
    of_report,
    one_line,
    plan_facts,
    region_of,
    slice_of,
)
from loaders.outline.tree import DocumentOutline, Span
from loaders.passages import RepairedText

_LABEL_END = r"\s*[】\]]?\s*[:：|｜\t ]{1,4}\s*"
# A value of Chinese characters ends where the next label of the page begins, which may follow it without a space.
_WORD = (
    r"(?:(?!(?:索\s*引\s*号|文\s*号|(?:发文|公文)文号|发文字号|发文号|主题词|主题分类|关键词|(?:发布|发文|制发|公开|成文|公布|签发|印发|生成)"
    r"(?:机构|机关|单位|日期|时间|方式|属性)|有效性|时效性|效力状态|文件状态|是否有效|标题|名称|文件名称|信息分类|分类|来源|体裁|载体)"
    r"\s*[】\]]?\s*[:：|｜\t ])[\u4e00-\u9fff])"
)
_NUMBER = r"[\u4e00-\u9fff]{1,12}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*(?:第\s*)?\d{1,4}\s*号"
_SERIAL = r"(?:19|20)\d\d\s*年\s*第\s*\d{1,4}\s*号"  # of announcements and orders, which a body numbers by the year
_LABELS = {
    "title": re.compile(
        rf"(?<![\u4e00-\u9fff])(?:文件标题|文件名称|公文名称|标\s*题|名\s*称){_LABEL_END}(?P<value>[^\n|\t]{{4,120}})"
    ),
    "plan_title": re.compile(rf"(?:计划名称|规划名称|方案名称){_LABEL_END}(?P<value>[^\n|\t]{{4,120}})"),
    "owner": re.compile(rf"(?:编制机关|编制单位|制定机关|制定单位){_LABEL_END}(?P<value>{_WORD}{{2,40}})"),
    "region": re.compile(rf"(?:行政区域|行政区划|区域){_LABEL_END}(?P<value>{_WORD}{{2,20}})"),
    "period": re.compile(rf"(?:规划期限|规划期|起止年份|期限){_LABEL_END}(?P<value>(?:19|20)\d\d[^\n|\t]{{0,12}})"),
    "index_number": re.compile(rf"索\s*引\s*号{_LABEL_END}(?P<value>[0-9A-Za-z][0-9A-Za-z/\-—_.]{{4,60}})"),
    "doc_number": re.compile(
        rf"(?:发文文号|发文字号|文\s*号|公文文号|文件编号|发文号){_LABEL_END}(?P<value>{_NUMBER}|{_SERIAL})"
    ),
    "issuer": re.compile(
        rf"(?:发布机构|发布机关|发布部门|发文机关|发文单位|发文部门|制发机关|制发单位|发文机构|发布单位|公文发布机关|制文机关|主办单位|来源单位)"
        rf"{_LABEL_END}(?P<value>{_WORD}{{2,40}})"
    ),
    "issued": re.compile(
        rf"(?:成文日期|成文时间|发文日期|发文时间|制发日期|签发日期|印发日期|生成日期){_LABEL_END}(?P<value>{DAY})"
    ),
    "published": re.compile(
        rf"(?:发布日期|发布时间|公开日期|公布日期|公开时间|上网日期|发布于|(?<![\u4e00-\u9fff])(?:日期|时间)){_LABEL_END}(?P<value>{DAY})"
    ),
    "disclosure": re.compile(
        rf"(?:公开方式|公开属性|公开类别|公开形式|信息公开选项){_LABEL_END}(?P<value>{_WORD}{{2,10}})|此件(?P<other>[\u4e00-\u9fff]{{0,6}}公开[\u4e00-\u9fff]{{0,2}})"
    ),
    "validity": re.compile(rf"(?:有\s*效\s*性|时\s*效\s*性|效力状态|文件状态|是否有效){_LABEL_END}(?P<value>{_WORD}{{1,6}})"),
}
_NUMBER_LINE = re.compile(rf"^[ \t（(]*(?P<value>{_NUMBER}|{_SERIAL})[ \t）)]*$", re.M)
_DATE_LINES = (
    re.compile(rf"^[ \t]*[（(]?[ \t]*{DAY}[ \t]*[）)]?[ \t]*$", re.M),
    re.compile(rf"^[ \t]*[（(]?{MONTH}[）)]?[ \t]*$", re.M),
)
_SIGNING_LINES = 12
_NUMBER_AFTER_TITLE = 60
_BODY = r"人民政府(?:办公[室厅])?|委员会(?:办公[室厅])?|办公[室厅]|管委会|领导小组(?:办公室)?|指挥部|[局厅部委院行]"
_SIGNER = re.compile(rf"[\u4e00-\u9fff（）、 ]{{2,60}}(?:{_BODY})")
_SIGNED_LINE = re.compile(
    rf"^[ \t>（(]*(?P<signer>[\u4e00-\u9fff]{{2,30}}(?:人民政府(?:办公[室厅])?|委员会(?:办公[室厅])?|[局厅部]))"
    rf"(?:[ \t\u3000]+|(?=\d)){DAY}[）)]?[ \t]*$",
    re.M,
)
_FIRST_OF_SEVERAL = re.compile(
    rf"^(?P<value>(?:(?!关于)[\u4e00-\u9fff]){{2,40}}?(?:{_BODY}))\s*等\s*(?:\d+|[二两三四五六七八九十]+)个?(?:部门|单位|委办局|厅局|[局厅家])"
)
_TITLE_ISSUER = re.compile(rf"^(?P<value>[\u4e00-\u9fff、 \n]{{2,80}}?(?:{_BODY}|市委|省委|县委|区委|国务院))\s*关于")


_PARTY = re.compile(r"中共|[\u4e00-\u9fff]{1,12}[省市县区州盟旗]委(?:办公[室厅])?、")


@dataclass(frozen=True)
class Metadata:
    """What was found of a document; values of dates are ISO."""

    title: Found
    doc_number: Found | None
    index_number: Found | None
    issuer: Found | None
    issued: Found | None
    published: Found | None
    disclosure: Found | None
    validity: Found | None
    plans: tuple[PlanFacts, ...]


def metadata(text: RepairedText, outline: DocumentOutline) -> Metadata:
    """Read the head, the letter, the signature and the titles."""
    head = text.text[: _head_end(text.text, outline)]
    found = {name: _labelled(pattern, head) for name, pattern in _LABELS.items()}
    stated = dict(text.source.metadata)
    title = (
        Found(one_line(text.text[slice_of(outline.title)]), outline.title, "title-line")
        if outline.title.end > outline.title.start
        else found["title"] or _stated(stated, "title") or Found(PurePath(text.source.name).stem, None, "file-name")
    )
    signer, signed = _signature(text.text, outline)
    delivered = delivery(text.text)
    if signed is None and delivered is not None:
        signer, signed = delivered
    table = TableHead(found["plan_title"], found["owner"], found["region"], found["period"])
    table = of_report(text.text) or table
    region_words = title.value + (one_line(text.text[slice_of(outline.plans[0].title)]) if outline.plans else "")
    issuer = (
        _first_of_several(outline.title, text.text)
        or signer
        or _title_issuer(outline.title, text.text)
        or _in_full(found["issuer"] or _stated(stated, "issuer"), region_words)
    )
    published = found["published"] or _stated(stated, "published")
    number = found["doc_number"] or _number_line(text.text, outline)
    issued = signed or found["issued"] or _stated(stated, "issued")
    dated = issued or published or _year_of(number)
    return Metadata(
        title=title,
        doc_number=number or _stated(stated, "doc_number"),
        index_number=found["index_number"] or _stated(stated, "index_number"),
        issuer=issuer,
        issued=issued,
        published=published,
        disclosure=found["disclosure"],
        validity=found["validity"],
        plans=tuple(plan_facts(text.text, plan, title, issuer, dated, table) for plan in outline.plans),
    )


def _head_end(text: str, outline: DocumentOutline) -> int:
    """Where the first plan's own text begins; lines above a table that has no title belong to the head."""
    if not outline.plans:
        return len(text)
    first = outline.plans[0]
    return first.preamble.start if first.title.end > first.title.start else first.preamble.end


def _labelled(pattern: re.Pattern[str], head: str) -> Found | None:
    match = pattern.search(head)
    if match is None:
        return None
    group = "value" if match["value"] else "other"
    value = iso_date(match) if "year" in pattern.groupindex else re.sub(r"\s", "", match[group])
    if value and pattern is _LABELS["doc_number"]:
        value = _as_number(value)
    return Found(value, Span(*match.span(group)), "label") if value else None


def _stated(stated: dict[str, str], name: str) -> Found | None:
    return Found(stated[name], None, "file-properties") if stated.get(name) else None


def _number_line(text: str, outline: DocumentOutline) -> Found | None:
    """The document's number on a line of its own: above the title, under it, or in the letter."""
    end = outline.letter.end if outline.letter else outline.title.end
    match = _NUMBER_LINE.search(text, 0, min(len(text), max(end, outline.title.end) + _NUMBER_AFTER_TITLE))
    return Found(_as_number(match["value"]), Span(*match.span("value")), "number-line") if match else None


def _year_of(number: Found | None) -> Found | None:
    year = re.search(r"(?:19|20)\d\d", number.value) if number else None
    return Found(year.group(), number.span, "number-year") if number and year else None


def _as_number(printed: str) -> str:
    """A document number as GB/T 9704 writes it: brackets 〔2022〕, no 第 after them."""
    return re.sub(r"[〔\[【（(]((?:19|20)\d\d)[〕\]】）)]第?", r"〔\1〕", re.sub(r"\s", "", printed))


def _signature(text: str, outline: DocumentOutline) -> tuple[Found | None, Found | None]:
    """The body that signs and the date under its name: in the letter, else after the last plan, else before the first item."""
    if line := _SIGNED_LINE.search(text, 0, max(_head_end(text, outline), outline.title.end + _NUMBER_AFTER_TITLE)):
        value = iso_date(line)
        if value is not None:
            return Found(_bodies_apart(line["signer"]), Span(*line.span("signer")), "signature"), Found(
                value, Span(line.start("year"), line.end()), "signature"
            )
    spots: list[tuple[int, int]] = []
    if outline.letter:
        spots.append((outline.title.end if outline.title.end < outline.letter.end else 0, outline.letter.end))
    if outline.plans:
        # A notice with items of its own is signed before what is annexed to it.
        spots += [(plan.whole.end, after.title.start) for plan, after in pairwise(outline.plans[:2])]
        spots.append((outline.plans[-1].whole.end, len(text)))
        spots.append((outline.plans[0].title.end, outline.plans[0].preamble.end))
    for start, end in spots:
        for date in sorted(
            (date for form in _DATE_LINES for date in form.finditer(text, start, end)), key=lambda date: date.start()
        ):
            value = iso_date(date)
            if value is None:
                continue
            issued = Found(value, Span(*date.span()), "signature")
            return _signer(text, start, date.start()), issued
    return None, None


def _signer(text: str, start: int, end: int) -> Found | None:
    """The bodies on the lines right above a date, each line nothing but bodies."""
    first, end = end, start + len(text[start:end].rstrip())
    at = end
    for line in reversed(text[start:end].split("\n")[-_SIGNING_LINES:]):
        at -= len(line)
        if line.strip() and not _SIGNER.fullmatch(line.strip()):
            break
        first = at + len(line) - len(line.lstrip()) if line.strip() else first
        at -= 1
    return Found(_bodies_apart(text[first:end]), Span(first, end), "signature") if first < end else None


def _first_of_several(title: Span, text: str) -> Found | None:
    """某省教育厅 of 某省教育厅等六部门关于…."""
    match = _FIRST_OF_SEVERAL.match(text[slice_of(title)])
    if match is None:
        return None
    start, end = match.span("value")
    return Found(one_line(match["value"]), Span(title.start + start, title.start + end), "title-first")


def _bodies_apart(names: str) -> str:
    """Bodies that sign together, with 、 between them; the party's alone where it signs first with a government."""
    joined = re.sub(r"\s+", "、", names.strip())
    region = region_of(joined)
    apart = re.sub(rf"(?<=[委局厅部会室办])(?={region})", "、", joined) if region else joined
    return apart.split("、")[0] if _PARTY.match(apart) else apart


def _title_issuer(title: Span, text: str) -> Found | None:
    match = _TITLE_ISSUER.match(text[slice_of(title)])
    if match is None:
        return None
    start, end = match.span("value")
    return Found(_bodies_apart(match["value"]), Span(title.start + start, title.start + end), "title")


def _in_full(found: Found | None, words: str) -> Found | None:
    """市政府办公室 of a label, with the region that the title names."""
    if found is None or not re.match(r"[省市县区]", found.value):
        return found
    region = region_of(re.sub(r"^关于(?:印发|转发|下发|公布|发布)?《?", "", words))
    if region is None:
        return found
    rest = found.value[1:].replace("政府", "人民政府", 1) if found.value[1:3] == "政府" else found.value[1:]
    return Found(region + rest, found.span, found.rule)


def own_titles(found: Metadata) -> Iterable[str]:
    """The titles of the document and its plans, which are no citations."""
    yield found.title.value
    for plan in found.plans:
        yield plan.title.value
