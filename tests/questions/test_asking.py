"""Pages, cursors, orders."""

import asyncio

import pytest

from app.problems import BadRequest, Gone, NotFound
from app.questions import load_catalogue
from app.questions.arguments import bind
from app.questions.asking import Asking
from app.questions.id_list import IdList
from tests.questions import specimen
from tests.questions.memory_store import MemoryStore

CATALOGUE = load_catalogue()
TASKS = CATALOGUE["tasks"]


def asking(*stores):
    return Asking(MemoryStore(*(stores or [specimen.store(5, 9)])), specimen.BASE)


def pages(asked, given=(), limit=4):
    async def all_of_it():
        arguments, cursor, got = bind(TASKS, given, specimen.BASE), None, []
        while True:
            page = await asked.page(TASKS, arguments, limit=limit, cursor=cursor)
            got.append([item["id"] for item in page.items])
            cursor = page.next
            if cursor is None:
                return got, page.total

    return asyncio.run(all_of_it())


def test_pages_together_are_the_list_and_none_repeats():
    got, total = pages(asking())
    flat = [each for page in got for each in page]
    assert len(flat) == len(set(flat)) == total == 45
    assert [len(page) for page in got] == [4] * 11 + [1]


@pytest.mark.parametrize("order", ["due", "title", "plan"])
def test_the_other_direction_is_the_same_reversed(order):
    one, _ = pages(asking(), [("sort", order)], 100)
    other, _ = pages(asking(), [("sort", f"-{order}")], 100)
    assert sorted(one[0]) == sorted(other[0])
    assert one[0] != other[0]


def test_a_cursor_stays_with_its_release():
    first, second = specimen.store(2, 5), specimen.store(3, 5)
    store = MemoryStore(first)
    asked = Asking(store, specimen.BASE)
    arguments = bind(TASKS, [], specimen.BASE)

    async def run():
        page = await asked.page(TASKS, arguments, limit=4)
        store.stores[2] = second
        following = await asked.page(TASKS, arguments, limit=100, cursor=page.next)
        fresh = await asked.page(TASKS, arguments, limit=100)
        del store.stores[1]
        with pytest.raises(Gone):
            await asked.page(TASKS, arguments, cursor=page.next)
        return page, following, fresh

    page, following, fresh = asyncio.run(run())
    assert (page.release.number, following.release.number, fresh.release.number) == (1, 1, 2)
    assert len(page.items) + len(following.items) == 10
    assert fresh.total == 15


@pytest.mark.parametrize("cursor", ["", "x", "MS4x", "é", "MS4xMDAuMGJkY2E0NzY5YTcz"])
def test_a_cursor_that_is_not_of_this_list_is_refused(cursor):
    with pytest.raises(BadRequest):
        asyncio.run(asking().page(TASKS, bind(TASKS, [], specimen.BASE), cursor=cursor))


def test_a_list_is_made_once_for_many_who_ask_at_the_same_time():
    asked = asking()
    arguments = bind(TASKS, [], specimen.BASE)

    async def run():
        return await asyncio.gather(*(asked.page(TASKS, arguments) for _ in range(8)))

    assert len({tuple(item["id"] for item in page.items) for page in asyncio.run(run())}) == 1
    assert sum("sort_plan1" in query for query in asked._store.asked) == 1


def test_a_thing_that_is_not_there():
    one = load_catalogue()["task"]
    with pytest.raises(NotFound):
        asyncio.run(asking().one(one, bind(one, [("id", "0123456789abcdef")], specimen.BASE)))


def test_ids_are_sorted_by_number_then_text_and_missing_last():
    rows = b'?id\t?sort_x1\n<a:1>\t10\n<a:2>\t9\n<a:3>\t\n<a:4>\t"b"\n<a:1>\t2\n'
    assert IdList.of_rows(rows).slice(0, 9) == ["a:1", "a:2", "a:4", "a:3"]
    assert IdList.of_rows(rows, descending=True).slice(0, 9) == ["a:4", "a:1", "a:2", "a:3"]


BROAD = [
    ("tasks", {"kind": "task"}), ("tasks", {"due_before": "2013"}), ("tasks", {"q": "教育", "theme": "第"}),
    ("targets", {"unit": "个"}), ("targets", {"measure": "level", "value_min": "15"}),
    ("targets-due", {"year": "2013", "q": "数"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given"), BROAD, ids=[f"{n}-{'-'.join(g)}" for n, g in BROAD])
def test_a_filtered_list_has_the_order_of_the_whole_one(name, given):
    question = CATALOGUE[name]
    required = {key: value for key, value in given.items() if question.parameters[key].required}

    async def run(order):
        alone, after = asking(), asking()
        wide = bind(question, [*required.items(), ("sort", order)], specimen.BASE)
        narrow = bind(question, [*given.items(), ("sort", order)], specimen.BASE)
        await after.ids(question, wide, await after.release())
        lists = [await each.ids(question, narrow, await each.release()) for each in (alone, after)]
        assert "?sort_" in alone._store.asked[-1]
        assert "?sort_" not in after._store.asked[-1]
        return [each.slice(0, len(each)) for each in lists]

    for order in question.parameters["sort"].values:
        alone, after = asyncio.run(run(order))
        assert alone == after
        assert len(alone) > 1
