"""From a thing of the graph to the anchor of a correction: what names it in the records as they were read.

The graph shows what earlier corrections made of the records, anchors look at what was read: so a thing that was corrected is
named by the anchor of that correction, and its names count those that a merge took from it.
"""

from collections.abc import Mapping, Sequence

from app.corrections.log import Log
from app.problems import Conflict, NotFound, Unprocessable
from app.store import GraphStore, Row
from loaders.corrections import RULE, Anchor, Correction

_PREFIXES = "PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
_RULE = 'OPTIONAL { ?s zt:rule ?rule FILTER(STRSTARTS(?rule, "correction:")) }'
_QUERIES = {
    "task": """SELECT ?label ?plan ?heading ?rule ?twin ?order ?twin_order ?twin_heading {
        ?s a zt:Task ; rdfs:label ?label ; zt:inPlan ?plan ; zt:order ?order .
        OPTIONAL { ?s zt:inSection/rdfs:label ?heading }
        OPTIONAL { ?twin rdfs:label ?label ; zt:inPlan ?plan ; a zt:Task ; zt:order ?twin_order FILTER(?twin != ?s)
          OPTIONAL { ?twin zt:inSection/rdfs:label ?twin_heading } }""",
    "responsibility": """SELECT ?task ?name ?role ?rule {
        ?s a zt:Responsibility ; zt:onTask ?task ; zt:nameAsPrinted ?name ; zt:role ?role .""",
    "target": """SELECT ?task ?plan ?name ?value ?due ?rule {
        ?s zt:inPlan ?plan ; zt:nameAsPrinted ?name .
        OPTIONAL { ?s zt:value ?value } OPTIONAL { ?s zt:onTask ?task } OPTIONAL { ?s zt:due ?due }""",
    "plan": """SELECT ?title ?start ?end ?rule { ?s a zt:Plan ; rdfs:label ?title .
        OPTIONAL { ?s zt:startYear ?start ; zt:endYear ?end }""",
    "document": "SELECT ?title ?number ?rule { ?s a zt:Document ; rdfs:label ?title . OPTIONAL { ?s zt:documentNumber ?number }",
}
_QUERIES["baseline"] = _QUERIES["target"]


class Anchoring:
    """Finds anchors in one release, whose log of corrections this is. base: start of things' IRIs."""

    def __init__(self, store: GraphStore, base: str, release: int, log: Log):
        self._store = store
        self._base = base
        self._release = release
        self._in_force = log.in_force

    async def of(self, subject: str) -> Anchor:
        """The anchor of a thing, by its IRI (as SPARQL's IRIREF may hold it).

        Raises Unprocessable for kinds that cannot be corrected, NotFound for what is not there, and Conflict for what a person
        added: it is no record that was read, so that the addition is what must be undone.
        """
        kind = subject.removeprefix(self._base).partition("/")[0]
        if kind not in _QUERIES:
            raise Unprocessable(f"这类事物不能更正 Things of this kind cannot be corrected: {subject[:200]}")
        text = _PREFIXES + _QUERIES[kind].replace("{", f"{{ VALUES ?s {{ <{subject}> }} ", 1) + _RULE + " }"
        rows = await self._store.rows(text, release=self._release)
        if not rows:
            raise NotFound(f"没有 {subject[:200]} There is no such thing.")
        earlier = self._earlier(rows)
        for correction in earlier:
            if correction.action == "add":
                raise Conflict(
                    f"它是更正 {correction.id} 补充的，请撤销那条更正 It was added by correction {correction.id}; undo that one.",
                    correction=correction.id,
                )
        replaced = (one.anchor for one in earlier if one.action == "replace" and one.anchor and one.anchor.fact == kind)
        return next(replaced, None) or await self._new(rows, kind, earlier)

    def _earlier(self, rows: Sequence[Row]) -> list[Correction]:
        """The corrections in force that made the thing what it is."""
        rules = dict.fromkeys(row["rule"].value.removeprefix(RULE) for row in rows if "rule" in row)
        return [self._in_force[name] for name in rules if name in self._in_force]

    async def _new(self, rows: Sequence[Row], kind: str, earlier: Sequence[Correction]) -> Anchor:
        row = rows[0]
        if kind == "document":
            return Anchor(fact="document", document=row["number"].value if "number" in row else row["title"].value)
        if kind == "plan":
            period = (row["start"].value, row["end"].value) if "start" in row else None
            return Anchor(fact="plan", plan=row["title"].value, period=period)
        if kind == "task":
            return self._task(rows, await self.of(row["plan"].value))
        where = await self.of(row["task"].value if "task" in row else row["plan"].value)
        merged = {name for one in earlier if one.action == "merge" for name in one.names}
        named: dict[str, object] = {"fact": kind, "name": tuple(dict.fromkeys((*_values(rows, "name"), *sorted(merged))))}
        if kind == "responsibility":
            return _with(where, named | {"role": row["role"].value.rpartition("#")[2]})
        # Where documents differ, the statement stands for each of their figures.
        if len(values := _values(rows, "value")) == 1:
            named["value"] = float(values[0])
        if len(dues := _values(rows, "due")) == 1 and kind == "target":
            named["due"] = dues[0]
        return _with(where, named)

    def _task(self, rows: Sequence[Row], plan: Anchor) -> Anchor:
        """Among the tasks of its title below headings of the same title it is the one with so many before it, as they were read:
        those that have been retitled or retracted since count too. (Those that were added stand last.)"""
        row = rows[0]
        heading = row["heading"].value if "heading" in row else None
        before = {
            one["twin"].value
            for one in rows
            if "twin" in one
            and int(one["twin_order"].value) < int(row["order"].value)
            and (heading is None or ("twin_heading" in one and one["twin_heading"].value == heading))
        }
        found = _with(plan, {"fact": "task", "task": row["label"].value, "heading": heading})
        gone = {
            one.anchor.ordinal
            for one in self._in_force.values()
            if one.anchor
            and (one.action == "retract" or "title" in one.changes)
            and one.anchor == found.model_copy(update={"ordinal": one.anchor.ordinal})
        }
        ordinals = (at for at in range(len(before) + len(gone) + 1) if at not in gone)
        return found.model_copy(update={"ordinal": [*ordinals][len(before)]})


def _values(rows: Sequence[Row], name: str) -> list[str]:
    """The different values of a column, in the order of the rows."""
    return list(dict.fromkeys(row[name].value for row in rows if name in row))


def _with(anchor: Anchor, more: Mapping[str, object]) -> Anchor:
    return Anchor.model_validate(anchor.model_dump() | dict(more))
