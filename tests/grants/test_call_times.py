"""The times of a call in words: the line of a list, the steps of a page, and the sentences of a mail."""

from datetime import datetime, timedelta

import pytest

from grants.call_times import listed, period, steps
from grants.models import Call
from tests.factories import (
    BEFORE,
    CLOSES_AT,
    INVITED_CLOSE_AT,
    LATE,
    NOW,
    a_call,
    a_call_in_two_steps,
    a_cancelled_call,
    an_unpublished_call,
)

pytestmark = pytest.mark.django_db


def line(call: Call, now: datetime) -> tuple[str, str]:
    """How a list says that the call stands, and the line on its times."""
    ((_, face, said),) = listed([call], now)
    return face.applicant, said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (BEFORE, ("Kommande", "Öppnar 16 april 2018 kl. 08.00")),
        (NOW, ("Öppen", "Stänger 15 maj 2018 kl. 23.59, 13 dagar kvar")),
        (CLOSES_AT, ("Stängd", "Stängde 15 maj 2018 kl. 23.59")),
    ],
)
def test_a_list_tells_of_a_call_in_one_step(now: datetime, said: tuple[str, str]) -> None:
    assert line(a_call(), now) == said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (BEFORE, ("Kommande", "Öppnar 16 april 2018 kl. 08.00 för intresseanmälan")),
        (
            NOW,
            (
                "Öppen",
                "Intresseanmälan senast 15 maj 2018 kl. 23.59, 13 dagar kvar. Sedan ansöker de som bjuds in.",
            ),
        ),
        (
            CLOSES_AT,
            ("Öppen för inbjudna", "De som är inbjudna ansöker senast 15 juni 2018 kl. 23.59, 31 dagar kvar"),
        ),
        (INVITED_CLOSE_AT, ("Stängd", "Stängde 15 juni 2018 kl. 23.59")),
    ],
)
def test_a_list_tells_of_the_step_that_matters_now(now: datetime, said: tuple[str, str]) -> None:
    assert line(a_call_in_two_steps(), now) == said


def test_a_list_tells_when_a_call_was_called_off() -> None:
    assert line(a_cancelled_call(call=a_call_in_two_steps()), LATE) == ("Inställd", "Inställd 2 maj 2018")


def test_a_call_that_is_being_written_is_a_draft_whatever_its_days() -> None:
    assert an_unpublished_call().face(NOW).staff == "Utkast"


@pytest.mark.parametrize(
    ("now", "faces"),
    [
        (BEFORE, ["Kommande", "Efter inbjudan"]),
        (NOW, ["Öppen", "Efter inbjudan"]),
        (LATE, ["Stängd", "Öppen för inbjudna"]),
        (INVITED_CLOSE_AT + timedelta(days=1), ["Stängd", "Stängd"]),
    ],
)
def test_the_page_shows_which_step_is_open(now: datetime, faces: list[str]) -> None:
    found = steps(a_call_in_two_steps(), now)
    assert [step.face.applicant for step in found] == faces
    assert [(step.title, step.time) for step in found] == [
        ("Intresseanmälan", "Från 16 april 2018 kl. 08.00 till 15 maj 2018 kl. 23.59"),
        ("Ansökan för dem som bjuds in", "Senast 15 juni 2018 kl. 23.59"),
    ]


def test_a_call_in_one_step_and_one_called_off_have_no_steps_to_show() -> None:
    assert [steps(call, NOW) for call in (a_call(), a_cancelled_call(call=a_call_in_two_steps()))] == [[], []]


def test_a_mail_speaks_of_both_steps() -> None:
    assert [period(call) for call in (a_call(), a_call_in_two_steps())] == [
        "Öppnar 16 april 2018 kl. 08.00. Stänger 15 maj 2018 kl. 23.59.",
        "Söks i två steg. Intresseanmälan lämnas från 16 april 2018 kl. 08.00 till 15 maj 2018 kl. 23.59. "
        "De som bjuds in ansöker senast 15 juni 2018 kl. 23.59.",
    ]
