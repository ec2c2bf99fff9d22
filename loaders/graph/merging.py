"""One plan from the documents that carry it: a notice and its breakdown table say the same tasks, each with its own evidence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders import records
from loaders.graph.identity import document_key, likeness, normalise, pairs, section_key, task_key

_ALIKE, _NEAREST = 0.6, 20


@dataclass(frozen=True)
class Carrier:
    """A plan as one document tells it."""

    document: records.Document
    plan: records.Plan

    @property
    def rank(self) -> tuple[int, int, str]:
        """Lowest first: the document that says most (the notice before its table), then by key."""
        said = sum(len(task.text) for task in self.plan.tasks)
        return -said, -len(self.plan.sections), document_key(self.document)


@dataclass
class MergedSection:
    """A heading of the plan. parent: the key of the heading above. told: the documents that have it, the fullest first."""

    key: str
    record: records.Section
    parent: str | None
    told: list[tuple[Carrier, records.Section]] = field(default_factory=list)


@dataclass
class MergedTask:
    """A task with everything that says so. told: (carrier, index of the task in its plan), the fullest document first.

    alike: title of another document's task that may be this one, for the review list.
    """

    key: str
    record: records.Task
    section: MergedSection | None
    told: list[tuple[Carrier, int]] = field(default_factory=list)
    alike: str | None = None

    def versions(self) -> Iterator[tuple[Carrier, records.Task]]:
        for carrier, index in self.told:
            yield carrier, carrier.plan.tasks[index]


@dataclass
class MergedPlan:
    """A plan with its union of sections and tasks. carriers: the fullest document first. equals: tasks by title and heading."""

    key: str
    carriers: list[Carrier]
    sections: dict[str, MergedSection] = field(default_factory=dict)
    tasks: list[MergedTask] = field(default_factory=list)
    equals: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def record(self) -> records.Plan:
        """The plan as the fullest document tells it."""
        return self.carriers[0].plan

    def path(self, task: MergedTask) -> list[MergedSection]:
        """The headings above a task, outermost first."""
        above: list[MergedSection] = []
        section = task.section
        while section is not None:
            above.insert(0, section)
            section = self.sections[section.parent] if section.parent else None
        return above


def merge(key: str, carriers: Iterable[Carrier]) -> MergedPlan:
    """The union of the carriers' plans: tasks are one when their normalised titles are, their headings or order deciding
    among equals. Sections of a further carrier stand only where a task of its own hangs below them."""
    ranked = sorted(carriers, key=lambda carrier: carrier.rank)
    merged = MergedPlan(key, ranked)
    for number, carrier in enumerate(ranked):
        matches = _match(merged, carrier) if number else {}
        taken = {id(known) for known in matches.values()}
        alike = _Alike(task for task in merged.tasks if id(task) not in taken)
        sections = _Sections(merged, carrier)
        if number == 0:
            for index in range(len(carrier.plan.sections)):
                sections.place(index)
        for index, task in enumerate(carrier.plan.tasks):
            known = matches.get(index)
            if known is None:
                known = _add(merged, task, None if task.section is None else sections.place(task.section))
                known.alike = alike.to(task.title)
            known.told.append((carrier, index))
    return merged


def _add(merged: MergedPlan, task: records.Task, section: MergedSection | None) -> MergedTask:
    heading = section.record.title if section else None
    identity = (normalise(task.title), normalise(heading or ""))
    ordinal = merged.equals[identity]
    merged.equals[identity] += 1
    added = MergedTask(task_key(merged.key, task.title, heading, ordinal), task, section)
    merged.tasks.append(added)
    return added


class _Alike:
    """Finds, among tasks, the title most like another's."""

    def __init__(self, tasks: Iterable[MergedTask]) -> None:
        self._holding: dict[str, list[str]] = defaultdict(list)
        for title in {task.record.title for task in tasks}:
            for pair in pairs(title):
                self._holding[pair].append(title)

    def to(self, title: str) -> str | None:
        """None where no title has enough in common."""
        shared = Counter(other for pair in pairs(title) for other in self._holding.get(pair, ()))
        near = sorted(shared, key=lambda other: (-shared[other], other))[:_NEAREST]
        best = max(near, key=lambda other: (likeness(title, other), other), default=None)
        return best if best is not None and likeness(title, best) >= _ALIKE else None


def _match(merged: MergedPlan, carrier: Carrier) -> dict[int, MergedTask]:
    """Index of the carrier's task → the task it is. Each known task is taken at most once by a carrier."""
    known = defaultdict(list)
    for task in merged.tasks:
        known[normalise(task.record.title)].append(task)
    matches: dict[int, MergedTask] = {}
    for agree in (_same_heading, _any_heading):
        for index, said in enumerate(carrier.plan.tasks):
            candidates = known[normalise(said.title)]
            best = next((task for task in candidates if agree(task, _heading(carrier.plan, said))), None)
            if best is not None and index not in matches:
                candidates.remove(best)
                matches[index] = best
    return matches


def _heading(plan: records.Plan, task: records.Task) -> str:
    return normalise(plan.sections[task.section].title) if task.section is not None else ""


def _same_heading(task: MergedTask, heading: str) -> bool:
    own = normalise(task.section.record.title) if task.section else ""
    return own == heading or (bool(heading) and bool(own) and (heading in own or own in heading))


def _any_heading(task: MergedTask, heading: str) -> bool:  # noqa: ARG001
    return True


class _Sections:
    """Places a carrier's headings in the merged plan, each with the headings above it."""

    def __init__(self, merged: MergedPlan, carrier: Carrier) -> None:
        self._merged = merged
        self._carrier = carrier
        self._placed: dict[int, MergedSection] = {}
        self._equals: Counter[tuple[str | None, str]] = Counter()

    def place(self, index: int) -> MergedSection:
        if index in self._placed:
            return self._placed[index]
        record = self._carrier.plan.sections[index]
        parent = self.place(record.parent).key if record.parent is not None else None
        equal = (parent, normalise(record.title))
        identity = section_key(self._merged.key, record.title, parent, self._equals[equal])
        self._equals[equal] += 1
        section = self._merged.sections.setdefault(identity, MergedSection(identity, record, parent))
        section.told.append((self._carrier, record))
        self._placed[index] = section
        return section
