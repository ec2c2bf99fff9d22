"""Invented documents with their true facts beside them: styles, numbers, agencies and noise drawn at random by seed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from loaders.synthesis import document_words as words
from loaders.synthesis.statements import Statement, no_target, past, statement

_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass(frozen=True)
class Invented:
    """A document. gold: what is true of it, in the shape of ../shared/gold/README.md. suffix: of its file."""

    name: str
    suffix: str
    text: str
    gold: dict[str, Any]


@dataclass
class _Draft:
    """A document under writing."""

    rng: Random
    region: str
    level: str
    first: int
    last: int
    dated: bool = False
    said: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    baselines: list[dict[str, Any]] = field(default_factory=list)

    def bodies(self, count: int) -> list[str]:
        """Different agencies of the plan's own level, as printed in full (市教育局)."""
        known = words.PROVINCE_BODIES if self.level == "省" else words.CITY_BODIES
        return [self.level + body for body in self.rng.sample(known, count)]

    def sentences(self, task: int | None, count: int, *, due: str | None = None, title: str = "") -> str:
        """Running text of `count` sentences with figures and without; records the facts. due: the item's own deadline."""
        pieces: list[str] = []
        self.dated = False
        self.said = set()
        for _ in range(count):
            draw = self.rng.random()
            if draw < 0.45:
                pieces.append("，".join(self.rng.sample(words.SENTENCES, self.rng.randint(1, 2))))
            elif draw < 0.55:
                pieces.append(no_target(self.rng).text)
            elif draw < 0.62 and self.first < self.last and task is not None:
                pieces.append(self._state(past(self.rng, self.first - 1), task, None, explicit=False))
            else:
                pieces.append(self._figures(task, due))
        return title + "".join(f"{piece}。" for piece in pieces)

    def _figures(self, task: int | None, due: str | None) -> str:
        lead, by = self._deadline()
        while self.dated and by is None:  # whether 到2025年 holds for the next sentence too, two people read differently
            lead, by = self._deadline()
        self.dated = by is not None
        clauses = []
        for _ in range(self.rng.randint(1, 3)):
            made = statement(self.rng)
            names = {fact["name"] for fact in made.facts}
            if self.said.isdisjoint(names):
                self.said |= names
                clauses.append(self._state(made, task, by or due, explicit=bool(by or due)))
        if not clauses:
            return self.rng.choice(words.SENTENCES)
        return lead + self.rng.choice(("，", "，", "；")).join(clauses)

    def _deadline(self) -> tuple[str, str | None]:
        year = self.rng.randint(self.first, self.last)
        month = self.rng.randint(1, 12)
        choices: list[tuple[str, str | None]] = [
            ("", None),
            ("", None),
            (f"到{year}年，", str(year)),
            (f"{year}年底前，", str(year)),
        ]
        choices += [(f"到{year}年{month}月，", f"{year}-{month:02}"), (f"{year}年{month}月底前，", f"{year}-{month:02}")]
        if self.first == self.last:
            choices += [("年内，", str(year)), ("上半年，", f"{year}-06"), ("三季度末前，", f"{year}-09"), ("今年，", str(year))]
        return self.rng.choice(choices)

    def _state(self, made: Statement, task: int | None, due: str | None, *, explicit: bool) -> str:
        for fact in made.facts:
            self.indicators.append(fact | {"task": task, "due": due or str(self.last), "due_explicit": explicit, "regions": []})
        for fact in made.baselines:
            self.baselines.append(fact | {"task": task})
        return made.text

    def task(self, path: list[str], number: str | None, title: str, kind: str = "task") -> int:
        """Records a task; returns its index."""
        self.tasks.append(
            {
                "path": path,
                "number": number,
                "title": title,
                "kind": kind,
                "lead": [],
                "lead_inherited": False,
                "co": [],
                "regions": [],
                "cites": [],
            }
        )
        return len(self.tasks) - 1


Bracket = Callable[[_Draft, int], str]


