"""Names of measured quantities: where they begin, how a list of them divides, what is missing and must be taken from before.

A name is a tuple of stretches of the folded text, since its parts may stand apart (充分就业社区 … 的达标率).
"""

import re
from functools import cache

from loaders.facts.folding import BASE, MASK, TIME, Folded
from loaders.registers.measures import longest_first, measure_words

Span = tuple[int, int]
Name = tuple[Span, ...]

_LINKS = (*"、,:;.并且其将把使让以及和与及对至到,的在各", TIME, BASE, " ", "-", "·", "●", "■", "*")
_WHOLE_WORDS = (
    "到位", "到岗", "到期", "到户", "对口", "对外", "对内", "在校", "在建", "在园",
    "在册", "在岗", "在编", "各类", "各级", "及时",
)  # fmt: skip
"""Words that begin with a particle and are none."""
_PROTECTED = re.compile(
    r"参与|和谐|共和|普及|及以上|及其|和美|涉及|研究与试验|研究和试验|以及其他|与会|给与|温和|饱和|缓和|总和|及时|危及|波及|及格|和睦|和平|与时俱进|与否|授与|联合国"
)
_CONJUNCTION = re.compile(r"以及|、|和|与|及")
_HEAD_TAIL = re.compile(r"的(?=[^的]{2,10}$)")
_NUMBERING = re.compile(rf"^(?:{MASK}{{3,4}}(?=[^{MASK}])|[一二三四五六七八九]是|[①-⑳]|\d{{1,2}}[.、](?!\d))")


@cache
def _prefixes() -> tuple[frozenset[str], int]:
    words = measure_words()
    found = {word for word in words.adverbs | words.scopes | words.light if len(word) > 1} | set(words.per) | set(_EXTRA)
    return frozenset(found), max(map(len, found))


_EXTRA = (
    "以及",
    "其中",
    "同时",
    "并且",
    "累计",
    "已有",
    "现有",
    "共有",
    "三年",
    "五年",
    "四年",
    "一批",
    "此外",
    "另外",
    "预计",
    "按照",
    "从而",
    "进而",
    "通过",
    "继续",
    "年内",
    "至少",
    "不少于",
    "用于",
)


_BEFORE_VERBS = frozenset(["重点", "高标准", "高质量", "高水平", "高起点", "基本", "成功", "全面"])


def trim(folded: Folded, start: int, end: int, *, verbs: bool = True) -> Span:
    """The stretch without adverbs, the plan's own area, phrases of time and light verbs at its front; may be empty."""
    masked = folded.masked
    words, longest = _prefixes()
    light, adverbs = measure_words().light, measure_words().adverbs
    while start < end:
        numbering = _NUMBERING.match(masked[start:end])
        if numbering and folded.text[start] not in "“‘《":
            start += numbering.end()
            continue
        size = next((size for size in range(min(longest, end - start), 1, -1) if masked[start : start + size] in words), 0)
        word = masked[start : start + size]
        if word in _BEFORE_VERBS and not _verb_pattern().match(masked, start + size, end):
            break  # 重点企业, 高标准农田: no adverb but the name's own beginning
        if size and (
            word not in light
            or word in adverbs
            or (verbs and end - start - size >= 3 and not _compound(masked, start + size, end))
        ):
            if end - start > size:
                start += size
                continue
            return (end, end)
        if masked[start] in ")）" or (masked[start] in _LINKS and not masked.startswith(_WHOLE_WORDS, start, end)):
            start += 1
            continue
        break
    while start < end and masked[end - 1] in (*"、,:;的了共各均已为 -约", TIME, BASE):
        end -= 1
    return start, end


def strip_links(folded: Folded, start: int, end: int) -> Span:
    """The stretch without the particles and conjunctions at its front."""
    while start < end and folded.masked[start] in _LINKS and not folded.masked.startswith(_WHOLE_WORDS, start, end):
        start += 1
    return start, end


