"""Three questions, asked twice: of the web API with plain HTTP, and as SPARQL with SPARQLWrapper and pandas.

python docs/three_questions.py http://127.0.0.1:8000
"""

import json
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

import pandas
from SPARQLWrapper import JSON, SPARQLWrapper

PREFIXES = """PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> """


def items(service: str, path: str, **parameters: str) -> list[dict]:
    """All items of a list, page by page."""
    found, cursor = [], None
    while True:
        asked = parameters | {"limit": "100"} | ({"cursor": cursor} if cursor else {})
        with urlopen(f"{service}{path}?{urlencode(asked)}") as answer:
            page = json.load(answer)
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found


def frame(service: str, query: str) -> pandas.DataFrame:
    """A SELECT answer as a table."""
    client = SPARQLWrapper(f"{service}/sparql", returnFormat=JSON)
    client.setQuery(PREFIXES + query)
    rows = client.queryAndConvert()["results"]["bindings"]
    return pandas.DataFrame([{name: term["value"] for name, term in row.items()} for row in rows])


def main(service: str) -> None:
    agency = max(items(service, "/agencies"), key=lambda one: len(items(service, f"/agencies/{key(one)}/tasks", role="lead")))[
        "name"
    ]
    print(f"1. 谁牵头什么 What does {agency} lead?")
    led = items(service, "/tasks", lead=agency)
    same = frame(service, f'SELECT ?task ?title {{ ?task zt:ledBy ?a ; rdfs:label ?title . ?a rdfs:label "{agency}"@zh }}')
    print(same.title.to_string(index=False))
    assert {task["id"] for task in led} == set(same.task)

    year = items(service, "/questions/due-calendar")[-1]["year"]
    print(f"2. 到期的目标值 Which targets are due in {year}?")
    due = items(service, "/questions/targets-due", year=str(year))
    same = frame(
        service, f"SELECT ?id ?target {{ ?id a zt:Target ; rdfs:label ?target ; zt:dueLatest ?d FILTER(YEAR(?d) = {year}) }}"
    )
    print(same.target.to_string(index=False))
    assert {target["id"] for target in due} == set(same.id)

    print("3. 没有牵头机构的任务 How many tasks of each plan have no lead?")
    open_tasks = pandas.Series([task["plan"]["title"] for task in items(service, "/questions/tasks-without-lead")]).value_counts()
    same = frame(
        service,
        "SELECT ?plan (COUNT(*) AS ?n) { ?t a zt:Task ; zt:inPlan/rdfs:label ?plan "
        "FILTER NOT EXISTS { ?t zt:ledBy ?a } } GROUP BY ?plan",
    )
    print(same.to_string(index=False))
    assert open_tasks.to_dict() == {row.plan: int(row.n) for row in same.itertuples()}


def key(thing: dict) -> str:
    return thing["id"].rpartition("/")[2]


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