def _lead_and_support(draft: _Draft, task: int) -> str:
    lead, *co = draft.bodies(draft.rng.randint(2, 4))
    if draft.rng.random() < 0.3:
        co.append(draft.rng.choice(words.COLLECTIVE))
    draft.tasks[task] |= {"lead": [lead], "co": co}
    style = draft.rng.choice(("（牵头单位：{0}；配合单位：{1}）", "（{0}牵头，{1}配合）", "（牵头单位：{0}；责任单位：{1}）"))
    return style.format(lead, "、".join(co))


def _all_lead(draft: _Draft, task: int) -> str:
    bodies = draft.bodies(draft.rng.randint(1, 3))
    draft.tasks[task] |= {"lead": bodies}
    printed = "、".join(bodies)
    if len(bodies) > 1 and draft.rng.random() < 0.5:
        return f"（{printed}按职责分工负责）"
    if len(bodies) > 2 and draft.rng.random() < 0.5:  # the level word stands once
        printed = "、".join([bodies[0], *(body[1:] for body in bodies[1:])])
    return f"（责任单位：{printed}）"


def _on_a_line(draft: _Draft, task: int) -> str:
    lead, *co = draft.bodies(draft.rng.randint(2, 3))
    draft.tasks[task] |= {"lead": [lead], "co": co}
    return f"\n牵头单位：{lead}\n配合单位：{'、'.join(co)}"


def _nobody(_draft: _Draft, _task: int) -> str:
    return ""


_BRACKETS: tuple[Bracket, ...] = (_lead_and_support, _lead_and_support, _all_lead, _on_a_line, _nobody)


def invent(seed: int, index: int) -> Invented:
    """The document number `index` of a seed; the same two numbers give the same document."""
    rng = Random(f"{seed}/{index}")  # noqa: S311
    region, level = rng.choice(words.REGIONS)
    first = rng.randint(2006, 2026)
    last = first + rng.choice((0, 0, 2, 3, 4))
    draft = _Draft(rng, region, level, first, last)
    subject, kind = rng.choice(words.PLAN_SUBJECTS), rng.choice(words.PLAN_KINDS)
    years = f"{first}年" if first == last else ""
    span = "" if first == last else f"（{first}{rng.choice('—-')}{last}年）"
    title = f"{region}{years}{subject}{'工作要点' if first == last else kind}{span}"
    body = rng.choice((_three_levels, _two_levels, _points, _articles, _chapters, _dashes, _inherited))
    suffix, breakdown = ".txt", rng.random() < 0.2
    if breakdown:
        suffix, body = ".md", _table
    issuer = f"{region}人民政府办公{'厅' if level == '省' else '室'}"
    number = f"{region[0]}政办发〔{first}〕{rng.randint(1, 200)}号"
    issued = f"{first}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    notice = f"{issuer}关于印发{'《' + title + '》' if rng.random() < 0.5 else title}的通知"
    head = _letter(draft, notice, number, issuer, title, issued)
    body(draft)
    text = _lay_out(rng, [*head, title, *draft.lines], table=breakdown)
    document: dict[str, Any] = {
        "id": f"synthetic-{seed}-{index}",
        "title": notice,
        "doc_number": number,
        "index_number": None,
        "issuer": issuer,
        "issued": issued,
        "published": None,
        "cites": [],
    }
    plan = {
        "title": title,
        "owner": f"{region}人民政府",
        "region": region,
        "period": [str(first), str(last)],
        "tasks": draft.tasks,
        "indicators": draft.indicators,
        "baselines": draft.baselines,
    }
    return Invented(f"{seed}-{index:04}", suffix, text, {"document": document, "plans": [plan]})


def _letter(draft: _Draft, notice: str, number: str, issuer: str, title: str, issued: str) -> list[str]:
    receiver = (
        "各市、县（区）人民政府，省政府各部门：" if draft.level == "省" else "各县（市、区）人民政府，市政府各部门、各直属单位："
    )
    year, month, day = issued.split("-")
    body = f"《{title}》已经{draft.level}政府同意，现印发给你们，请认真组织实施。"
    return [notice, number, receiver, body, issuer, f"{year}年{int(month)}月{int(day)}日"]


def _goals(draft: _Draft, heading: str) -> None:
    draft.lines.append(heading)
    draft.lines.append(draft.sentences(None, draft.rng.randint(2, 4)))


