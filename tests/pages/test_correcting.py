"""Corrections by the forms: what they write, that they show everywhere, that they can be made twice and undone."""

import pytest
from fastapi.testclient import TestClient

from app.security import Role, TokenFile
from app.server import create_app
from tests.browser.conftest import CITIES, data_folder_of
from tests.pages.conftest import addresses, form_of, sign_in
from tests.pages.two_cities import BASE, ZT


def submit(client: TestClient, fact: str, **fields: str):
    form = form_of(client.get(f"/zh/correct?fact={fact}").text)
    return client.post(f"/zh/correct?fact={fact}", data={"form": form, "reason": "核对原文", **fields}, follow_redirects=False)


def find(client: TestClient, kind: str, words: str) -> str:
    """The address of the thing whose form shows these words."""
    return next(one for one in addresses(client, kind) if words in client.get(f"/zh/correct?fact={one}").text)


def shown(client: TestClient, words: str) -> int:
    """How many tasks show these words."""
    return sum(words in client.get(f"/zh/{task}").text for task in addresses(client, "Task"))


def test_a_lead_replaced_twice_and_undone(client):
    fact = find(client, "Responsibility", "牵头：临江市财政局")
    before = client.app.state.store.folder.manifest(2).release.digest
    assert submit(client, fact, action="replace", name="市教育局", role="lead").status_code == 303
    assert shown(client, "临江市教育局") == 1
    fact = find(client, "Responsibility", "牵头：临江市教育局")
    assert submit(client, fact, action="replace", name="市民政局", role="lead").status_code == 303
    assert shown(client, "临江市教育局") == 0
    assert shown(client, "临江市民政局") == 1
    assert "机构名称：市民政局" in client.get("/zh/corrections").text
    for _ in range(2):
        page = client.get("/zh/corrections").text
        of = page.rsplit('name="of" value="', 1)[1].split('"')[0]
        assert client.post("/zh/corrections", data={"form": form_of(page), "of": of}).status_code == 200
    assert client.app.state.store.folder.current().digest == before


def test_a_responsibility_retracted(client):
    fact = find(client, "Responsibility", "配合：临江市财政局")
    assert submit(client, fact, action="retract").status_code == 303
    assert fact not in addresses(client, "Responsibility")


def test_a_target_and_a_due_replaced(client):
    fact = find(client, "Target", "92")
    assert submit(client, fact, action="replace", value="95").status_code == 303
    assert any("≥ 95%" in client.get(f"/zh/{one}").text for one in addresses(client, "Plan"))
    task = find(client, "Task", "完善经费保障")
    assert submit(client, task, action="replace", due="2026-06").status_code == 303
    assert "2026-06-30" in client.get(f"/zh/{task}").text


def test_indicators_merged(client):
    fact = find(client, "Indicator", "县域就诊率")
    assert submit(client, fact, action="merge", into="县域内就诊率").status_code == 303
    assert any("县域内就诊率" in client.get(f"/zh/{one}").text for one in addresses(client, "Indicator"))


def test_a_thing_is_found_after_what_names_it_was_corrected(client):
    plan = addresses(client, "Plan")[0]
    assert submit(client, plan, action="replace", title="基层健康行动方案").status_code == 303
    indicator = find(client, "Indicator", "每千人口托位数")
    assert submit(client, indicator, action="merge", into="千人托位数").status_code == 303
    for target in addresses(client, "Target"):
        if "千人托位数" in client.get(f"/zh/correct?fact={target}").text:
            assert submit(client, target, action="replace", value="6.5").status_code == 303
    assert client.get(f"/zh/{find(client, 'Indicator', '千人托位数')}").text.count("6.5个") >= 2
    assert states(client) == {"applied"}


def test_of_two_tasks_alike_the_second_is_found_after_the_first_was_retitled(tmp_path):
    text = CITIES["临江市.txt"].replace("2.健全普惠托育服务", "2.建设紧密型医共体")
    settings = data_folder_of(tmp_path / "data", {"a.txt": text})
    token = TokenFile(settings.data).add("张三", Role.EDITOR)
    with TestClient(create_app(settings)) as client:
        sign_in(client, token)
        first, second = tasks_in_order(client, "建设紧密型医共体")
        assert submit(client, first, action="replace", title="办好县域医共体").status_code == 303
        [second] = tasks_in_order(client, "建设紧密型医共体")
        assert submit(client, second, action="replace", due="2025").status_code == 303
        assert "不晚于 2025-12-31" in client.get(f"/zh/{second}").text
        assert states(client) == {"applied"}


def tasks_in_order(client: TestClient, title: str) -> list[str]:
    query = f'PREFIX zt: <{ZT}> SELECT ?task {{ ?task a zt:Task ; rdfs:label "{title}"@zh ; zt:order ?order }} ORDER BY ?order'
    rows = client.portal.call(client.app.state.store.rows, "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " + query)
    return [row["task"].value.removeprefix(BASE) for row in rows]


def test_what_a_person_added_is_undone_not_corrected(client):
    task = addresses(client, "Task")[0]
    bearer = {"Authorization": f"Bearer {client.cookies['zhengtu-session']}"}
    added = {"action": "add", "subject": f"/tasks/{task.split('/')[1]}", "fact": "responsibility", "reason": "补充"}
    changes = {"name": "市教育局", "role": "support"}
    assert client.post("/corrections", json=added | {"changes": changes}, headers=bearer).status_code == 201
    answer = submit(client, find(client, "Responsibility", "配合：临江市教育局"), action="retract")
    assert answer.status_code == 422
    assert "请撤销那条更正" in answer.text


def states(client: TestClient) -> set[str]:
    return {one["state"] for one in client.get("/corrections").json()["items"]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"action": "replace"}, "没有改动"),
        ({"action": "replace", "role": "boss"}, "没有这个选项"),
        ({"action": "destroy"}, "请选择"),
        ({"action": "retract", "reason": ""}, "理由"),
    ],
)
def test_a_form_that_says_nothing_good_changes_nothing(client, fields, words):
    fact = addresses(client, "Responsibility")[0]
    answer = submit(client, fact, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert client.app.state.store.folder.current_number() == 2


def test_what_cannot_be_corrected_says_so(client):
    for fact in ("evidence/x", "task/0000000000000000", "../x", "region/330400"):
        assert client.get("/zh/correct", params={"fact": fact}).status_code == 404
