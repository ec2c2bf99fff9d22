"""What the pages promise in figures and under attack, in Chromium: a long document, a big graph, hostile text."""

import hashlib
import statistics

import pytest

from app.pages.assets import FOLDER
from app.settings import Settings
from app.store.changes import DatasetLoaded
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from loaders import records
from loaders.records import Evidence
from tests.browser.conftest import Server
from tests.pages import two_cities

built = pytest.mark.skipif(not (FOLDER / "bundles" / "explorer.js").is_file(), reason="the front end is not built: make frontend")
ATTACK = "<script>window.broken=1</script><img src=x onerror=window.broken=1>\"'"


def long_document(tasks: int = 250, length: int = 60_000) -> tuple[records.Document, str]:
    """A document of so many characters whose every task has a title and a lead: two facts a task."""
    title = "临江市长篇规划（2024—2027年）"
    each = length // tasks
    filler = "统筹推进各项工作落地见效，" * (each // 13 + 1)
    bodies = [f"{number}.办好第{number}件实事。{filler}"[: each - 14] for number in range(1, tasks + 1)]
    lines = [f"{body}（牵头单位：第{number}局）" for number, body in enumerate(bodies, 1)]
    text = title + "\n" + "\n".join(lines)
    made, at = [], len(title) + 1
    for number, line in enumerate(lines, 1):
        made.append(task(text, line, at, number))
        at += len(line) + 1
    evidence = (quote(text, 0, len(title), "title"),)
    plan = records.Plan(
        rule="title",
        evidence=evidence,
        title=title,
        owner="临江市人民政府",
        region="临江市",
        period=("2024", "2027"),
        tasks=tuple(made),
    )
    document = records.Document(
        rule="title",
        evidence=evidence,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source="长.txt",
        media_type="text/plain",
        title=title,
        plans=(plan,),
    )
    return document, text


def task(text: str, line: str, at: int, number: int) -> records.Task:
    """The task that a line says, which stands at this offset."""
    name, heading = f"第{number}局", f"办好第{number}件实事"
    lead = records.Responsibility(
        rule="bracket",
        evidence=(quote(text, at + line.index(name), len(name), "name"),),
        name=name,
        role="lead",
        detail="牵头",
        role_printed="牵头单位",
    )
    return records.Task(
        rule="leaf",
        evidence=(quote(text, at + line.index(heading), len(heading), "title"),),
        number=f"{number}.",
        title=heading,
        text=line,
        kind="task",
        section=None,
        order=number,
        responsibilities=(lead,),
    )


def quote(text: str, start: int, length: int, supports: str) -> Evidence:
    end = start + length
    return Evidence(quote=text[start:end], start=start, end=end, raw_start=start, raw_end=end, supports=supports)


@pytest.fixture(scope="module")
def publish_records(tmp_path_factory):
    """publish_records(documents, texts): the service with these records, as if they had been read."""
    servers = []

    def start(known: list[records.Document], texts: dict[str, str]) -> Server:
        folder = tmp_path_factory.mktemp("records")
        two_cities.write_sources(folder / "data", texts)
        (folder / "graph.nq").write_bytes(two_cities.n_quads(known))
        ensure_release(DataFolder(folder / "data"), two_cities.BASE)
        publish(DataFolder(folder / "data"), DatasetLoaded(str(folder / "graph.nq")), keep=20)
        settings = Settings(data=folder / "data", base=two_cities.BASE, readers=2)
        servers.append(Server(settings).start())
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def test_a_document_of_60000_characters_with_500_facts_opens_within_a_second(window, publish_records):
    """Cold: each time a service that has answered nothing and a browser that has kept nothing, the document as its first page.

    The quickest of at most six counts, since other processes may have the processor.
    """
    document, text = long_document()
    assert len(text) >= 58_000
    server = publish_records([document], {document.sha256: text})
    [address] = server.addresses("Document")
    times, visit, weights = [], None, []
    while min(times, default=1000) >= 1000 and len(times) < 6:
        visit = window(server.again())
        visit.page.on("response", lambda answer: weights.append(int(answer.headers.get("content-length", 0))))
        visit.page.add_init_script(WATCH_SHOWN)
        visit.open(f"/{address}")
        times.append(visit.page.evaluate("shown"))
    assert visit.page.locator(".statements li").count() >= 500
    assert visit.page.locator(".mark[data-facts]").count() >= 500
    print(f"long document: {[round(time) for time in times]} ms, at most {max(weights)} bytes")
    assert min(times) < 1000, times
    assert max(weights) < 300_000
    visit.look("long-document")


# Milliseconds from asking for the page to the picture after everything was loaded.
WATCH_SHOWN = """globalThis.shown = new Promise((done) => addEventListener("load", () =>
  requestAnimationFrame(() => setTimeout(() => done(performance.now())))));"""


@built
def test_the_explorer_with_2000_nodes_moves_smoothly(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/explorer")
    page.wait_for_selector("#explorer[data-ready]")
    page.evaluate(MAKE_2000)
    page.wait_for_timeout(2000)
    assert page.evaluate("explorer.model.elements.length") >= 2000
    page.evaluate(MEASURE)
    box = page.locator("#explorer").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    for step in range(40):
        page.mouse.wheel(25 if step % 2 else -25, 60 if step < 20 else -60)
        page.wait_for_timeout(20)
    frames = page.evaluate("stopMeasuring()")
    visit.look("explorer-2000")
    print(f"explorer, 2,000 nodes: {len(frames)} frames, median {statistics.median(frames):.0f} ms")
    p95 = statistics.quantiles(frames, n=20)[-1]
    assert p95 < 100, f"p95 {p95:.0f} ms over {len(frames)} frames"


MAKE_2000 = """() => {
  const { model, view } = explorer;
  const canvas = view.findAnyCanvas();
  const made = [];
  for (let at = 0; at < 2000; at += 1) {
    const element = model.createElement({
      id: `https://example.org/thing/${at}`, types: ["https://w3id.org/zhengtu/ont#Task"],
      properties: { "http://www.w3.org/2000/01/rdf-schema#label": [] },
    });
    element.setPosition({ x: (at % 50) * 260, y: Math.floor(at / 50) * 120 });
    made.push(element);
  }
  for (let at = 1; at < 2000; at += 1) {
    model.createLinks({
      sourceId: made[at].iri, targetId: made[at - 1].iri, linkTypeId: "https://w3id.org/zhengtu/ont#inPlan", properties: {},
    });
  }
}"""
MEASURE = """() => {
  const frames = [];
  let last = performance.now();
  let on = true;
  const frame = (now) => { frames.push(now - last); last = now; if (on) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  globalThis.stopMeasuring = () => { on = false; return frames.slice(1); };
}"""


def test_hostile_documents_run_nothing(window, publish_records):
    [known] = two_cities.documents(two_cities.CITIES[:1])
    text = two_cities.document_text(two_cities.CITIES[0]).replace("全面推开", ATTACK[:4] + "全面推开")
    plan = known.plans[0]
    tasks = tuple(task.model_copy(update={"title": task.title + ATTACK, "text": ATTACK}) for task in plan.tasks)
    plan = plan.model_copy(update={"title": plan.title + ATTACK, "tasks": tasks})
    document = known.model_copy(update={"title": ATTACK, "source": ATTACK, "plans": (plan,)})
    visit = window(publish_records([document], {known.sha256: text + ATTACK}))
    page = visit.page
    for path in (
        "/",
        "/document",
        "/plan",
        "/search?q=script",
        f"/search?q={ATTACK}",
        f"/agency?q={ATTACK}",
        f"/sparql?query={ATTACK}",
    ):
        visit.open(path)
        page.wait_for_timeout(100)
        assert page.evaluate("window.broken === undefined"), path
    for kind in ("document", "plan"):
        visit.open(f"/{kind}")
        page.click("a.title >> nth=0")
        page.wait_for_load_state("load")
        assert page.evaluate("window.broken === undefined"), kind
    page.click(".outline .task > a >> nth=0")
    page.wait_for_url("**/task/*")
    assert page.evaluate("window.broken === undefined")


def test_no_page_may_be_framed(window, two_cities_server):
    visit = window(two_cities_server)
    visit.expected += ["frame-ancestors", "ERR_BLOCKED_BY_RESPONSE", "X-Frame-Options", "off the host", "Refused", "violates"]
    visit.page.set_content(f"<iframe src='{visit.origin}/zh/'></iframe>")
    visit.page.wait_for_timeout(800)
    frame = visit.page.frames[-1]
    assert "政图" not in (frame.content() if frame.url.startswith(visit.origin) else "")
