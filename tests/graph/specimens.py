"""Records made by hand over texts of an invented city, for the compiler's tests."""

import hashlib
from dataclasses import dataclass

from loaders import records
from loaders.records import Due, Evidence, Supports

BASE = "https://example.org/id/"


@dataclass
class Text:
    """A text whose quotes are found by what they say."""

    text: str
    raw_shift: int = 3

    def quote(self, words: str, supports: Supports, place: str | None = None) -> Evidence:
        start = self.text.index(words)
        end = start + len(words)
        return Evidence(
            quote=words,
            start=start,
            end=end,
            raw_start=start + self.raw_shift,
            raw_end=end + self.raw_shift,
            place=place,
            supports=supports,
        )

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


NOTICE = """云澜市人民政府办公室关于印发云澜市清溪行动方案（2024—2026年）的通知
云政办发〔2024〕7号 2024-03-01
云澜市清溪行动方案（2024—2026年）
一、水体治理（牵头单位：市水务局）
1.疏浚河道。到2026年底，疏浚河道120公里以上，依据《云澜市河道条例》。
2.新建泵站。2025年底前投资3.5亿元新建泵站8座，由市水务局牵头，市财政局配合，在白石县先行。
二、保障措施
1.加强督查。每年督查2次。
"""


def notice(text: str = NOTICE, number: str = "一、", length: str = "120") -> records.Document:
    """The notice; number: of its first heading; length: of the river to dredge (both must be in the text)."""
    at = Text(text)
    title = "云澜市清溪行动方案（2024—2026年）"
    water = records.Section(
        rule="heading", evidence=(at.quote("水体治理", "title"),), number=number, title="水体治理", parent=None, order=1
    )
    safeguards = records.Section(
        rule="heading", evidence=(at.quote("保障措施", "title"),), number="二、", title="保障措施", parent=None, order=2
    )

    def lead(words: str, inherited: bool) -> records.Responsibility:
        return records.Responsibility(
            rule="lead",
            evidence=(at.quote(words, "name"), at.quote(words, "role")),
            name="市水务局",
            role="lead",
            detail="牵头",
            role_printed="牵头单位" if inherited else "牵头",
            inherited=inherited,
        )

    dredge = records.Task(
        rule="leaf",
        evidence=(at.quote("疏浚河道", "title"), at.quote("1.疏浚河道", "text")),
        number="1.",
        title="疏浚河道",
        text=f"疏浚河道。到2026年底，疏浚河道{length}公里以上，依据《云澜市河道条例》。",
        kind="task",
        section=0,
        order=1,
        responsibilities=(lead("（牵头单位：市水务局）", True),),
        citations=(
            records.Citation(
                rule="title", evidence=(at.quote("《云澜市河道条例》", "cite"),), title="云澜市河道条例", doc_number=None
            ),
        ),
    )
    pump = records.Task(
        rule="leaf",
        evidence=(at.quote("新建泵站", "title"),),
        number="2.",
        title="新建泵站",
        text="新建泵站。2025年底前投资3.5亿元新建泵站8座，由市水务局牵头，市财政局配合，在白石县先行。",
        kind="task",
        section=0,
        order=2,
        due=Due(printed="2025年底前", value="2025", precision="year"),
        responsibilities=(
            lead("由市水务局牵头", False),
            records.Responsibility(
                rule="support",
                evidence=(at.quote("市财政局配合", "name"),),
                name="市财政局",
                role="support",
                detail="配合",
                role_printed="配合",
            ),
        ),
        regions=(
            records.RegionMention(rule="region", evidence=(at.quote("白石县", "region"),), name="白石县", printed="白石县"),
        ),
    )
    inspect = records.Task(
        rule="leaf",
        evidence=(at.quote("加强督查", "title"),),
        number="1.",
        title="加强督查",
        text="加强督查。每年督查2次。",
        kind="safeguard",
        section=1,
        order=3,
    )
    end = Due(printed="到2026年底", value="2026", precision="year")
    targets = (
        records.Target(
            rule="figure",
            evidence=(at.quote(f"疏浚河道{length}公里以上", "value"), at.quote("到2026年底", "due")),
            task=0,
            name="疏浚河道",
            measure="increment",
            comparator=">=",
            value=float(length),
            unit="公里",
            due=end,
            due_explicit=True,
        ),
        records.Target(
            rule="figure",
            evidence=(at.quote("投资3.5亿元", "value"),),
            task=1,
            name="投资",
            measure="increment",
            comparator="=",
            value=3.5,
            unit="亿元",
            due=Due(printed="2025年底前", value="2025", precision="year"),
            due_explicit=True,
        ),
        records.Target(
            rule="figure",
            evidence=(at.quote("每年督查2次", "value"),),
            task=2,
            name="督查",
            measure="frequency",
            comparator="=",
            value=2,
            unit="次",
            per="year",
            due=Due(printed="2026", value="2026", precision="year"),
        ),
    )
    plan = records.Plan(
        rule="plan",
        evidence=(Text(text[text.index("\n云澜市清溪") :]).quote(title, "title"),),
        title=title,
        owner="云澜市人民政府",
        region="云澜市",
        period=("2024", "2026"),
        sections=(water, safeguards),
        tasks=(dredge, pump, inspect),
        targets=targets,
    )
    return records.Document(
        rule="notice",
        evidence=(at.quote("云政办发〔2024〕7号", "number"), at.quote("2024-03-01", "date")),
        sha256=at.sha256,
        source="notice.txt",
        media_type="text/plain",
        title="云澜市人民政府办公室关于印发云澜市清溪行动方案（2024—2026年）的通知",
        doc_number="云政办发〔2024〕7号",
        issuer="云澜市人民政府办公室",
        issued="2024-03-01",
        disclosure="主动公开",
        plans=(plan,),
    )


