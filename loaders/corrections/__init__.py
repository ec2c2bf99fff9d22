"""What people put right, as a log that compiles with the records: undoing a correction is compiling again.

A correction names what it changes by content (plan, task, heading, printed name), never by a number or an index, so that it
finds its place in the next version of the document too; one that finds none is reported, not lost. Everything here is a
pure function.
"""

from loaders.corrections.applying import Corrected, apply_corrections, correct
from loaders.corrections.log import Anchor, Correction, Withdrawal, read_entry, read_log
from loaders.corrections.values import RULE, InvalidCorrection

__all__ = [
    "RULE",
    "Anchor",
    "Corrected",
    "Correction",
    "InvalidCorrection",
    "Withdrawal",
    "apply_corrections",
    "correct",
    "read_entry",
    "read_log",
]
