"""The threat model names a test for each claim, and each of them exists."""

import ast
import re
from pathlib import Path

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
CLAIMS = TEXT.partition("## Claims")[2].partition("\n## ")[0]


def test_each_claim_names_a_test_that_exists():
    rows = [line for line in CLAIMS.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 25
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row)
        assert len(named) == 1, row
        path, name = named[0]
        functions = {node.name for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))) if hasattr(node, "name")}
        assert name in functions, row


def test_each_knob_is_a_setting():
    for name in re.findall(r"`ZHENGTU_(\w+)`", TEXT):
        assert name.lower() in Settings.model_fields, name
