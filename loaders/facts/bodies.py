"""Lists of bodies: `省科技厅、工业和信息化厅，各市（州）政府等` → the bodies it names, each by its whole name.

The grammar of such lists, not a list of names: separators, the level word that a list shares (省科技厅、财政厅), the tail that
it shares (杨凌示范区、西咸新区管委会), and collective bodies (各县（市、区）政府, 市直有关部门).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from loaders.facts.body_names import NOT_IN_NAMES, WHOLE_COLLECTIVE, Body, is_collective, looks_like_body
from loaders.facts.shared_words import is_place, shares_departments, with_department, with_shared_words

OPENING, CLOSING = "（(【〔[［﹝", "）)】〕]］﹞"
_PAIRS = dict(zip(OPENING, CLOSING, strict=True))
_SEPARATORS = "、，,；;/／|\n\t \u3000\xa0"

_MARK = re.compile(
    r"[（(【\[](?:[^（）()为是*＊★▲☆△]{0,4})?(牵头|主办|主责|第一责任|配合|协办|参与|参加|指导)(?:单位|部门)?[）)】\]]$"
)
_ASIDE = re.compile(r"[（(][^（）()]*(?:\d|完成|负责|时限|期限|方面|落实|推进)[^（）()]*[）)]$")  # 市教育局（负责方案制定）
_ETC = re.compile(
    r"等(?:\d+个|[一二三四五六七八九十]+个)?(?:市直|市级|省直|省级|县直|区直|其他)?(?:有关|相关|职能|责任|成员)*"
    r"(?:部门|单位|厅局|委办局|机构|地方|地)?(?:[和及、]单位)?$"
)
_LEAD_IN = re.compile(r"^(?:由|请|和(?![平田县龙静顺硕林政])|及|与|以及|会同|[:：]|主要由|具体由|分别由)+")
_STAR = re.compile(r"^[*＊★▲☆△]+|[*＊★▲☆△]+$")
_JOINED = re.compile(r"以及|[和及与暨]")
_ENDS_LIKE_BODY = re.compile(
    r"(?:局|厅|委|办|部|院|府|行|会|署|台|处|区|县|市|镇|街道|中心|公司|集团|部门|单位|大学|学院|学校|委员会|[一-龥]联)$"
)

# Where a list lost its separators (市教育局市财政局): a department's ending, then a level word or 各.
_ENDED = re.compile(r"(?:局|厅|办|部门|[一-龥]{3}委|[）)])$")
_RUN_ON = re.compile(r"各|(?:省|市(?!场|容)|县|区(?!域))[一-龥]{2,12}(?:局|厅|委|办)")


_BRACKETS = re.compile(f"[{re.escape(OPENING + CLOSING)}]")
_SAME = str.maketrans("()[]［］﹝﹞", "（）〔〕〔〕〔〕")  # shapes that scraping mixes
_LONGEST_BRACKET = 2000


@lru_cache(maxsize=4)
def _closings(text: str) -> dict[int, int]:
    """Opening → closing bracket for a whole text, in one pass; what stays open is not in it."""
    pairs: dict[int, int] = {}
    open_: dict[str, list[int]] = {}
    for match in _BRACKETS.finditer(text):
        mark = match.group().translate(_SAME)
        if mark in _PAIRS:
            open_.setdefault(_PAIRS[mark], []).append(match.start())
        elif open_.get(mark):
            pairs[open_[mark].pop()] = match.start()
    return pairs


def closing(text: str, at: int, end: int) -> int | None:
    """The offset of the bracket that closes the one at `at`, before `end`; None where it stays open or is far away."""
    close = _closings(text).get(at)
    return close if close is not None and close < end and close - at <= _LONGEST_BRACKET else None


def bodies(text: str, start: int, end: int, *, strict: bool = False) -> list[Body]:
    """The bodies that text[start:end] lists, in order. strict: an empty list unless every piece has the form of a body.

    Not strict, the list ends where white space, a comma or a semicolon is followed by something that is no body.
    """
    found: list[Body] = []
    departments = shares_departments(text[start:end])
    for at, till, separator in _pieces(text, start, end):
        body = _body(text, at, till)
        if body is None:
            continue
        if departments:
            body = with_department(body)
        fits = looks_like_body(body.name) or is_place(body.name)
        if strict and not fits:
            return []
        if not fits and (len(body.name) > 24 or NOT_IN_NAMES.search(body.name) or (found and separator not in "、/")):
            break
        found.append(body)
    whole = with_shared_words(found)
    return [] if strict and not all(looks_like_body(body.name) for body in whole) else whole


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, separator before) of each piece; a separator inside brackets, or inside a collective body, is none."""
    at, i, before = start, start, "、"
    while i < end:
        if (whole := WHOLE_COLLECTIVE.match(text, i, end)) and i == at:
            i = whole.end()
            continue
        char = text[i]
        if char in OPENING and (close := closing(text, i, end)) is not None:
            i = close + 1
            continue
        if char in "和及与" and i > at and text[i + 1 : i + 2] == "各" and looks_like_body(text[at:i].strip("以")):
            yield at, i - (text[i - 1] == "以"), before
            before, at = "、", i + 1
            i = at
            continue
        if i > at and _RUN_ON.match(text, i, end) and _ENDED.search(text, at, i) and looks_like_body(text[at:i]):
            yield from _split_joined(text, at, i, before)
            before, at = "、", i
        if char in _SEPARATORS and not (char.isspace() and not _complete(text[at:i])):
            yield from _split_joined(text, at, i, before)
            before, at = ("、" if char == "、" else char), i + 1
        i += 1
    yield from _split_joined(text, at, end, before)


