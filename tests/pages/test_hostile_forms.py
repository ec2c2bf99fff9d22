"""Forms, sessions and headers under attack: what comes from another site, what is written to be shown, what would frame us."""

import re

import pytest
from fastapi.testclient import TestClient

from app.security import Role, TokenFile
from app.server import create_app
from app.settings import Settings
from app.store.changes import GraphWritten
from tests.pages import two_cities
from tests.pages.conftest import addresses, form_of
from tests.pages.test_correcting import find, submit
from tests.pages.test_security import Tags, assert_harmless

ATTACK = "<script>window.broken=1</script><img src=x onerror=window.broken=1>\"'"
# How addresses within a page of ours begin.
OURS = ("/zh/", "/en/", "/static/", "/data/", "/openapi.json", "/sparql", "#", "?")


def test_what_an_editor_writes_is_shown_as_text(client):
    lead = find(client, "Responsibility", "牵头：临江市财政局")
    assert submit(client, lead, action="replace", name="市教育局" + ATTACK, reason=ATTACK).status_code == 303
    indicator = find(client, "Indicator", "县域就诊率")
    assert submit(client, indicator, action="merge", into="就诊率" + ATTACK, reason=ATTACK).status_code == 303
    shown = 0
    for language in ("zh", "en"):
        for path in ("corrections", "release", "release/3", "review", "agency", "indicator", *addresses(client, "Task")):
            text = client.get(f"/{language}/{path}").text
            assert_harmless(text)
            shown += "&lt;script&gt;window.broken=1" in text
        for address in (*addresses(client, "Agency"), *addresses(client, "Indicator")):
            assert_harmless(client.get(f"/{language}/{address}").text)
            assert_harmless(client.get(f"/{language}/correct", params={"fact": address}).text)
    assert shown >= 4


def test_a_refused_form_shows_what_was_given_as_text(client):
    fact = addresses(client, "Responsibility")[0]
    for field in ("name", "role", "action", "reason"):
        answer = submit(client, fact, **{"action": "replace", "name": ATTACK, "role": "boss", field: ATTACK})
        assert answer.status_code == 422
        assert_harmless(answer.text)


def test_a_name_that_a_proxy_vouches_for_is_shown_as_text(serve):
    trusting = serve(two_cities.documents(), {}, identity_header="X-Forwarded-User", identity_proxies=("testclient",))
    assert_harmless(trusting.get("/zh/", headers={"X-Forwarded-User": ATTACK}).text)


@pytest.mark.parametrize("parameter", ["graph", "since"])
def test_what_a_release_is_compared_by_is_shown_as_text(service, parameter):
    assert_harmless(service.get("/zh/release/2", params={parameter: ATTACK}).text)


@pytest.mark.parametrize(
    "path", ["agency?cursor=", "plan?done=", "sparql?example=", "correct?fact=", "review?start=", "nowhere/"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_parameters_are_shown_as_text(service, language, path):
    for hostile in (ATTACK, "javascript:window.broken=1", "1\r\nSet-Cookie: a=b"):
        answer = service.get(f"/{language}/{path}" + hostile.replace("\r\n", "%0d%0a"))
        assert_harmless(answer.text)
        assert "a=b" not in answer.headers.get("set-cookie", "")


def test_links_of_the_graph_that_are_scripts_lead_nowhere(serve):
    known = serve(two_cities.documents(), {})
    plan = two_cities.BASE + addresses(known, "Plan")[0]
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    lines = [
        f'<{target}> <{label}> "攻击"@zh .\n<{plan}> <{two_cities.ZT}carriedBy> <{target}> .'
        for target in ("javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:alert(1)")
    ]
    written = GraphWritten(f"{two_cities.BASE}graph/curated/evil", "put", "\n".join(lines).encode(), "application/n-triples")
    known.portal.call(known.app.state.store.publish, written)
    text = known.get("/zh/" + plan.removeprefix(two_cities.BASE)).text
    assert "攻击" in text
    assert_harmless(text)


@pytest.mark.parametrize("path", ["corrections", "sign-out", "sign-in"])
def test_no_form_works_from_another_site(client, path):
    before = client.app.state.store.folder.current_number()
    stranger = TestClient(client.app)
    foreign = form_of(stranger.get("/zh/sign-in").text)
    own = form_of(client.get("/zh/").text)
    attempts = [
        ("", {}),
        ("0" * 96, {}),
        ("é" * 96, {}),
        (foreign, {}),
        (own, {"Origin": "https://evil.example"}),
        (own, {"Origin": "null"}),
        (own, {"Sec-Fetch-Site": "cross-site"}),
        (own, {"Sec-Fetch-Site": "same-site"}),
    ]
    for form, headers in attempts:
        data = {"form": form, "of": "c-1", "token": "zt_theirs", "reason": "x"}
        answer = client.post(f"/zh/{path}", data=data, headers=headers, follow_redirects=False)
        assert answer.status_code == 403 if form else answer.status_code in {400, 403}, (path, form, headers)
        assert "set-cookie" not in answer.headers
    assert client.app.state.store.folder.current_number() == before
    assert "张三" in client.get("/zh/").text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/corrections"),
        ("delete", "/corrections/c-1"),
        ("post", "/documents"),
        ("post", "/update"),
        ("put", "/graphs?default"),
    ],
)
def test_the_session_does_not_write_through_the_api(client, method, path):
    """Another site's form could reach these: only a bearer token, which no browser sends by itself, counts."""
    for site in ("same-origin", "cross-site"):
        answer = client.request(method, path, headers={"Sec-Fetch-Site": site}, content=b"{}")
        assert answer.status_code in {400, 401, 403, 415}, answer.text
        assert answer.status_code in {401, 403} or "token" not in answer.text


