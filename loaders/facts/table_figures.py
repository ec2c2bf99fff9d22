"""Figures in table columns: an indicator with its comparator, value and unit, or one column a year."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.facts.due import parse_due, period_end
from loaders.outline.tree import Column, Span
from loaders.passages import Passage, RepairedText
from loaders.records import Baseline, Comparator, Due, Evidence, Measure, Per, Target

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_VALUE = re.compile(
    rf"(?P<before>≥|>=|≤|<=|＞|>|＜|<|≈|~|=|不低于|不少于|不小于|不高于|不超过|不大于|"
    rf"大于等于|小于等于|大于|小于|高于|低于|超过|突破|"
    rf"达到|达|至少|最多|约|力争|"
    rf"增长|提高|上升|新增|下降|降低|减少|控制在|累计)*\s*"
    rf"[\[〔【]?(?P<value>{_NUMBER})[\]〕】]?(?:\s*(?:—|－|-|~|～|–|至|到)\s*(?P<top>{_NUMBER}))?\s*"
    rf"(?P<unit>(?:个百分点|百分点|[%％‰]|[万亿千百]*[\u4e00-\u9fffA-Za-z/㎡³²]{{0,8}}?))\s*"
    rf"(?P<after>以上|以内|以下|左右|及以上|及以下)?\s*(?:[（(].*[）)])?"
)
_COMPARATORS: dict[str, Comparator] = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "大于等于": ">=", "至少": ">=", "以上": ">=",
    "及以上": ">=", "≤": "<=", "<=": "<=", "不高于": "<=", "不超过": "<=", "不大于": "<=", "小于等于": "<=", "最多": "<=",
    "以内": "<=", "以下": "<=", "及以下": "<=", ">": ">", "＞": ">", "大于": ">", "高于": ">", "超过": ">", "突破": ">",
    "<": "<", "＜": "<", "小于": "<", "低于": "<", "≈": "~", "~": "~", "约": "~", "左右": "~", "=": "=", "等于": "=",
    "达到": "=", "达": "=",
}  # fmt: skip
_MEASURES: dict[str, Measure] = {
    "水平": "level", "增量": "increment", "增长": "growth", "下降": "reduction", "频次": "frequency", "新增": "increment",
    "累计": "increment", "提高": "growth", "上升": "growth", "降低": "reduction", "减少": "reduction", "level": "level",
    "increment": "increment", "growth": "growth", "reduction": "reduction", "frequency": "frequency",
}  # fmt: skip
_PERS: dict[str, Per] = {
    "每年": "year", "年": "year", "年度": "year", "每季度": "quarter", "每季": "quarter", "季度": "quarter", "每月": "month",
    "月": "month", "year": "year", "quarter": "quarter", "month": "month",
}  # fmt: skip
_NAME_MEASURE: tuple[tuple[re.Pattern[str], Measure], ...] = (
    (re.compile(r"^(?:新增|净增|新建|新改扩建|建成|建设|培育|引进|改造|创建|完成|累计)"), "increment"),
    (re.compile(r"(?:增长率?|增速|增幅)$"), "growth"),
    (re.compile(r"(?:下降|降低|削减|减少)(?:率|比例|幅度)?$"), "reduction"),
)
_UNIT_IN_NAME = re.compile(r"[（(]([%％‰]|[万亿千百]*[\u4e00-\u9fffA-Za-z/·㎡³²]{1,10})[）)]\s*$")
_NAMES = ("indicator", "population")
_PAST_HEADER = re.compile("实际|现状|基期|完成(?!目标)")


@dataclass(frozen=True)
class _Cell:
    """A table cell's words and place."""

    words: str
    span: Span


