"""Releases of the graph, the processes that read and write them, and remote engines."""

from app.store.interface import Answer, GraphStore, Lane, Query, Release, Row, Term

__all__ = ["Answer", "GraphStore", "Lane", "Query", "Release", "Row", "Term"]
