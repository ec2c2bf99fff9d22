"""A small graph in the shape of docs/architecture.md: two invented cities, a plan each, every fact with its quote."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

BASE = "https://w3id.org/zhengtu/id/"
ZT = "https://w3id.org/zhengtu/ont#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
XSD = "http://www.w3.org/2001/XMLSchema#"
VOCABULARY = "https://w3id.org/zhengtu/"
NAMES = {
    "a": RDF_TYPE,
    "label": LABEL,
    "altLabel": SKOS + "altLabel",
    "notation": SKOS + "notation",
    "issued": DCTERMS + "issued",
}
NAMES |= {
    "title": DCTERMS + "title",
    "exact": OA + "exact",
    "start": OA + "start",
    "end": OA + "end",
    "hasSource": OA + "hasSource",
}


def key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def zh(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) + "@zh"


def typed(value: object, kind: str) -> str:
    return f'"{value}"^^<{XSD}{kind}>'


@dataclass
class Quads:
    """N-Quads under way."""

    lines: list[str] = field(default_factory=list)

    def add(self, graph: str, subject: str, **properties: object) -> None:
        """One value or a list for each property: an IRI as (iri,), an int, bool or float, SPARQL-like text for the rest."""
        for name, values in properties.items():
            for value in values if isinstance(values, list) else [values]:
                self.lines.append(f"<{subject}> <{NAMES.get(name, ZT + name)}> {_term(value)} <{BASE}graph/{graph}> .")

    def text(self) -> str:
        return "\n".join(dict.fromkeys(self.lines)) + "\n"


def _term(value: object) -> str:
    if isinstance(value, tuple):
        return f"<{value[0]}>"
    if isinstance(value, bool):
        return typed(str(value).lower(), "boolean")
    if isinstance(value, int):
        return typed(value, "integer")
    if isinstance(value, float):
        return typed(value, "decimal")
    return str(value)


@dataclass(frozen=True)
class City:
    """What differs between the two."""

    name: str
    code: str
    lead: str
    support: str
    share: int
    beds: float
    issued: str


CITIES = (
    City("临江市", "990100", "市卫生健康委", "市财政局", 92, 4.6, "2024-03-05"),
    City("望海市", "990200", "市卫生健康委", "市发展改革委", 88, 5.2, "2024-05-20"),
)


def document_text(city: City) -> str:
    return (
        f"{city.name}人民政府办公室关于印发健康服务提升方案的通知\n"
        f"各县人民政府，市政府各部门：\n现将《{city.name}健康服务提升方案（2024—2027年）》印发给你们，请认真组织实施。\n"
        "一、总体目标\n"
        f"到2027年，县域就诊率达到{city.share}%以上，每千人口托位数达到{city.beds}个。\n"
        "二、重点任务\n"
        "（一）提升基层服务\n"
        f"1.建设紧密型医共体。全面推开县域医共体建设，到2025年底实现全覆盖。（牵头单位：{city.lead}；配合单位：{city.support}）\n"
        f"2.健全普惠托育服务。支持社区办托，2026年底前新增托位1200个。（牵头单位：{city.lead}）\n"
        "（二）强化要素保障\n"
        f"3.完善经费保障。建立与服务量挂钩的补助办法。（牵头单位：{city.support}）\n"
    )


def build(cities: tuple[City, ...] = CITIES) -> tuple[str, dict[str, str]]:
    """The graph as N-Quads, and the texts of the documents by digest."""
    quads, texts = Quads(), {}
    for city in cities:
        text = document_text(city)
        digest = hashlib.sha256(text.encode()).hexdigest()
        texts[digest] = text
        _CityGraph(quads, city, text, digest).build()
    return quads.text(), texts


def write_sources(folder: Path, texts: dict[str, str]) -> None:
    """The texts as the loaders leave them under data/sources/."""
    for digest, text in texts.items():
        place = folder / "sources" / digest
        place.mkdir(parents=True)
        (place / "original.txt").write_text(text, "utf-8")
        (place / "raw.txt").write_text(text, "utf-8")
        (place / "text.txt").write_text(text, "utf-8")
        (place / "repairs.json").write_text("[]", "utf-8")


class _CityGraph:
    def __init__(self, quads: Quads, city: City, text: str, digest: str):
        self.quads, self.city, self.source, self.digest = quads, city, text, digest
        self.document = f"{BASE}document/{key('document', city.name)}"
        self.plan = f"{BASE}plan/{key('plan', city.name)}"
        self.in_plan = f"plan/{key('plan', city.name)}"
        self.in_document = f"document/{key('document', city.name)}"
        self.region = f"{BASE}region/{city.code}"

    def build(self) -> None:
        city, add = self.city, self.quads.add
        title = f"{city.name}健康服务提升方案（2024—2027年）"
        government = self.agency(f"{city.name}人民政府办公室", f"{city.name}政府办公室")
        add(
            "regions",
            self.region,
            a=(ZT + "Region",),
            label=zh(city.name),
            notation=f'"{city.code}"',
            regionLevel=(VOCABULARY + "region-level#prefecture",),
        )
        notice = f"{city.name}人民政府办公室关于印发健康服务提升方案的通知"
        add(
            self.in_document,
            self.document,
            a=(ZT + "Document",),
            label=zh(notice),
            title=zh(notice),
            issuer=(government,),
            issuerAsPrinted=zh(f"{city.name}人民政府办公室"),
        )
        add(
            self.in_document,
            self.document,
            issued=typed(city.issued, "date"),
            carries=(self.plan,),
            sourceDigest=f'"{self.digest}"',
            mediaType='"text/plain"',
        )
        add(
            self.in_plan,
            self.plan,
            a=(ZT + "Plan",),
            label=zh(title),
            title=zh(title),
            owner=(government,),
            region=(self.region,),
            carriedBy=(self.document,),
        )
        add(self.in_plan, self.plan, startYear=2024, endYear=2027, hasEvidence=self.quote(title))
        goals = self.section("一、", "总体目标", 1)
        work = self.section("二、", "重点任务", 2)
        base = self.section("（一）", "提升基层服务", 3, work)
        funds = self.section("（二）", "强化要素保障", 4, work)
        assert goals
        self.target(
            None, "县域就诊率", "ge", city.share, "percent", "%", f"县域就诊率达到{city.share}%以上", "2027", "2027-12-31"
        )
        self.target(
            None, "每千人口托位数", "ge", city.beds, "place", "个", f"每千人口托位数达到{city.beds}个", "2027", "2027-12-31"
        )
        first = self.task("1.", "建设紧密型医共体", 1, base, due=("到2025年底", "year", "2025-12-31"))
        self.responsibility(first, "lead", "牵头单位", city.lead)
        self.responsibility(first, "support", "配合单位", city.support)
        second = self.task("2.", "健全普惠托育服务", 2, base, due=("2026年底前", "year", "2026-12-31"))
        self.responsibility(second, "lead", "牵头单位", city.lead)
        self.target(second, "新增托位", "eq", 1200, "place", "个", "新增托位1200个", "2026", "2026-12-31")
        third = self.task("3.", "完善经费保障", 3, funds)
        self.responsibility(third, "lead", "牵头单位", city.support)

    def quote(self, words: str, after: str = "") -> tuple[str]:
        start = self.source.index(words, self.source.index(after) if after else 0)
        end = start + len(words)
        iri = f"{BASE}evidence/{self.digest[:16]}-{start}-{end}"
        self.quads.add(
            self.in_plan, iri, a=(ZT + "Evidence",), label=zh(f"〔{words[:20]}〕"), exact=zh(words), start=start, end=end
        )
        self.quads.add(self.in_plan, iri, rawStart=start, rawEnd=end, hasSource=(self.document,))
        return (iri,)

    def agency(self, official: str, *aliases: str) -> str:
        iri = f"{BASE}agency/{self.city.code}-{key(official)[:12]}"
        add = self.quads.add
        add("agencies", iri, a=(ZT + "Agency",), label=zh(official), jurisdiction=(self.region,), collective=False)
        add("agencies", iri, altLabel=[zh(alias) for alias in aliases], resolution=(VOCABULARY + "resolution#resolved",))
        return iri

    def section(self, number: str, title: str, order: int, parent: str | None = None) -> str:
        iri = f"{BASE}section/{key(self.plan, title)}"
        self.quads.add(
            self.in_plan, iri, a=(ZT + "Section",), label=zh(title), number=f'"{number}"', order=order, inPlan=(self.plan,)
        )
        self.quads.add(self.in_plan, self.plan, hasSection=(iri,))
        if parent:
            self.quads.add(self.in_plan, iri, inSection=(parent,))
        return iri

    def task(self, number: str, title: str, order: int, section: str, due: tuple[str, str, str] | None = None) -> str:
        iri = f"{BASE}task/{key(self.plan, title)}"
        line = next(line for line in self.source.splitlines() if line.startswith(f"{number}{title}"))
        evidence = self.quote(title), self.quote(line)
        add = self.quads.add
        add(
            self.in_plan,
            iri,
            a=(ZT + "Task",),
            label=zh(title),
            number=f'"{number}"',
            order=order,
            text=zh(line),
            inPlan=(self.plan,),
        )
        add(self.in_plan, iri, inSection=(section,), taskKind=(VOCABULARY + "task-kind#task",), hasEvidence=list(evidence))
        add(self.in_plan, iri, titleEvidence=evidence[0], textEvidence=evidence[1])
        add(self.in_plan, self.plan, hasTask=(iri,))
        if due:
            where = self.quote(due[0], line)
            add(
                self.in_plan,
                iri,
                due=zh(due[0]),
                duePrecision=f'"{due[1]}"',
                dueLatest=typed(due[2] + "T23:59:59+08:00", "dateTime"),
            )
            add(self.in_plan, iri, dueEvidence=where, hasEvidence=where)
        return iri

    def responsibility(self, task: str, role: str, printed: str, name: str) -> None:
        official = (
            self.city.name + {"市卫生健康委": "卫生健康委员会", "市财政局": "财政局", "市发展改革委": "发展和改革委员会"}[name]
        )
        agency, iri = self.agency(official, name), f"{BASE}responsibility/{key(task, official, role)}"
        line = next(line for line in self.source.splitlines() if zh_title(self.quads, task) in line)
        where = self.quote(name, line)
        role_word = {"lead": "牵头", "support": "配合"}[role]
        add = self.quads.add
        add(self.in_plan, iri, a=(ZT + "Responsibility",), label=zh(f"{role_word}：{official}"), onTask=(task,), agency=(agency,))
        add(
            self.in_plan,
            iri,
            role=(f"{VOCABULARY}role#{role}",),
            roleAsPrinted=zh(printed),
            nameAsPrinted=zh(name),
            inherited=False,
            hasEvidence=where,
        )
        add(self.in_plan, task, hasResponsibility=(iri,), **{"ledBy" if role == "lead" else "supportedBy": (agency,)})

    def target(
        self,
        task: str | None,
        name: str,
        comparator: str,
        value: float,
        unit: str,
        printed_unit: str,
        words: str,
        year: str,
        latest: str,
    ) -> None:
        indicator, iri = f"{BASE}indicator/{key(name)}", f"{BASE}target/{key(self.plan, name, year)}"
        add = self.quads.add
        add("indicators", indicator, a=(ZT + "Indicator",), label=zh(name))
        where, sign = self.quote(words), {"ge": "≥", "eq": "="}[comparator]
        add(
            self.in_plan,
            iri,
            a=(ZT + "Target",),
            label=zh(f"{name} {sign} {value}{printed_unit}（{year}）"),
            inPlan=(self.plan,),
            indicator=(indicator,),
        )
        add(
            self.in_plan,
            iri,
            measure=(VOCABULARY + "measure#level",),
            comparator=(f"{VOCABULARY}comparator#{comparator}",),
            value=float(value),
        )
        add(
            self.in_plan,
            iri,
            unit=(f"{VOCABULARY}unit#{unit}",),
            unitAsPrinted=zh(printed_unit),
            baseValue=float(value),
            baseUnit=(f"{VOCABULARY}unit#{unit}",),
        )
        add(
            self.in_plan,
            iri,
            due=zh(year),
            duePrecision='"year"',
            dueLatest=typed(latest + "T23:59:59+08:00", "dateTime"),
            dueExplicit=True,
            implicit=False,
        )
        add(self.in_plan, iri, hasEvidence=where, valueEvidence=where)
        add(self.in_plan, self.plan, hasTarget=(iri,))
        if task:
            add(self.in_plan, iri, onTask=(task,))
            add(self.in_plan, task, hasTarget=(iri,))


def zh_title(quads: Quads, task: str) -> str:
    """The title that a task was given."""
    start = f"<{task}> <{LABEL}> "
    return json.loads(next(line for line in quads.lines if line.startswith(start)).removeprefix(start).split("@zh")[0])
