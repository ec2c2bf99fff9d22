"""Search in titles and texts, by the release's text index: any run of characters, best first, by kind."""

import asyncio
from dataclasses import dataclass

from fastapi import Query, Request, Response

from app.pages.errors import page_router
from app.pages.language import phrase
from app.pages.layout import page
from app.pages.reading import Read
from app.problems import Unavailable
from app.store.embedded import EmbeddedStore
from app.store.text_index import Hit, TextIndex, marks, open_index

router = page_router()
PER_KIND = 20
AROUND = 24
KINDS = {
    "Agency": phrase("机构"),
    "Plan": phrase("规划"),
    "Task": phrase("任务"),
    "Target": phrase("目标值"),
    "Indicator": phrase("指标"),
    "Region": phrase("地区"),
    "Document": phrase("文件"),
}


@dataclass(frozen=True)
class Found:
    """A hit as the page shows it. title, snippet: pieces of text, each with whether it is one of the words."""

    iri: str
    title: list[tuple[str, bool]]
    snippet: list[tuple[str, bool]]


@router.get("/{language:language}/search")
async def search(request: Request, read: Read, q: str = Query("", max_length=200)) -> Response:
    words = q.strip()
    found = []
    if words:
        index = index_of(read)
        answers = await asyncio.to_thread(lambda: [index.search(words, (kind,), limit=PER_KIND + 1) for kind in KINDS])
        found = [
            (read.language.say(KINDS[kind]), [shown(hit, words) for hit in hits])
            for kind, hits in zip(KINDS, answers, strict=True)
            if hits
        ]
    return page(request, "search.html", q=words, found=found, per_kind=PER_KIND)


def index_of(read: Read) -> TextIndex:
    """The index of the release that this request reads."""
    index = None
    if isinstance(read.store, EmbeddedStore):
        index = open_index(read.store.folder.folder(read.release.number))
    if index is None:
        raise Unavailable("这个版本没有文字索引，不能检索。This release has no text index to search.")
    return index


def shown(hit: Hit, words: str) -> Found:
    """The title, and the text around the first word where the title does not hold it."""
    in_title, in_text = marks(hit.title, words), marks(hit.text, words)
    snippet: list[tuple[str, bool]] = []
    if in_text and not in_title:
        first, last = max(0, in_text[0][0] - AROUND), in_text[0][1] + 2 * AROUND
        cut = hit.text[first:last]
        snippet = pieces(cut, marks(cut, words))
    return Found(hit.id, pieces(hit.title, in_title), snippet)


def pieces(text: str, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text cut at the spans; joined again it is the text."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(part, marked) for part, marked in [*cut, (text[at:], False)] if part]