def _titles(draft: _Draft, count: int) -> list[str]:
    objects = draft.rng.sample(words.TASK_OBJECTS, count)
    return [draft.rng.choice(words.TASK_VERBS) + thing for thing in objects]


def _leaf(draft: _Draft, path: list[str], number: str, title: str, kind: str = "task") -> None:
    """A leaf: its heading runs into its text, or stands on a line of its own."""
    task = draft.task(path, number, title, kind)
    text = draft.sentences(task, draft.rng.randint(1, 3))
    bracket = "" if kind == "safeguard" else draft.rng.choice(_BRACKETS)(draft, task)
    if bracket.startswith("（") and draft.rng.random() < 0.4:
        text, bracket = text[:-1] + bracket + "。", ""
    if draft.rng.random() < 0.6:
        draft.lines.append(f"{number}{title}。{text}{bracket}")
    else:
        draft.lines += [f"{number}{title}", text + bracket]


def _safeguards(draft: _Draft, ordinal: int) -> None:
    heading = f"{_CHINESE[ordinal]}、保障措施"
    draft.lines.append(heading)
    for at, title in enumerate(draft.rng.sample(words.SAFEGUARDS, 3)):
        task = draft.task([heading], f"（{_CHINESE[at]}）", title, "safeguard")
        draft.lines.append(
            f"（{_CHINESE[at]}）{title}。{draft.tasks[task]['title']}，{'，'.join(draft.rng.sample(words.SENTENCES, 2))}。"
        )


def _three_levels(draft: _Draft) -> None:
    """一、 / （一） / 1."""
    _goals(draft, "一、主要目标")
    chapters = draft.rng.sample(words.CHAPTERS, 2)
    titles = iter(_titles(draft, 12))
    for at, chapter in enumerate(chapters, 1):
        heading = f"{_CHINESE[at]}、{chapter}"
        draft.lines.append(heading)
        for place, section in enumerate(draft.rng.sample(words.SECTIONS, 2)):
            below = f"（{_CHINESE[place]}）{section}"
            draft.lines.append(below)
            for number in range(1, draft.rng.randint(2, 3) + 1):
                _leaf(draft, [heading, below], f"{number}.", next(titles))
    _safeguards(draft, 3)


def _two_levels(draft: _Draft) -> None:
    """一、 / （一）"""
    _goals(draft, "一、总体目标")
    titles = iter(_titles(draft, 12))
    for at, chapter in enumerate(draft.rng.sample(words.CHAPTERS, 3), 1):
        heading = f"{_CHINESE[at]}、{chapter}"
        draft.lines.append(heading)
        for place in range(draft.rng.randint(2, 3)):
            _leaf(draft, [heading], f"（{_CHINESE[place]}）", next(titles))
    _safeguards(draft, 4)


def _points(draft: _Draft) -> None:
    """一、 / 1., the numbers running through."""
    titles, number = iter(_titles(draft, 12)), 0
    for at, chapter in enumerate(draft.rng.sample(words.CHAPTERS, 4)):
        heading = f"{_CHINESE[at]}、{chapter}"
        draft.lines.append(heading)
        for _ in range(draft.rng.randint(2, 3)):
            number += 1
            _leaf(draft, [heading], f"{number}.", next(titles))


def _articles(draft: _Draft) -> None:
    """第N条, each a task whose title is its first sentence."""
    for at, title in enumerate(_titles(draft, draft.rng.randint(5, 8))):
        number = f"第{_CHINESE[at]}条"
        task = draft.task([], number, title)
        text = draft.sentences(task, draft.rng.randint(1, 3))
        draft.lines.append(f"{number} {title}。{text}{draft.rng.choice((_lead_and_support, _all_lead))(draft, task)}")


def _chapters(draft: _Draft) -> None:
    """第一章 / 第一节 / 一、 as a five-year plan has them."""
    draft.lines += ["第一章 发展目标", draft.sentences(None, draft.rng.randint(2, 3))]
    titles = iter(_titles(draft, 12))
    for at, chapter in enumerate(draft.rng.sample(words.CHAPTERS, 2), 1):
        heading = f"第{_CHINESE[at]}章 {chapter}"
        draft.lines.append(heading)
        for place, section in enumerate(draft.rng.sample(words.SECTIONS, 2)):
            below = f"第{_CHINESE[place]}节 {section}"
            draft.lines.append(below)
            for number in range(draft.rng.randint(2, 3)):
                _leaf(draft, [heading, below], f"{_CHINESE[number]}、", next(titles))


