"""Words are found however they are spaced or broken, and nothing of them is left."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delmos.lib.masking import BLOCK, Unreadable, Words, mask_json, mask_text, spans

NAME = Words("Anna Svensson", "21 kap. 3 § OSL")


def found(text: str, phrase: str) -> list[str]:
    return [text[first:beyond] for first, beyond in spans(text, phrase)]


@pytest.mark.parametrize(
    "written",
    [
        "Anna Svensson",
        "ANNA SVENSSON",
        "Anna\nSvensson",
        "Anna Svens-\nson",
        "Anna Svens\u00adson",
        "A n n a  S v e n s s o n",
        "Anna\u00a0Svensson",
        "Anna-Svensson",
        "A\u030anna Svensson",
    ],
)
def test_a_phrase_is_found_however_it_is_written(written: str) -> None:
    assert found(f"Hej {written}, hej.", "Anna Svensson") == [written]


def test_every_occurrence_is_found() -> None:
    assert found("Kim Ek och Kim  Ek", "Kim Ek") == ["Kim Ek", "Kim  Ek"]


def test_a_short_phrase_is_found_only_where_it_stands_by_itself() -> None:
    assert found("Bo bor i Boden, sade Bo.", "Bo") == ["Bo", "Bo"]


def test_a_longer_phrase_is_found_inside_a_word() -> None:
    assert found("Svenssonska huset", "Svensson") == ["Svensson"]


def test_a_phrase_of_one_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        spans("text", " a ")


def test_the_text_has_a_block_and_the_rule_instead() -> None:
    assert mask_text("Jag heter Anna Svensson.", [NAME]) == (
        f"Jag heter {BLOCK} [21 kap. 3 § OSL].",
        {"Anna Svensson": 1},
    )


def test_phrases_that_overlap_become_one_block_under_both_rules() -> None:
    masks = [Words("Anna Svensson", "A"), Words("Svensson i Gävle", "B")]
    assert mask_text("Anna Svensson i Gävle", masks)[0] == f"{BLOCK} [A, B]"


def test_a_phrase_that_is_not_there_is_counted_as_none() -> None:
    assert mask_text("Hej", [NAME]) == ("Hej", {"Anna Svensson": 0})


def test_names_values_and_numbers_of_a_data_file_are_masked() -> None:
    content = '{"\\u00c5sa": ["\\u00c5sa 1", 200, true, null]}'
    text, counts = mask_json(content, [Words("Åsa", "R"), Words("200", "Q")])
    assert json.loads(text) == {f"{BLOCK} [R]": [f"{BLOCK} [R] 1", f"{BLOCK} [Q]", True, None]}
    assert counts == {"Åsa": 2, "200": 1}


def test_what_is_no_data_file_is_said() -> None:
    with pytest.raises(Unreadable, match="JSON"):
        mask_json("inte json", [NAME])


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from([" ", "\n", "-\n", "\u200b", ".", "  "]))
def test_nothing_of_the_phrase_is_left(before: str, after: str, between: str) -> None:
    text, _ = mask_text(f"{before} {between.join('hemligheten')} {after}", [Words("hemligheten", "§")])
    assert spans(text, "hemligheten") == []
