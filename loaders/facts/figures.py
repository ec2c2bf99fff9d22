"""Quantities that a passage commits to or reports."""

from loaders.passages import Passage
from loaders.records import Baseline, Target


def figures(passage: Passage, period: tuple[str, str] | None, task: int | None) -> tuple[list[Target], list[Baseline]]:  # noqa: ARG001
    """The targets and baselines of a passage; period: the plan's years; task: index of the task it belongs to, or None."""
    return [], []
