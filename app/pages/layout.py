"""Templates to HTML: one environment, one way to answer with a page."""

import gzip
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader

from app.pages.assets import assets
from app.pages.language import phrase
from app.pages.links import in_other_language, language_of, page_path
from app.pages.session import form_secret, form_token, set_form_secret, visitor
from app.pages.things import Thing
from app.security.headers import PAGE

_SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "about": "≈ ", "approximately": "≈ "}
KINDS = {
    "Plan": phrase("规划|one"),
    "Section": phrase("章节"),
    "Task": phrase("任务|one"),
    "Responsibility": phrase("责任"),
    "Target": phrase("目标值|one"),
    "Baseline": phrase("基期值"),
    "Document": phrase("文件|one"),
}

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


@cache
def compile_templates() -> None:
    """Have every template ready before the first page."""
    for name in _environment.list_templates():
        _environment.get_template(name)


def page(request: Request, template: str, *, status: int = 200, policy: str = PAGE, **values: Any) -> Response:
    """The template filled in, for the language in the address, compressed where the client takes gzip.

    policy: the Content-Security-Policy. values: what the template shows; all of it is escaped.
    """
    language = language_of(request)
    secret, fresh = form_secret(request)
    root = request.scope.get("root_path", "")

    def asset(name: str) -> str:
        return f"{root}/static/{name}?v={assets()[name].digest}"

    def page_of(iri: str) -> str:
        """The address of a thing's page; an IRI that is not ours is its own address where it is a web address."""
        path = page_path(language, iri, getattr(request.state, "base", ""))
        return root + path if path else iri if iri.startswith(("http://", "https://")) else "#"

    body = _environment.get_template(template).render(
        _=language.say,
        lang=language,
        root=root,
        here=root + "/" + language,
        path=request.scope["path"].removeprefix(root),
        asset=asset,
        page_of=page_of,
        visitor=visitor(request),
        form_token=partial(form_token, secret),
        done=request.query_params.get("done", ""),
        figure=figure,
        kind_label=lambda kind: language.say(KINDS[kind]),
        data_release=getattr(request.state, "release", None),
        in_other_language=root + in_other_language(request),
        **values,
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie"}
    content = encoded = body.encode()
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        content = gzip.compress(encoded, 5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    response = Response(content, status, headers, "text/html; charset=utf-8")
    if fresh and b'name="form"' in encoded:
        set_form_secret(request, response, secret)
    return response


def figure(fact: Thing) -> str:
    """The figure of a target or baseline as a person writes it: comparator, value or range, unit."""
    comparator = fact.thing("comparator")
    sign = _SIGNS.get((comparator.iri if comparator else "").rpartition("#")[2], "")
    value, upper = fact.text("value"), fact.text("valueMax")
    if value is None:
        return ""
    number = f"{shortest(value)}—{shortest(upper)}" if upper else shortest(value)
    return f"{sign}{number}{fact.text('unitAsPrinted') or ''}"


def shortest(value: str) -> str:
    """A number as printed: 90.0 is 90, thousands stay together."""
    return value.rstrip("0").rstrip(".") if "." in value and "e" not in value.lower() else value
