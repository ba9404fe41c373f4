"""Fingerprints of texts: the same text is found however it is set, and another text is not."""

import random

from hypothesis import given
from hypothesis import strategies as st

from delmos.lib.shingles import SAMPLE, WORDS_IN_A_ROW, alike, sketch, whole, words_of

WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzåäö", min_size=2, max_size=9), min_size=40, max_size=120)
BETWEEN = (" ", "  ", "\n", ", ", " – ", ".\n\n", "\t")


def set_otherwise(words: list[str], seed: int) -> str:
    """The same words with other spaces, punctuation and case."""
    dice = random.Random(seed)
    return "".join(dice.choice((str.upper, str.title, str.lower))(word) + dice.choice(BETWEEN) for word in words)


@given(WORDS, st.integers())
def test_case_spaces_and_punctuation_make_no_difference(words: list[str], seed: int) -> None:
    assert sketch(set_otherwise(words, seed)) == sketch(" ".join(words))


@given(WORDS)
def test_a_text_is_wholly_like_itself_and_a_sketch_is_small(words: list[str]) -> None:
    found = sketch(" ".join(words))
    assert len(found) <= SAMPLE
    assert alike(found, found) == (len(found), len(found))


@given(st.integers(0, 10**6))
def test_a_text_with_every_tenth_word_changed_is_still_found(seed: int) -> None:
    dice = random.Random(seed)
    words = [f"ord{dice.randrange(10**9)}" for _ in range(200)]
    changed = [f"nytt{at}" if at % 20 == 0 else word for at, word in enumerate(words)]
    found = alike(sketch(" ".join(words)), sketch(" ".join(changed)))
    assert found.shared * 8 >= found.of >= SAMPLE


@given(st.integers(0, 10**6))
def test_texts_of_other_words_are_not_alike(seed: int) -> None:
    dice = random.Random(seed)
    common = [f"vanligt{number}" for number in range(60)]  # the same small vocabulary in both, in another order
    one, other = ([dice.choice(common) for _ in range(200)] for _ in range(2))
    assert alike(sketch(" ".join(one)), sketch(" ".join(other))).shared == 0


@given(WORDS)
def test_likeness_is_the_same_from_both_sides(words: list[str]) -> None:
    half = words[: len(words) // 2]
    one, other = sketch(" ".join(words)), sketch(" ".join(half))
    assert alike(one, other) == alike(other, one)


def test_the_share_of_the_samples_is_that_of_the_sequences() -> None:
    """Half of the text copied, between other words of the same length: a third of all sequences, give or take."""
    mine = [f"mitt{number}" for number in range(400)]
    theirs = [*mine[:200], *(f"deras{number}" for number in range(200))]
    found = alike(sketch(" ".join(mine)), sketch(" ".join(theirs)))
    assert found.of == SAMPLE
    assert 4 <= found.shared <= 18


def test_a_text_shorter_than_a_sequence_has_no_sketch() -> None:
    assert sketch(" ".join(["ord"] * (WORDS_IN_A_ROW - 1))) == []
    assert alike([], []) == (0, 0)


def test_a_word_broken_over_two_lines_is_whole() -> None:
    assert words_of("för-\neningen i sam\u00adhället") == ["föreningen", "i", "samhället"]


def test_a_short_text_is_compared_whole() -> None:
    assert whole("Revisor  Ek, auktoriserad") == whole("REVISOR EK auktoriserad")
    assert whole("Revisor Ek") != whole("Revisor Alm")
    assert whole(" ,.") == []
