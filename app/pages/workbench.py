"""The SPARQL editor and the graph explorer: pages that carry a bundle, and what they can do without it."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from app.pages.assets import assets
from app.pages.concepts import Term, terms
from app.pages.errors import page_router
from app.pages.language import Language, phrase
from app.pages.layout import page
from app.pages.links import THING
from app.pages.reading import Read
from app.questions import Catalogue
from app.questions.arguments import example
from app.security.headers import WORKBENCH

router = page_router()

PREFIXES = {
    "zt": "https://w3id.org/zhengtu/ont#",
    "role": "https://w3id.org/zhengtu/role#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FIRST = """PREFIX zt: <https://w3id.org/zhengtu/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?agency ?agencyLabel (COUNT(?task) AS ?tasks) WHERE {
  ?task zt:ledBy ?agency .
  ?agency rdfs:label ?agencyLabel .
} GROUP BY ?agency ?agencyLabel ORDER BY DESC(?tasks) LIMIT 20"""

WORDS = {
    "query": phrase("SPARQL 查询"),
    "endpoint": phrase("查询地址"),
    "more": phrase("更多操作"),
    "rows": phrase("每页行数"),
    "completions": phrase("可补全的词"),
    "at": phrase("第 {line} 行，第 {column} 列"),
    "chart": phrase("图表"),
    "chartOf": phrase("结果的柱状图：{columns}"),
    "graph": phrase("图"),
    "graphOf": phrase("结果的图：{nodes} 个点，{edges} 条线"),
    "first": phrase("只画前 {shown} 项，共 {all} 项。"),
    "type": phrase("只看这一类"),
    "allTypes": phrase("所有类别"),
    "expand": phrase("展开一层"),
    "expandTitle": phrase("加入所选事物的邻居，可先选类别"),
    "hide": phrase("移除此类"),
    "hideTitle": phrase("从图上移除这一类的事物"),
    "force": phrase("力导向布局"),
    "flow": phrase("分层布局"),
    "exportData": phrase("导出数据"),
    "added": phrase("加入了 {added} 个事物。"),
    "addedFirst": phrase("加入了 {added} 个事物，邻居太多，其余没有加入。"),
    "removed": phrase("移除了 {removed} 个事物。"),
}


@router.get("/{language:language}/sparql")
async def editor(request: Request, read: Read) -> Response:
    catalogue: Catalogue = request.app.state.catalogue
    examples = [catalogue[name] for name in catalogue]
    texts = {}
    for question in examples:
        arguments = example(question, read.base)
        texts[question.name] = question.template.whole(arguments.terms, arguments.facts).strip()
    return page(
        request,
        "sparql.html",
        policy=WORKBENCH,
        bundled="bundles/editor.js" in assets(),
        first=texts.get(request.query_params.get("example", ""), FIRST),
        examples=[(question.name, question.zh if read.language is Language.CHINESE else question.en) for question in examples],
        data=shared(request, read) | {"examples": texts},
    )


@router.get("/{language:language}/explorer")
async def explorer(request: Request, read: Read, thing: Annotated[list[str], Query(max_length=50)] = []) -> Response:  # noqa: B006
    start = [read.base + one for one in thing if THING.fullmatch(one)]
    if not start:
        start = [row["plan"].value for row in await read.rows("any-plan")]
    return page(
        request,
        "explorer.html",
        policy=WORKBENCH,
        bundled="bundles/explorer.js" in assets(),
        data=shared(request, read) | {"start": start, "layoutWorker": static(request, "bundles/layout.js")},
    )


def shared(request: Request, read: Read) -> dict[str, Any]:
    """What both scripts need to know; words are the page's texts, whose {names} the script fills in."""
    root = request.scope.get("root_path", "")
    catalogue = read.language.phrase
    return {
        "language": read.language.value,
        "endpoint": f"{root}/sparql",
        "here": f"{root}/{read.language}",
        "base": read.base,
        "prefixes": PREFIXES | {"id": read.base},
        "classes": [_described(term, read.language) for term in terms("Class")],
        "properties": [_described(term, read.language) for term in terms("Property")],
        "words": {name: catalogue(words) for name, words in WORDS.items()},
    }


def static(request: Request, name: str) -> str | None:
    """The address of a file that may not have been built."""
    found = assets().get(name)
    return f"{request.scope.get('root_path', '')}/static/{name}?v={found.digest}" if found else None


def _described(term: Term, language: Language) -> dict[str, str]:
    return {"iri": term.iri, "zh": term.chinese, "en": term.english, "label": term.chinese if language == "zh" else term.english}
