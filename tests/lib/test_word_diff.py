"""What has changed between two texts: nothing is lost, and what is alike is not marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delmos.lib import word_diff
from delmos.lib.word_diff import Mark, marks

texts = st.text(alphabet="ab .\nå", max_size=60)


@given(texts, texts, st.booleans())
def test_both_texts_can_be_read_out_of_the_marks(before: str, after: str, by_line: bool) -> None:
    found = marks(before, after, by_line=by_line)
    assert "".join(mark.text for mark in found if mark.kind != "added") == before
    assert "".join(mark.text for mark in found if mark.kind != "removed") == after


@given(texts)
def test_a_text_that_stands_as_it_was_has_no_marks(text: str) -> None:
    assert marks(text, text) == ([Mark("same", text)] if text else [])


def test_a_changed_word_is_marked_and_the_rest_is_not() -> None:
    assert marks("Vi möts på torsdagar.", "Vi möts på lördagar.") == [
        Mark("same", "Vi möts på "),
        Mark("removed", "torsdagar"),
        Mark("added", "lördagar"),
        Mark("same", "."),
    ]


def test_a_number_with_its_spaces_is_marked_where_it_differs() -> None:
    assert marks("25 deltagare", "30 deltagare") == [
        Mark("removed", "25"),
        Mark("added", "30"),
        Mark("same", " deltagare"),
    ]


def test_an_answer_that_is_new_is_added_whole() -> None:
    assert marks("", "Två ledare.") == [Mark("added", "Två ledare.")]


def test_a_row_of_a_table_is_changed_as_a_whole() -> None:
    before, after = "Lön: 100 kr\nHyra: 50 kr\n", "Lön: 120 kr\nHyra: 50 kr\n"
    assert marks(before, after, by_line=True) == [
        Mark("removed", "Lön: 100 kr\n"),
        Mark("added", "Lön: 120 kr\n"),
        Mark("same", "Hyra: 50 kr\n"),
    ]


def test_two_long_texts_with_nothing_in_common_are_compared_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_diff, "MOST_PAIRS", 3)
    assert marks("a b", "c b c") == [Mark("removed", "a b"), Mark("added", "c b c")]
