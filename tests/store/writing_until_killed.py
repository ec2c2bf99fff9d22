"""A server's store that writes without end: updates, and every fourth time a document. Prints each number once acknowledged."""

import asyncio
import sys
from pathlib import Path

from app.settings import Settings
from app.store import DocumentsLoaded, SourceFile, SparqlUpdate
from app.store.embedded import EmbeddedStore
from tests.store import specimens
from tests.store.conftest import E

GRAPH = "https://w3id.org/zhengtu/id/graph/curated/numbers"


async def main() -> None:
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    store = await EmbeddedStore.open(Settings(data=folder, readers=2, keep_releases=3))
    while True:
        number += 1
        if number % 4 == 0:
            text = specimens.NOTICE.replace("1200人次", f"{1200 + number}人次")
            await store.publish(DocumentsLoaded((SourceFile("云溪.txt", text.encode()),)))
        insert = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{E}{number}> <{E}number> {number} }} }}"
        await store.publish(SparqlUpdate(insert, graphs=(GRAPH,)))
        print(number, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
