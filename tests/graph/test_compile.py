"""Records → graphs: identity, merging, what changes when, and that each statement stands once."""

import itertools

import pyoxigraph
import pytest

from loaders import graph, records
from loaders.graph.graph import Graph
from tests.graph.specimens import BASE, NOTICE, later, notice, table

PREFIXES = """
PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def store(*documents, **options) -> pyoxigraph.Store:
    loaded = pyoxigraph.Store()
    for compiled in graph.compile_graphs(documents, BASE, **options).values():
        loaded.load(compiled.nquads(), format=pyoxigraph.RdfFormat.N_QUADS)
    return loaded


def rows(loaded: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    answer = loaded.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return sorted(tuple(term.value if term else "" for term in row) for row in answer)


def tasks(compiled: dict[str, Graph]) -> set[str]:
    return {line.split(" ")[0] for each in compiled.values() for line in each.lines if "ont#Task>" in line}


def test_any_order_gives_the_same_bytes() -> None:
    expected = {iri: each.nquads() for iri, each in graph.compile_graphs([notice(), table(), later()], BASE).items()}
    for order in itertools.permutations([notice(), table(), later()]):
        assert {iri: each.nquads() for iri, each in graph.compile_graphs(order, BASE).items()} == expected


def test_every_line_is_as_the_store_writes_it() -> None:
    for compiled in graph.compile_graphs([notice(), table(), later()], BASE).values():
        loaded = pyoxigraph.Store()
        loaded.load(compiled.nquads(), format=pyoxigraph.RdfFormat.N_QUADS)
        written = pyoxigraph.serialize(loaded, format=pyoxigraph.RdfFormat.N_QUADS)
        assert sorted(written.decode().splitlines()) == list(compiled.lines)
        assert sorted(f"{quad} ." for quad in compiled.quads()) == list(compiled.lines)


def test_no_blank_nodes_and_only_ascii_iris() -> None:
    for compiled in graph.compile_graphs([notice(), table(), later()], BASE).values():
        for quad in compiled.quads():
            for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                assert not isinstance(term, pyoxigraph.BlankNode)
                if isinstance(term, pyoxigraph.NamedNode):
                    assert term.value.isascii()


def test_a_statement_in_two_graphs_is_refused() -> None:
    one = Graph(f"{BASE}graph/a", (f"<{BASE}s> <{BASE}p> <{BASE}o> <{BASE}graph/a> .",))
    two = Graph(f"{BASE}graph/b", (f"<{BASE}s> <{BASE}p> <{BASE}o> <{BASE}graph/b> .",))
    graph.check_disjoint([one])
    with pytest.raises(ValueError, match="stands in"):
        graph.check_disjoint([one, two])


def test_a_notice_and_its_table_are_one_plan_with_evidence_from_both() -> None:
    loaded = store(notice(), table())
    assert len(rows(loaded, "SELECT ?p { ?p a zt:Plan }")) == 1
    assert [row[0] for row in rows(loaded, "SELECT ?l { ?t a zt:Task ; rdfs:label ?l }")] == [
        "加强督查",
        "新建泵站",
        "疏浚河道",
        "绿化岸线",
    ]
    quotes = rows(
        loaded,
        'SELECT ?q ?place { ?t rdfs:label "疏浚河道"@zh ; zt:titleEvidence ?e . ?e oa:exact ?q OPTIONAL { ?e zt:place ?place } }',
    )
    assert quotes == [("疏浚河道", ""), ("疏浚河道", "B2")]
    targets = rows(
        loaded,
        """SELECT ?g (COUNT(DISTINCT ?e) AS ?n) { ?t rdfs:label "疏浚河道"@zh ; zt:hasTarget ?g .
         ?g zt:valueEvidence ?e } GROUP BY ?g""",
    )
    assert [row[1] for row in targets] == ["2"]
    assert rows(loaded, 'SELECT ?s { ?t rdfs:label "绿化岸线"@zh ; zt:inSection/rdfs:label ?s }') == [("水体",)]


def test_the_table_keeps_the_tasks_of_the_notice_where_they_were() -> None:
    alone, both = graph.compile_graphs([notice()], BASE), graph.compile_graphs([notice(), table()], BASE)
    assert tasks(alone) < tasks(both)


def test_figures_that_differ_are_two_nodes_marked() -> None:
    loaded = store(notice(), table(length=150))
    found = rows(loaded, 'SELECT ?v ?d { ?t rdfs:label "疏浚河道"@zh ; zt:hasTarget ?g . ?g zt:value ?v ; zt:doubt ?d }')
    assert found == [("120", "figures-differ"), ("150", "figures-differ")]


def test_a_figure_under_a_shorter_name_is_the_same_figure() -> None:
    shorter = table().model_dump()
    shorter["plans"][0]["targets"][0]["name"] = "河道"
    loaded = store(notice(), records.Document.model_validate(shorter))
    found = rows(loaded, 'SELECT ?v ?n { ?t rdfs:label "疏浚河道"@zh ; zt:hasTarget ?g . ?g zt:value ?v ; zt:nameAsPrinted ?n }')
    assert found == [("120", "河道"), ("120", "疏浚河道")]
    assert rows(loaded, "SELECT ?l { ?i a zt:Indicator ; rdfs:label ?l }") == [("投资",), ("疏浚河道",), ("督查",)]


def test_an_agency_answers_to_its_printed_and_its_short_names() -> None:
    loaded = store(notice())
    for name in ("市水务局", "云澜市水务局", "水务局"):
        found = rows(loaded, f'SELECT DISTINCT ?l {{ ?a a zt:Agency ; rdfs:label|skos:altLabel "{name}"@zh ; rdfs:label ?l }}')
        assert found == [("云澜市水务局",)]


def test_a_body_before_a_reform_is_a_predecessor_where_both_are_known() -> None:
    then = notice().model_dump_json().replace("市财政局", "市卫生局").replace("云澜市", "嘉兴市")
    now = later().model_dump_json().replace("云澜市", "嘉兴市")
    told = records.Document.model_validate_json(now)
    task = told.plans[0].tasks[0]
    lead = records.Document.model_validate_json(then).plans[0].tasks[1].responsibilities[0]
    health = lead.model_copy(update={"name": "市卫生健康委"})
    plan = told.plans[0].model_copy(update={"tasks": (task.model_copy(update={"responsibilities": (health,)}),)})
    documents = [records.Document.model_validate_json(then), told.model_copy(update={"plans": (plan,)})]
    found = rows(store(*documents), "SELECT ?b ?a { ?x zt:predecessor ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }")
    assert found == [("嘉兴市卫生局", "嘉兴市卫生健康委员会")]


def test_a_zone_without_a_code_is_a_functional_zone() -> None:
    zone = notice().model_dump_json().replace('"name":"白石县"', '"name":"云澜滨海新城"')
    loaded = store(records.Document.model_validate_json(zone))
    found = rows(loaded, "SELECT ?l ?k { ?r a zt:Region ; rdfs:label ?l OPTIONAL { ?r zt:regionLevel/skos:notation ?k } }")
    assert found == [("云澜市", ""), ("云澜滨海新城", "functional-zone")]


def test_a_task_under_a_title_much_alike_is_doubtful_not_merged() -> None:
    renamed = table().model_dump_json().replace("绿化岸线", "新建泵站工程")
    loaded = store(notice(), records.Document.model_validate_json(renamed))
    found = rows(loaded, "SELECT ?l ?d ?n { ?t a zt:Task ; rdfs:label ?l ; zt:doubt ?d ; zt:doubtNote ?n }")
    [(title, code, note)] = found
    assert (title, code) == ("新建泵站工程", "tasks-alike")
    assert "“新建泵站”" in note


def test_indicators_alike_are_marked_until_they_are_declared_different() -> None:
    target = notice().plans[0].targets[0].model_copy(update={"name": "城区疏浚河道", "task": 0})
    plan = later().plans[0].model_copy(update={"targets": (target,)})
    documents = [notice(), later().model_copy(update={"plans": (plan,)})]
    loaded = store(*documents)
    marked = "SELECT ?l ?o { ?i a zt:Indicator ; rdfs:label ?l ; zt:doubt 'indicators-alike' ; zt:mayBe/rdfs:label ?o }"
    assert rows(loaded, marked) == [("城区疏浚河道", "疏浚河道"), ("疏浚河道", "城区疏浚河道")]
    parts = [graph.compile_document(document, BASE) for document in documents]
    keys = {key for document in documents for key in graph.plan_keys(document, BASE)}
    parts += [graph.compile_plan(key, documents, BASE) for key in keys]
    derived = graph.compile_derived([part.summary for part in parts], BASE, distinct=[("疏浚河道", "城区疏浚河道")])
    assert not any("mayBe" in line for line in derived[f"{BASE}graph/indicators"].lines)


def test_a_breakdown_table_says_what_it_breaks_down() -> None:
    loaded = store(notice(), table(), later())
    found = rows(loaded, "SELECT ?t ?n { ?x zt:decomposes ?d ; zt:cites ?d ; rdfs:label ?t . ?d zt:documentNumber ?n }")
    assert found == [("云澜市清溪行动任务分解表", "云政办发〔2024〕7号")]


def test_a_code_that_no_register_knows_makes_no_iri_of_itself() -> None:
    odd = {"region_code": "33 04<>", "period": ("二〇二四", "2026")}
    loaded = store(notice().model_copy(update={"plans": (notice().plans[0].model_copy(update=odd),)}))
    years = "SELECT ?l ?s ?e { ?p a zt:Plan ; zt:region/rdfs:label ?l ; zt:endYear ?e OPTIONAL { ?p zt:startYear ?s } }"
    assert rows(loaded, years) == [("云澜市", "", "2026")]


def test_lead_shortcuts_and_roles() -> None:
    loaded = store(notice())
    led = rows(loaded, "SELECT ?t ?a { ?x zt:ledBy/rdfs:label ?a ; rdfs:label ?t }")
    assert led == [("新建泵站", "云澜市水务局"), ("疏浚河道", "云澜市水务局")]
    assert rows(loaded, "SELECT ?t ?a { ?x zt:supportedBy/rdfs:label ?a ; rdfs:label ?t }") == [("新建泵站", "云澜市财政局")]
    inherited = rows(
        loaded, "SELECT ?t ?i { ?r zt:onTask/rdfs:label ?t ; zt:role <https://w3id.org/zhengtu/role#lead> ; zt:inherited ?i }"
    )
    assert inherited == [("新建泵站", "false"), ("疏浚河道", "true")]


def test_values_in_base_units_and_dues_as_moments() -> None:
    loaded = store(notice())
    assert rows(
        loaded,
        'SELECT ?v ?b ?u { ?t rdfs:label ?l ; zt:value ?v ; zt:baseValue ?b ; zt:baseUnit ?u FILTER(STRSTARTS(?l, "投资")) }',
    ) == [("3.5", "350000000", "https://w3id.org/zhengtu/unit#yuan")]
    assert rows(
        loaded, 'SELECT ?d ?p ?l { ?t a zt:Task ; rdfs:label "新建泵站"@zh ; zt:due ?d ; zt:duePrecision ?p ; zt:dueLatest ?l }'
    ) == [("2025年底前", "year", "2025-12-31T23:59:59+08:00")]


def test_citations_point_to_what_is_loaded_and_only_that_graph_knows() -> None:
    alone, both = graph.compile_graphs([later()], BASE), graph.compile_graphs([later(), notice()], BASE)
    changed = {iri.removeprefix(f"{BASE}graph/") for iri in alone if alone[iri].digest != both[iri].digest}
    assert changed == {"citations", "agencies", "regions"}
    loaded = store(later(), notice())
    assert rows(loaded, "SELECT ?s ?n { ?x zt:cites ?d ; rdfs:label ?s . ?d a zt:Document ; zt:documentNumber ?n }") == [
        ("云澜市人民政府关于公布清溪行动督查计划的通知", "云政办发〔2024〕7号"),
        ("检查河道", "云政办发〔2024〕7号"),
    ]
    assert rows(loaded, "SELECT ?l { ?d a zt:CitedDocument ; rdfs:label ?l }") == [("云澜市河道条例",)]


def test_renumbering_a_heading_moves_no_task() -> None:
    renumbered = notice(NOTICE.replace("一、水体治理", "三、水体治理"), number="三、")
    assert tasks(graph.compile_graphs([notice()], BASE)) == tasks(graph.compile_graphs([renumbered], BASE))


def test_a_changed_sentence_changes_its_plan_and_what_is_derived_only() -> None:
    changed_text = NOTICE.replace("疏浚河道120公里", "疏浚河道130公里")
    before = graph.compile_graphs([notice(), later()], BASE)
    after = graph.compile_graphs([notice(changed_text, length="130"), later()], BASE)
    assert before.keys() == after.keys()
    changed = [iri for iri in before if before[iri].digest != after[iri].digest]
    key = graph.plan_keys(notice(), BASE)[0]
    assert changed == [f"{BASE}graph/document/{graph.document_key(notice())}", f"{BASE}graph/plan/{key}"]
    targets = [
        {line.split(" ")[0] for line in each[f"{BASE}graph/plan/{key}"].lines if "ont#Target>" in line}
        for each in (before, after)
    ]
    assert targets[0] == targets[1]


def test_one_plan_alone_is_the_same_as_in_the_whole() -> None:
    documents = [later(), table(), notice()]
    whole = graph.compile_graphs(documents, BASE)
    for document in documents:
        part = graph.compile_document(document, BASE)
        assert part.graph == whole[part.graph.iri]
        for key in graph.plan_keys(document, BASE):
            part = graph.compile_plan(key, documents, BASE)
            assert part.graph == whole[part.graph.iri]


def test_summaries_survive_json() -> None:
    documents = [later(), table(), notice()]
    parts = [graph.compile_document(document, BASE) for document in documents]
    parts += [
        graph.compile_plan(key, documents, BASE) for key in {key for each in documents for key in graph.plan_keys(each, BASE)}
    ]
    kept = [graph.Summary.model_validate_json(part.summary.model_dump_json()) for part in parts]
    whole = graph.compile_graphs(documents, BASE)
    derived = graph.compile_derived(kept, BASE)
    assert derived == {iri: whole[iri] for iri in derived}
    assert {iri.rsplit("/", 1)[1] for iri in derived} == set(graph.DERIVED)


def test_two_versions_of_a_document_are_refused() -> None:
    changed = notice(NOTICE.replace("2次", "2次 "))
    with pytest.raises(ValueError, match="versions of one document"):
        graph.compile_graphs([notice(), changed], BASE)
    assert graph.compile_graphs([notice(), notice()], BASE) == graph.compile_graphs([notice()], BASE)


def test_every_fact_leads_to_a_quote() -> None:
    loaded = store(notice(), table(), later())
    bare = """SELECT ?s { VALUES ?c { zt:Task zt:Target zt:Responsibility zt:Section zt:Plan zt:Document }
        ?s a ?c FILTER NOT EXISTS { ?s zt:hasEvidence/oa:exact ?q } }"""
    assert rows(loaded, bare) == []
    assert (
        rows(loaded, "SELECT ?e { ?e a zt:Evidence ; oa:start ?s ; oa:end ?f ; oa:exact ?q FILTER(?f - ?s != STRLEN(?q)) }") == []
    )


def test_the_release_digest_is_of_the_graphs_and_their_digests() -> None:
    compiled = graph.compile_graphs([notice(), later()], BASE)
    digests = {iri: each.digest for iri, each in compiled.items()}
    assert graph.release_digest(digests) == graph.release_digest(dict(reversed(digests.items())))
    assert graph.release_digest(digests) != graph.release_digest({**digests, f"{BASE}graph/agencies": "0" * 64})
