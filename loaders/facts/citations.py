"""Documents that a passage names: by title in 《》, by number (嘉政发〔2009〕34号), or by both.

Left out: certificates (《居住证》), newspapers, and short names for what was named before (《纲要》). The plan's own title
is left out by who assembles the document, since a passage does not know it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.passages import Passage
from loaders.records import Citation, RelationKind

_LONGEST_TITLE = 150
_OPEN, _CLOSE = r"〔\[［﹝（(【〈<{〖「", r"〕\]］﹞）)】〉>}〗」"
_YEAR = rf"[{_OPEN}]\s*((?:19|20)\d\d)\s*[{_CLOSE}]"
_NUMBER = re.compile(
    rf"(?P<code>[A-Za-z一-龥]{{1,16}}){_YEAR}\s*第?\s*(?P<serial>\d{{1,5}})\s*号"
    r"|(?P<decree>(?:国务院|中华人民共和国主席|主席|[一-龥]{2,14}(?:人民政府|政府|部|委员会|总局))令\s*[（(]?\s*第\s*\d{1,4}\s*号)"
)
_NUMBER_TAIL = re.compile(
    rf"[{_OPEN}令](?:(?<=令)\s*[（(]?\s*第\s*\d{{1,4}}\s*号|(?<!令)\s*(?:19|20)\d\d\s*[{_CLOSE}]\s*第?\s*\d{{1,5}}\s*号)"
)
_LONGEST_CODE = 24
# Words that may stand before a number's code and are no part of it.
_BEFORE_CODE = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|印发|转发|关于|详见|参见|参照|对照|文件|通知|意见|人民政府|委员会|办公厅|办公室|以及|废止|修订|"
    r"号|年|为|的|由|以|和|与|及|见|经|在|如|即|对|按|据)"
)
_CERTIFICATE = re.compile(r"(?:证|证书|证明|执照|许可证|日报|晚报|早报|时报|周刊|杂志|营业执照|卡|护照|手册|光荣册)$")
_SHORT_NAME = re.compile(
    r"(?:实施|行动|工作|总体|发展|专项|建设|改革|本|该)*(?:规划|纲要|意见|方案|计划|通知|条例|办法|决定|要点|规定|细则|目录|指标体系|"
    r"标准|指南|公约|章程|协议|清单|责任书|报告|若干意见|指导意见|暂行办法|实施细则|批复|决议)"
)
_KNOWN_AS = re.compile(r"(?:以下|下)?(?:统?简称|称为?)[：:]?\s*[“\"]?$")
_FILLER = re.compile(r"《[^《》]*》|[（(][^（）()]*[）)]|[、和及与]|以及|等")
_BASED = re.compile(r"(?:根据|依据|按照|依照|遵照)[^，。：:]{0,14}$")
_FORWARDS = re.compile(r"(?:转发|批转)[^，。]{0,16}$")
_REPEALS = re.compile(r"废止[^，。]{0,8}$")
_AMENDS = re.compile(r"(?:修订|修改|修正)(?:完善|和完善|、完善)?[^，。、《》]{0,10}$")
_REPEALED = re.compile(r"^(?:[（(][^（）()]*[）)])?[^。；，《》]{0,16}[，,]?(?:同时|予以|即行|自行|相应|停止执行并)?废止")
_AMENDED = re.compile(r"^(?:[（(][^（）()]*[）)])?(?:的)?(?:修订|修编|修改|修正)")


@dataclass(frozen=True)
class _Mention:
    """A title or number and where it stands; marks included in (start, end)."""

    title: str | None
    number: str | None
    start: int
    end: int


def citations(passage: Passage) -> list[Citation]:
    """The documents named, in reading order, each once. title: as printed without 《》 and white space; a number alone has none.

    relation: basedOn (根据…), forwards (转发…), repeals (…废止), amends (修订…), else cites.
    """
    text = passage.document.text
    found: dict[str, Citation] = {}
    for mention in _joined(text, sorted(_mentions(text, passage.start, passage.end), key=lambda one: one.start)):
        key = re.sub(r"\W", "", mention.title or mention.number or "")
        relation = _relation(text, mention, passage)
        known = found.get(key)
        if known is None or (known.doc_number is None and mention.number) or (known.relation == "cites" != relation):
            found[key] = Citation(
                rule="citation:title" if mention.title else "citation:number",
                evidence=(passage.evidence(mention.start, mention.end, "cite"),),
                title=mention.title,
                doc_number=mention.number or (known.doc_number if known else None),
                relation=relation if known is None or relation != "cites" else known.relation,
            )
    return list(found.values())


def _mentions(text: str, start: int, end: int) -> Iterator[_Mention]:
    known_as: set[str] = set()
    covered = start
    at = text.find("《", start, end)
    while at != -1:
        close = _closing(text, at, end)
        if close is None:
            at = text.find("《", at + 1, end)
            continue
        title = re.sub(r"\s+", "", text[at + 1 : close])
        if _KNOWN_AS.search(text, max(start, at - 12), at):
            known_as.add(title)
        elif _names_document(title) and title not in known_as:
            yield _Mention(title, None, at, close + 1)
        covered = close + 1
        at = text.find("《", covered, end)
    for match in _numbers(text, start, end):
        if match["decree"]:
            yield _Mention(None, re.sub(r"[\s（(]+", "", match["decree"]), match.start("decree"), match.end())
        elif code := _BEFORE_CODE.sub("", match["code"]):
            number = f"{code}〔{match[2]}〕{int(match['serial'])}号"
            yield _Mention(None, number, match.end("code") - len(code), match.end())


def _numbers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of _NUMBER, found from how they end, which few places of a text do."""
    at = start
    while tail := _NUMBER_TAIL.search(text, at, end):
        match = _NUMBER.search(text, max(at, tail.start() - _LONGEST_CODE), end)
        if match is None:
            return
        yield match
        at = match.end()


