"""The lines of docs/tools.md for pandas, run as they are written but for the address."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "tools.md"


def test_the_lines_of_the_document_give_tables(sample_service):
    lines = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[1]
    names = {}
    exec(lines.replace("http://127.0.0.1:8000", sample_service), names)
    tasks, classes = names["tasks"], names["classes"]
    assert {"id", "title", "leads.name", "due.latest"} <= set(tasks.columns)
    counted = dict(zip(classes["class"], classes["things"], strict=True))
    assert counted["https://w3id.org/zhengtu/ont#Task"] == len(tasks) > 0
