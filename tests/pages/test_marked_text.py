"""A text cut at quotes and repairs."""

from hypothesis import given
from hypothesis import strategies as st

from app.pages.marked_text import Quote, lines
from loaders.records import Repair


def repair(start: int, end: int, kind: str = "pinyin") -> Repair:
    return Repair(kind=kind, printed="(qū)", restored="", start=start, end=end, raw_start=start, raw_end=end)


def test_a_removal_marks_its_place_and_no_words():
    [line] = lines("市区县里", [], [repair(2, 2), repair(3, 4, "script")])
    assert [(piece.text, piece.begins, piece.repair) for piece in line.pieces] == [
        ("市区", (), None),
        ("县", (1,), None),
        ("里", (2,), 2),
    ]


def test_what_was_removed_at_the_end_has_its_place():
    assert lines("正文\n", [], [repair(3, 3)])[-1].pieces[-1].begins == (1,)


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda one: (one[0], one[0] + one[1]))


@given(
    text=st.text("政务\n服", min_size=1, max_size=30),
    quotes=st.lists(SPANS, max_size=8, unique=True),
    repairs=st.lists(SPANS, max_size=8),
)
def test_pieces_joined_are_the_text_and_every_place_is_there_once(text, quotes, repairs):
    quotes = [span for span in quotes if span[0] < span[1] <= len(text)]
    repairs = [span for span in repairs if span[1] <= len(text)]
    marked = lines(
        text,
        [Quote(*span, frozenset({"valueEvidence"}), (number,)) for number, span in enumerate(quotes, 1)],
        [repair(*span) for span in repairs],
    )
    pieces = [piece for line in marked for piece in line.pieces]
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in marked) == text
    assert sorted(anchor for piece in pieces for anchor in piece.anchors) == sorted(quotes)
    assert sorted(number for piece in pieces for number in piece.begins) == list(range(1, len(repairs) + 1))
    for number, (start, end) in enumerate(quotes, 1):
        covered = "".join(piece.text for piece in pieces if number in piece.facts)
        assert covered == text[start:end].replace("\n", "")
