"""Pinyin that a site put after characters: 區(qū) becomes 區."""

import re

from loaders.mapped_text import MappedText, Replacement
from loaders.repair.characters import IDEOGRAPH

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_READING = re.compile(rf"[(（](?<=[{IDEOGRAPH}A-Za-z].)([a-zü{_TONED}ê]{{1,6}})[)）]")
_SYLLABLE = re.compile(rf"(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?(?:[aoeiuüê{_TONED}]{{1,3}}(?:ng|n|r)?|n|ng|[ńňǹḿ])g?")
_TONE = re.compile(f"[{_TONED}]")


def pinyin(text: MappedText) -> tuple[MappedText, list[Replacement]]:
    """Take out bracketed readings: a toned syllable always, a toneless one only in a text full of toned ones."""
    readings = [m for m in _READING.finditer(text.text) if _SYLLABLE.fullmatch(m.group(1))]
    toned = sum(bool(_TONE.search(m.group(1))) for m in readings)
    wanted = [
        Replacement(m.start(), m.end(), "")
        for m in readings
        if _TONE.search(m.group(1)) or (toned >= 5 and len(readings) - toned <= toned)
    ]
    return (text.apply(wanted), wanted) if wanted else (text, [])
