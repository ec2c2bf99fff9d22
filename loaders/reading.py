"""One document, from bytes to records."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from loaders.errors import NotAPlan, UnknownColumns
from loaders.facts.citations import citations
from loaders.facts.metadata import Metadata, metadata, own_titles
from loaders.facts.plan_metadata import Found
from loaders.facts.responsibility import responsibility_rules
from loaders.outline import outline
from loaders.outline.tables import read_table
from loaders.outline.tree import DocumentOutline
from loaders.passages import Passage, RepairedText, Table
from loaders.plan_reading import PlanReader, folded, once, shown
from loaders.records import Citation, Document, Plan
from loaders.repair import repair
from loaders.source import read_source


def read_document(data: bytes, name: str) -> Document:
    """The records of a file; LoadError (see loaders.errors) when it cannot be read or holds no plan."""
    source = read_source(data, name)
    with _uncollected():
        return _read(repair(source), name)


@contextmanager
def _uncollected() -> Iterator[None]:
    """From the source on, reading makes no garbage in circles and keeps most of what it makes: collections would find nothing.

    They took a quarter of the time of reading a megabyte, since each goes through all records made so far.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read(text: RepairedText, name: str) -> Document:
    shape = outline(text)
    found = metadata(text, shape)
    rules = responsibility_rules(text.text)
    tables = [block for block in text.blocks if isinstance(block, Table)]
    plans = tuple(
        plan
        for part, facts in zip(shape.plans, found.plans, strict=True)
        if (plan := PlanReader(text, part, facts, rules, tables).plan()).tasks
    )
    if not plans:
        _check_columns(text, tables)
        raise NotAPlan(
            "没有找到任务：文中没有编号或分条列出的工作内容 "
            "No plan was found: the text lists no numbered or dashed items of work.",
            name,
            hint="请确认这是规划、方案、要点或任务分解表。Check that this is a plan, a programme or a table of tasks.",
        )
    return _document(text, shape, found, plans)


def _check_columns(text: RepairedText, tables: list[Table]) -> None:
    """UnknownColumns for a file that is a table whose columns do not say what the tasks are."""
    if not tables or text.source.media_type in ("text/plain", "text/html", "text/markdown", "application/pdf"):
        return
    readings = [read_table(table, text.text) for table in tables]
    headers = "、".join(dict.fromkeys(header for reading in readings for header in reading.headers[:20])) or "—"
    raise UnknownColumns(
        f"表里没有认得的任务列，读到的列是：{headers} The table has no column of tasks that is known; its columns are: {headers}",
        text.source.name,
        tables[0].place or None,
        "至少要有“任务名称”一列，列名见 docs/architecture.md。"
        "At least a column 任务名称 (task name) is needed; see docs/architecture.md.",
    )


def _document(text: RepairedText, shape: DocumentOutline, found: Metadata, plans: tuple[Plan, ...]) -> Document:
    whole = Passage(text, 0, max(plan.whole.end for plan in shape.plans))
    own = {folded(title) for title in own_titles(found)}
    evidence = list(shown(text, found.title, "title"))
    for value, supports in (
        (found.doc_number, "number"),
        (found.index_number, "number"),
        (found.issuer, "owner"),
        (found.issued, "date"),
        (found.published, "date"),
    ):
        evidence += shown(text, value, supports)  # type: ignore[arg-type]
    return Document(
        rule="document",
        evidence=tuple(evidence),
        sha256=text.source.sha256,
        source=text.source.name,
        media_type=text.source.media_type,
        title=found.title.value,
        doc_number=_value(found.doc_number),
        index_number=_value(found.index_number),
        issuer=_value(found.issuer),
        issued=_value(found.issued),
        published=_value(found.published),
        disclosure=_value(found.disclosure),
        validity=_value(found.validity),
        citations=tuple(
            once(
                citation
                for citation in citations(whole)
                if (folded(citation.title) not in own if citation.title else citation.doc_number != _value(found.doc_number))
            )
        ),
        plans=plans,
        repairs=text.repairs,
    )


def _is_own(citation: Citation, own: set[str], found: Metadata) -> bool:
    number = found.doc_number.value if found.doc_number else None
    if citation.title is None:
        return citation.doc_number is not None and folded(citation.doc_number) == folded(number or "")
    return folded(citation.title) in own


def _value(found: Found | None) -> str | None:
    return found.value if found else None