def test_a_form_is_not_filled_in_by_its_address(client):
    fact = addresses(client, "Responsibility")[0]
    client.get(f"/zh/correct?fact={fact}&action=retract&reason=x&form={form_of(client.get('/zh/').text)}")
    assert fact in addresses(client, "Responsibility")


def test_a_revoked_token_ends_its_session(client):
    assert "张三" in client.get("/zh/").text
    TokenFile(client.app.state.settings.data).revoke("张三")
    assert "张三" not in client.get("/zh/").text
    fact = addresses(client, "Responsibility")[0]
    assert client.get(f"/zh/correct?fact={fact}").status_code == 401


def test_cookies_are_secure_behind_https_and_kept_to_our_path(loaded):
    token = TokenFile(loaded).add("钱七", Role.EDITOR)
    app = create_app(Settings(data=loaded, readers=2, root_path="/zhengtu"))
    with TestClient(app, base_url="https://example.org", root_path="/zhengtu") as started:
        first = started.get("/zhengtu/zh/sign-in")
        signed = started.post("/zhengtu/zh/sign-in", data={"token": token, "form": form_of(first.text)}, follow_redirects=False)
    assert signed.headers["location"] == "/zhengtu/zh/"
    cookies = first.headers.get_list("set-cookie") + signed.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert "; secure" in cookie.lower()
        assert "path=/zhengtu" in cookie.lower()


EVERYWHERE = [
    "/zh/",
    "/en/plan",
    "/zh/plan/0000000000000000",
    "/zh/review?start=x",
    "/zh/correct?fact=x",
    "/zh/nowhere",
    "/zh/sparql",
    "/zh/explorer",
    "/static/site.css",
    "/static/none.css",
    "/sparql?query=ASK%7B%7D",
    "/sparql?query=nonsense",
    "/tasks",
    "/openapi.json",
    "/nowhere",
    "/",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_no_answer_may_be_framed_or_sniffed_or_run_scripts_of_others(service, path):
    headers = service.get(path, follow_redirects=False).headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    policy = {name: values for name, *values in (part.split() for part in headers["content-security-policy"].split(";"))}
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy.get("script-src", ["'self'"]) == ["'self'"]
    assert policy.get("form-action") in (["'self'"], ["'none'"])
    assert all(not value.startswith(("http", "*")) for values in policy.values() for value in values)


def test_no_page_names_another_host_in_what_a_browser_loads(service):
    for path in (path for path in EVERYWHERE if path.startswith(("/zh", "/en"))):
        tags = Tags(service.get(path).text)
        assert [one for one in tags.addresses if not one.startswith(OURS)] == []


@pytest.mark.parametrize(
    "path", ["/", "//evil.example/zh/", "/zh/evidence/x", "/zh//evil.example", "/\\evil.example", "/zh/plan/"]
)
def test_no_address_leads_to_another_host(service, path):
    answer = service.get("http://testserver" + path, follow_redirects=False)
    there = answer.headers.get("location", "/").removeprefix("http://testserver")
    assert re.match(r"/(?![/\\])", there), there
