"""What is kept between requests: bounded by bytes, made once even when many ask at the same time."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """The most recently used values, at most `limit` bytes of them."""

    def __init__(self, limit: int):
        self._limit = limit
        self._held = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[Value]] = {}

    def get(self, key: Hashable) -> Value | None:
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value, unless it alone is more than half of what may be held."""
        if size > self._limit // 2:
            return
        old = self._values.pop(key, None)
        self._held += size - (old[1] if old else 0)
        self._values[key] = (value, size)
        while self._held > self._limit:
            _, (_, freed) = self._values.popitem(last=False)
            self._held -= freed

    async def get_or_make(self, key: Hashable, make: Callable[[], Awaitable[tuple[Value, int]]]) -> Value:
        """The value, made by `make` (which gives it with its size) if need be; those who ask meanwhile wait for the same one.

        One who stops waiting does not stop the making: others may be waiting too.
        """
        found = self.get(key)
        if found is not None:
            return found
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.ensure_future(self._make(key, make))
            task.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(task)

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[tuple[Value, int]]]) -> Value:
        value, size = await make()
        self.put(key, value, size)
        return value