def _compound(masked: str, at: int, end: int, *, always: bool = False) -> bool:
    """What follows makes a noun of the verb before (培训机构); of one that is always a verb only 用地, 规模 and the like do."""
    if masked.startswith(("规模以上", "规模化", "标准化"), at, end):
        return False
    words = measure_words()
    return masked.startswith(words.strong_followers if always else words.nominal_followers, at, end)


@cache
def _verb_pattern() -> re.Pattern[str]:
    verbs = [word for word, measure in measure_words().verbs.items() if len(word) > 1 and (measure != "level" or word == "惠及")]
    return re.compile("|".join(re.escape(word) for word in longest_first(verbs)))


def leading_verbs(folded: Folded, start: int, end: int) -> list[Span]:
    """The adding, reducing or raising verbs that the stretch begins with (培育建成…); none in a compound noun (培训机构)."""
    found: list[Span] = []
    pattern, masked, words = _verb_pattern(), folded.masked, measure_words()
    while start < end and (match := pattern.match(masked, start, end)):
        verb = match.group()
        if _compound(masked, match.end(), end, always=verb in words.always_verbs):
            break
        if found and match.end() >= end:
            break
        found.append((start, match.end()))
        start = match.end()
        while start < end and masked[start] in "、并和及" and pattern.match(masked, start + 1, end):
            start += 1
    return found


def inner_verb(folded: Folded, start: int, end: int) -> Span | None:
    """The first verb of adding inside the stretch, after a subject (西部地区建成候车亭)."""
    words = measure_words()
    for match in _verb_pattern().finditer(folded.masked, start, end):
        verb = match.group()
        always = verb in words.always_verbs
        if match.start() > start and always and not _compound(folded.masked, match.end(), end, always=True):
            return match.span()
    return None


def conjuncts(folded: Folded, start: int, end: int) -> list[Span]:
    """The members of a list (A、B和C)."""
    masked = _PROTECTED.sub(lambda match: MASK * len(match.group()), folded.masked[start:end])
    parts, at = [], 0
    for link in _CONJUNCTION.finditer(masked):
        if link.start() > at:
            parts.append((start + at, start + link.start()))
        at = link.end()
    if at < len(masked):
        parts.append((start + at, end))
    return parts


def has_head(text: str) -> bool:
    """The words end like the name of something measured (覆盖率, 收入, 占比)."""
    return text.endswith(measure_words().heads)


@cache
def _head_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in longest_first(list(measure_words().heads)) if len(word) > 1)
    return re.compile(rf"(?:[\u4e00-\u9fff]{{2}}(?:率|数|量|度|面|值)|{words})$")


def shared_names(
    folded: Folded, start: int, end: int, count: int | None, *, each: bool = False, headed: bool = True
) -> list[Name]:
    """The names in a list that shares one figure (count None) or has `count` of its own.

    A head that only the last member has is shared (充分就业社区、充分就业村的达标率 → two names ending in 达标率). One name is
    given where the stretch is no such list. each: 均 or 都 says that every member has the figure.
    headed: the shared part must be the name of something measured.
    """
    whole: list[Name] = [((start, end),)]
    parts = [trim(folded, *part) for part in conjuncts(folded, start, end)]
    parts = [part for part in parts if part[0] < part[1]]
    if len(parts) < 2 or (count is not None and len(parts) != count):
        return whole
    texts = [folded.masked[a:b] for a, b in parts]
    if all(map(has_head, texts)):
        return [(part,) for part in parts]
    size = len(texts[0])
    last_start, last_end = parts[-1]
    rest = len(texts[-1]) - size
    alike = size <= 4 and all(len(text) == size for text in texts[:-1]) and "的" not in texts[-1]
    if alike and (count is not None or each) and (rest >= 3 if headed else rest >= 1) and has_head(texts[-1]) >= headed:
        shared = (last_start + size, last_end)
        return [*((part, shared) for part in parts[:-1]), (parts[-1],)]
    level = texts[-1].find("级") + 1
    if level and all(text.endswith("级") for text in texts[:-1]) and level < len(texts[-1]):  # 国家级、省级龙头企业
        shared = (last_start + level, last_end)
        return [*((part, shared) for part in parts[:-1]), (parts[-1],)]
    if has_head(texts[-1]) and (count is not None or not any(map(has_head, texts[:-1]))):
        head = _HEAD_TAIL.search(texts[-1]) or _head_pattern().search(texts[-1])
        if head is None or (count is None and (not each or not texts[-1][: head.start()])):
            return whole
        cut = last_start + head.end() if head.group() == "的" else last_start + head.start()
        shared = (cut, last_end)
        own = (last_start, last_start + head.start())
        heads = [(part, shared) for part in parts[:-1]]
        return [*heads, (own, shared) if own[0] < own[1] else (shared,)]
    return [(part,) for part in parts] if count is not None else whole


