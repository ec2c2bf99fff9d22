"""What the pages say and how they are sent."""

import pytest

from tests.pages.conftest import addresses


def test_start_leads_to_the_language_that_is_asked_for(service):
    assert service.get("/", follow_redirects=False).headers["location"] == "/zh/"
    english = service.get("/", headers={"Accept-Language": "en"}, follow_redirects=False)
    assert english.headers["location"] == "/en/"


def test_home_counts_and_lists(service):
    text = service.get("/zh/").text
    assert "望海市人民政府办公室关于印发望海市健康服务提升方案（2024—2027年）的通知" in text
    assert "<strong>6</strong><span>任务" in text
    assert "<strong>6</strong><span>Tasks" in service.get("/en/").text


def test_an_unknown_page_is_a_page_too(service):
    answer = service.get("/zh/nothing/here")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "没有这个页面" in answer.text


def test_security_headers_are_on_every_answer(service):
    for path in ("/zh/", "/zh/nothing", "/nothing", "/static/site.css", "/openapi.json"):
        headers = service.get(path).headers
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


def test_static_files_are_cached_by_their_digest_and_never_found_outside(service):
    page = service.get("/zh/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = service.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert service.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert service.get("/static/..%2Fenglish.toml").status_code == 404


@pytest.mark.parametrize("kind", ["Plan", "Task", "Agency", "Region", "Indicator", "Document"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_thing_has_its_page(service, kind, language):
    found = addresses(service, kind)
    assert found
    for address in found:
        answer = service.get(f"/{language}/{address}")
        assert answer.status_code == 200, address


@pytest.mark.parametrize("kind", ["plan", "agency", "region", "indicator", "document"])
def test_lists_are_narrowed_by_words(service, kind):
    assert service.get(f"/zh/{kind}").text.count('<li><a class="title"') >= 2
    assert "没有找到" in service.get(f"/zh/{kind}", params={"q": 'no"such\\thing\n'}).text


@pytest.mark.parametrize("path", ["search?q=托育", "review", "release", "release/2", "api", "sparql", "explorer"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_other_pages_answer(service, path, language):
    assert service.get(f"/{language}/{path}").status_code == 200


def test_search_finds_a_task_by_a_word_of_its_title(service):
    assert "健全普惠<mark>托育</mark>服务" in service.get("/zh/search", params={"q": "托育"}).text


def test_review_lists_doubts_with_their_reason(service):
    assert "名称不全" in service.get("/zh/review", params={"about": "name-short"}).text


def test_a_release_says_which_statements_it_brought(service):
    graphs = service.get("/zh/release/2").text
    address = "?since" + graphs.split('<a href="?since')[1].split('"')[0].replace("&amp;", "&").split("#")[0]
    assert '<tr class="new">' in service.get(f"/zh/release/2{address}").text
    assert service.get("/zh/release/2", params={"graph": "https://example.org/none"}).status_code == 404
