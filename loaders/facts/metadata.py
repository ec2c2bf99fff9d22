"""What a document says of itself: title, numbers, issuer, dates; and of each plan: owner, region, period."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from loaders.outline.tree import DocumentOutline, PlanOutline, Span
from loaders.passages import RepairedText

_DAY = (
    r"(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})\s*[年\-./]\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月\-./]\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日?"
)
_LABEL_END = r"\s*[】\]]?\s*[:：|｜\t ]{1,4}\s*"
_NUMBER = r"[\u4e00-\u9fff]{1,12}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*(?:第\s*)?\d{1,4}\s*号"
_LABELS = {
    "title": re.compile(
        rf"(?<![\u4e00-\u9fff])(?:文件标题|文件名称|公文名称|标\s*题|名\s*称){_LABEL_END}(?P<value>[^\n|\t]{{4,120}})"
    ),
    "plan_title": re.compile(rf"(?:计划名称|规划名称|方案名称){_LABEL_END}(?P<value>[^\n|\t]{{4,120}})"),
    "owner": re.compile(rf"(?:编制机关|编制单位|制定机关|制定单位){_LABEL_END}(?P<value>[\u4e00-\u9fff]{{2,40}})"),
    "region": re.compile(rf"(?:行政区域|行政区划|区域){_LABEL_END}(?P<value>[\u4e00-\u9fff]{{2,20}})"),
    "period": re.compile(rf"(?:规划期限|规划期|起止年份|期限){_LABEL_END}(?P<value>(?:19|20)\d\d[^\n|\t]{{0,12}})"),
    "index_number": re.compile(rf"索\s*引\s*号{_LABEL_END}(?P<value>[0-9A-Za-z][0-9A-Za-z/\-—_.]{{4,60}})"),
    "doc_number": re.compile(rf"(?:发文文号|发文字号|文\s*号|公文文号|文件编号|发文号){_LABEL_END}(?P<value>{_NUMBER})"),
    "issuer": re.compile(
        rf"(?:发布机构|发布机关|发文机关|发文单位|制发机关|发文机构|发布单位|公文发布机关|制文机关|主办单位|来源单位){_LABEL_END}(?P<value>[\u4e00-\u9fff]{{2,40}})"
    ),
    "issued": re.compile(
        rf"(?:成文日期|成文时间|发文日期|发文时间|制发日期|签发日期|印发日期|生成日期){_LABEL_END}(?P<value>{_DAY})"
    ),
    "published": re.compile(
        rf"(?:发布日期|发布时间|公开日期|公布日期|公开时间|上网日期|发布于|(?<![\u4e00-\u9fff])(?:日期|时间)){_LABEL_END}(?P<value>{_DAY})"
    ),
    "disclosure": re.compile(
        rf"(?:公开方式|公开属性|公开类别|公开形式|信息公开选项){_LABEL_END}(?P<value>[\u4e00-\u9fff]{{2,10}})|此件(?P<other>[\u4e00-\u9fff]{{0,6}}公开[\u4e00-\u9fff]{{0,2}})"
    ),
    "validity": re.compile(
        rf"(?:有\s*效\s*性|时\s*效\s*性|效力状态|文件状态|是否有效){_LABEL_END}(?P<value>[\u4e00-\u9fff]{{1,6}})"
    ),
}
_NUMBER_LINE = re.compile(rf"^[ \t（(]*(?P<value>{_NUMBER})[ \t）)]*$", re.M)
_DATE_LINE = re.compile(rf"^[ \t]*{_DAY}[ \t]*$", re.M)
_BODY = r"人民政府(?:办公[室厅])?|委员会(?:办公[室厅])?|办公[室厅]|管委会|领导小组(?:办公室)?|指挥部|[局厅部委院行]"
_SIGNER = re.compile(rf"[\u4e00-\u9fff（）、 ]{{2,60}}(?:{_BODY})")
_TITLE_ISSUER = re.compile(rf"^(?P<value>[\u4e00-\u9fff、 \n]{{2,80}}?(?:{_BODY}|市委|省委|县委|区委|国务院))\s*关于")
_OWN_AGENCY = re.compile(
    r"^(?P<value>[\u4e00-\u9fff]{2,30}?(?:人民政府|委员会|领导小组|指挥部|管委会|[局厅委]))\s*(?=(?:19|20)\d\d|“?十|关于|贯彻|落实)"
)
_OFFICE = re.compile(r"(?:(?<=人民政府)|(?<=国务院)|(?<=[部委局厅会]))办公[室厅]$")
_REGION = re.compile(
    r"(?:中共)?(?P<whole>(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{1,9}?(?:自治州|地区|盟|市))?"
    r"(?:[\u4e00-\u9fff]{1,11}?(?:自治县|自治旗|新区|开发区|示范区|县|区|旗|市))?)"
)
_UNIT = re.compile(
    r"[\u4e00-\u9fff]{1,11}?(?:特别行政区|自治区|自治州|自治县|自治旗|开发区|示范区|新区|地区|省|市|县|区|州|盟|旗)"
)
_YEARS = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—－–~～至到一]{1,2}\s*((?:19|20)\d\d)")
_CHINESE_YEAR = re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?度?")
_FIVE_YEARS = re.compile(
    r"“?(十[一二三四五六七]?)五”?(?=时期|期间|规划|计划|发展|末|[\u4e00-\u9fff”]{0,20}(?:规划|计划|纲要|方案|意见))|第(十[一二三四五六七]?)个五年"
)
_SPAN_WORDS = re.compile(
    r"(?:规划期限?|实施期限?|方案期限?|时间范围|期限)(?:为|是|[:：])?\s*((?:19|20)\d\d)\s*年?[-—－–~～至到]{1,2}\s*((?:19|20)\d\d)"
)
_BY_YEAR = re.compile(r"(?:到|至)((?:19|20)\d\d)年")
_LENGTH = re.compile(r"([一二三四五六七八九十])年(?:行动|工作|攻坚|实施|发展|建设|专项|提升|规划|计划)")
_DIGITS = {"〇": "0", "○": "0", "零": "0"} | {c: str(i) for i, c in enumerate("零一二三四五六七八九") if i}
_ORDINALS = {"": 10, "一": 11, "二": 12, "三": 13, "四": 14, "五": 15, "六": 16, "七": 17}


@dataclass(frozen=True)
class Found:
    """A value, the span that shows it (None where a file's own properties give it), and the rule that found it."""

    value: str
    span: Span | None
    rule: str


@dataclass(frozen=True)
class PlanFacts:
    """owner, region: names in full; period: first and last year."""

    title: Found
    owner: Found | None
    region: str | None
    period: tuple[str, str] | None
    period_span: Span | None


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
        Found(_one_line(text.text[slice_of(outline.title)]), outline.title, "title-line")
        if outline.title.end > outline.title.start
        else found["title"] or _stated(stated, "title") or Found(text.source.name.rsplit(".", 1)[0], None, "file-name")
    )
    signer, signed = _signature(text.text, outline)
    table = _TableHead(found["plan_title"], found["owner"], found["region"], found["period"])
    region_words = title.value + (_one_line(text.text[slice_of(outline.plans[0].title)]) if outline.plans else "")
    issuer = (
        signer or _title_issuer(outline.title, text.text) or _in_full(found["issuer"] or _stated(stated, "issuer"), region_words)
    )
    number = found["doc_number"] or _number_line(head)
    issued = signed or found["issued"] or _stated(stated, "issued")
    return Metadata(
        title=title,
        doc_number=number or _stated(stated, "doc_number"),
        index_number=found["index_number"] or _stated(stated, "index_number"),
        issuer=issuer,
        issued=issued,
        published=found["published"] or _stated(stated, "published"),
        disclosure=found["disclosure"],
        validity=found["validity"],
        plans=tuple(_plan(text.text, plan, title, issuer, issued, table) for plan in outline.plans),
    )


