"""An invented graph in the shape of docs/architecture.md, as large as asked: for questions, before any document is read."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

BASE = "https://w3id.org/zhengtu/id/"
ZT = "https://w3id.org/zhengtu/ont#"
VOCABULARY = "https://w3id.org/zhengtu/"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
RDFS_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
ALT_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
XSD = "http://www.w3.org/2001/XMLSchema#"

CITIES = (("990100", "云泽市"), ("990200", "石桥市"))
KINDS = ("卫生健康", "教育", "民政", "交通运输", "文化旅游", "科技")
INDICATORS = ("千人口床位数", "绿道里程", "托位数", "公共图书馆面积", "就业人数")


def thing(kind: str, *parts: object) -> NamedNode:
    return NamedNode(f"{BASE}{kind}/{key(*parts)}")


def key(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def zt(name: str) -> NamedNode:
    return NamedNode(ZT + name)


def concept(scheme: str, name: str) -> NamedNode:
    return NamedNode(f"{VOCABULARY}{scheme}#{name}")


def zh(text: str) -> Literal:
    return Literal(text, language="zh")


def typed(value: object, datatype: str) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD + datatype))


@dataclass(frozen=True)
class Graph:
    """Adds the triples of one named graph."""

    name: NamedNode

    def node(self, subject: NamedNode, kind: str, label: str, **values: object) -> Iterator[Quad]:
        yield Quad(subject, RDF_TYPE, zt(kind), self.name)
        yield Quad(subject, RDFS_LABEL, zh(label), self.name)
        for name, value in values.items():
            predicate = NamedNode(name.replace("dcterms_", DCTERMS).replace("oa_", OA)) if "_" in name else zt(name)
            for each in value if isinstance(value, list) else [value]:
                if each is not None:
                    yield Quad(subject, predicate, each, self.name)


def quads(plans: int = 4, tasks: int = 6) -> Iterator[Quad]:
    """`plans` plans of `tasks` tasks each, in two cities, with agencies, indicators, targets and evidence."""
    yield from _shared()
    for number in range(plans):
        yield from _plan(number, tasks)


def store(plans: int = 4, tasks: int = 6) -> Store:
    """The same in memory."""
    made = Store()
    made.bulk_extend(quads(plans, tasks))
    return made


def agency(city: int, kind: int) -> NamedNode:
    code, name = CITIES[city]
    return NamedNode(f"{BASE}agency/{code}-{key(code, name + KINDS[kind] + '局')[:12]}")


def region(code: str) -> NamedNode:
    return NamedNode(f"{BASE}region/{code}")


def _shared() -> Iterator[Quad]:
    agencies, regions, indicators = (Graph(NamedNode(f"{BASE}graph/{n}")) for n in ("agencies", "regions", "indicators"))
    province = region("990000")
    yield from regions.node(province, "Region", "云石省", regionLevel=concept("region-level", "province"))
    yield Quad(province, NOTATION, Literal("990000"), regions.name)
    for city, (code, name) in enumerate(CITIES):
        level = concept("region-level", "city")
        yield from regions.node(region(code), "Region", name, regionLevel=level, within=province)
        yield Quad(region(code), NOTATION, Literal(code), regions.name)
        county = str(int(code) + 81)
        level = concept("region-level", "county")
        yield from regions.node(region(county), "Region", f"{name[0]}东县", regionLevel=level, within=region(code))
        yield Quad(region(county), NOTATION, Literal(county), regions.name)
        for kind, word in enumerate(KINDS):
            node = agency(city, kind)
            before = thing("agency", code, word) if kind == 0 else None
            facts = {"jurisdiction": region(code), "agencyKind": concept("agency-kind", f"kind-{kind}")}
            state = {"collective": typed("false", "boolean"), "resolution": concept("resolution", "resolved")}
            yield from agencies.node(node, "Agency", f"{name}{word}局", **facts, **state, predecessor=before)
            yield Quad(node, ALT_LABEL, zh(f"市{word}局"), agencies.name)
            yield (
                Quad(node, ALT_LABEL, zh(f"市{word[:2]}局"), agencies.name)
                if len(word) > 2
                else None or Quad(node, ALT_LABEL, zh(f"{name[:2]}{word}局"), agencies.name)
            )
            if before:
                yield from agencies.node(before, "Agency", f"{name}卫生局", **facts, **state)
                yield Quad(before, ALT_LABEL, zh("市卫生局"), agencies.name)
    for name in INDICATORS:
        yield from indicators.node(thing("indicator", name), "Indicator", name)


def _plan(number: int, tasks: int) -> Iterator[Quad]:
    city = number % len(CITIES)
    code, name = CITIES[city]
    start = 2011 + number % 14
    plan, document = thing("plan", number), thing("document", number)
    title = f"{name}公共服务第{number}号行动计划（{start}—{start + 2}年）"
    graph, notice = (
        Graph(NamedNode(f"{BASE}graph/plan/{plan.value[-16:]}")),
        Graph(NamedNode(f"{BASE}graph/document/{document.value[-16:]}")),
    )
    issued, years = typed(f"{start}-03-0{1 + number % 9}", "date"), {"startYear": start, "endYear": start + 2}
    issuer = agency(city, number % len(KINDS))
    yield from notice.node(
        document, "Document", f"关于印发《{title}》的通知", dcterms_title=zh(f"关于印发《{title}》的通知"), dcterms_issued=issued,
        documentNumber=Literal(f"云政发〔{start}〕{number}号"), issuer=issuer, issuerAsPrinted=zh("市办公室"), carries=plan,
        cites=thing("document", number - 1) if number else None, sourceDigest=Literal(key("bytes", number)),
        mediaType=Literal("text/plain"), publishedOn=issued,
    )  # fmt: skip
    sections = [thing("section", number, s) for s in range(max(1, tasks // 10 + 1))]
    every = [thing("task", number, t) for t in range(tasks)]
    yield from graph.node(
        plan, "Plan", title, dcterms_title=zh(title), owner=issuer, ownerAsPrinted=zh("市政府"), region=region(code),
        carriedBy=document, hasSection=sections, hasTask=every,
        hasTarget=[thing("target", number, t) for t in range(0, tasks, 2)],
        hasBaseline=thing("baseline", number, 0), **{k: typed(v, "integer") for k, v in years.items()},
    )  # fmt: skip
    for order, section in enumerate(sections):
        above = sections[0] if order else None
        label = f"第{order}部分"
        where = {"inPlan": plan, "inSection": above, "order": typed(order, "integer"), "number": zh("一、")}
        yield from graph.node(section, "Section", label, **where)
    for order, task in enumerate(every):
        yield from _task(graph, document, plan, task, sections[order % len(sections)], city, number, order)


def _task(
    graph: Graph, document: NamedNode, plan: NamedNode, task: NamedNode, section: NamedNode, city: int, number: int, order: int
) -> Iterator[Quad]:
    kind = (number + order) % len(KINDS)
    start = 2011 + number % 14
    led = order % 5 != 4
    lead, support = agency(city, kind), agency(city, (kind + 1) % len(KINDS))
    responsibilities = [thing("responsibility", task.value, role) for role in ("lead", "support")] if led else []
    proof = NamedNode(f"{BASE}evidence/{document.value[-16:]}-{order * 100}-{order * 100 + 40}")
    due = start + order % 3
    latest = typed(f"{due}-12-31T23:59:59+08:00", "dateTime")
    target = thing("target", number, order) if order % 2 == 0 else None
    title = f"第{order}项：建设{KINDS[kind]}服务网络"
    yield from graph.node(
        task, "Task", title, number=zh(f"{order + 1}."), order=typed(order, "integer"), text=zh(f"{title}，覆盖城乡。"),
        path=zh(f"一、第{order % 3}部分"), inPlan=plan, inSection=section,
        taskKind=concept("task-kind", "safeguard" if order % 7 == 6 else "task"),
        hasResponsibility=responsibilities, ledBy=lead if led else None, supportedBy=support if led else None,
        hasTarget=target, hasEvidence=proof, titleEvidence=proof, due=zh(f"{due}年底前"), duePrecision=Literal("year"),
        dueLatest=latest, dueEvidence=proof, namesRegion=region(str(int(CITIES[city][0]) + 81)) if order % 4 == 0 else None,
        cites=thing("document", number - 1) if number and order == 1 else None,
    )  # fmt: skip
    yield from graph.node(
        proof, "Evidence", f"〔{title}〕", oa_exact=Literal(title), oa_start=typed(order * 100, "integer"),
        oa_end=typed(order * 100 + 40, "integer"),
        rawStart=typed(order * 100, "integer"), rawEnd=typed(order * 100 + 40, "integer"),
        oa_hasSource=document,
    )  # fmt: skip
    for node, who, role, word in zip(
        responsibilities, (lead, support), ("lead", "support"), ("牵头单位", "配合单位"), strict=False
    ):
        label, shown = f"{word}：{KINDS[kind]}", {"hasEvidence": proof, "roleEvidence": proof}
        printed = {"roleAsPrinted": zh(word), "nameAsPrinted": zh(f"市{KINDS[kind]}局"), "inherited": typed("true", "boolean")}
        yield from graph.node(
            node, "Responsibility", label, onTask=task, agency=who, role=concept("role", role),
            roleDetail=concept("role", word[:2]), **printed, **shown,
        )  # fmt: skip
    if target:
        name = INDICATORS[order % len(INDICATORS)]
        value = 10 + number + order
        yield from graph.node(
            target, "Target", f"{name} ≥ {value}（{due}）", inPlan=plan, onTask=task, indicator=thing("indicator", name),
            measure=concept("measure", "level"), comparator=concept("comparator", "ge"), value=typed(value, "decimal"),
            unit=concept("unit", "count"), unitAsPrinted=zh("个"), baseValue=typed(value, "decimal"),
            baseUnit=concept("unit", "count"), due=zh(f"{due}年"), duePrecision=Literal("year"), dueLatest=latest,
            dueExplicit=typed("true", "boolean"), implicit=typed("false", "boolean"), hasEvidence=proof, valueEvidence=proof,
        )  # fmt: skip
    if order == 0:
        name = INDICATORS[0]
        yield from graph.node(
            thing("baseline", number, 0), "Baseline", name, inPlan=plan, onTask=task, indicator=thing("indicator", name),
            value=typed(9, "decimal"), unit=concept("unit", "count"), unitAsPrinted=zh("个"),
            asOf=Literal(str(start - 1)),
            hasEvidence=proof, valueEvidence=proof,
        )  # fmt: skip
