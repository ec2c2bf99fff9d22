"""The register of column names: what a column of a task or indicator table holds, by its header."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from loaders.records import RoleDetail

Meaning = Literal[
    "task",
    "detail",
    "goal",
    "group",
    "number",
    "responsible",
    "due",
    "indicator",
    "measure",
    "comparator",
    "value",
    "unit",
    "per",
    "strength",
    "baseline",
    "population",
    "region",
    "plan",
    "person",
    "remark",
    "year",
]

_REGISTER = Path(__file__).with_name("columns.toml")
_RESPONSIBLE = re.compile(
    r"(?:牵头|责任|配合|参与|参加|主办|协办|负责|实施|承办|落实|协同|协助|指导|主责|承担|支持|主管|完成).{0,8}"
    r"(?:单位|部门|机构|主体|科室|处室|股室|地区)(?:及责任人)?"
    r"|(?:市级|省级|县级|区级)?(?:牵头|责任|配合|参与|主办|协办|主责|指导)(?:分工|方)?"
    r"|(?:lead|leading|responsible|co-?lead|support(?:ing)?|co)(?: ?(?:agency|agencies|department|body|unit))?"
    r"|agency|department|owner"
)
_YEAR = re.compile(
    r"(?:到|至)?((?:19|20)\d\d)年?(?:底|末)?(?:目标值?|规划目标|预期目标|规划值?|目标任务|实际|完成|预计|现状|基期|任务数?|计划|值|数)*(?:[（(].*[）)])?"
)
_TRAILING_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_REGISTER.read_text("utf-8"))


@cache
def meaning(header: str) -> Meaning | None:
    """What a column of this header holds; None for a header that the register does not know. Case and white space are ignored."""
    folded = (
        re.sub(r"\s+", " " if header.isascii() else "", unicodedata.normalize("NFKC", header)).strip().lower().replace("_", " ")
    )
    bare = _TRAILING_BRACKET.sub("", folded)
    for candidate in (folded, bare):
        if not candidate:
            continue
        for name, lists in _names().items():
            if candidate in lists["whole"]:
                return _as_meaning(name)
    if len(bare) > 24:
        return None
    if re.search("领导|责任人(?!.*单位)|联系", bare):
        return "person"
    if _RESPONSIBLE.fullmatch(bare):
        return "responsible"
    if _YEAR.fullmatch(folded):
        return "year"
    return next((_as_meaning(name) for name, lists in _names().items() if any(word in bare for word in lists["within"])), None)


def year(header: str) -> str | None:
    """The year of a column such as 2025年目标."""
    match = _YEAR.fullmatch(re.sub(r"\s+", "", unicodedata.normalize("NFKC", header)))
    return match[1] if match else None


def role_in_english(header: str) -> RoleDetail:
    """The role that an English column header names: lead agency → 牵头, supporting agency → 配合, else 责任."""
    words = header.lower()
    return "牵头" if "lead" in words else "配合" if "support" in words or "co" in words.split() else "责任"


def _as_meaning(name: str) -> Meaning:
    return next(known for known in get_args(Meaning) if known == name)
