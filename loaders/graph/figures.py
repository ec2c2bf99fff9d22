"""Targets and baselines of a plan: the same figure told by several documents is one node; figures that differ are several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders import records
from loaders.graph import concepts, terms
from loaders.graph.identity import figure_key, indicator_key, likeness
from loaders.graph.merging import Carrier, MergedTask
from loaders.graph.units import unit

if TYPE_CHECKING:
    from loaders.graph.plan import PlanWriter

Figure = records.Target | records.Baseline
Identity = tuple[str, ...]
_ALIKE = 0.5


@dataclass
class _Told:
    """One figure and who says so, the fullest document first."""

    task: MergedTask | None
    told: list[tuple[Carrier, Figure]] = field(default_factory=list)

    @property
    def figure(self) -> Figure:
        return self.told[0][1]

    def says(self, figure: Figure) -> bool:
        """Whether the other figure is the same number."""
        return _number(figure) == _number(self.figure)


def write_figures(writer: PlanWriter) -> None:
    """All targets and baselines of the plan that the writer is at."""
    for kind in ("target", "baseline"):
        groups: dict[Identity, list[_Told]] = defaultdict(list)
        for carrier in writer.plan.carriers:
            _join(groups, list(_figures_of(writer, carrier, kind)), carrier)
        for identity, group in groups.items():
            for ordinal, told in enumerate(group):
                key = figure_key(*identity, ordinal=ordinal)
                contested = len({_number(figure) for other in group for _, figure in other.told}) > 1 and _several(group)
                _write(writer, kind, key, told, contested)


def _figures_of(writer: PlanWriter, carrier: Carrier, kind: str) -> Iterator[tuple[Identity, _Told]]:
    tasks = {index: task for task in writer.plan.tasks for said, index in task.told if said is carrier}
    figures: tuple[Figure, ...] = carrier.plan.targets if kind == "target" else carrier.plan.baselines
    for figure in figures:
        task = tasks[figure.task] if figure.task is not None else None
        indicator = indicator_key(figure.name, figure.population if isinstance(figure, records.Target) else None)
        identity = (task.key if task else writer.plan.key, indicator, *_qualifiers(figure))
        yield identity, _Told(task, [(carrier, figure)])


def _join(groups: dict[Identity, list[_Told]], found: list[tuple[Identity, _Told]], carrier: Carrier) -> None:
    """Adds one document's figures: to the same figure of another document where there is one, else as a new one.

    The same is the same number on an indicator of the same name; failing that, the same number on the same task with the
    same unit, measure and due under a name that is much alike (a table shortens what the text says).
    """
    left: list[tuple[Identity, _Told]] = []
    for identity, told in found:
        same = next((known for known in groups.get(identity, ()) if _may_be(known, told, carrier)), None)
        if same is None:
            left.append((identity, told))
        else:
            same.told += told.told
    near: dict[Identity, list[tuple[Identity, _Told]]] = defaultdict(list)
    for identity, group in groups.items():
        near[_but_indicator(identity)] += [(identity, known) for known in group]
    for identity, told in left:
        alike = [
            (likeness(known.figure.name, told.figure.name), key, known)
            for key, known in near[_but_indicator(identity)]
            if _may_be(known, told, carrier)
        ]
        best = max(alike, key=lambda one: one[:2], default=None)
        if best is not None and best[0] >= _ALIKE:
            best[2].told += told.told
        else:
            groups[identity].append(told)


def _but_indicator(identity: Identity) -> Identity:
    return identity[:1] + identity[2:]


def _may_be(known: _Told, told: _Told, carrier: Carrier) -> bool:
    return known.says(told.figure) and all(other is not carrier for other, _ in known.told)


def _qualifiers(figure: Figure) -> tuple[str, ...]:
    if isinstance(figure, records.Baseline):
        return ("baseline", figure.as_of or "")
    due = (figure.due.value or figure.due.printed) if figure.due else ""
    return ("target", figure.measure, figure.per or "", due)


def _number(figure: Figure) -> tuple[str, float, float | None, str]:
    if isinstance(figure, records.Baseline):
        return "=", figure.value, None, figure.unit
    return figure.comparator, figure.value, figure.value_max, figure.unit


def _several(group: list[_Told]) -> bool:
    """Whether more than one document speaks in a group."""
    return len({id(carrier) for told in group for carrier, _ in told.told}) > 1


def _write(writer: PlanWriter, kind: str, key: str, told: _Told, contested: bool) -> None:
    iris, add = writer.scheme.iris, writer.builder.add
    subject, figure = iris.thing(kind, key), told.figure
    writer.builder.type(subject, "zt:Target" if kind == "target" else "zt:Baseline", "zt:Figure")
    add(subject, "zt:inPlan", terms.iri(writer.iri))
    add(writer.iri, "zt:hasTarget" if kind == "target" else "zt:hasBaseline", terms.iri(subject))
    if told.task:
        task = writer.task_iri(told.task)
        add(subject, "zt:onTask", terms.iri(task))
        add(task, "zt:hasTarget" if kind == "target" else "zt:hasBaseline", terms.iri(subject))
    population = figure.population if isinstance(figure, records.Target) else None
    add(subject, "zt:indicator", terms.iri(writer.names.indicator(figure.name, population)))
    add(subject, "zt:nameAsPrinted", *(terms.chinese(said.name) for _, said in told.told))
    _value(writer, subject, figure)
    if contested:
        add(subject, "zt:doubt", terms.text("figures-differ"))
        note = "承载同一规划的文件数值不同。The documents that carry this plan give different figures."
        add(subject, "zt:doubtNote", terms.chinese(note))
    for carrier, said in told.told:
        writer.facts(carrier).support(subject, said)
        if isinstance(said, records.Target):
            writer.facts(carrier).support(subject, *said.regions)
            writer.names_regions(subject, said.regions)
    if isinstance(figure, records.Target):
        explicit = any(isinstance(said, records.Target) and said.due_explicit for _, said in told.told)
        _target(writer, subject, told.told[0][0], figure, explicit)
    else:
        add(
            subject, "rdfs:label", terms.chinese(f"{figure.name} {_shown(figure)}{f'（{figure.as_of}）' if figure.as_of else ''}")
        )
        add(subject, "zt:asOf", terms.text(figure.as_of) if figure.as_of else None)


def _value(writer: PlanWriter, subject: str, figure: Figure) -> None:
    add = writer.builder.add
    add(subject, "zt:value", terms.decimal(figure.value))
    add(subject, "zt:unitAsPrinted", terms.chinese(figure.unit))
    known = unit(figure.unit)
    if known is not None:
        add(subject, "zt:unit", terms.iri(known.concept) if known.concept else None)
        add(subject, "zt:baseValue", terms.decimal(known.in_base(figure.value)))
        add(subject, "zt:baseUnit", terms.iri(known.base))
    if isinstance(figure, records.Target) and figure.value_max is not None:
        add(subject, "zt:valueMax", terms.decimal(figure.value_max))
        add(subject, "zt:baseValueMax", terms.decimal(known.in_base(figure.value_max)) if known else None)


def _target(writer: PlanWriter, subject: str, carrier: Carrier, figure: records.Target, explicit: bool) -> None:
    add = writer.builder.add
    due = f"（{figure.due.value or figure.due.printed}）" if figure.due else ""
    add(subject, "rdfs:label", terms.chinese(f"{figure.name} {_shown(figure)}{due}"))
    add(subject, "zt:measure", terms.concept("measure", figure.measure))
    add(subject, "zt:comparator", terms.concept("comparator", concepts.COMPARATOR[figure.comparator]))
    writer.facts(carrier).due(subject, figure.due)
    add(subject, "zt:dueExplicit", terms.boolean(explicit))
    add(subject, "zt:per", terms.concept("per", figure.per) if figure.per else None)
    add(subject, "zt:implicit", terms.boolean(figure.implicit))
    add(subject, "zt:comparedWith", terms.chinese(figure.base) if figure.base else None)
    add(subject, "zt:strength", terms.concept("strength", concepts.STRENGTH[figure.strength]) if figure.strength else None)
    add(subject, "zt:targetGroup", terms.chinese(figure.population) if figure.population else None)


def _shown(figure: Figure) -> str:
    """A figure as a person writes it: ≥ 90%, 5–8家."""
    value = terms.plain(figure.value)
    if isinstance(figure, records.Baseline):
        return f"{value}{figure.unit}"
    if figure.comparator == "range" and figure.value_max is not None:
        return f"{value}–{terms.plain(figure.value_max)}{figure.unit}"
    return f"{concepts.COMPARATOR_SIGN[concepts.COMPARATOR[figure.comparator]]} {value}{figure.unit}"
