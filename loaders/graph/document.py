"""One document's graph: its metadata, the plans it carries, and the quotes that no single plan owns."""

from datetime import date

from loaders import records
from loaders.graph import concepts, terms
from loaders.graph.context import Facts, Names, Scheme, document_facts, plan_facts, shared_spans
from loaders.graph.graph import GraphBuilder, Part
from loaders.graph.identity import document_key
from loaders.graph.summary import DocumentSeen


def compile_document(scheme: Scheme, document: records.Document) -> Part:
    """The document's metadata and relations to its plans; links to other documents are noted for the graph of citations."""
    key, subject = document_key(document), scheme.document(document)
    builder = GraphBuilder(scheme.iris.graph(f"document/{key}"))
    home = next((home for plan in document.plans if (home := scheme.home(plan))), None)
    names = Names(scheme, home)
    add = builder.add
    builder.type(subject, "zt:Document", "zt:PublishedDocument")
    add(subject, "rdfs:label", terms.chinese(document.title))
    add(subject, "dcterms:title", terms.chinese(document.title))
    add(subject, "zt:documentNumber", terms.text(document.doc_number) if document.doc_number else None)
    add(subject, "zt:indexNumber", terms.text(document.index_number) if document.index_number else None)
    if document.issuer:
        add(subject, "zt:issuer", terms.iri(names.agency(names.body(document.issuer))))
        add(subject, "zt:issuerAsPrinted", terms.chinese(document.issuer))
    add(subject, "dcterms:issued", _day(document.issued))
    add(subject, "zt:publishedOn", _day(document.published))
    add(subject, "zt:disclosure", _concept("disclosure", concepts.DISCLOSURE, document.disclosure))
    add(subject, "zt:validity", _concept("validity", concepts.VALIDITY, document.validity))
    add(subject, "zt:sourceDigest", terms.text(document.sha256))
    add(subject, "zt:sourceName", terms.text(document.source))
    add(subject, "zt:mediaType", terms.text(document.media_type))
    for plan in document.plans:
        add(subject, "zt:carries", terms.iri(scheme.iris.thing("plan", scheme.plan_key(plan))))
    facts = Facts(scheme, builder, document)
    facts.support(subject, document, *document.citations)
    for citation in document.citations:
        names.cite(subject, citation)
    _shared_quotes(facts, document)
    names.seen.documents.add(
        DocumentSeen(
            key=key,
            title=document.title,
            number=document.doc_number,
            issued=document.issued,
            plans=tuple(sorted({plan.title for plan in document.plans})),
            plan_keys=tuple(sorted({scheme.plan_key(plan) for plan in document.plans})),
        )
    )
    return Part(builder.build(), names.seen.build())


def _shared_quotes(facts: Facts, document: records.Document) -> None:
    shared = shared_spans(document)
    said = [*document_facts(document), *(fact for plan in document.plans for fact in plan_facts(plan))]
    for quote in {(quote.start, quote.end): quote for fact in said for quote in fact.evidence}.values():
        if (quote.start, quote.end) in shared:
            facts.evidence(quote)


def _day(value: str | None) -> str | None:
    """A full ISO date as a term; what is none (an incomplete date) is left to the printed evidence."""
    try:
        return terms.day(date.fromisoformat(value)) if value else None
    except ValueError:
        return None


def _concept(scheme: str, known: dict[str, str], printed: str | None) -> str | None:
    key = known.get(printed.strip()) if printed else None
    return terms.concept(scheme, key) if key else None