def _head_end(text: str, outline: DocumentOutline) -> int:
    """Where the first plan's own text begins; lines above a table that has no title belong to the head."""
    if not outline.plans:
        return len(text)
    first = outline.plans[0]
    return first.preamble.start if first.title.end > first.title.start else first.preamble.end


def slice_of(span: Span) -> slice:
    """The slice of a span."""
    return slice(span.start, span.end)


def iso_date(match: re.Match[str]) -> str | None:
    """The ISO form of a matched date, Arabic or Chinese; None where there is no such day."""
    year = "".join(_DIGITS.get(character, character) for character in match["year"])
    month, day = _count(match["month"]), _count(match["day"])
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    tens, _, ones = word.partition("十")
    if "十" not in word:
        return int("".join(_DIGITS[character] for character in word))
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _labelled(pattern: re.Pattern[str], head: str) -> Found | None:
    match = pattern.search(head)
    if match is None:
        return None
    group = "value" if match["value"] else "other"
    value = iso_date(match) if "year" in pattern.groupindex else re.sub(r"\s", "", match[group])
    return Found(value, Span(*match.span(group)), "label") if value else None


def _stated(stated: dict[str, str], name: str) -> Found | None:
    return Found(stated[name], None, "file-properties") if stated.get(name) else None


def _number_line(head: str) -> Found | None:
    match = _NUMBER_LINE.search(head)
    return Found(re.sub(r"\s", "", match["value"]), Span(*match.span("value")), "number-line") if match else None


