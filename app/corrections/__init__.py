"""Putting right what was read, seen from the service: the log as a release has it, and from a thing of the graph to the anchor
of its correction. What an entry means and how it applies to records is in `loaders.corrections`."""

from app.corrections.anchoring import Anchoring
from app.corrections.log import Log, read_log, stamped, withdrawal

__all__ = ["Anchoring", "Log", "read_log", "stamped", "withdrawal"]
