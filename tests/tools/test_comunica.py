"""Comunica from npm follows our links: from the IRI of a task to the documents behind it, and from a stranger's document."""

import json
import subprocess

import httpx

from tests.clients.npm import script_over

PACKAGE = "@comunica/query-sparql-link-traversal@0.5.0"
SCRIPT = """
import { QueryEngine } from '@comunica/query-sparql-link-traversal';
const [query, ...starts] = process.argv.slice(2);
const told = [];
for (const start of starts) {
  const fetched = [];
  const watched = async (resource, options) => {
    const answer = await fetch(resource, options);
    fetched.push({ asked: resource.url ?? String(resource), answered: answer.url, status: answer.status });
    return answer;
  };
  const bindings = await new QueryEngine().queryBindings(query, { sources: [start], fetch: watched });
  const values = row => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value]));
  const rows = (await bindings.toArray()).map(values);
  told.push({ rows, fetched });
}
console.log(JSON.stringify(told));
"""
# What each document alone does not say: who leads stands in the task's, of where in the agency's, the code in the region's.
QUERY = """
PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?agency ?name ?region ?code WHERE {
  <%s> zt:ledBy ?agency . ?agency zt:jurisdiction ?region ; skos:altLabel ?name . ?region skos:notation ?code }
"""


def test_following_links_gives_what_the_endpoint_gives(sample_service, other_origin):
    origin, folder = other_origin
    leads = "SELECT ?task ?agency { ?task <https://w3id.org/zhengtu/ont#ledBy> ?agency } ORDER BY ?task LIMIT 1"
    task, agency = (value["value"] for value in endpoint(sample_service, leads)[0].values())
    ours = QUERY % task
    expected = endpoint(sample_service, ours)
    assert len(expected) >= 2

    # A stranger's document in our words (its context is ours) about the same task, which it gives the same leader.
    document = {"@context": f"{sample_service}/context.jsonld", "id": task, "type": "Task", "ledBy": agency}
    (folder / "note.jsonld").write_text(json.dumps(document), encoding="utf-8")

    command = [*script_over(PACKAGE, SCRIPT), ours, task, f"{origin}/note.jsonld"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    followed, from_elsewhere = json.loads(ran.stdout)

    wanted = {tuple(term["value"] for term in row.values()) for row in expected}
    for told in (followed, from_elsewhere):
        assert {tuple(row[name] for name in expected[0]) for row in told["rows"]} == wanted
        assert {fetch["status"] for fetch in told["fetched"]} == {200}
        assert [fetch for fetch in told["fetched"] if not fetch["asked"].startswith((f"{sample_service}/", f"{origin}/"))] == []
    asked = {fetch["asked"]: fetch["answered"] for fetch in followed["fetched"]}
    region = expected[0]["region"]["value"]
    for iri in (task, agency, region):
        assert asked[iri] == iri.replace("/id/", "/data/") + ".jsonld"
    assert f"{sample_service}/context.jsonld" in {fetch["asked"] for fetch in from_elsewhere["fetched"]}


def endpoint(origin: str, query: str) -> list[dict[str, dict[str, str]]]:
    """What /sparql answers: rows of variable → term."""
    answer = httpx.get(f"{origin}/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
    return answer.raise_for_status().json()["results"]["bindings"]