def with_subject(folded: Folded, start: int, end: int, topic: Name | None) -> Name:
    """The name, led by what was spoken of before where it says too little by itself (占比, 参保率, 省级, 其中…)."""
    text = folded.masked[start:end]
    if topic is None:
        return ((start, end),)
    if _LEVEL_ONLY.fullmatch(text):
        kind = folded.masked.find("级", *topic[-1]) + 1
        return ((start, end), (kind, topic[-1][1])) if 0 < kind < topic[-1][1] else ((start, end), *topic)
    short = len(text) <= 3 and (has_head(text) or text.startswith(("再", "续", "另")) or text in ("户数", "比重", "产值"))
    if short or (text.startswith(_UNFINISHED) and not text.startswith(_SIZED)):
        return (*topic, (start, end))
    return ((start, end),)


LEVEL_WORDS = r"(?:国家|省|市|县|区|部|州|地市|镇|乡|[千百十]?亿元?)级(?:及?以上)?"
_LEVEL_ONLY = re.compile(LEVEL_WORDS)
_SIZED = ("规模化", "规模以上", "规模养殖", "规模经营", "面积在")  # adjectives rather than nouns
_UNFINISHED = ("占", "其", "期末", "年均", "年度", "比例", "总数", "总量", "面积", "规模", "覆盖")


_GAP = re.compile(f"[{TIME}{BASE}]+")


def printed(folded: Folded, name: Name) -> str:
    """The name as the document prints it, its parts joined, without phrases of time inside."""
    pieces = []
    for start, end in name:
        at = start
        for gap in _GAP.finditer(folded.masked, start, end):
            pieces.append(folded.printed(at, gap.start()))
            at = gap.end()
        pieces.append(folded.printed(at, end))
    return "".join(pieces)


_HEAD_STRIP = re.compile(r"(?:的)?(?:总量|总数|数量|人数|规模|面积|覆盖率|覆盖|比例|占比|比重|[\u4e00-\u9fff]{2}率)$")


def subject_of(folded: Folded, name: Name) -> Name:
    """What a name is about: 技能人才总量 → 技能人才; 国家级 of 科技项目 → 科技项目."""
    if len(name) > 1 and _LEVEL_ONLY.fullmatch(folded.masked, *name[0]):
        name = name[1:]
    start, end = name[0]
    match = _HEAD_STRIP.search(folded.masked[start:end])
    if len(name) == 1 and match and match.start() >= 2:
        return ((start, start + match.start()),)
    return (name[0],)


def clause_subject(folded: Folded, start: int, end: int) -> Name | None:
    """The thing a clause without figures speaks of (提高特困人员救助水平 → 特困人员救助水平)."""
    start, end = trim(folded, start, end)
    verbs = leading_verbs(folded, start, end)
    if verbs and verbs[-1][1] < end:
        start = verbs[-1][1]
    start, end = trim(folded, start, end)
    if start >= end:
        return None
    return ((start, min(end, start + 30)),)
