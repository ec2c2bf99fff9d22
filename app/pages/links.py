"""Addresses: from a thing's IRI to its page and back. `/id/task/…` names the task; `/zh/task/…` and `/en/task/…` show it."""

import re
from enum import StrEnum
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.convertors import Convertor, register_url_convertor

from app.pages.language import Language
from app.problems import NotFound

KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,99}")
THING = re.compile(rf"[a-z]+/{KEY.pattern}")
_LOCAL = re.compile(r"/(?:zh|en)/(?:[\w\-./%?&=#:]*)", re.ASCII)


class ChoiceConvertor(Convertor[str]):
    """`{language:language}` in a route's path: only the values of an enumeration, so that no other address matches."""

    def __init__(self, choices: type[StrEnum]):
        self.choices = choices

    @property
    def regex(self) -> str:  # type: ignore[override]
        return "|".join(self.choices)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class Listed(StrEnum):
    """Kinds of things with a list and a page of their own; a task has a page, but no list."""

    PLAN = "plan"
    AGENCY = "agency"
    REGION = "region"
    INDICATOR = "indicator"
    DOCUMENT = "document"


class ShownElsewhere(StrEnum):
    """Kinds that are shown on the page of what they belong to."""

    SECTION = "section"
    RESPONSIBILITY = "responsibility"
    TARGET = "target"
    BASELINE = "baseline"
    EVIDENCE = "evidence"


register_url_convertor("language", ChoiceConvertor(Language))
register_url_convertor("listed", ChoiceConvertor(Listed))
register_url_convertor("elsewhere", ChoiceConvertor(ShownElsewhere))


def page_path(language: Language, iri: str, base: str) -> str | None:
    """The path of a thing's page (without root_path); None for an IRI that is not one of ours."""
    if not iri.startswith(base):
        return None
    kind, _, key = iri.removeprefix(base).partition("/")
    return f"/{language}/{kind}/{key}" if kind and KEY.fullmatch(key) else None


def thing(base: str, kind: str, key: str) -> str:
    """The IRI of a thing; NotFound for a key that cannot be one."""
    if not KEY.fullmatch(key):
        raise NotFound(f"没有这样的编号：{key[:60]}。No such key.")
    return f"{base}{kind}/{key}"


def local_path(wanted: str | None, otherwise: str) -> str:
    """Where to go next, as asked for in a parameter: only a page of ours, never another host."""
    return wanted if wanted and _LOCAL.fullmatch(wanted) and "//" not in wanted and ".." not in wanted else otherwise


def language_of(request: Request) -> Language:
    """The language in the address."""
    return Language(request.path_params.get("language", Language.CHINESE))


def in_other_language(request: Request) -> str:
    """The path and query of this page in the other language (without root_path)."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    other = f"/{language_of(request).other}{path[3:]}"
    query = urlencode(list(request.query_params.multi_items()))
    return quote(other) + (f"?{query}" if query else "")
