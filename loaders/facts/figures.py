"""Quantities: a passage → its targets (commitments with a number and a unit) and baselines (what already is or was)."""

from loaders.facts.due import parse_due
from loaders.passages import Passage
from loaders.records import Baseline, Due, Target

__all__ = ["figures", "parse_due"]


def figures(
    passage: Passage,  # noqa: ARG001
    period: tuple[str, str] | None,  # noqa: ARG001
    task: int | None = None,  # noqa: ARG001
    *,
    past: bool = False,  # noqa: ARG001
    due: Due | None = None,  # noqa: ARG001
) -> tuple[list[Target], list[Baseline]]:
    """The targets and baselines that a passage states.

    period: the plan's first and last year, for deadlines in words and for targets without one.
    task: index of the task the passage belongs to, None for the plan's own goals.
    past: the passage reports what was achieved; its figures are baselines.
    due: the item's own deadline where a column or a line beside the text gives it.
    """
    return [], []
