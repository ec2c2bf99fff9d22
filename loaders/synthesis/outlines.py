"""The outlines a document may have, each written into a draft with the bodies responsible for its items."""

from collections.abc import Callable

from loaders.synthesis import document_words as words
from loaders.synthesis.draft import Draft

_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
Bracket = Callable[[Draft, int], str]


def _lead_and_support(draft: Draft, task: int) -> str:
    lead, *co = draft.bodies(draft.rng.randint(2, 4))
    if draft.rng.random() < 0.3:
        co.append(draft.rng.choice(words.COLLECTIVE))
    draft.tasks[task] |= {"lead": [lead], "co": co}
    style = draft.rng.choice(("（牵头单位：{0}；配合单位：{1}）", "（{0}牵头，{1}配合）", "（牵头单位：{0}；责任单位：{1}）"))
    return style.format(lead, "、".join(co))


def _all_lead(draft: Draft, task: int) -> str:
    bodies = draft.bodies(draft.rng.randint(1, 3))
    draft.tasks[task] |= {"lead": bodies}
    printed = "、".join(bodies)
    if len(bodies) > 1 and draft.rng.random() < 0.5:
        return f"（{printed}按职责分工负责）"
    if len(bodies) > 2 and draft.rng.random() < 0.5:  # the level word stands once
        printed = "、".join([bodies[0], *(body[1:] for body in bodies[1:])])
    return f"（责任单位：{printed}）"


def _on_a_line(draft: Draft, task: int) -> str:
    lead, *co = draft.bodies(draft.rng.randint(2, 3))
    draft.tasks[task] |= {"lead": [lead], "co": co}
    return f"\n牵头单位：{lead}\n配合单位：{'、'.join(co)}"


def _nobody(_draft: Draft, _task: int) -> str:
    return ""


_BRACKETS: tuple[Bracket, ...] = (_lead_and_support, _lead_and_support, _all_lead, _on_a_line, _nobody)


def _goals(draft: Draft, heading: str) -> None:
    draft.lines.append(heading)
    draft.lines.append(draft.sentences(None, draft.rng.randint(2, 4)))


def _titles(draft: Draft, count: int) -> list[str]:
    objects = draft.rng.sample(words.TASK_OBJECTS, count)
    return [draft.rng.choice(words.TASK_VERBS) + thing for thing in objects]


def _leaf(draft: Draft, path: list[str], number: str, title: str, kind: str = "task") -> None:
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


def _safeguards(draft: Draft, ordinal: int) -> None:
    heading = f"{_CHINESE[ordinal]}、保障措施"
    draft.lines.append(heading)
    for at, title in enumerate(draft.rng.sample(words.SAFEGUARDS, 3)):
        task = draft.task([heading], f"（{_CHINESE[at]}）", title, "safeguard")
        draft.lines.append(
            f"（{_CHINESE[at]}）{title}。{draft.tasks[task]['title']}，{'，'.join(draft.rng.sample(words.SENTENCES, 2))}。"
        )


def _three_levels(draft: Draft) -> None:
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


def _two_levels(draft: Draft) -> None:
    """一、 / （一）"""
    _goals(draft, "一、总体目标")
    titles = iter(_titles(draft, 12))
    for at, chapter in enumerate(draft.rng.sample(words.CHAPTERS, 3), 1):
        heading = f"{_CHINESE[at]}、{chapter}"
        draft.lines.append(heading)
        for place in range(draft.rng.randint(2, 3)):
            _leaf(draft, [heading], f"（{_CHINESE[place]}）", next(titles))
    _safeguards(draft, 4)


def _points(draft: Draft) -> None:
    """一、 / 1., the numbers running through."""
    titles, number = iter(_titles(draft, 12)), 0
    for at, chapter in enumerate(draft.rng.sample(words.CHAPTERS, 4)):
        heading = f"{_CHINESE[at]}、{chapter}"
        draft.lines.append(heading)
        for _ in range(draft.rng.randint(2, 3)):
            number += 1
            _leaf(draft, [heading], f"{number}.", next(titles))


def _articles(draft: Draft) -> None:
    """第N条, each a task whose title is its first sentence."""
    for at, title in enumerate(_titles(draft, draft.rng.randint(5, 8))):
        number = f"第{_CHINESE[at]}条"
        task = draft.task([], number, title)
        text = draft.sentences(task, draft.rng.randint(1, 3))
        draft.lines.append(f"{number} {title}。{text}{draft.rng.choice((_lead_and_support, _all_lead))(draft, task)}")


def _chapters(draft: Draft) -> None:
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


def _dashes(draft: Draft) -> None:
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


def _inherited(draft: Draft) -> None:
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


def _table(draft: Draft) -> None:
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


OUTLINES = (_three_levels, _two_levels, _points, _articles, _chapters, _dashes, _inherited)
BREAKDOWN_TABLE = _table
