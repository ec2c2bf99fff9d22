"""A small graph in the ontology's shape with whatever labels a test wants, in the real store."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Triple

from app.settings import Settings
from app.store.embedded import EmbeddedStore
from app.store.publishing import publish_graphs
from app.store.releases import DataFolder

T = TypeVar("T")
BASE = "https://w3id.org/zhengtu/id/"
ZT = "https://w3id.org/zhengtu/ont#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
Graphs = dict[str, list[Triple]]


def zt(name: str) -> NamedNode:
    return NamedNode(ZT + name)


def thing(path: str) -> NamedNode:
    return NamedNode(BASE + path)


def graphs(task_labels: Sequence[str], agency_labels: Sequence[str]) -> Graphs:
    """One plan whose tasks are led in turn by the agencies; every second task is supported by the next agency."""
    plan, document = thing("plan/p1"), thing("document/d1")
    content = [
        Triple(plan, RDF_TYPE, zt("Plan")),
        Triple(plan, LABEL, Literal("云州市试验计划（2026年）", language="zh")),
        Triple(plan, zt("startYear"), Literal(2026)),
        Triple(plan, zt("carriedBy"), document),
    ]
    for n, label in enumerate(task_labels):
        task = thing(f"task/t{n}")
        content += [
            Triple(task, RDF_TYPE, zt("Task")),
            Triple(task, LABEL, Literal(label, language="zh")),
            Triple(task, zt("order"), Literal(n)),
            Triple(task, zt("inPlan"), plan),
            Triple(plan, zt("hasTask"), task),
            Triple(task, zt("ledBy"), thing(f"agency/a{n % len(agency_labels)}")),
        ]
        if n % 2:
            content.append(Triple(task, zt("supportedBy"), thing(f"agency/a{(n + 1) % len(agency_labels)}")))
    agencies = [
        triple
        for n, label in enumerate(agency_labels)
        for triple in (
            Triple(thing(f"agency/a{n}"), RDF_TYPE, zt("Agency")),
            Triple(thing(f"agency/a{n}"), LABEL, Literal(label, language="zh")),
            Triple(thing(f"agency/a{n}"), zt("collective"), Literal(False)),
        )
    ]
    about = [
        Triple(document, RDF_TYPE, zt("Document")),
        Triple(document, LABEL, Literal("云州市人民政府关于印发试验计划的通知", language="zh")),
        Triple(document, zt("carries"), plan),
    ]
    return {f"{BASE}graph/plan/p1": content, f"{BASE}graph/agencies": agencies, f"{BASE}graph/document/d1": about}


def publish(folder: Path, content: Graphs) -> None:
    """Make the data folder hold the graphs as its current release."""
    data = DataFolder(folder)
    data.create()
    publish_graphs(data, content)


def with_store(folder: Path, content: Graphs, work: Callable[[EmbeddedStore], Awaitable[T]]) -> T:
    """Publish the graphs and do the work on the open store."""
    publish(folder, content)

    async def inside() -> T:
        store = await EmbeddedStore.open(Settings(data=folder, readers=2))
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(inside())
