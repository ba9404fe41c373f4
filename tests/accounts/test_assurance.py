"""How sure the portal is of who somebody is, in words that promise no more than was shown."""

from datetime import UTC, datetime

import pytest

from accounts.assurance import NOTHING_KNOWN, Assurance, level_words
from accounts.enums import Way
from tests.oidc import LOA3

MOMENT = datetime(2018, 5, 3, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (LOA3, "tillitsnivå 3"),
        ("http://id.swedenconnect.se/loa/1.0/uncertified-loa3", "tillitsnivå 3"),
        ("urn:example:LoA-4", "tillitsnivå 4"),
        ("mfa", ""),
        ("loa33", ""),
        ("", ""),
    ],
)
def test_a_level_is_read_as_a_number(level: str, words: str) -> None:
    assert level_words(level) == words


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (Assurance(Way.EID, LOA3, MOMENT), "E-legitimation, tillitsnivå 3, 3 maj 2018 kl. 10.00"),
        (Assurance(Way.PASSWORD, proven_at=MOMENT), "Lösenord, utan e-legitimation, 3 maj 2018 kl. 10.00"),
        (Assurance(Way.DEMONSTRATION), "Demonstration, utan e-legitimation"),
        (NOTHING_KNOWN, "Uppgift saknas"),
    ],
    ids=["eid", "password", "demonstration", "nothing"],
)
def test_the_words_say_way_level_and_moment(shown: Assurance, words: str) -> None:
    assert shown.words == words


@pytest.mark.parametrize("way", [way for way in Way if way not in (Way.EID, Way.AGENCY, Way.UNKNOWN)])
def test_every_way_without_eid_says_so(way: Way) -> None:
    assert way.label.endswith(", utan e-legitimation")