TABLE = "领域\t任务名称\t牵头单位\t指标\n水体\t疏浚河道\t市水务局\t疏浚河道 ≥ 120 公里 2026\n水体\t绿化岸线\t市园林局\t"


def table(length: float = 120) -> records.Document:
    """The breakdown table of the same plan: one task of the notice, with the same figure, and one of its own."""
    at = Text(TABLE)
    section = records.Section(
        rule="column", evidence=(at.quote("水体", "title", "A2"),), number=None, title="水体", parent=None, order=1
    )

    def task(title: str, lead: str, order: int) -> records.Task:
        return records.Task(
            rule="row",
            evidence=(at.quote(title, "title", f"B{order + 1}"),),
            number=None,
            title=title,
            text=title,
            kind="task",
            section=0,
            order=order,
            responsibilities=(
                records.Responsibility(
                    rule="column",
                    evidence=(at.quote(lead, "name", f"C{order + 1}"),),
                    name=lead,
                    role="lead",
                    detail="牵头",
                    role_printed="牵头单位",
                ),
            ),
        )

    target = records.Target(
        rule="row",
        evidence=(at.quote("疏浚河道 ≥ 120 公里 2026", "value", "D2"),),
        task=0,
        name="疏浚河道",
        measure="increment",
        comparator=">=",
        value=length,
        unit="公里",
        due=Due(printed="2026", value="2026", precision="year"),
        due_explicit=True,
    )
    plan = records.Plan(
        rule="header",
        evidence=(at.quote("任务名称", "title"),),
        title="云澜市清溪行动方案(2024-2026年)",
        owner="云澜市人民政府",
        region="云澜市",
        period=("2024", "2026"),
        sections=(section,),
        tasks=(task("疏浚河道", "市水务局", 1), task("绿化岸线", "市园林局", 2)),
        targets=(target,),
    )
    return records.Document(
        rule="table",
        evidence=(at.quote("领域", "title"),),
        sha256=at.sha256,
        source="table.csv",
        media_type="text/csv",
        title="云澜市清溪行动任务分解表",
        issuer="云澜市人民政府办公室",
        issued="2024-03-05",
        plans=(plan,),
    )


LATER = """云澜市人民政府关于公布清溪行动督查计划的通知
云澜市清溪督查计划
一、检查河道。落实《云澜市清溪行动方案（2024—2026年）》和云政办发〔2024〕7号。
"""


def later() -> records.Document:
    """Another document, with a plan of its own, that cites the notice by its number and a plan by its title."""
    at = Text(LATER)
    task = records.Task(
        rule="leaf",
        evidence=(at.quote("检查河道", "title"),),
        number="一、",
        title="检查河道",
        text="检查河道。",
        kind="task",
        section=None,
        order=1,
        citations=(
            records.Citation(
                rule="number",
                evidence=(at.quote("云政办发〔2024〕7号", "cite"),),
                title=None,
                doc_number="云政办发〔2024〕7号",
                relation="basedOn",
            ),
        ),
    )
    return records.Document(
        rule="notice",
        evidence=(at.quote("云澜市人民政府关于公布清溪行动督查计划的通知", "title"),),
        sha256=at.sha256,
        source="later.txt",
        media_type="text/plain",
        title="云澜市人民政府关于公布清溪行动督查计划的通知",
        issuer="云澜市人民政府",
        issued="2025-01-02",
        citations=(
            records.Citation(
                rule="title",
                evidence=(at.quote("《云澜市清溪行动方案（2024—2026年）》", "cite"),),
                title="云澜市清溪行动方案（2024—2026年）",
                doc_number=None,
            ),
        ),
        plans=(
            records.Plan(
                rule="plan",
                evidence=(at.quote("云澜市清溪督查计划", "title"),),
                title="云澜市清溪督查计划",
                owner="云澜市人民政府",
                region="云澜市",
                period=("2025", "2025"),
                tasks=(task,),
            ),
        ),
    )
