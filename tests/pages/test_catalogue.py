"""Every phrase has its English, and the catalogue holds nothing else."""

import re
from pathlib import Path

from app.pages.language import Language, english, preferred

PAGES = Path(__file__).parents[2] / "app" / "pages"
PHRASE = re.compile(r"""(?:\b_|\bsay|\bphrase)\(\s*(["'])((?:(?!\1).)+)\1""")


def phrases() -> set[str]:
    files = [*PAGES.glob("templates/*.html"), *PAGES.glob("*.py")]
    return {match[2] for path in files for match in PHRASE.finditer(path.read_text("utf-8"))}


def test_each_phrase_has_its_english_and_no_english_is_left_over():
    assert phrases() == set(english())


def test_the_same_names_are_filled_in_both_languages():
    names = re.compile(r"\{(\w+)")
    assert [chinese for chinese, phrase in english().items() if set(names.findall(chinese)) != set(names.findall(phrase))] == []


def test_the_visitors_language():
    assert preferred("") is Language.CHINESE
    assert preferred("en-GB,en;q=0.9,zh;q=0.1") is Language.ENGLISH
    assert preferred("fr") is Language.CHINESE
    assert preferred("zh-CN,en;q=0.8") is Language.CHINESE
    assert preferred("en;q=oops,zh;q=0.1") is Language.CHINESE
