"""Hostile text, hostile forms, hostile addresses."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from app.pages.links import local_path
from app.pages.session import SESSION, SessionAsBearer
from app.security import Role, TokenFile
from tests.pages import two_cities
from tests.pages.conftest import addresses, form_of, sign_in

SCRIPTS = st.sampled_from(
    [
        "<script>window.broken=1</script>",
        "<img src=x onerror=window.broken=1>",
        '"><svg onload=window.broken=1>',
        "' autofocus onfocus=window.broken=1 x='",
        "javascript:window.broken=1",
        "</textarea></title><script>window.broken=1</script>",
        "{{ 7*7 }}{% raw %}",
        "\u2028</script><script>window.broken=1//",
    ]
)


class Tags(HTMLParser):
    """What a browser would take for markup: tags, event handlers, addresses."""

    def __init__(self, text: str):
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "script":
            self.scripts.append(dict(attrs))
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}]


def assert_harmless(text: str) -> None:
    tags = Tags(text)
    assert [script for script in tags.scripts if script.get("type") != "application/json" and "src" not in script] == []
    assert tags.handlers == []
    assert [address for address in tags.addresses if re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE)] == []
    assert not tags.tags & {"iframe", "object", "embed", "base", "img"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile=st.one_of(SCRIPTS, st.text(max_size=60), st.builds(lambda a, b: a + b, SCRIPTS, st.text(max_size=20))))
@pytest.mark.parametrize(
    ("address", "name"),
    [("search", "q"), ("agency", "q"), ("review", "about"), ("sign-in", "next"), ("sparql", "query"), ("explorer", "thing")],
)
def test_parameters_are_shown_as_text(service, address, name, hostile):
    assert_harmless(service.get(f"/zh/{address}", params={name: hostile}).text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile=st.one_of(SCRIPTS, st.text(max_size=60)))
def test_addresses_are_shown_as_text(service, hostile):
    assert_harmless(service.get(f"/zh/task/{hostile}" if hostile.isascii() and hostile.isprintable() else "/zh/task/x").text)


@pytest.fixture(scope="module")
def hostile_service(serve) -> TestClient:
    """A document whose every text is an attack, labels and file name included."""
    attack = "<script>window.broken=1</script><img src=x onerror=window.broken=1>\"'"
    [known] = two_cities.documents(two_cities.CITIES[:1])
    text = two_cities.document_text(two_cities.CITIES[0]) + attack
    plan = known.plans[0]
    tasks = tuple(
        task.model_copy(
            update={
                "title": task.title + attack,
                "text": attack,
                "responsibilities": tuple(one.model_copy(update={"name": one.name + attack}) for one in task.responsibilities),
            }
        )
        for task in plan.tasks
    )
    targets = tuple(target.model_copy(update={"name": target.name + attack, "unit": attack}) for target in plan.targets)
    plan = plan.model_copy(update={"title": plan.title + attack, "tasks": tasks, "targets": targets, "owner": attack})
    document = known.model_copy(update={"title": attack, "source": attack, "plans": (plan,), "issuer": attack})
    return serve([document], {known.sha256: text})


@pytest.mark.parametrize("kind", ["Plan", "Task", "Agency", "Region", "Indicator", "Document"])
def test_what_documents_say_is_shown_as_text(hostile_service, kind):
    for address in addresses(hostile_service, kind):
        page = hostile_service.get(f"/zh/{address}")
        assert page.status_code == 200
        assert_harmless(page.text)
    for path in ("", "search?q=script", "review", f"{kind.lower()}"):
        assert_harmless(hostile_service.get(f"/zh/{path}").text)


LOCAL = re.compile(r"/(zh|en)/[\w./%?&=#:-]*", re.ASCII)


ELSEWHERE = ["//evil.example", "/\\evil.example", "https://evil.example", "/zh//evil", "/zh/../../x", "\t//x", "/zh/\n//x"]


@given(wanted=st.one_of(st.text(max_size=80), st.sampled_from(ELSEWHERE)))
def test_no_open_redirect(wanted):
    found = local_path(wanted, "/zh/")
    assert LOCAL.fullmatch(found)
    assert "//" not in found
    assert ".." not in found


@pytest.fixture
def signed_in(serve):
    """A new service, an editor's token, and a browser that has signed in with it."""
    client = serve(two_cities.documents(), {})
    data = client.app.state.settings.data
    token = TokenFile(data).add("张三", Role.EDITOR)
    client.cookies.clear()
    answer = sign_in(client, token)
    assert answer.status_code == 303
    return client, token


