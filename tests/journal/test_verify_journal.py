"""The command that verifies every chain."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.database import tamper
from tests.factories import received

pytestmark = pytest.mark.django_db


def test_chains_that_hold_are_said_to_hold() -> None:
    received()
    said = StringIO()
    call_command("verify_journal", stdout=said)
    assert said.getvalue() == "3 händelseströmmar kontrollerade. Alla kedjor håller.\n"


def test_a_break_is_named_and_the_command_fails() -> None:
    number = received().case.number
    tamper("UPDATE journal_event SET name = 'annat' WHERE stream_id = %s AND serial = 1", [number])
    said = StringIO()
    with pytest.raises(CommandError, match=r"^1 brott i händelsekedjan\.$"):
        call_command("verify_journal", stderr=said)
    assert said.getvalue() == f"{number} #1: innehållet stämmer inte med sin hash\n"


def test_a_case_whose_whole_chain_was_removed_is_found() -> None:
    number = received().case.number
    tamper("DELETE FROM journal_event WHERE stream_id = %s", [number])
    tamper("DELETE FROM journal_eventstream WHERE key = %s", [number])
    said = StringIO()
    with pytest.raises(CommandError, match=r"^1 brott i händelsekedjan\.$"):
        call_command("verify_journal", stderr=said)
    assert said.getvalue() == f"{number} #0: ärendet saknar sin händelseström\n"