def row_figures(
    document: RepairedText, columns: Sequence[Column], period: tuple[str, str] | None, task: int | None, due: Due | None = None
) -> tuple[list[Target], list[Baseline]]:
    """The target and baselines that a row's columns state; nothing where it has no indicator or no number.

    due: the row's own deadline, where it is not a column of this row.
    """
    cells: dict[str, _Cell] = {}
    for column in columns:
        words = re.sub(r"\s+", "", document.text[column.cell.start : column.cell.end])
        if words and column.meaning not in _NAMES:
            words = unicodedata.normalize("NFKC", words)
        if words and column.meaning not in cells:
            cells[column.meaning] = _Cell(words, column.cell)
    if "indicator" not in cells:
        return [], []
    reader = _Row(document, cells, period, task, due)
    targets: list[Target] = []
    baselines: list[Baseline] = []
    if "value" in cells and (target := reader.target(cells["value"], None)):
        targets.append(target)
    for column in columns:
        span = column.cell
        words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", document.text[span.start : span.end]))
        if not words:
            continue
        if column.meaning == "baseline" and (baseline := reader.baseline(_Cell(words, span), column.year)):
            baselines.append(baseline)
        elif column.meaning == "year":
            header = document.text[column.header.start : column.header.end]
            if _is_past(header, column.year, period):
                if baseline := reader.baseline(_Cell(words, span), column.year):
                    baselines.append(baseline)
            elif target := reader.target(_Cell(words, span), column.year):
                targets.append(target)
    return targets, baselines


def _is_past(header: str, year: str | None, period: tuple[str, str] | None) -> bool:
    return bool(_PAST_HEADER.search(header)) or (period is not None and year is not None and year < period[0])


@dataclass(frozen=True)
class _Row:
    document: RepairedText
    cells: dict[str, _Cell]
    period: tuple[str, str] | None
    task: int | None
    due: Due | None

    def target(self, value: _Cell, year: str | None) -> Target | None:
        """The target of one value cell; year: of its column."""
        match = _VALUE.fullmatch(value.words)
        if match is None:
            return None
        name = self._word("indicator") or ""
        due = self._due(year)
        top = _number(match["top"]) if match["top"] else None
        evidence = [self._evidence(self.cells["indicator"], "name"), self._evidence(value, "value")]
        if year is None and "due" in self.cells:
            evidence.append(self._evidence(self.cells["due"], "due"))
        strength = self._word("strength") or ""
        return Target(
            rule="table-columns",
            evidence=tuple(evidence),
            task=self.task,
            name=_UNIT_IN_NAME.sub("", name),
            population=self._word("population"),
            measure=self._measure(name, match["before"] or ""),
            comparator="range" if top is not None else self._comparator(match),
            value=_number(match["value"]),
            value_max=top,
            unit=self._unit(match["unit"], name),
            due=due or period_end(self.period),
            due_explicit=due is not None,
            per=_PERS.get(self._word("per") or ""),
            strength="约束性" if "约束" in strength else "预期性" if "预期" in strength else None,
        )

    def baseline(self, value: _Cell, year: str | None) -> Baseline | None:
        """What a cell reports as it stands."""
        match = _VALUE.fullmatch(value.words)
        if match is None:
            return None
        name = self._word("indicator") or ""
        return Baseline(
            rule="table-columns",
            evidence=(self._evidence(self.cells["indicator"], "name"), self._evidence(value, "value")),
            task=self.task,
            name=_UNIT_IN_NAME.sub("", name),
            value=_number(match["value"]),
            unit=self._unit(match["unit"], name),
            as_of=year,
        )

    def _due(self, year: str | None) -> Due | None:
        if year:
            return Due(printed=year, value=year, precision="year")
        if "due" in self.cells:
            return parse_due(self.cells["due"].words, self.period)
        return self.due

    def _comparator(self, match: re.Match[str]) -> Comparator:
        for word in (self._word("comparator") or "", match["after"] or "", match["before"] or ""):
            if word in _COMPARATORS:
                return _COMPARATORS[word]
        return "="

    def _measure(self, name: str, before: str) -> Measure:
        stated = _MEASURES.get(self._word("measure") or "") or _MEASURES.get(before)
        if stated:
            return stated
        named: Iterator[Measure] = (measure for pattern, measure in _NAME_MEASURE if pattern.search(name))
        return next(named, "level")

    def _unit(self, printed: str, name: str) -> str:
        in_name = _UNIT_IN_NAME.search(name)
        return (printed or self._word("unit") or (in_name[1] if in_name else "")).replace("％", "%")

    def _word(self, meaning: str) -> str | None:
        return self.cells[meaning].words if meaning in self.cells else None

    def _evidence(self, cell: _Cell, supports: str) -> Evidence:
        passage = Passage(self.document, cell.span.start, cell.span.end)
        return passage.evidence(cell.span.start, cell.span.end, supports)  # type: ignore[arg-type]


def _number(printed: str) -> float:
    return float(printed.replace(",", ""))
