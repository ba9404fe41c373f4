"""Dissent: by whoever presented the case or took part, between the decision and its dispatch (FL 30, 33 §§)."""

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import dissents
from grants.enums import DecisionStatus
from grants.models import Decision, Dissent
from journal.domain import documents
from journal.enums import Direction
from journal.models import Event
from tests.database import at_once
from tests.factories import (
    NOW,
    a_dissent,
    application_at,
    decided,
    decision_at,
    declare_no_conflict,
    dispatched,
    person,
    prepared,
)
from tests.grants.domain import acts

pytestmark = pytest.mark.django_db

TEXT = "Ansökan borde ha avslagits, eftersom budgeten inte går ihop."


def note(decision: Decision, by: User, text: str = TEXT) -> Dissent:
    return dissents.note(decision, text=text, write_page=a_dissent, by=by, now=NOW)


def with_disa() -> Decision:
    """A decision in which disa took part."""
    case = application_at(acts.A.PROPOSED)
    declare_no_conflict(case, "disa")
    return decided(prepared(case, present=(person("disa"),)))


def test_the_rapporteur_dissents_in_a_document_of_its_own(dag: User) -> None:
    decision = decision_at(DecisionStatus.DECIDED)
    before = documents.read(decision.sent_letter)
    made = note(decision, dag)
    decision.refresh_from_db()
    assert (made.text, made.noted_by, made.noted_at) == (TEXT, dag, NOW)
    assert documents.read(made.document) == a_dissent(made)
    assert documents.read(decision.sent_letter) == before


def test_a_participant_dissents_too(disa: User) -> None:
    assert note(with_disa(), disa).noted_by == disa


@pytest.mark.parametrize("username", ["eva", "disa", "rut"])
def test_nobody_else_dissents(username: str, cast: dict[str, User]) -> None:
    """Not the decider, whose opinion the decision is, and not who has had no part in it."""
    decision = decision_at(DecisionStatus.DECIDED)
    declare_no_conflict(decision.application, username)
    with pytest.raises(Refused, match="Bara föredraganden och den som har deltagit"):
        note(decision, cast[username])


def test_a_dissent_says_something(dag: User) -> None:
    with pytest.raises(Refused, match="Skriv hur du menar att ärendet borde ha avgjorts") as refused:
        note(decision_at(DecisionStatus.DECIDED), dag, " ")
    assert refused.value.field == "text"


@pytest.mark.parametrize("status", [DecisionStatus.PREPARED, DecisionStatus.DISPATCHED])
def test_a_dissent_comes_after_the_decision_and_before_it_is_sent(status: DecisionStatus, dag: User) -> None:
    with pytest.raises(Refused, match="Det går inte att anteckna en avvikande mening"):
        note(decision_at(status), dag)
    assert Dissent.objects.count() == 0


def test_a_person_dissents_once(dag: User) -> None:
    decision = decision_at(DecisionStatus.DECIDED)
    assert note(decision, dag) == note(decision, dag, "En gång till.")
    assert Event.objects.filter(name="dissent_noted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_clicked_dissent_is_one() -> None:
    decision, dag = decision_at(DecisionStatus.DECIDED), person("dag")
    first, second = at_once(lambda: note(decision, dag), lambda: note(decision, dag))
    assert first == second
    assert Dissent.objects.count() == 1


def test_it_is_in_the_diary_at_once_and_goes_out_with_the_letter(dag: User) -> None:
    """FL 33 §: the party is told."""
    decision = decision_at(DecisionStatus.DECIDED)
    made = note(decision, dag)
    entries = decision.application.case.entries
    hidden = entries.get(document=made.document)
    dispatched(decision)
    sent = (
        entries.filter(direction=Direction.OUT).order_by("serial").values_list("title", "document", "visible_to_party")
    )
    assert (hidden.direction, hidden.visible_to_party) == (Direction.DRAWN_UP, False)
    assert list(sent)[-2:] == [
        ("Beslutsbrev", decision.sent_letter.sha256, True),
        ("Avvikande mening", made.document_id, True),
    ]


@pytest.mark.parametrize(("username", "may"), [("dag", True), ("eva", False), ("disa", False)])
def test_the_page_offers_it_to_those_who_may(username: str, may: bool, cast: dict[str, User]) -> None:
    assert dissents.can_dissent(decision_at(DecisionStatus.DECIDED), cast[username]) is may


def test_the_page_offers_it_once(dag: User) -> None:
    decision = decision_at(DecisionStatus.DECIDED)
    note(decision, dag)
    assert dissents.can_dissent(Decision.objects.get(pk=decision.pk), dag) is False
