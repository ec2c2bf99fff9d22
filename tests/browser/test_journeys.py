"""Ten journeys that a person makes, in Chromium over the running service. Pictures of each stand in artefacts/pages/."""

import re

import pytest

from app.pages.assets import FOLDER
from app.security import Role, TokenFile
from loaders.resources import data_folder
from tests.browser.conftest import CITIES, Visit

built = pytest.mark.skipif(not (FOLDER / "bundles" / "editor.js").is_file(), reason="the front end is not built: make frontend")
LEAD = "市卫生健康委"


def test_from_an_agency_to_the_quote_behind_its_task(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/")
    visit.look("home")
    page.fill("#q", "卫生健康委")
    page.press("#q", "Enter")
    page.wait_for_url("**/search?*")
    visit.look("search")
    page.click(".things a.title >> nth=0")
    page.wait_for_url("**/agency/*")
    visit.look("agency")
    page.click("#tasks ~ .things a.title >> nth=0")
    page.wait_for_url("**/task/*")
    visit.look("task")
    quote = page.locator("tr[id^=responsibility] a.quote").first
    words = quote.inner_text()
    quote.click()
    page.wait_for_url("**/document/*#e-*")
    page.wait_for_selector(".arrived")
    shown_words = "".join(page.locator(".arrived").all_inner_texts())
    assert shown_words in words
    assert "牵头单位" in shown_words
    assert page.evaluate("document.querySelector('.arrived').getBoundingClientRect().top") < 800
    visit.look("document-quote")


def test_comparing_an_indicator_across_two_cities(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/indicator?q=就诊率")
    visit.look("indicators")
    page.click("a.title >> nth=0")
    page.wait_for_url("**/indicator/*")
    assert page.locator("svg.chart circle").count() == 2
    assert page.locator("tbody tr").count() == 2
    assert {text.strip() for text in page.locator("td.number").all_inner_texts()} == {"≥ 92%", "≥ 88%"}
    visit.look("indicator")


def test_a_plan_and_its_outline_in_both_languages(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/plan")
    visit.look("plans")
    page.click("a.title >> nth=0")
    page.wait_for_url("**/plan/*")
    assert page.locator(".outline .task").count() == 3
    visit.look("plan")
    before = page.url
    page.click(f"a[hreflang={visit.other_tag}] >> visible=true")
    page.wait_for_url(lambda url: url != before)
    assert page.url == before.replace(f"/{visit.language}/", f"/{visit.other}/")
    assert page.locator("html").get_attribute("lang") == visit.other_tag
    page.click(".outline .task > a >> nth=1")
    page.wait_for_url("**/task/*")
    page.click(".crumbs a >> nth=1")
    page.wait_for_url("**/plan/*#section-*")


def test_from_fact_to_quote_and_back(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/document")
    visit.look("documents")
    page.click("a.title >> nth=0")
    page.wait_for_url("**/document/*")
    fact = page.locator(".statements li", has_text="≥").first
    fact.locator(".spans a").first.click()
    page.wait_for_url("**#e-*")
    assert "current" in fact.get_attribute("class")
    assert page.locator(".mark.current").count() >= 1
    page.locator(".mark.name", has_text=LEAD).first.click()
    focused = page.locator(".statements li.current:has(:focus)")
    assert focused.locator(".tag").inner_text() == visit.say("责任", "Responsibility")
    visit.look("document")


def test_correcting_a_wrong_lead_shows_everywhere(window, serve):
    server = serve(CITIES)
    token = TokenFile(server.data).add("张三", Role.EDITOR)
    visit = window(server)
    page = visit.page
    visit.open("/search?q=健全普惠托育服务")
    page.click("a.title[href*='/task/'] >> nth=0")
    page.wait_for_url("**/task/*")
    task = page.url
    sign_in(visit, token)
    assert page.url == task
    page.locator("tr[id^=responsibility]", has_text=LEAD).locator(".correct").click()
    page.wait_for_url("**/correct?**")
    visit.look("correct")
    page.fill("#f-name", "市教育局")
    page.fill("#reason", "原文已于会后更正")
    page.click("form.form button")
    page.wait_for_url("**/task/*")
    assert page.locator("[role=status]").inner_text()
    visit.look("corrected")
    assert "教育局" in page.locator("tr[id^=responsibility]").inner_text()
    assert visit.say("已更正", "corrected") in page.locator("tr[id^=responsibility]").inner_text()
    page.click("tr[id^=responsibility] th a")
    page.wait_for_url("**/agency/*")
    assert "健全普惠托育服务" in page.locator(".things").inner_text()
    page.goto(task)
    page.click(".crumbs a >> nth=0")
    assert "教育局" in page.locator(".task", has_text="健全普惠托育服务").inner_text()
    visit.open("/release")
    page.click("tbody a >> nth=0")
    visit.look("release")
    page.click("tbody tr:has-text('健康服务提升方案') td a >> nth=0")
    assert page.locator("tr.new").count() > 0
    assert page.locator("tr.gone").count() > 0
    visit.look("difference")
    visit.open("/corrections")
    visit.look("corrections")
    page.click("form[action$=corrections] button")
    page.wait_for_url("**done=*")
    page.goto(task)
    assert LEAD in page.locator("tr[id^=responsibility]").inner_text()


@built
def test_from_an_example_question_to_a_csv_file(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/sparql")
    page.wait_for_selector(".yasqe_queryButton")
    page.click("a[data-example=leading-agencies]")
    page.click("a[data-example=agencies]")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table.dataTable tbody tr td")
    visit.look("sparql")
    with page.expect_download() as downloading:
        page.click("#save-csv")
    text = downloading.value.path().read_text("utf-8")
    assert LEAD in text
    visit.expected += ["400", "Bad Request"]
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT * WHERE {\\n  ?task ??? ?x\\n}')")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".problem-here")
    assert "2" in page.locator(".problem").inner_text()
    visit.look("sparql-error")


@built
def test_results_as_chart_and_graph(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/sparql")
    page.wait_for_selector(".yasqe_queryButton")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table.dataTable tbody tr td")
    page.click(".select_chart")
    page.wait_for_selector(".result-chart canvas")
    visit.look("sparql-chart")
    query = "PREFIX zt: <https://w3id.org/zhengtu/ont#> CONSTRUCT { ?t zt:ledBy ?a } WHERE { ?t zt:ledBy ?a }"
    page.evaluate("query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", query)
    page.click(".yasqe_queryButton")
    page.wait_for_timeout(500)
    page.click(".select_graph")
    page.wait_for_selector(".result-graph canvas")
    visit.look("sparql-graph")


@built
def test_expanding_the_graph_three_times_and_exporting_it(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/explorer")
    page.wait_for_selector("#explorer[data-ready]")
    counts = [shown(visit)]
    page.select_option(".explorer-type select", "https://w3id.org/zhengtu/ont#Agency")
    for kind in ("Task", "Agency", "Indicator"):
        page.select_option(".explorer-type select", f"https://w3id.org/zhengtu/ont#{kind}")
        choose_one_more(visit)
        page.get_by_role("button", name=visit.say("展开一层", "Expand"), exact=True).click()
        page.wait_for_function("before => document.getElementById('explorer-told').textContent !== before", arg="")
        page.wait_for_timeout(800)
        counts.append(shown(visit))
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    page.get_by_role("button", name=visit.say("分层布局", "Layered layout")).click()
    page.wait_for_timeout(1500)
    visit.look("explorer")
    for name, suffix in ((visit.say("导出 SVG", "Export as SVG"), ".svg"), (visit.say("导出数据", "Export data"), ".nt")):
        page.get_by_title(visit.say("菜单", "Open menu"), exact=True).click()
        with page.expect_download() as downloading:
            page.get_by_role("menuitem", name=name).click()
        assert downloading.value.suggested_filename.endswith(suffix)
        assert downloading.value.path().stat().st_size > 100


def test_reviewing_what_is_doubtful(window, serve):
    sample = data_folder("samples") / "yunlan-2024-notice.txt"
    server = serve(CITIES | {sample.name: sample.read_text("utf-8")})
    token = TokenFile(server.data).add("李四", Role.EDITOR)
    visit = window(server)
    page = visit.page
    visit.open("/review")
    assert page.locator(".tabs a").count() >= 1
    sign_in(visit, token)
    page.get_by_role("link", name=visit.say("名称未认定的机构", "Unresolved agencies")).click()
    visit.look("review")
    page.click(".things .correct >> nth=0")
    page.wait_for_url("**/correct?**")
    page.click("form.form button")
    assert page.locator("#reason:invalid").count() == 1


def test_by_keyboard_alone(window, two_cities_server):
    visit = window(two_cities_server)
    page = visit.page
    visit.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("医共体")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    page.focus("main")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "title":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(task|plan|document|indicator)/|#"))
    visit.open("/api")
    page.focus("details.operation summary >> nth=0")
    page.keyboard.press("Enter")
    assert page.locator("details.operation[open]").count() == 1
    visit.look("api")


def sign_in(visit: Visit, token: str) -> None:
    """By the link of the page that one is on, and back to it."""
    visit.page.click(".aside a[href*=sign-in]")
    visit.look("sign-in")
    visit.page.fill("#token", token)
    visit.page.press("#token", "Enter")
    visit.page.wait_for_selector(".aside form")


def shown(visit: Visit) -> int:
    return visit.page.evaluate("explorer.model.elements.length")


def choose_one_more(visit: Visit) -> None:
    """Select the element after the one selected last."""
    visit.page.evaluate(
        "const { model } = explorer; const at = (globalThis.chosen ?? -1) + 1; globalThis.chosen = at;"
        "document.getElementById('explorer-told').textContent = ''; model.setSelection([model.elements[at]])"
    )
