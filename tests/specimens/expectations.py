"""What our specimens say, kept beside them as NAME.json: `python -m tests.specimens.expectations NAME…` prints what is read now.

A person reads the printed facts against the specimen before they are kept (`--keep` writes them).
"""

import json
import sys
from pathlib import Path
from typing import Any

from loaders.gold_shape import gold_shape
from loaders.reading import read_document

HERE = Path(__file__).parent
ENDINGS = (".txt", ".html", ".md", ".csv")
_DOCUMENT = ("title", "doc_number", "index_number", "issuer", "issued", "published")
_TASK = ("path", "number", "title", "kind", "lead", "co", "due")
_INDICATOR = ("task", "name", "kind", "op", "value", "value_max", "unit", "due", "per", "implicit")


def specimens() -> list[Path]:
    """The specimens that have expectations."""
    return sorted(path for path in HERE.iterdir() if path.suffix in ENDINGS and path.with_suffix(".json").is_file())


def read(path: Path) -> dict[str, Any]:
    """What the reader finds, cut to what expectations hold."""
    return essence(gold_shape(read_document(path.read_bytes(), path.name)))


def essence(found: dict[str, Any]) -> dict[str, Any]:
    """The fields of the gold that are compared."""
    return {
        "document": {key: found["document"][key] for key in _DOCUMENT}
        | {"cites": [c["title"] for c in found["document"]["cites"]]},
        "plans": [
            {
                "title": plan["title"],
                "owner": plan["owner"],
                "region": plan["region"],
                "period": plan["period"],
                "tasks": [{key: task[key] for key in _TASK} for task in plan["tasks"]],
                "indicators": [{key: target[key] for key in _INDICATOR} for target in plan["indicators"]],
                "baselines": [
                    {key: baseline[key] for key in ("task", "name", "value", "unit")} for baseline in plan["baselines"]
                ],
            }
            for plan in found["plans"]
        ],
    }


if __name__ == "__main__":
    for name in (argument for argument in sys.argv[1:] if not argument.startswith("--")):
        path = next(HERE / f"{name}{ending}" for ending in ENDINGS if (HERE / f"{name}{ending}").is_file())
        text = json.dumps(read(path), ensure_ascii=False, indent=1)
        if "--keep" in sys.argv:
            path.with_suffix(".json").write_text(text + "\n", "utf-8")
        print(text)
