"""Repairs of single characters: invisible ones, entities, look-alikes, width, punctuation, script."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import compress
from operator import ne

import opencc

from loaders.mapped_text import MappedText, Replacement

Step = tuple[MappedText, list[Replacement]]

IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WIDE = IDEOGRAPH + "“”‘’《》〈〉「」『』〔〕【】，。；：？！、（）—…·％"

_NOT_SEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd"
_INVISIBLE = re.compile(f"[{_NOT_SEEN}\r](?:(?<!\r)[{_NOT_SEEN}]*|(?=\n))")
_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,300})?/?>|<!--[^>]{0,300}-->")


def invisible(text: MappedText) -> Step:
    """Zero-width characters, controls, soft hyphens and carriage returns are taken out."""
    return text.substitute(_INVISIBLE, lambda _: "")


def entities(text: MappedText) -> Step:
    """HTML entities, also doubly escaped ones, become the characters they name."""

    def named(match: re.Match[str]) -> str | None:
        once = html.unescape(match.group())
        twice = html.unescape(once)
        return twice if len(twice) <= 2 and twice != match.group() else None

    return text.substitute(_ENTITY, named)


def markup(text: MappedText) -> Step:
    """Tags that a scraper left in plain text are taken out."""
    return text.substitute(_TAG, lambda _: "")


# One character for another: every space that is not a line break, digits and letters of full width, look-alikes of
# punctuation, the radicals that PDF fonts use in place of ideographs.
_SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN = {ord(space): " " for space in _SPACES}
_PLAIN |= {ord(end): "\n" for end in "\r\v\f\x85\u2028\u2029"}
_PLAIN |= {
    code: chr(code - 0xFEE0)
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "%+-./@#&=*_^"
}
_PLAIN |= {ord(a): b for a, b in zip("﹪٪∕／〇０︰﹕﹔﹐﹑﹒﹖﹗﹙﹚∶﹣−⼀", "%%//〇0：：；，、.？！（）：--一", strict=True)}


@cache
def _plain_forms() -> tuple[dict[str, str], re.Pattern[str]]:
    """What stands for what, and a pattern that finds it: faster than `translate`, which looks up every character of a text."""
    forms = {chr(code): plain for code, plain in (_PLAIN | _radicals()).items()}
    return forms, re.compile(f"[{re.escape(''.join(forms))}]")


def _radicals() -> dict[int, str]:
    import unicodedata

    blocks = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    return {
        code: folded for code in blocks if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1 and folded != chr(code)
    }


def plain_forms(text: MappedText) -> Step:
    """Full-width digits and letters become half-width; every kind of space a space; radicals ideographs."""
    forms, pattern = _plain_forms()
    places = [match.start() for match in pattern.finditer(text.text)]
    new = text.text
    for character in {new[at] for at in places}:
        new = new.replace(character, forms[character])
    return _same_length(text, new, places)


_MARKS = re.compile("[,;:?!()]")
_FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_PUNCTUATION = re.compile(rf"[,;:?!()](?:(?<=[{_WIDE}].)|(?=[{_WIDE}]))")
# A comma or bracket beside a figure or a Latin word, in a line that otherwise is Chinese.
_OPENING = re.compile(r"\((?=[^()\n]{0,60}）)")
_CLOSING = re.compile(r"（[^（）()\n]{0,60}\)")


def punctuation(text: MappedText) -> Step:
    """Half-width punctuation beside Chinese becomes full-width, as an official copy has it."""

    old = text.text
    places = [match.start() for match in _MARKS.finditer(old)]
    if not places:
        return text, []
    wide = {at for at in places if _PUNCTUATION.match(old, at)}
    # A mark that became full-width makes the next one stand beside Chinese.
    wide |= {at for at in places if at not in wide and (at - 1 in wide or at + 1 in wide)}
    pieces: list[str] = []
    done = 0
    for at in sorted(wide):
        pieces += (old[done:at], _FULL[old[at]])
        done = at + 1
    new = "".join([*pieces, old[done:]])
    if len(wide) < len(places):
        new = _OPENING.sub("（", new).replace("）,", "），")
        new = _CLOSING.sub(lambda match: match.group()[:-1] + "）", new)
    return _same_length(text, new, places)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


_TRADITIONAL_SHARE = 0.01
_NO_IDEOGRAPHS = re.compile("[^\u4e00-\u9fff]+")
# 著 is 着 in Simplified script but where it means writing or standing out; OpenCC keeps it.
_ASPECT = re.compile("著(?<![显名专论编卓昭土原巨拙译合].)(?![名作者述称书])")


def simplified(words: str) -> str:
    """Words in Simplified characters."""
    return str(_converter().convert(words))


@cache
def is_traditional(character: str) -> bool:
    """Whether a character is one that Traditional script uses."""
    return str(_to_traditional().convert(character)) == character


def differs(text: str, converted: str) -> bool:
    """Whether a text is in Traditional script: more than one in a hundred of its ideographs would change."""
    changed = sum(1 for _ in _differing(text, converted))
    return changed > 0 and changed > len(_NO_IDEOGRAPHS.sub("", text)) * _TRADITIONAL_SHARE


def script(text: MappedText) -> Step:
    """Traditional characters become Simplified ones, in a text that is in Traditional script."""
    converted = _ASPECT.sub("着", _converter().convert(text.text))
    if len(converted) != len(text.text) or not differs(text.text, converted):
        return text, []
    return _same_length(text, converted, _differing(text.text, converted))


def _same_length(text: MappedText, new: str, places: Iterable[int]) -> Step:
    """A change that keeps the length. places: in order, where the texts may differ; changes that stand close together are one."""
    old = text.text
    if new == old:
        return text, []
    runs: list[Replacement] = []
    begin = last = -_CLOSE - 1
    for at in places:
        if old[at] == new[at]:
            continue
        if at > last + _CLOSE:
            if begin >= 0:
                runs.append(Replacement(begin, last + 1, new[begin : last + 1]))
            begin = at
        last = at
    if begin >= 0:
        runs.append(Replacement(begin, last + 1, new[begin : last + 1]))
    return MappedText(new, text.starts, text.ends), runs


_CLOSE = 24
_STRIDE = 24


def _differing(old: str, new: str) -> Iterator[int]:
    """Where two texts differ, up to the end of the shorter; stretches that are equal are passed over as one."""
    for start in range(0, min(len(old), len(new)), _STRIDE):
        ours, theirs = old[start : start + _STRIDE], new[start : start + _STRIDE]
        if ours != theirs:
            yield from compress(range(start, start + _STRIDE), map(ne, ours, theirs))
