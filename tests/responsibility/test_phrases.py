"""Each invented phrase gives exactly the bodies, in exactly the roles, that stand beside it."""

from pathlib import Path

import pytest

from loaders.facts.responsibility import responsibilities, responsibility_rules
from loaders.passages import Passage, RepairedText

LETTERS = {"lead": "L", "support": "C", "guidance": "G"}
CASES = [
    tuple(part.strip() for part in line.split("=>"))
    for line in (Path(__file__).parent / "phrases.txt").read_text("utf-8").splitlines()
    if "=>" in line and not line.startswith("#")
]


def found_in(text: str) -> list[str]:
    passage = Passage(RepairedText.unrepaired(text), 0, len(text))
    found = responsibilities(passage, rules=responsibility_rules(text))
    for one in found:
        for evidence in one.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
    return [f"{LETTERS[one.role]}{'*' if one.collective else ''}{one.name}" for one in found]


@pytest.mark.parametrize(("phrase", "expected"), CASES, ids=[phrase[:40] for phrase, _ in CASES])
def test_phrase(phrase: str, expected: str) -> None:
    text = phrase.replace("\\n", "\n")
    assert found_in(text) == ([] if expected == "-" else expected.split())
