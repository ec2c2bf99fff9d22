"""How much dearer a bounded question becomes when the graph grows: `python -m tests.api.bench_growth FOLDER FOLDER…`.

The folders are those of `python -m tests.api.bench QUADS FOLDER`. A question is bounded when it is asked about things of one size
in all of them: one thing, a plan, an agency that leads eight to sixteen tasks. Processor time of the engine and of our own, so
that load on the machine distorts little; every asking is of another thing, so that nothing comes from a cache.
"""

import asyncio
import sys
from pathlib import Path

from pyoxigraph import Store

from app.questions import Question
from app.questions.arguments import bind
from app.questions.asking import Asking
from app.settings import Settings
from app.store.embedded import EmbeddedStore
from app.store.releases import DataFolder
from tests.api.bench import CATALOGUE, PREFIXES, processor
from tests.store.bench import report

TIMES = 40
AMONG_MANY = "SELECT ?x { ?x a zt:%s } LIMIT 400"
THINGS = {
    "agency": "SELECT ?x { ?t zt:ledBy ?x } GROUP BY ?x HAVING (COUNT(*) >= 8 && COUNT(*) <= 16) LIMIT 400",
    "region": "SELECT ?x { ?x a zt:Region ; zt:regionLevel <https://w3id.org/zhengtu/region-level#county> } LIMIT 400",
}
KINDS = ("document", "plan", "section", "task", "target", "agency", "region")


def things(data: Path) -> dict[str, list[str]]:
    """Things of each kind, of about the same size however large the graph is."""
    folder = DataFolder(data)
    store = Store.read_only(str(folder.folder(folder.current().number) / "store"))
    queries = {kind: PREFIXES + THINGS.get(kind, AMONG_MANY % kind.capitalize()) for kind in KINDS}
    return {
        kind: [row["x"].value for row in store.query(text, use_default_graph_as_union=True)] for kind, text in queries.items()
    }


def bounded(question: Question) -> dict[str, str] | None:
    """Parameter → kind of thing, of what makes a question bounded; None where nothing does."""
    wanted = {name: p.of or "" for name, p in question.parameters.items() if p.required}
    if not wanted and question.kind == "list":
        wanted = {name: p.of or "" for name, p in question.parameters.items() if name in ("plan", "lead", "agency")}
        wanted = dict(list(wanted.items())[:1])
    return wanted if wanted and all(kind in KINDS for kind in wanted.values()) else None


async def costs(data: Path) -> dict[str, float]:
    """Question → milliseconds of processor time for an asking, page of twenty or single thing."""
    known = things(data)
    store = await EmbeddedStore.open(Settings(data=data))
    asking = Asking(store, store.folder.base)
    found = {}
    for question in CATALOGUE.values():
        wanted = bounded(question)
        if wanted is None or not all(len(known[kind]) > TIMES + 5 for kind in wanted.values()):
            continue
        askings = [
            bind(
                question,
                [(name, known[kind][(n + at) % len(known[kind])]) for at, (name, kind) in enumerate(wanted.items())],
                asking.base,
            )
            for n in range(TIMES + 5)
        ]
        for n, arguments in enumerate(askings):
            if n == 5:
                before = processor(store)
            await (asking.one(question, arguments) if question.kind == "one" else asking.page(question, arguments))
        found[f"{question.name} ({', '.join(wanted)})"] = (processor(store) - before) * 1000 / TIMES
    await store.close()
    return found


def main() -> None:
    each = [asyncio.run(costs(Path(folder) / "data")) for folder in sys.argv[1:]]
    print("| bounded question | ms of processor time in each, growth |\n|---|---|")
    for name in each[0]:
        values = [found[name] for found in each]
        report(name, f"{', '.join(f'{value:.1f}' for value in values)}: {values[-1] / values[0]:.2f} ×")


if __name__ == "__main__":
    main()
