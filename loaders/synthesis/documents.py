"""Invented documents with their true facts beside them: styles, numbers, agencies and noise drawn at random by seed."""

from dataclasses import dataclass
from random import Random
from typing import Any

from loaders.synthesis import document_words as words
from loaders.synthesis.draft import Draft
from loaders.synthesis.outlines import BREAKDOWN_TABLE, OUTLINES


@dataclass(frozen=True)
class Invented:
    """A document. gold: what is true of it, in the shape of ../shared/gold/README.md. suffix: of its file."""

    name: str
    suffix: str
    text: str
    gold: dict[str, Any]


def invent(seed: int, index: int) -> Invented:
    """The document number `index` of a seed; the same two numbers give the same document."""
    rng = Random(f"{seed}/{index}")  # noqa: S311
    region, level = rng.choice(words.REGIONS)
    first = rng.randint(2006, 2026)
    last = first + rng.choice((0, 0, 2, 3, 4))
    draft = Draft(rng, region, level, first, last)
    subject, kind = rng.choice(words.PLAN_SUBJECTS), rng.choice(words.PLAN_KINDS)
    years = f"{first}年" if first == last else ""
    span = "" if first == last else f"（{first}{rng.choice('—-')}{last}年）"
    title = f"{region}{years}{subject}{'工作要点' if first == last else kind}{span}"
    body = rng.choice(OUTLINES)
    suffix, breakdown = ".txt", rng.random() < 0.2
    if breakdown:
        suffix, body = ".md", BREAKDOWN_TABLE
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


def _letter(draft: Draft, notice: str, number: str, issuer: str, title: str, issued: str) -> list[str]:
    receiver = (
        "各市、县（区）人民政府，省政府各部门：" if draft.level == "省" else "各县（市、区）人民政府，市政府各部门、各直属单位："
    )
    year, month, day = issued.split("-")
    body = f"《{title}》已经{draft.level}政府同意，现印发给你们，请认真组织实施。"
    return [notice, number, receiver, body, issuer, f"{year}年{int(month)}月{int(day)}日"]


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