def test_signing_in_and_out(signed_in):
    client, _ = signed_in
    page = client.get("/zh/")
    assert "张三" in page.text
    client.post("/zh/sign-out", data={"form": form_of(page.text)})
    assert "张三" not in client.get("/zh/").text


def test_cookies_are_for_this_site_and_no_script(serve):
    client = serve(two_cities.documents(), {})
    token = TokenFile(client.app.state.settings.data).add("李四", Role.EDITOR)
    for cookie in sign_in(client, token).headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()


def test_a_wrong_token_gives_no_session(serve):
    client = serve(two_cities.documents(), {})
    answer = sign_in(client, "zt_wrong")
    assert answer.status_code == 401
    assert "zhengtu-session" not in client.cookies


def test_sign_in_leads_only_to_pages_of_ours(signed_in):
    client, token = signed_in
    assert sign_in(client, token, next="//evil.example/").headers["location"] == "/zh/"
    assert sign_in(client, token, next="/en/agency").headers["location"] == "/en/agency"


def test_forms_of_other_sites_do_nothing(signed_in):
    client, _ = signed_in
    fact = addresses(client, "Responsibility")[0]
    before = client.app.state.store.folder.current_number()
    good = form_of(client.get(f"/zh/correct?fact={fact}").text)
    attempts = [
        ({}, {}),
        ({"form": "0" * 96}, {}),
        ({"form": good}, {"Origin": "https://evil.example"}),
        ({"form": good}, {"Sec-Fetch-Site": "cross-site"}),
    ]
    for fields, headers in attempts:
        data = {"action": "retract", "reason": "攻击", **fields}
        assert client.post(f"/zh/correct?fact={fact}", data=data, headers=headers).status_code == 403
    assert client.app.state.store.folder.current_number() == before


def test_guests_and_readers_cannot_correct(service, serve):
    fact = addresses(service, "Responsibility")[0]
    assert service.get(f"/zh/correct?fact={fact}").status_code == 401
    client = serve(two_cities.documents(), {})
    sign_in(client, TokenFile(client.app.state.settings.data).add("王五", Role.READER))
    assert client.get(f"/zh/correct?fact={fact}").status_code == 403


def test_reading_can_need_a_token(serve):
    client = serve(two_cities.documents(), {}, read_token_required=True)
    refused = client.get("/zh/plan")
    assert refused.status_code == 401
    assert "/zh/sign-in" in refused.text
    sign_in(client, TokenFile(client.app.state.settings.data).add("赵六", Role.READER))
    assert client.get("/zh/plan").status_code == 200


@pytest.mark.parametrize(
    ("path", "site", "passed_on"),
    [
        ("/sparql", "same-origin", True),
        ("/sparql", "cross-site", False),
        ("/sparql", None, False),
        ("/update", "same-origin", False),
    ],
)
def test_the_session_speaks_for_scripts_of_our_own_pages_only(path, site, passed_on):
    async def echo(scope, receive, send):
        await PlainTextResponse(Request(scope).headers.get("Authorization", ""))(scope, receive, send)

    headers = {"Cookie": f"{SESSION}=zt_secret"} | ({"Sec-Fetch-Site": site} if site else {})
    answer = TestClient(SessionAsBearer(echo)).get(path, headers=headers)
    assert answer.text == ("Bearer zt_secret" if passed_on else "")


def test_only_a_listed_proxy_vouches_for_a_name(serve):
    known = two_cities.documents()
    trusting = serve(known, {}, identity_header="X-Forwarded-User", identity_proxies=("testclient",))
    assert ">sun<" in trusting.get("/zh/", headers={"X-Forwarded-User": "sun"}).text
    wary = serve(known, {}, identity_header="X-Forwarded-User", identity_proxies=("10.0.0.1",))
    assert ">sun<" not in wary.get("/zh/", headers={"X-Forwarded-User": "sun"}).text
