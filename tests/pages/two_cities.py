"""Two invented cities with a plan each, as records: compiled by the real compiler, every fact with its quote."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from loaders import records
from loaders.graph import compile_graphs
from loaders.records import Due, Evidence, Supports

BASE = "https://w3id.org/zhengtu/id/"
ZT = "https://w3id.org/zhengtu/ont#"


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


SHORT = records.Doubt(code="name-short", message="名称不全。The name is short.")


def document_text(city: City) -> str:
    return (
        f"{city.name}人民政府办公室关于印发{city.name}健康服务提升方案（2024—2027年）的通知\n"
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


def documents(cities: tuple[City, ...] = CITIES) -> list[records.Document]:
    return [_Reader(city).document() for city in cities]


def n_quads(known: list[records.Document]) -> bytes:
    return "".join(f"{line}\n" for graph in compile_graphs(known, BASE).values() for line in graph.lines).encode()


def write_sources(data: Path, texts: dict[str, str], repairs: dict[str, list[records.Repair]] | None = None) -> None:
    """The texts as the loaders leave them under data/sources/, by SHA-256."""
    for digest, text in texts.items():
        place = data / "sources" / digest
        place.mkdir(parents=True)
        (place / "text.txt").write_bytes(text.encode())
        noted = [repair.model_dump() for repair in (repairs or {}).get(digest, [])]
        (place / "repairs.json").write_text(json.dumps(noted, ensure_ascii=False), "utf-8")


class _Reader:
    """Finds what the text says by knowing it."""

    def __init__(self, city: City):
        self.city, self.text = city, document_text(city)

    def document(self) -> records.Document:
        city = self.city
        title = f"{city.name}健康服务提升方案（2024—2027年）"
        notice = f"{city.name}人民政府办公室关于印发{title}的通知"
        plan = records.Plan(
            rule="covering-letter",
            evidence=(self.quote(title, "title"),),
            title=title,
            owner=f"{city.name}人民政府办公室",
            region=city.name,
            region_code=city.code,
            period=("2024", "2027"),
            sections=(
                self.section("一、", "总体目标", 0),
                self.section("二、", "重点任务", 1),
                self.section("（一）", "提升基层服务", 2, above=1),
                self.section("（二）", "强化要素保障", 3, above=1),
            ),
            tasks=(
                self.task("1.", "建设紧密型医共体", 2, ("lead", "support"), self.due("到2025年底", "2025")),
                self.task("2.", "健全普惠托育服务", 2, ("lead",), self.due("2026年底前", "2026")),
                self.task("3.", "完善经费保障", 3, ("support-leads",)),
            ),
            targets=(
                self.target(None, "县域就诊率", ">=", city.share, "%", f"县域就诊率达到{city.share}%以上", "2027"),
                self.target(None, "每千人口托位数", ">=", city.beds, "个", f"每千人口托位数达到{city.beds}个", "2027"),
                self.target(1, "新增托位", "=", 1200, "个", "新增托位1200个", "2026"),
            ),
        )
        return records.Document(
            rule="notice",
            evidence=(self.quote(notice, "title"),),
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            source=f"{city.name}.txt",
            media_type="text/plain",
            title=notice,
            issuer=f"{city.name}人民政府办公室",
            issued=city.issued,
            plans=(plan,),
        )

    def quote(self, words: str, supports: Supports, after: str = "") -> Evidence:
        start = self.text.index(words, self.text.index(after) if after else 0)
        end = start + len(words)
        return Evidence(quote=words, start=start, end=end, raw_start=start, raw_end=end, supports=supports)

    def due(self, printed: str, year: str) -> Due:
        return Due(printed=printed, value=year, precision="year")

    def section(self, number: str, title: str, order: int, above: int | None = None) -> records.Section:
        evidence = (self.quote(title, "title", number),)
        return records.Section(rule="heading", evidence=evidence, number=number, title=title, parent=above, order=order)

    def task(self, number: str, title: str, section: int, roles: tuple[str, ...], due: Due | None = None) -> records.Task:
        line = next(line for line in self.text.splitlines() if line.startswith(f"{number}{title}"))
        evidence = (self.quote(title, "title"), self.quote(line, "text"))
        return records.Task(
            rule="leaf",
            evidence=evidence + ((self.quote(due.printed, "due", line),) if due else ()),
            number=number,
            title=title,
            text=line.removeprefix(number),
            kind="task",
            section=section,
            order=int(number[0]),
            due=due,
            responsibilities=tuple(self.responsibility(role, line) for role in roles),
        )

    def responsibility(self, role: str, line: str) -> records.Responsibility:
        name = self.city.lead if role == "lead" else self.city.support
        leads = role != "support"
        return records.Responsibility(
            rule="bracket",
            evidence=(self.quote(name, "name", line), self.quote("牵头单位" if leads else "配合单位", "role", line)),
            name=name,
            role="lead" if leads else "support",
            detail="牵头" if leads else "配合",
            role_printed="牵头单位" if leads else "配合单位",
            doubts=(SHORT,) if role == "support-leads" else (),
        )

    def target(
        self, task: int | None, name: str, comparator: str, value: float, unit: str, words: str, year: str
    ) -> records.Target:
        return records.Target.model_validate(
            {
                "rule": "reach",
                "evidence": (self.quote(words, "value"),),
                "task": task,
                "name": name,
                "measure": "level",
                "comparator": comparator,
                "value": value,
                "unit": unit,
                "due": Due(printed=f"{year}年", value=year, precision="year"),
                "due_explicit": True,
            }
        )