def _signature(text: str, outline: DocumentOutline) -> tuple[Found | None, Found | None]:
    """The body that signs and the date under its name: in the letter, else after the last plan, else before the first item."""
    spots: list[tuple[int, int]] = []
    if outline.letter:
        spots.append((outline.title.end if outline.title.end < outline.letter.end else 0, outline.letter.end))
    if outline.plans:
        spots.append((outline.plans[-1].whole.end, len(text)))
        spots.append((outline.plans[0].title.end, outline.plans[0].preamble.end))
    for start, end in spots:
        for date in _DATE_LINE.finditer(text, start, end):
            value = iso_date(date)
            if value is None:
                continue
            issued = Found(value, Span(*date.span()), "signature")
            lines = [line for line in text[start : date.start()].split("\n") if line.strip()]
            signer = lines[-1].strip() if lines else ""
            if _SIGNER.fullmatch(signer):
                at = text.rfind(signer, start, date.start())
                return Found(re.sub(r"\s+", "、", signer), Span(at, at + len(signer)), "signature"), issued
            return None, issued
    return None, None


def _title_issuer(title: Span, text: str) -> Found | None:
    match = _TITLE_ISSUER.match(text[slice_of(title)])
    if match is None:
        return None
    start, end = match.span("value")
    return Found(_one_line(match["value"]), Span(title.start + start, title.start + end), "title")


def _in_full(found: Found | None, words: str) -> Found | None:
    """市政府办公室 of a label, with the region that the title names."""
    if found is None or not re.match(r"[省市县区]", found.value):
        return found
    region = region_of(re.sub(r"^关于(?:印发|转发|下发|公布|发布)?《?", "", words))
    if region is None:
        return found
    rest = found.value[1:].replace("政府", "人民政府", 1) if found.value[1:3] == "政府" else found.value[1:]
    return Found(region + rest, found.span, found.rule)


def region_of(name: str) -> str | None:
    """The innermost administrative unit with which a name begins: 南湖区 of 浙江省嘉兴市南湖区人民政府."""
    match = _REGION.match(name)
    if not match or not match["whole"]:
        return None
    units = _UNIT.findall(match["whole"])
    return units[-1] if units else None


@dataclass(frozen=True)
class _TableHead:
    """What the lines above a breakdown table say of its plan."""

    plan_title: Found | None
    owner: Found | None
    region: Found | None
    period: Found | None


def _plan(
    text: str, plan: PlanOutline, document: Found, issuer: Found | None, issued: Found | None, table: _TableHead
) -> PlanFacts:
    own = plan.title.end > plan.title.start
    title = table.plan_title or (Found(_one_line(text[slice_of(plan.title)]), plan.title, "title") if own else document)
    owner = table.owner or _owner(title.value, plan.title, issuer)
    stated = table.region.value if table.region else None
    region = stated or next(
        (r for name in (owner.value if owner else "", title.value, document.value) if (r := region_of(name))), None
    )
    years = _years_in(table.period.value) if table.period else None
    if table.period and years:
        return PlanFacts(title, owner, region, years, table.period.span)
    period, span = _period(text, plan, title.value, document.value, issued)
    return PlanFacts(title, owner, region, period, span)


def _owner(title: str, span: Span, issuer: Found | None) -> Found | None:
    match = _OWN_AGENCY.match(title)
    if match:
        return Found(match["value"], Span(span.start, min(span.end, span.start + match.end("value"))), "title-agency")
    if issuer is None:
        return None
    return Found(_OFFICE.sub("", issuer.value.split("、")[0]), issuer.span, "issuer")


def _period(
    text: str, plan: PlanOutline, title: str, document_title: str, issued: Found | None
) -> tuple[tuple[str, str] | None, Span | None]:
    for words, span in ((title, plan.title), (document_title, None)):
        years = _years_in(words)
        if years:
            return years, span
    head = text[plan.preamble.start : min(plan.whole.end, plan.preamble.end + 4000)]
    stated = _SPAN_WORDS.search(head)
    if stated:
        start = plan.preamble.start + stated.start(1)
        return (stated[1], stated[2]), Span(start, plan.preamble.start + stated.end(2))
    if issued:
        first = issued.value[:4]
        lasting = _LENGTH.search(title)
        if lasting:
            return (first, str(int(first) + _count(lasting[1]) - 1)), plan.title
        by = [int(year) for year in _BY_YEAR.findall(head) if int(year) >= int(first)]
        return (first, str(by[0]) if by else first), issued.span
    return None, None


def _years_in(words: str) -> tuple[str, str] | None:
    words = _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[character] for character in match.group()), words)
    span = _YEARS.search(words)
    if span:
        return span[1], span[2]
    five = _FIVE_YEARS.search(words)
    if five:
        number = _ORDINALS[(five[1] or five[2])[1:]]
        first = 1981 + 5 * (number - 6)
        return str(first), str(first + 4)
    year = _YEAR.search(words)
    return (year[1], year[1]) if year else None


def own_titles(found: Metadata) -> Iterable[str]:
    """The titles of the document and its plans, which are no citations."""
    yield found.title.value
    for plan in found.plans:
        yield plan.title.value
