"""A cap on rows that is known before the first byte goes out, so that it can be announced and is never silent."""

import json
from itertools import islice
from typing import Any, cast

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results


def cut(solutions: QuerySolutions, cap: int) -> tuple[QuerySolutions, bool]:
    """The first `cap` rows, and whether there were more. Holds as many rows in memory."""
    names = [variable.value for variable in solutions.variables]
    rows = [
        {name: _json(term) for name in names if (term := solution[name]) is not None} for solution in islice(solutions, cap + 1)
    ]
    document = {"head": {"vars": names}, "results": {"bindings": rows[:cap]}}
    kept = parse_query_results(json.dumps(document).encode(), format=QueryResultsFormat.JSON)
    return cast(QuerySolutions, kept), len(rows) > cap


def _json(term: Any) -> dict[str, Any]:
    """A term in the SPARQL 1.1 results format in JSON, with the triples of SPARQL 1.2."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        told = {"type": "literal", "value": term.value}
        return told | ({"xml:lang": term.language} if term.language else {"datatype": term.datatype.value})
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
