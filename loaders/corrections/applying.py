"""Corrections applied to records. Anchors look at the records as they were read, so that the order of the log decides only
between corrections of the same field: the later one holds."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from loaders.corrections.log import Anchor, Correction
from loaders.corrections.values import RULE, made, replaced
from loaders.graph.identity import normalise
from loaders.records import Baseline, Citation, Document, Evidence, Fact, Plan, RegionMention, Responsibility, Target, Task


@dataclass(frozen=True)
class Corrected:
    """Documents with the corrections in force. applied: id → in how many places. unanchored: those that found none."""

    documents: tuple[Document, ...]
    applied: Mapping[str, int] = field(default_factory=dict)
    unanchored: tuple[str, ...] = ()


def apply_corrections(documents: Iterable[Document], corrections: Sequence[Correction]) -> Corrected:
    """The documents, corrected. Without corrections they come back as they are. Raises InvalidCorrection."""
    applied: Counter[str] = Counter()
    corrected = tuple(correct(document, corrections, applied) for document in documents)
    missing = tuple(c.id for c in corrections if c.action not in ("merge", "distinct") and not applied[c.id])
    return Corrected(corrected, dict(applied), missing)


def correct(document: Document, corrections: Sequence[Correction], applied: Counter[str] | None = None) -> Document:
    """One document, corrected. applied: counts the places, by correction. Raises InvalidCorrection."""
    count: Counter[str] = Counter() if applied is None else applied
    if not corrections:
        return document
    changed = document.model_copy(
        update={"plans": tuple(_PlanAtWork(plan, count).corrected(corrections) for plan in document.plans)}
    )
    cited = _Slots(document.citations)
    for correction in corrections:
        anchor = correction.anchor
        if anchor is None or not _same(anchor.document, document.doc_number, document.title):
            continue
        if anchor.fact == "document":
            changed = replaced(changed, correction.changes, correction.id)
            count[correction.id] += 1
        elif anchor.fact == "citation" and anchor.plan is None:
            count[correction.id] += cited.apply(correction, Citation, document.evidence[:1])
    return changed.model_copy(update={"citations": cited.done()})


_F = TypeVar("_F", bound=Fact)


class _Slots(Generic[_F]):
    """A list of facts at work: each keeps the place where it was read until the end; None is one that was retracted."""

    def __init__(self, before: Sequence[_F]):
        self.before = before
        self.now: list[_F | None] = list(before)
        self.added: list[_F] = []

    def apply(
        self, correction: Correction, record: type[_F], quotes: Sequence[Evidence], only: Callable[[_F], bool] | None = None
    ) -> int:
        """In how many places the correction applied. quotes: the evidence of what is added. only: which facts are meant."""
        assert correction.anchor is not None  # noqa: S101
        if correction.action == "add":
            self.added.append(made(record, correction.changes, correction.id, tuple(quotes)))
            return 1
        places = [
            index for index, fact in enumerate(self.before) if (only is None or only(fact)) and _names(correction.anchor, fact)
        ]
        for index in places:
            self.put(index, correction)
        return len(places)

    def put(self, index: int, correction: Correction) -> None:
        fact = self.now[index]
        if correction.action == "retract":
            self.now[index] = None
        elif fact is not None:
            self.now[index] = replaced(fact, correction.changes, correction.id)

    def rename(self, names: Sequence[str], into: str, rule: str) -> int:
        """Gives those called one of `names` the name `into`."""
        count = 0
        for index, (before, now) in enumerate(zip(self.before, self.now, strict=True)):
            if now is not None and any(_same(name, getattr(before, "name", None)) for name in names):
                self.now[index] = now.model_copy(update={"name": into, "rule": rule})
                count += 1
        return count

    def done(self) -> tuple[_F, ...]:
        return (*(fact for fact in self.now if fact is not None), *self.added)


class _TaskParts:
    """The lists inside a task."""

    def __init__(self, task: Task):
        self.responsibilities = _Slots(task.responsibilities)
        self.regions = _Slots(task.regions)
        self.citations = _Slots(task.citations)

    def done(self, task: Task) -> Task:
        return task.model_copy(
            update={
                "responsibilities": self.responsibilities.done(),
                "regions": self.regions.done(),
                "citations": self.citations.done(),
            }
        )


class _PlanAtWork:
    """A plan while corrections are applied to it."""

    def __init__(self, plan: Plan, count: Counter[str]):
        self.plan = self.before = plan
        self.count = count
        self.tasks = _Slots(plan.tasks)
        self.parts = [_TaskParts(task) for task in plan.tasks]
        self.targets = _Slots(plan.targets)
        self.baselines = _Slots(plan.baselines)

    def corrected(self, corrections: Sequence[Correction]) -> Plan:
        for correction in corrections:
            if correction.action == "merge":
                self._merge(correction)
            elif correction.anchor is not None and self._is_meant(correction.anchor):
                self.count[correction.id] += self._apply(correction, correction.anchor)
        return self._done()

    def _is_meant(self, anchor: Anchor) -> bool:
        return _same(anchor.plan, self.before.title) and anchor.period in (None, self.before.period)

    def _merge(self, correction: Correction) -> None:
        if correction.region not in (None, self.before.region) or correction.into is None:
            return
        agency = correction.entity == "agency"
        lists: list[_Slots[Any]] = [part.responsibilities for part in self.parts] if agency else [self.targets, self.baselines]
        for each in lists:
            self.count[correction.id] += each.rename(correction.names, correction.into, RULE + correction.id)

    def _apply(self, correction: Correction, anchor: Anchor) -> int:
        if anchor.fact == "plan":
            self.plan = replaced(self.plan, correction.changes, correction.id)
            return 1
        if anchor.fact == "task" and correction.action == "add":
            place = {"order": len(self.tasks.done()) + 1, "section": self._section(anchor)}
            self.tasks.added.append(made(Task, correction.changes, correction.id, self.before.evidence[:1], **place))
            return 1
        at = self._tasks(anchor)
        if anchor.fact in ("target", "baseline"):
            return self._figure(correction, anchor, at)
        for index in at:
            if anchor.fact == "task":
                self.tasks.put(index, correction)
        return len(at) if anchor.fact == "task" else sum(self._part(correction, anchor, index) for index in at)

    def _part(self, correction: Correction, anchor: Anchor, index: int) -> int:
        parts, quotes = self.parts[index], self.before.tasks[index].evidence[:1]
        if anchor.fact == "responsibility":
            return parts.responsibilities.apply(correction, Responsibility, quotes)
        if anchor.fact == "region":
            return parts.regions.apply(correction, RegionMention, quotes)
        return parts.citations.apply(correction, Citation, quotes)

    def _figure(self, correction: Correction, anchor: Anchor, at: Sequence[int]) -> int:
        """Targets and baselines lie on the plan and point at their task by index; those without a task are the plan's own."""
        owners: Sequence[int | None] = at if anchor.task is not None else [None]
        if correction.action == "add":
            for owner in owners:
                quotes = (self.before if owner is None else self.before.tasks[owner]).evidence[:1]
                if anchor.fact == "target":
                    self.targets.added.append(made(Target, correction.changes, correction.id, quotes, task=owner))
                else:
                    self.baselines.added.append(made(Baseline, correction.changes, correction.id, quotes, task=owner))
            return len(owners)
        if anchor.fact == "target":
            return self.targets.apply(correction, Target, (), lambda figure: figure.task in owners)
        return self.baselines.apply(correction, Baseline, (), lambda figure: figure.task in owners)

    def _tasks(self, anchor: Anchor) -> list[int]:
        """The index of the task that an anchor means, or nothing."""
        fits = [
            index
            for index, task in enumerate(self.before.tasks)
            if _same(anchor.task, task.title) and (anchor.heading is None or _same(anchor.heading, self._heading(task)))
        ]
        return fits[anchor.ordinal : anchor.ordinal + 1]

    def _heading(self, task: Task) -> str:
        return self.before.sections[task.section].title if task.section is not None else ""

    def _section(self, anchor: Anchor) -> int | None:
        return next((i for i, section in enumerate(self.before.sections) if _same(anchor.heading, section.title)), None)

    def _done(self) -> Plan:
        """The plan again; figures point at the new places of their tasks, and go with a task that was retracted."""
        kept = [index for index, task in enumerate(self.tasks.now) if task is not None]
        moved: dict[int | None, int | None] = {old: new for new, old in enumerate(kept)} | {None: None}

        def follow(figures: Iterable[Any]) -> tuple[Any, ...]:
            return tuple(figure.model_copy(update={"task": moved[figure.task]}) for figure in figures if figure.task in moved)

        tasks = tuple(self.parts[i].done(task) for i, task in enumerate(self.tasks.now) if task is not None)
        changes = {"tasks": (*tasks, *self.tasks.added)}
        return self.plan.model_copy(
            update=changes | {"targets": follow(self.targets.done()), "baselines": follow(self.baselines.done())}
        )


def _names(anchor: Anchor, fact: Fact) -> bool:
    """Whether an anchor names a fact of its kind."""
    if isinstance(fact, Responsibility):
        return _same(anchor.name, fact.name) and anchor.role in (None, fact.role)
    if isinstance(fact, RegionMention):
        return _same(anchor.name, fact.name, fact.printed)
    if isinstance(fact, Citation):
        return _same(anchor.name, fact.title, fact.doc_number)
    if isinstance(fact, Target | Baseline):
        due = (fact.due.value, fact.due.printed) if isinstance(fact, Target) and fact.due else ()
        return _same(anchor.name, fact.name) and anchor.value in (None, fact.value) and anchor.due in (None, *due)
    return False


def _same(wanted: str | tuple[str, ...] | None, *names: str | None) -> bool:
    each = (wanted,) if isinstance(wanted, str) else wanted or ()
    return any(name is not None and normalise(name) == normalise(one) for name in names for one in each)
