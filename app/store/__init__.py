"""Releases of the graph, the processes that read and write them, and remote engines."""

from app.store.changes import (
    Change,
    CorrectionsChanged,
    DatasetLoaded,
    DocumentRead,
    DocumentsLoaded,
    DocumentsRemoved,
    GraphChange,
    GraphWritten,
    Receipt,
    Release,
    Scope,
    SourceFile,
    SparqlUpdate,
)
from app.store.interface import Answer, GraphStore, Health, Lane, Query, Row, RunningQuery, Term

__all__ = [
    "Answer",
    "Change",
    "CorrectionsChanged",
    "DatasetLoaded",
    "DocumentRead",
    "DocumentsLoaded",
    "DocumentsRemoved",
    "GraphChange",
    "GraphStore",
    "GraphWritten",
    "Health",
    "Lane",
    "Query",
    "Receipt",
    "Release",
    "Row",
    "RunningQuery",
    "Scope",
    "SourceFile",
    "SparqlUpdate",
    "Term",
]