def _closing(text: str, at: int, end: int) -> int | None:
    """The 》 that closes the 《 at `at`; titles inside titles may have 《》 again."""
    depth = 0
    for i in range(at, min(end, at + _LONGEST_TITLE)):
        if text[i] == "《":
            depth += 1
        elif text[i] == "》":
            depth -= 1
            if depth == 0:
                return i
        elif text[i] in "。；！？":
            break
    inner = text.find("》", at, min(end, at + _LONGEST_TITLE))
    return inner if depth > 1 and inner != -1 else None


def _names_document(title: str) -> bool:
    return (len(title) >= 3 or title == "宪法") and not _CERTIFICATE.search(title) and _SHORT_NAME.fullmatch(title) is None


def _joined(text: str, mentions: list[_Mention]) -> Iterator[_Mention]:
    """《…》（国发〔2006〕5号) is one document; a number inside a title belongs to that title."""
    i = 0
    while i < len(mentions):
        one = mentions[i]
        if one.title is None:
            yield one
            i += 1
            continue
        number, end = None, one.end
        i += 1
        while i < len(mentions) and mentions[i].title is None:
            after = mentions[i]
            between = text[one.end : after.start] if after.start >= one.end else ""
            if after.start < one.end:
                i += 1
            elif number is None and re.fullmatch(r"\s*[（(\[〔【][^（）()《》。]{0,12}", between):
                number, end = after.number, _past_bracket(text, after.end)
                i += 1
            else:
                break
        yield _Mention(one.title, number, one.start, end)


def _past_bracket(text: str, at: int) -> int:
    return at + 1 if at < len(text) and text[at] in "）)]〕】" else at


def _relation(text: str, mention: _Mention, passage: Passage) -> RelationKind:
    begin = max(passage.start, mention.start - 200)
    sentence = re.split(r"[。；;！!\n]", text[begin : mention.start])[-1]
    before = _FILLER.sub("", sentence)
    after = text[mention.end : min(passage.end, mention.end + 40)]
    if _REPEALS.search(before) or _REPEALED.match(after):
        return "repeals"
    if _FORWARDS.search(before):
        return "forwards"
    if _AMENDS.search(before) or _AMENDED.match(after):
        return "amends"
    return "basedOn" if _BASED.search(before) else "cites"
