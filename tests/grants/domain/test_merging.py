"""Three ways of looking at one answer: as the page was opened, as it is saved, and as it is sent."""

import pytest

from grants.domain.merging import Fate, Touch, fate, same
from tests.factories import NOW


def touch(before: str, after: str, *, page: str = "theirs") -> Touch:
    return Touch(version=1, page=page, before=before, after=after, saved_by="Bo Berg", saved_at=NOW)


@pytest.mark.parametrize(
    ("mine", "saved", "touches", "expected"),
    [
        ("a", "a", [], Fate.SAME),
        ("b", "a", [], Fate.MINE),
        ("a", "b", [touch("a", "b")], Fate.THEIRS),
        ("c", "b", [touch("a", "b")], Fate.CONFLICT),
        ("b", "b", [touch("a", "b")], Fate.SAME),
        ("c", "a", [touch("a", "b"), touch("b", "a")], Fate.MINE),
        ("c", "b", [touch("a", "b", page="mine")], Fate.MINE),
        ("c", "b", [touch("a", "x"), touch("x", "b", page="mine")], Fate.MINE),
        ("b", "x", [touch("a", "b", page="mine"), touch("b", "x")], Fate.THEIRS),
        ("c", "x", [touch("a", "b", page="mine"), touch("b", "x")], Fate.CONFLICT),
    ],
    ids=[
        "nothing new",
        "only I",
        "only they",
        "both",
        "both, the same",
        "they changed it and changed it back",
        "my own save",
        "my own save after theirs",
        "theirs after my own, which I have not touched since",
        "theirs after my own, and I went on",
    ],
)
def test_what_becomes_of_an_answer(mine: str, saved: str, touches: list[Touch], expected: Fate) -> None:
    assert fate(mine, saved, touches, page="mine") is expected


def test_a_page_without_a_name_owns_no_change() -> None:
    assert fate("c", "b", [touch("a", "b", page="")], page="") is Fate.CONFLICT


@pytest.mark.parametrize(("one", "other", "expected"), [(None, "", True), ([], None, True), (False, None, False)])
def test_no_answer_and_an_empty_one_say_the_same(one: object, other: object, expected: bool) -> None:
    assert same(one, other) is expected
