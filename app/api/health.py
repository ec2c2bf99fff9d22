"""How the service is: alive, ready, what it can do, its metrics."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from app.api.describe import answers
from app.api.http.observing import Metrics
from app.api.models import Capabilities, Health, Questions
from app.api.state import base_of, json, settings_of, store_of, tokens_of
from app.questions import Catalogue, Question
from app.questions.arguments import example
from app.store.embedded import EmbeddedStore

router = APIRouter(tags=["service"])
_PLAIN = {"Cache-Control": "no-store"}


@router.get("/healthz", summary="进程在运行 The process is alive", responses=answers({200: Health}), response_class=Response)
async def healthz() -> Response:
    """Nothing is asked of the store: for restarting what hangs."""
    return json({"status": "ok", "detail": None}, headers=_PLAIN)


@router.get("/readyz", summary="可以服务 Ready to serve", responses=answers({200: Health, 503: Health}), response_class=Response)
async def readyz(request: Request) -> Response:
    """Whether readers run and a release is there: for putting it behind a balancer, or taking it away."""
    health = await store_of(request).health()
    body = {"status": "ok" if health.ready else "unready", "detail": health.detail}
    return json(body, status=200 if health.ready else 503, headers=_PLAIN)


@router.get(
    "/capabilities",
    summary="这项服务能做什么 What this service can do",
    responses=answers({200: Capabilities}),
    response_class=Response,
)
async def capabilities(request: Request) -> Response:
    """Facts that differ between installations. Other parts of the service add theirs to `state.facts`."""
    settings, state = settings_of(request), request.app.state
    embedded = isinstance(state.store, EmbeddedStore)
    catalogue: Catalogue = state.catalogue
    facts: dict[str, Any] = {
        "version": request.app.version,
        "base": base_of(request),
        "store": "embedded" if embedded else "remote",
        "releases": embedded,
        "differences": embedded,
        "text_index": embedded,
        "writing": bool(tokens_of(request).all()),
        "read_token_required": settings.read_token_required,
        "query_timeout": settings.query_timeout,
        "max_body_mib": settings.max_body,
        "rate_limit": settings.rate_limit,
        "questions": sorted(catalogue),
        "more": dict(getattr(state, "facts", {})),
    }
    return json(facts, headers=_PLAIN)


@router.get(
    "/metrics", summary="指标 Metrics (Prometheus)", response_class=Response, responses={200: {"content": {"text/plain": {}}}}
)
async def metrics(request: Request) -> Response:
    """Requests by route and status, seconds, readers, queries under way, the release."""
    kept: Metrics = request.app.state.metrics
    health = await store_of(request).health()
    if not hasattr(request.app.state, "gauges"):
        names = {
            "readers": "Reader processes",
            "queries": "Queries under way",
            "release": "Number of the current release",
            "ready": "1 if ready",
        }
        request.app.state.gauges = {
            name: Gauge(f"zhengtu_{name}", text, ("lane",) if name == "readers" else (), registry=kept.registry)
            for name, text in names.items()
        }
    gauges = request.app.state.gauges
    for lane, number in health.readers.items():
        gauges["readers"].labels(lane).set(number)
    gauges["queries"].set(len(store_of(request).queries()))
    gauges["release"].set(health.release.number if health.release else 0)
    gauges["ready"].set(int(health.ready))
    return Response(generate_latest(kept.registry), media_type=CONTENT_TYPE_LATEST, headers=_PLAIN)


@router.get("/questions", summary="全部问题 All questions", responses=answers({200: Questions}), response_class=Response)
async def questions(request: Request) -> Response:
    """Every question of the API with its path, parameters and, as SPARQL, its example: for editors and other tools."""
    catalogue: Catalogue = request.app.state.catalogue
    return json({"items": [_question(question, base_of(request)) for question in catalogue.values()]})


def _question(question: Question, base: str) -> dict[str, Any]:
    arguments = example(question, base)
    return {
        "name": question.name,
        "path": question.path,
        "zh": question.zh,
        "en": question.en,
        "kind": question.kind,
        "parameters": [
            {"name": p.name, "type": p.type, "zh": p.zh, "en": p.en, "required": p.required, "values": list(p.values)}
            for p in question.parameters.values()
        ],
        "sparql": question.template.whole(arguments.terms, arguments.facts),
    }
