"""Tests that fail, each with its reason: where the embedded engine itself is the cause, or a rule of the policy."""

NUMBERS = "the engine keeps numbers, booleans and dates in canonical form: `01` becomes `1`, `1.0e0` becomes `1`"
GRAPH_SCOPE = "the engine binds the variable of GRAPH inside its pattern, not by joining it afterwards"
ZERO_PATH = "the engine finds no zero-length path from or to a term that is in no triple"
GROUP_CONCAT = "the engine gives GROUP_CONCAT of equally tagged strings their language tag (as SPARQL 1.2 CONCAT does)"
LOAD = "refused before the engine: no address is fetched that the operator has not listed (issue of trust, not of SPARQL)"

_BY_REASON: dict[str, str] = {
    NUMBERS: """
        sparql11/aggregates: agg-sum-02 agg-avg-02 agg-min-01 agg-min-02 agg-max-01 agg-max-02 agg-err-02
        sparql11/aggregates: agg-max-distinct agg-min-distinct
        sparql11/cast: cast-bool cast-int cast-float cast-double cast-decimal cast-string
        sparql11/csv-tsv-res: csv03 tsv03
        sparql11/functions: plus-1-corrected plus-2-corrected coalesce01
        sparql10/distinct: no-distinct-1 distinct-1 no-distinct-9 distinct-9
        sparql10/expr-builtin: dawg-str-1 dawg-str-2 dawg-datatype-1 sameTerm-simple sameTerm-eq sameTerm-not-eq
        sparql10/expr-equals: eq-2-1 eq-2-2 eq-graph-1 eq-graph-2
        sparql10/open-world: open-eq-01 open-eq-03 open-eq-04 date-2 date-3
        sparql10/sort: dawg-sort-7
    """,
    GRAPH_SCOPE: """
        sparql11/aggregates: agg-empty-group-count-graph
        sparql11/bindings: graph
        sparql11/negation: graph-minus
        sparql10/graph: graph-variable-scope graph-optional
    """,
    ZERO_PATH: """
        sparql11/property-path: zero_or_more_set_start zero_or_more_set_end zero_or_one_set_start zero_or_one_set_end
    """,
    GROUP_CONCAT: """
        sparql11/aggregates: agg-groupconcat-04 agg-groupconcat-06
    """,
    LOAD: """
        sparql11/update-silent: load-silent load-into-silent
    """,
    "the engine's grammar takes `true` and `false` in lower case only": """
        sparql10/expr-builtin: case-insensitive-booleans
    """,
    "the engine makes a new blank node at each call of BNODE with the same string": """
        sparql11/functions: bnode01
    """,
}

KNOWN: dict[str, str] = {
    f"{suite.strip()}/{name}": reason
    for reason, listed in _BY_REASON.items()
    for line in listed.strip().splitlines()
    for suite, _, names in [line.partition(":")]
    for name in names.split()
}
