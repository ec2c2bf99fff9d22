"""What a plan says of itself: whose it is, for which region, over which years."""

import re
from dataclasses import dataclass

from loaders.facts.dates import DAY, DIGITS, count, iso_date
from loaders.outline.tree import PlanOutline, Span
from loaders.registers.regions import leading_regions

_OWN_AGENCY = re.compile(
    r"^(?P<value>[\u4e00-\u9fff]{2,30}?(?:人民政府|委员会|领导小组|指挥部|管委会|[局厅委]))\s*(?=(?:19|20)\d\d|“?十|关于|贯彻|落实)"
)
_OFFICE = re.compile(r"(?:(?<=人民政府)|(?<=国务院)|(?<=[部委局厅会]))办公[室厅]$")
_REGION = re.compile(
    r"(?:中共)?(?P<whole>(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{1,9}?(?:自治州|地区|盟|市))?"
    r"(?:[\u4e00-\u9fff]{1,11}?(?:自治县|自治旗|新区|开发区|示范区|县|区|旗|市))?)"
)
_UNIT = re.compile(
    r"[\u4e00-\u9fff]{1,11}?(?:特别行政区|自治区|自治州|自治县|自治旗|开发区|示范区|新区|地区|省|市|县|区|州(?!市)|盟|旗)"
)
_TOWN = re.compile(r"([\u4e00-\u9fff]{1,6}?(?:镇|乡|街道))(?=人民政府|党委|党工委|办事处)")
_BARE_ZONE = re.compile(r"(?:新区|开发区|示范区|工业园区|高新区|经济技术开发区|高新技术产业开发区)")
# 老旧小区, 城市更新: words that end as the names of divisions do and name none.
_NO_UNIT = re.compile(
    r"(?:小区|社区|园区|景区|校区|片区|灾区|库区|牧区|城市|都市|超市|强[市县区]|(?:示范|试点|先进|特色)[市县区])$"
)
_ADMINISTERED_ZONE = re.compile(
    r"([\u4e00-\u9fff]{2,8}?(?:新区|开发区|高新区|示范区|试验区|工业园区|度假区|保税区))(?:开发建设)?(?:管委会|管理委员会|党工委)"
)
_DELIVERED = re.compile(
    rf"^[—\-（(\s]*{DAY}在(?P<place>[\u4e00-\u9fff]{{2,20}}?(?:省|自治区|市|县|区|州|盟|旗))第?[^\n]{{0,40}}会议?上?", re.M
)
_YEAR_OF_WORK = re.compile(r"^[^\n]{0,12}?((?:19|20)\d\d)年(?:的)?(?!.{0,12}回顾)[^\n]{0,10}(?:工作|任务|目标)[^\n]{0,20}$", re.M)
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
_FROM_YEAR = re.compile(r"(?:从|自)((?:19|20)\d\d)年(?:\d{1,2}月)?(?:起|开始)")
_VALID_UNTIL = re.compile(r"有效期(?:限)?(?:为|自[^，。\n]{2,20})?(?:至|到|截至|截止到?)((?:19|20)\d\d)年")
_FARTHEST = 6  # years after the issue: what lies beyond is a prospect rather than the plan's end
_LENGTH = re.compile(r"([一二三四五六七八九十])年(?:行动|工作|攻坚|实施|发展|建设|专项|提升|规划|计划)")
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


def slice_of(span: Span) -> slice:
    """The slice of a span."""
    return slice(span.start, span.end)


def one_line(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)


def region_of(name: str) -> str | None:
    """The innermost administrative unit with which a name begins: 南湖区 of 浙江省嘉兴市南湖区人民政府."""
    words = name.removeprefix("中共")
    if known := leading_regions(words):
        zone = _ADMINISTERED_ZONE.match(words, sum(len(one.name) for one in known))
        return zone[1] if zone else known[-1].name
    match = _REGION.match(name)
    if not match or not match["whole"]:
        town = _TOWN.match(name)
        return town[1] if town else None
    units = _UNIT.findall(match["whole"])
    if units and _NO_UNIT.search(units[-1]) and not _BARE_ZONE.search(units[-1]):
        units = units[:-1]
    if units and _BARE_ZONE.fullmatch(units[-1]):  # 兰州新区 is no 新区 of 兰州
        return match["whole"]
    return units[-1] if units else None


@dataclass(frozen=True)
class TableHead:
    """What the lines above a breakdown table say of its plan."""

    plan_title: Found | None
    owner: Found | None
    region: Found | None
    period: Found | None


def delivery(text: str) -> tuple[Found, Found] | None:
    """Who delivers a report to a people's congress, and the day."""
    delivered = _DELIVERED.search(text, 0, 2000)
    if delivered is None or (day := iso_date(delivered)) is None:
        return None
    place = delivered["place"]
    return Found(f"{place}人民政府", Span(*delivered.span("place")), "report-place"), Found(
        day, Span(delivered.start("year"), delivered.start("place")), "report-day"
    )


def of_report(text: str) -> TableHead | None:
    """Whose a report to a people's congress is, and for which year: that of its part on coming work, else that of the day."""
    delivered = _DELIVERED.search(text, 0, 2000)
    if delivered is None:
        return None
    place, spot = delivered["place"], Span(*delivered.span("place"))
    ahead = [match for match in _YEAR_OF_WORK.finditer(text, delivered.end()) if match[1] >= delivered["year"][:4]]
    year = Found(ahead[0][1], Span(*ahead[0].span(1)), "report-year") if ahead else None
    return TableHead(
        None,
        Found(f"{place}人民政府", spot, "report-place"),
        Found(place, spot, "report-place"),
        year or Found(delivered["year"], Span(*delivered.span("year")), "report-day"),
    )


def plan_facts(
    text: str, plan: PlanOutline, document: Found, issuer: Found | None, issued: Found | None, table: TableHead
) -> PlanFacts:
    own = plan.title.end > plan.title.start
    title = table.plan_title or (Found(one_line(text[slice_of(plan.title)]), plan.title, "title") if own else document)
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
        region = region_of(match["value"])
        first = re.split(rf"(?<=[委局厅部会府])(?={region})", match["value"])[0] if region else match["value"]
        return Found(first, Span(span.start, min(span.end, span.start + len(first))), "title-agency")
    if issuer is None:
        region = region_of(title)
        return None if region is None else Found(f"{region}人民政府", span, "government-of-the-region")
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
        first = int(issued.value[:4])
        by = [int(year) for year in _BY_YEAR.findall(head) if int(year) >= first]
        begins = _FROM_YEAR.search(head)
        if begins and int(begins[1]) in (first, first + 1):
            first = int(begins[1])
        lasting = _LENGTH.search(title)
        if lasting:
            length = count(lasting[1])
            first += first + length in by and first + length - 1 not in by and not begins
            return (str(first), str(first + length - 1)), plan.title
        if not by:
            by = [int(year) for year in _VALID_UNTIL.findall(text, plan.preamble.start) if int(year) >= first]
        near = [year for year in by if year <= first + _FARTHEST]
        return (str(first), str(max(near) if near else by[0] if by else first)), issued.span
    return None, None


def _years_in(words: str) -> tuple[str, str] | None:
    words = _CHINESE_YEAR.sub(lambda match: "".join(DIGITS[character] for character in match.group()), words)
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
