"""Whole documents that we wrote, one for each way of stating who is responsible, through the whole reader."""

from pathlib import Path

import pytest

from loaders.reading import read_document

SPECIMENS = sorted((Path(__file__).parent.parent / "specimens" / "responsibility").iterdir())


@pytest.mark.parametrize("path", SPECIMENS, ids=[path.stem for path in SPECIMENS])
def test_specimen(path: Path) -> None:
    document, expected = path.read_text("utf-8").split("=====\n")
    tasks = [task for plan in read_document(document.encode(), path.name).plans for task in plan.tasks]
    found = [
        " | ".join(
            [
                task.title,
                *("+".join(one.name for one in task.responsibilities if one.role == role) for role in ("lead", "support")),
            ]
        ).strip()
        for task in tasks
    ]
    assert found == [" | ".join(part.strip() for part in line.split("|")).strip() for line in expected.strip().splitlines()]
