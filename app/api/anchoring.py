"""From a thing of the graph to the anchor of a correction: what names it in the records as they were read."""

from collections.abc import Mapping, Sequence

from fastapi import Request

from app.api.state import store_of
from app.problems import NotFound, Unprocessable
from app.store import Row
from loaders.corrections import RULE, Anchor, Correction

_PREFIXES = (
    "PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX dcterms: <http://purl.org/dc/terms/> "
)
_QUERIES = {
    "task": """SELECT ?label ?plan ?start ?end ?heading ?rule ?twin ?order ?twin_order ?twin_heading {
        ?s a zt:Task ; rdfs:label ?label ; zt:inPlan ?p ; zt:order ?order . ?p rdfs:label ?plan .
        OPTIONAL { ?p zt:startYear ?start } OPTIONAL { ?p zt:endYear ?end }
        OPTIONAL { ?s zt:inSection ?section . ?section rdfs:label ?heading }
        OPTIONAL { ?s zt:rule ?rule FILTER(STRSTARTS(?rule, "correction:")) }
        OPTIONAL { ?twin rdfs:label ?label ; zt:inPlan ?p ; a zt:Task ; zt:order ?twin_order FILTER(?twin != ?s)
          OPTIONAL { ?twin zt:inSection ?twin_section . ?twin_section rdfs:label ?twin_heading } } }""",
    "responsibility": """SELECT ?task ?name ?role ?rule {
        ?s a zt:Responsibility ; zt:onTask ?task ; zt:nameAsPrinted ?name ; zt:role ?role .
        OPTIONAL { ?s zt:rule ?rule FILTER(STRSTARTS(?rule, "correction:")) } }""",
    "target": """SELECT ?task ?name ?value ?due ?plan ?start ?end ?rule {
        ?s a ?class ; zt:indicator ?i ; zt:inPlan ?p ; zt:value ?value . ?i rdfs:label ?name . ?p rdfs:label ?plan .
        OPTIONAL { ?p zt:startYear ?start } OPTIONAL { ?p zt:endYear ?end }
        OPTIONAL { ?s zt:onTask ?task } OPTIONAL { ?s zt:due ?due }
        OPTIONAL { ?s zt:rule ?rule FILTER(STRSTARTS(?rule, "correction:")) } }""",
    "plan": """SELECT ?plan ?start ?end ?rule { ?s a zt:Plan ; rdfs:label ?plan .
        OPTIONAL { ?s zt:startYear ?start } OPTIONAL { ?s zt:endYear ?end }
        OPTIONAL { ?s zt:rule ?rule FILTER(STRSTARTS(?rule, "correction:")) } }""",
    "document": """SELECT ?title ?number ?rule { ?s a zt:Document ; rdfs:label ?title . OPTIONAL { ?s zt:documentNumber ?number }
        OPTIONAL { ?s zt:rule ?rule FILTER(STRSTARTS(?rule, "correction:")) } }""",
}
_QUERIES["baseline"] = _QUERIES["target"]


class Anchoring:
    """Finds anchors in one release. known: the corrections in force, by id: what they changed is named as it was before."""

    def __init__(self, request: Request, base: str, release: int, known: Mapping[str, Correction]):
        self._request = request
        self._base = base
        self._release = release
        self._known = known

    async def of(self, subject: str, fact: str | None, more: Mapping[str, object]) -> Anchor:
        """The anchor of a thing; with `fact`, of a fact of that kind on it (more: its name and role). Raises NotFound."""
        kind = subject.removeprefix(self._base).partition("/")[0]
        if kind not in _QUERIES:
            raise Unprocessable(f"这类事物不能更正 Things of this kind cannot be corrected: {subject[:200]}")
        rows = await self._rows(_QUERIES[kind], subject)
        if not rows:
            raise NotFound(f"没有 {subject[:200]} There is no such thing.")
        anchor = self._earlier(rows, kind) or await self._new(rows, kind)
        if fact is not None and fact != kind:
            given = {name: value for name, value in more.items() if value is not None}
            anchor = Anchor.model_validate(anchor.model_dump() | {"fact": fact} | given)
        return anchor

    async def _new(self, rows: Sequence[Row], kind: str) -> Anchor:
        if kind == "task":
            return _task(rows)
        if kind == "responsibility":
            return await self._responsibility(rows)
        if kind in ("target", "baseline"):
            return await self._figure(rows[0], kind)
        return _plan(rows[0], "plan") if kind == "plan" else _document(rows[0])

    def _earlier(self, rows: Sequence[Row], kind: str) -> Anchor | None:
        """The anchor of a correction that already replaced something of it: records are named as they were read."""
        for row in rows:
            if "rule" in row:
                known = self._known.get(row["rule"].value.removeprefix(RULE))
                if known and known.anchor and known.anchor.fact == kind and known.action == "replace":
                    return known.anchor
        return None

    async def _responsibility(self, rows: Sequence[Row]) -> Anchor:
        task = await self.of(rows[0]["task"].value, None, {})
        names = tuple(dict.fromkeys(row["name"].value for row in rows))
        role = rows[0]["role"].value.rpartition("#")[2]
        return Anchor.model_validate(task.model_dump() | {"fact": "responsibility", "name": names, "role": role})

    async def _figure(self, row: Row, kind: str) -> Anchor:
        where = await self.of(row["task"].value, None, {}) if "task" in row else _plan(row, kind)
        named: dict[str, object] = {"fact": kind, "name": row["name"].value, "value": float(row["value"].value)}
        if "due" in row and kind == "target":
            named["due"] = row["due"].value
        return Anchor.model_validate(where.model_dump() | named)

    async def _rows(self, query: str, subject: str) -> list[Row]:
        text = _PREFIXES + query.replace("{", f"{{ VALUES ?s {{ <{subject}> }} ", 1)
        return await store_of(self._request).rows(text, release=self._release)


def _task(rows: Sequence[Row]) -> Anchor:
    """Among tasks of the same title below headings of the same title it is the one with so many before it."""
    row = rows[0]
    heading = row["heading"].value if "heading" in row else None
    before = {
        one["twin"].value
        for one in rows
        if "twin" in one
        and int(one["twin_order"].value) < int(row["order"].value)
        and (heading is None or ("twin_heading" in one and one["twin_heading"].value == heading))
    }
    found = {"task": row["label"].value, "heading": heading, "ordinal": len(before)}
    return _plan(row, "task").model_copy(update=found)


def _plan(row: Row, fact: str) -> Anchor:
    period = (row["start"].value, row["end"].value) if "start" in row and "end" in row else None
    return Anchor.model_validate({"fact": fact, "plan": row["plan"].value, "period": period})


def _document(row: Row) -> Anchor:
    return Anchor(fact="document", document=row["number"].value if "number" in row else row["title"].value)