def _complete(piece: str) -> bool:
    return not piece.strip() or looks_like_body(re.sub(r"\s+", "", piece).lstrip("由和及与"))


def _split_joined(text: str, start: int, end: int, separator: str) -> Iterator[tuple[int, int, str]]:
    """市教育局和市财政局 is two, 市文化和旅游局 one: the joining word parts where a body ends before it and one follows."""
    at = start
    for joint in _JOINED.finditer(text, start, end):
        left, right = text[at : joint.start()].strip(), text[joint.end() : end].strip()
        if len(left) >= 2 and len(right) > 2 and _ENDS_LIKE_BODY.search(left) and looks_like_body(right) and not _bracketed(left):
            if WHOLE_COLLECTIVE.fullmatch(text[at:end].strip()):
                continue
            yield at, joint.start(), separator
            at, separator = joint.end(), "、"
    if text[at:end].strip():
        yield at, end, separator


def _bracketed(text: str) -> bool:
    return sum(text.count(c) for c in OPENING) != sum(text.count(c) for c in CLOSING)


def _body(text: str, start: int, end: int) -> Body | None:
    while start < end and text[start].isspace():
        start += 1
    if lead := _LEAD_IN.match(text[start:end]):
        start += lead.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。.,，;；:：、"):
        end -= 1
    words = text[start:end]
    starred = _STAR.search(words) is not None
    while (star := _STAR.search(words)) is not None:
        start, end = (start + star.end(), end) if star.start() == 0 else (start, start + star.start())
        words = text[start:end]
    mark = None
    if marked := _MARK.search(words):
        mark, end = marked[1], start + marked.start()
    elif aside := _ASIDE.search(words):
        end = start + aside.start()
    elif (etc := _ETC.search(words)) and etc.start() > 0:
        end = start + etc.start()
    elif _ETC.fullmatch(words):
        return None
    while end > start and text[end - 1] in CLOSING and _bracketed(text[start:end]):
        end -= 1
    name = re.sub(r"\s+", "", text[start:end])
    return Body(name, start, end, is_collective(name), mark, starred) if name else None