def _dashes(draft: _Draft) -> None:
    """一、 / （一） / ——, the dashed items without a heading of their own."""
    titles = iter(_titles(draft, 12))
    for at, chapter in enumerate(draft.rng.sample(words.CHAPTERS, 2)):
        heading = f"{_CHINESE[at]}、{chapter}"
        draft.lines.append(heading)
        for place, section in enumerate(draft.rng.sample(words.SECTIONS, 2)):
            below = f"（{_CHINESE[place]}）{section}"
            draft.lines.append(f"{below}。")
            for _ in range(draft.rng.randint(2, 3)):
                title = next(titles)
                task = draft.task([heading, below], None, title)
                text = draft.sentences(task, draft.rng.randint(1, 2))
                draft.lines.append(f"——{title}。{text}{draft.rng.choice((_lead_and_support, _all_lead, _nobody))(draft, task)}")


def _inherited(draft: _Draft) -> None:
    """（一） names who leads; the items 1. below it inherit."""
    titles = iter(_titles(draft, 12))
    for at, chapter in enumerate(draft.rng.sample(words.CHAPTERS, 2)):
        heading = f"{_CHINESE[at]}、{chapter}"
        draft.lines.append(heading)
        for place, section in enumerate(draft.rng.sample(words.SECTIONS, 2)):
            below = f"（{_CHINESE[place]}）{section}"
            lead = draft.bodies(1)
            draft.lines.append(f"{below}。{draft.rng.choice(words.SENTENCES)}。（牵头单位：{lead[0]}）")
            for number in range(1, draft.rng.randint(2, 3) + 1):
                title = next(titles)
                task = draft.task([heading, below], f"{number}.", title)
                draft.tasks[task] |= {"lead": lead, "lead_inherited": True}
                draft.lines.append(f"{number}.{title}。{draft.sentences(task, draft.rng.randint(1, 3))}")


def _table(draft: _Draft) -> None:
    """A breakdown table in Markdown: every row is a task."""
    columns = draft.rng.choice(
        (
            ("序号", "重点任务", "具体内容", "牵头单位", "配合单位", "完成时限"),
            ("序号", "工作任务", "工作要求", "牵头部门", "责任部门", "完成时间"),
        )
    )
    draft.lines += ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for at, title in enumerate(_titles(draft, draft.rng.randint(4, 8)), 1):
        task = draft.task([], str(at), title)
        year, month = draft.rng.randint(draft.first, draft.last), draft.rng.randint(1, 12)
        printed, due = draft.rng.choice(
            (
                (f"{year}年{month}月底前", f"{year}-{month:02}"),
                (f"{year}年底", str(year)),
                ("持续推进", None),
                (f"{year}年{month}月", f"{year}-{month:02}"),
            )
        )
        draft.tasks[task]["due"] = due or printed
        text = draft.sentences(task, draft.rng.randint(1, 2), due=due)
        lead, *co = draft.bodies(draft.rng.randint(1, 3))
        draft.tasks[task] |= {"lead": [lead], "co": co}
        draft.lines.append(f"| {at} | {title} | {text} | {lead} | {'、'.join(co)} | {printed} |")


def _lay_out(rng: Random, lines: list[str], *, table: bool) -> str:
    """Lines with noise before and after, indents, full width, or everything on one line."""
    before = [noise.format(n=rng.randint(10, 9999)) for noise in rng.sample(words.NOISE_BEFORE, rng.randint(0, 2))]
    after = rng.sample(words.NOISE_AFTER, rng.randint(0, 2))
    if table:
        return "\n".join([*before, "", *lines, rng.choice(("", "\n")), *after]) + "\n"
    style = rng.random()
    if style < 0.15:
        return " ".join([*before, *(line.replace("\n", " ") for line in lines), *after]) + "\n"
    indent = rng.choice(("", "", "　　", "  "))
    text = "\n".join([*before, *(indent + line for line in lines), *after]) + "\n"
    if style > 0.85:
        text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    return text
