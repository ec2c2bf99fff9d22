"""Quantities: a passage → its targets (commitments with a number and a unit) and baselines (what already is or was).

Folded text → figures with units → clauses → what each figure says there → deadline, past or future → records.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from loaders.facts.baselines import commits_to_nothing, gone, rises_from
from loaders.facts.clauses import Clause, Finding, SpokenOf
from loaders.facts.coverage import Coverage, coverage, triggers
from loaders.facts.due import Period, TimePhrase, parse_due, period_end, time_phrases
from loaders.facts.folding import BASE, TIME, Folded, fold
from loaders.facts.names import Name, printed
from loaders.facts.quantities import Quantity, find_quantities
from loaders.facts.targets import read_clause
from loaders.passages import Passage
from loaders.records import Baseline, Doubt, Due, Evidence, Per, Target
from loaders.registers.measures import measure_words

__all__ = ["figures", "parse_due"]

_SENTENCE = re.compile(r"[^。!?\n]{1,2000}")  # bounded, so that time stays linear in text without a stop
_CLAUSE = re.compile(r"(?:[^,;:]|(?<=\d)[,](?=\d{3}(?!\d))|(?<=\d):(?=\d)){1,500}")
_ALL_DONE = re.compile(
    r"(?:全部|全面|基本|必须)?(?:完成|完工|建成|竣工|到位|投产|投用|投运|建成投[产用运]|(?:建成)?投入(?:使用|运行|运营))(?:[)]|任务)?"
)
_DOUBTS = {
    "name-from-before": "名称取自前句。The name was taken from the clause before.",
    "names-unmatched": "数值与名称个数不一致。There are as many figures as names, or fewer.",
    "verb-carried": "动词承前。The verb was carried over from the item before.",
    "measure-from-unit": "由计量单位推定为新增数。Taken as an addition because of its unit.",
    "due-year-assumed": "时限未写明年份，按计划首年推定。The deadline names no year; the plan's first year was taken.",
}


def figures(
    passage: Passage, period: Period | None, task: int | None = None, *, past: bool = False, due: Due | None = None
) -> tuple[list[Target], list[Baseline]]:
    """The targets and baselines that a passage states.

    period: the plan's first and last year, for deadlines in words and for targets without one.
    task: index of the task the passage belongs to, None for the plan's own goals.
    past: the passage reports what was achieved; its figures are baselines.
    due: the item's own deadline where a column or a line beside the text gives it.
    """
    folded = fold(passage)
    quantities = find_quantities(folded.text, folded.masked)
    if not quantities and not any(triggers(folded.masked)):
        return [], []
    phrases = time_phrases(folded.text, period)
    folded = replace(folded, masked=_mask_times(folded.masked, phrases))
    inside = {at for phrase in phrases for at in range(phrase.start, phrase.end)}
    reading = _Reading(folded, phrases, period, task, past, due)
    reading.sentences([quantity for quantity in quantities if quantity.start not in inside])
    return [target for target in reading.targets if target is not None], reading.baselines


def _mask_times(masked: str, phrases: list[TimePhrase]) -> str:
    pieces, at = [], 0
    for phrase in phrases:
        if phrase.start < at:
            continue
        pieces += [masked[at : phrase.start], (BASE if phrase.role == "base" else TIME) * (phrase.end - phrase.start)]
        at = phrase.end
    return "".join([*pieces, masked[at:]])


@dataclass
class _Reading:
    """One passage under reading; collects the records."""

    folded: Folded
    phrases: list[TimePhrase]
    period: Period | None
    task: int | None
    past: bool
    due: Due | None

    def __post_init__(self) -> None:
        self.targets: list[Target | None] = []
        self.baselines: list[Baseline] = []
        self.points = [phrase for phrase in self.phrases if phrase.role != "base"]
        self.starts = [phrase.start for phrase in self.points]
        self.standing: TimePhrase | None = None
        self.heads_list = False
        self.seen: dict[tuple[object, ...], tuple[int, str | None, bool]] = {}

    def sentences(self, quantities: list[Quantity]) -> None:
        """Reads sentence by sentence, clause by clause."""
        masked = self.folded.masked
        at = 0
        opening = True
        for sentence in _SENTENCE.finditer(masked):
            start, end = sentence.span()
            mine = []
            while at < len(quantities) and quantities[at].start < end:
                if quantities[at].start >= start:
                    mine.append(quantities[at])
                at += 1
            if start and masked[start - 1] == "\n":
                opening = True
                if not self.heads_list:
                    self.standing = None
            if (mine or any(triggers(masked, start, end))) and not commits_to_nothing(masked, start, end):
                self._sentence(start, end, mine)
            self._stand(start, end, opening)
            opening = False

    def _stand(self, start: int, end: int, opening: bool) -> None:
        """A phrase of time that opens a paragraph holds for its sentences, one before a colon for the list that follows."""
        masked = self.folded.masked
        index = bisect_left(self.starts, start)
        if index == len(self.points) or self.points[index].start >= end:
            return
        first = self.points[index]
        if masked[start:end].endswith(":"):
            self.standing, self.heads_list = first, True
        elif opening and not self.heads_list and not re.search(r"[\u4e00-\u9fff]", masked[start : first.start]):
            # What was stands for the sentences after it only where the plan's own aims are spoken of, not in an item of work.
            far = self.task is None if first.role == "past" else self.folded.text[first.start] in "到至“"
            self.standing = first if far and first.due.precision == "year" else None

    def _sentence(self, start: int, end: int, quantities: list[Quantity]) -> None:
        spoken_of = SpokenOf(self.folded)
        carried = None
        measured: tuple[Name, ...] = ()
        at = 0
        for piece in _CLAUSE.finditer(self.folded.masked, start, end):
            mine = []
            while at < len(quantities) and quantities[at].start < piece.end():
                mine.append(quantities[at])
                at += 1
            clause = Clause(self.folded, piece.start(), piece.end(), mine, measured, spoken_of, carried)
            found = read_clause(clause) if mine else []
            for finding in found:
                self._record(finding, clause, start, end)
            covered = list(coverage(clause))
            for cover in covered:
                self._cover(cover, clause, start)
            measured = tuple(finding.name for finding in found)
            if found:
                spoken_of.now(clause.subject)
            elif not mine:
                spoken_of.unread.append((clause.start, clause.end))
            carried = clause.carried if found else None

    def _record(self, finding: Finding, clause: Clause, start: int, end: int) -> None:
        quantity = finding.quantity
        name = printed(self.folded, finding.name)
        if not name:
            return
        key = (name, quantity.value, quantity.unit, finding.measure, finding.comparator, finding.per)
        point = self._point(start, quantity.start)
        evidence = self._evidence(finding.name, finding.start, finding.end)
        doubts = tuple(Doubt(code=code, message=_DOUBTS[code]) for code in finding.doubts)
        if (
            self.past
            or finding.existing
            or rises_from(self.folded.masked, quantity)
            or gone(self.folded.masked, start, clause.start, quantity.start, clause.end, point)
        ):
            as_of = point.due.value if point and point.role == "past" else None
            self.baselines.append(
                Baseline(
                    rule=finding.rule,
                    evidence=evidence,
                    doubts=doubts,
                    task=self.task,
                    name=name,
                    value=quantity.value,
                    unit=quantity.unit,
                    as_of=as_of,
                )
            )
            return
        due, explicit, more, assumed = self._due(point, quantity.end, end)
        if self._said_before(key, due, explicit):
            return
        text = self.folded.text[finding.start : clause.end]
        self.targets.append(
            Target(
                rule=finding.rule,
                evidence=(*evidence, *more),
                doubts=(*doubts, *assumed),
                task=self.task,
                name=name,
                population=_population(name),
                measure=finding.measure,
                comparator=finding.comparator,
                value=quantity.value,
                value_max=quantity.value_max,
                unit=quantity.unit,
                due=due,
                due_explicit=explicit,
                per=self._per(finding, clause),
                base=self.folded.printed(*finding.base) if finding.base else None,
                strength="约束性" if "约束性" in text else "预期性" if "预期性" in text else None,
            )
        )

    def _per(self, finding: Finding, clause: Clause) -> Per | None:
        """年度 recurs only in a plan of several years."""
        single = self.period is not None and self.period[0] == self.period[1]
        before = self.folded.masked[clause.start : finding.quantity.start]
        if single and finding.per == "year" and not re.search("每|年均|逐年", before):
            return None
        return finding.per

    def _said_before(self, key: tuple[object, ...], due: Due | None, explicit: bool) -> bool:
        """Whether a heading or a sentence before states the same. One without a time of its own gives way to one that has it."""
        by = due.value if due else None
        if key in self.seen:
            at, earlier, told = self.seen[key]
            if earlier == by or not explicit:
                return True
            if not told:
                self.targets[at] = None
        self.seen[key] = (len(self.targets), by, explicit)
        return False

    def _cover(self, cover: Coverage, clause: Clause, start: int) -> None:
        point = self._point(start, cover.end - 1)
        name = printed(self.folded, cover.name)
        key = (name, 100.0, "%", "implicit")
        if self.past or gone(self.folded.masked, start, clause.start, cover.end - 1, clause.end, point):
            return
        due, explicit, more, assumed = self._due(point, cover.end, clause.end)
        if self._said_before(key, due, explicit):
            return
        self.targets.append(
            Target(
                rule=cover.rule,
                evidence=(*self._evidence(cover.name, cover.start, cover.end), *more),
                doubts=assumed,
                task=self.task,
                name=name,
                population=_population(name),
                measure="level",
                comparator="~" if cover.near else "=",
                value=100,
                unit="%",
                due=due,
                due_explicit=explicit,
                implicit=True,
            )
        )

    def _point(self, start: int, at: int) -> TimePhrase | None:
        """The phrase of time that holds at a place: the last one before it in the sentence, else the standing one."""
        index = bisect_right(self.starts, at) - 1
        while index >= 0 and self.points[index].start >= start:
            point = self.points[index]
            if not self._of_one_part(point, at):
                return point
            index -= 1
        return self.standing

    def _of_one_part(self, point: TimePhrase, at: int) -> bool:
        """其中2023年完成2400座；… or 全年 in a plan of several years: the time holds for that part alone."""
        masked = self.folded.masked
        narrow = masked.endswith("其中", 0, point.start) or (point.doubtful and "全年" in point.due.printed)
        return narrow and bool(re.search("[,;]", masked[point.end : at]))

    def _due(
        self, point: TimePhrase | None, at: int, end: int
    ) -> tuple[Due | None, bool, tuple[Evidence, ...], tuple[Doubt, ...]]:
        if point is None or point.role == "past":
            point = self._after(at, end)
        elif point.due.precision == "year" and (after := self._after(at, end)) and _within(after.due, point.due):
            point = after  # 2026年春季造林3万亩，4月20日前全面完成
        if point is None:
            own = self.due if self.due is not None and self.due.value else None
            return own or period_end(self.period), own is not None, (), ()
        evidence = (self.folded.evidence(point.start, point.end, "due"),)
        doubts = (Doubt(code="due-year-assumed", message=_DOUBTS["due-year-assumed"]),) if point.doubtful else ()
        return point.due.model_copy(update={"printed": self.folded.printed(point.start, point.end)}), True, evidence, doubts

    def _after(self, at: int, end: int) -> TimePhrase | None:
        """A deadline named right after the figure: 新建100个，2025年底前完成."""
        index = bisect_right(self.starts, at)
        if index < len(self.points) and self.points[index].role == "due" and self.points[index].start < end:
            between = self.folded.masked[at : self.points[index].start]
            rest = self.folded.masked[self.points[index].end : end]
            if _ALL_DONE.fullmatch(rest) and between.endswith((",", ",于", ",在")) and ";" not in between:
                return self.points[index]  # 新建A10个，B20个，8月底前全部投入运行
            if re.fullmatch(r"[,(]?(?:并|力争|确保|于|在)?", between) and re.match(
                r"[)(]|(?:全部|全面|基本)?(?:完成|建成|投|到位|达到|竣工)[^\d]*$", rest
            ):
                return self.points[index]
        return None

    def _evidence(self, name: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[Evidence, ...]:
        apart = tuple(self.folded.evidence(a, b, "name") for a, b in name if not (start <= a and b <= end))
        return (self.folded.evidence(start, end, "value"), *apart)


def _within(one: Due, year: Due) -> bool:
    return one.precision != "year" and year.value is not None and one.value is not None and one.value.startswith(year.value)


def _population(name: str) -> str | None:
    return next((word for word in measure_words().populations if word in name), None)
