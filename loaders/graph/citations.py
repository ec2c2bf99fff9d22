"""Which loaded document a citation means; what is not loaded stands as a cited document of its own."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from loaders.graph import terms
from loaders.graph.context import Scheme
from loaders.graph.graph import Graph, GraphBuilder
from loaders.graph.identity import cited_document_key, normalise
from loaders.graph.summary import CitationSeen, DocumentSeen, Summary

_BREAKDOWN = re.compile(r"分解|分工|(?:任务|责任|项目|指标)(?:清单|表)")


def citations(scheme: Scheme, summaries: list[Summary]) -> Graph:
    """The links from documents and tasks to the documents that they name, and the nodes of those that are not loaded."""
    builder = GraphBuilder(scheme.iris.graph("citations"))
    documents = [document for summary in summaries for document in summary.documents]
    catalogue = _Catalogue(documents)
    for table, whole in _breakdowns(documents):
        for relation in ("zt:decomposes", "zt:cites"):
            builder.add(scheme.iris.thing("document", table), relation, terms.iri(scheme.iris.thing("document", whole)))
    titles: dict[str, Counter[str]] = defaultdict(Counter)
    for seen in (citation for summary in summaries for citation in summary.citations):
        loaded = catalogue.find(seen)
        key = loaded.key if loaded else cited_document_key(seen.title, seen.number)
        target = scheme.iris.thing("document", key)
        if target == seen.subject:
            continue
        builder.add(seen.subject, f"zt:{seen.relation}", terms.iri(target))
        if seen.relation != "cites":
            builder.add(seen.subject, "zt:cites", terms.iri(target))
        if loaded is None:
            builder.type(target, "zt:CitedDocument", "zt:PublishedDocument")
            builder.add(target, "zt:documentNumber", terms.text(seen.number) if seen.number else None)
            builder.add(target, "zt:resolution", terms.concept("resolution", "unresolved"))
            titles[target][seen.title or seen.number or ""] += 1
    for target, names in titles.items():
        label = min(names, key=lambda name: (-names[name], name))
        builder.add(target, "rdfs:label", terms.chinese(label))
        builder.add(target, "skos:altLabel", *(terms.chinese(name) for name in names if name != label))
    return builder.build()


def _breakdowns(documents: list[DocumentSeen]) -> Iterator[tuple[str, str]]:
    """(breakdown, document whose plan it breaks down): of two that carry the same plan, the one whose title says so."""
    carriers: dict[str, list[DocumentSeen]] = defaultdict(list)
    for document in documents:
        for key in document.plan_keys:
            carriers[key].append(document)
    for together in carriers.values():
        for table in together:
            for whole in together:
                if _BREAKDOWN.search(table.title) and not _BREAKDOWN.search(whole.title):
                    yield table.key, whole.key


class _Catalogue:
    """The loaded documents by number, by title, and by the titles of their plans."""

    def __init__(self, documents: list[DocumentSeen]) -> None:
        self._numbers: dict[str, list[DocumentSeen]] = defaultdict(list)
        self._titles: dict[str, list[DocumentSeen]] = defaultdict(list)
        self._plans: dict[str, list[DocumentSeen]] = defaultdict(list)
        for document in documents:
            if document.number:
                self._numbers[normalise(document.number)].append(document)
            self._titles[normalise(document.title)].append(document)
            for plan in document.plans:
                self._plans[normalise(plan)].append(document)

    def find(self, citation: CitationSeen) -> DocumentSeen | None:
        """The document meant: a number decides, then the title of a document, then that of a plan it carries."""
        for register, name in (
            (self._numbers, citation.number),
            (self._titles, citation.title),
            (self._plans, citation.title),
        ):
            found = register.get(normalise(name)) if name else None
            if found:
                return min(found, key=lambda document: (document.issued or "9999", document.key))
        return None
