"""An application is taken back before its decision, and the case is written off (återkallad → avskriven)."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.db import DatabaseError

from accounts.models import User
from applicants.domain import organisations
from applicants.enums import MandateRole
from delmos.lib.refusal import Refused
from grants.domain import conflicts, decisions, drafts, withdrawals
from grants.domain.queries.cases import to_decide, to_write_off
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, ConflictAnswer, DecisionKind, DecisionStatus, ExpressionStatus
from grants.interfaces import letters
from grants.interfaces.sealing import seal
from grants.models import Application, Decision, Withdrawal
from journal.domain import documents
from journal.models import Notice
from tests.factories import (
    BEFORE,
    NOW,
    application_at,
    association,
    decision_at,
    declare_no_conflict,
    expression_at,
    jointly,
    person,
    received,
    withdrawn,
    written_off,
)

pytestmark = pytest.mark.django_db
A = ApplicationStatus
REASON = "Vi har fått andra pengar."


def notices_of(who: User) -> list[str]:
    return list(Notice.objects.filter(recipient_key=who.actor_key, key__startswith="w").values_list("title", flat=True))


# --- taking back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [A.RECEIVED, A.RECEIVED_LATE, A.IN_REVIEW, A.PROPOSED])
def test_an_application_is_withdrawn_in_every_state_before_the_decision(status: ApplicationStatus) -> None:
    application = application_at(status)
    withdrawn(application)
    application.refresh_from_db()
    assert application.status == A.WITHDRAWN


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            DecisionKind.GRANT,
            "^Ansökan är beslutad och kan inte återkallas. Hör av er till oss om ni inte vill ha bidraget.$",
        ),
        (DecisionKind.REJECT, "^Ansökan är beslutad och kan inte återkallas.$"),
    ],
)
def test_after_the_decision_it_is_refused_with_what_to_do_instead(kind: DecisionKind, sentence: str) -> None:
    application = decision_at(DecisionStatus.DISPATCHED, kind=kind).application
    with pytest.raises(Refused, match=sentence):
        withdrawn(application)


@pytest.mark.parametrize("status", [A.GRANTED, A.REJECTED])
def test_how_it_is_decided_is_not_said_before_the_decision_is_sent(status: ApplicationStatus) -> None:
    with pytest.raises(Refused, match="^Ansökan håller på att avgöras och kan inte återkallas."):
        withdrawn(application_at(status))


def test_inv_6_the_withdrawal_is_a_frozen_document_in_the_diary(anna: User) -> None:
    application = received()
    made = withdrawn(application)
    entry = application.case.entries.latest("serial")
    said = json.loads(documents.read(made.content))
    assert (entry.title, entry.direction, entry.document, entry.counterpart) == (
        "Återkallelse",
        "in",
        made.content,
        association().name,
    )
    assert (said["case"], said["reason"], said["application_sha256"]) == (
        application.case.number,
        REASON,
        application.content_id,
    )


def test_inv_6_what_was_withdrawn_and_when_is_not_changed() -> None:
    made = withdrawn(received())
    with pytest.raises(DatabaseError, match="only decision_id, written_off_at, written_off_by_id may change"):
        Withdrawal.objects.filter(pk=made.pk).update(reason="Annat")


def test_no_reason_is_needed() -> None:
    assert withdrawn(received(), reason=" ").reason == ""


def test_a_double_click_withdraws_once() -> None:
    application = received()
    assert withdrawn(application) == withdrawn(application)
    assert application.case.entries.filter(title="Återkallelse").count() == 1


def test_one_of_two_joint_signatories_is_enough() -> None:
    application = received()
    _, kim = jointly(application.organisation)
    withdrawals.withdraw(application, by=kim, now=NOW)
    application.refresh_from_db()
    assert application.status == A.WITHDRAWN


@pytest.mark.parametrize("role", [MandateRole.AGENT, MandateRole.CONTRIBUTOR])
def test_somebody_who_does_not_sign_does_not_withdraw(role: MandateRole, anna: User) -> None:
    application, eva = received(), person("eva")
    organisations.add_mandate(application.organisation, person=eva, role=role, by=anna, now=BEFORE)
    with pytest.raises(Refused, match="Bara en firmatecknare för"):
        withdrawals.withdraw(application, by=eva, now=NOW)


def test_the_officer_of_the_case_is_told(dag: User, rut: User) -> None:
    withdrawn(application_at(A.IN_REVIEW))
    told = "Sökanden har återkallat ansökan: Grannar möts"
    assert (notices_of(dag), notices_of(rut)) == ([told], [])


def test_before_there_is_an_officer_the_registrars_are_told(dag: User, rut: User) -> None:
    withdrawn(received())
    assert (notices_of(dag), notices_of(rut)) == ([], ["Sökanden har återkallat ansökan: Grannar möts"])


def test_everybody_who_acts_for_the_applicant_is_told(anna: User, bo: User) -> None:
    withdrawn(received())
    assert [notices_of(who) for who in (anna, bo)] == [["Er ansökan är återkallad: Grannar möts"]] * 2


def test_a_new_application_may_be_made_while_the_call_is_open(anna: User) -> None:
    application = received()
    withdrawn(application)
    assert drafts.start(application.call, organisation=application.organisation, by=anna, now=NOW).answers == {}


def test_the_application_of_an_invited_is_withdrawn_in_its_case() -> None:
    expression = expression_at(ExpressionStatus.APPLIED)
    withdrawn(Application.objects.get())
    assert expression.case.entries.latest("serial").title == "Återkallelse"


# --- nothing is decided or paid afterwards ----------------------------------------------------------------------------


def test_a_letter_that_was_drawn_up_no_longer_counts_and_is_not_decided(eva: User) -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    withdrawn(decision.application)
    with pytest.raises(Refused):
        decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=eva, now=NOW)
    assert list(Decision.objects.values_list("status", flat=True)) == [DecisionStatus.REPLACED]


def test_it_leaves_the_piles_of_those_who_decide(dag: User, eva: User) -> None:
    application = application_at(A.PROPOSED)
    withdrawn(application)
    assert (list(to_decide(eva)), list(to_write_off(dag))) == ([], [application])


# --- writing off ------------------------------------------------------------------------------------------------------


def test_the_case_is_written_off_with_a_decision_and_closed(dag: User) -> None:
    application = application_at(A.IN_REVIEW)
    withdrawn(application)
    made = written_off(application)
    application.refresh_from_db()
    application.case.refresh_from_db()
    entry = application.case.entries.latest("serial")
    assert (application.status, application.case.closed_at) == (A.WRITTEN_OFF, NOW)
    assert (made.written_off_by, made.written_off_at) == (dag, NOW)
    assert (entry.title, entry.direction, entry.document, entry.visible_to_party) == (
        "Beslut om avskrivning",
        "out",
        made.decision,
        True,
    )


def test_the_decision_says_what_fl_31_demands(dag: User) -> None:
    application = application_at(A.WITHDRAWN)
    made = withdrawals.write_off(application, write_letter=letters.render_write_off, by=dag, now=NOW)
    assert made.decision is not None
    with pikepdf.open(BytesIO(documents.read(made.decision))) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("sv", True)
        assert pdf.docinfo["/Title"] == f"Beslut om avskrivning, {application.case.number}"


def test_another_officer_does_not_write_off_a_case_that_has_its_own(disa: User) -> None:
    application = application_at(A.WITHDRAWN)
    declare_no_conflict(application, "disa")
    with pytest.raises(Refused, match="fördelat till en annan handläggare"):
        written_off(application, by=disa)


def test_any_officer_writes_off_a_case_that_was_given_to_nobody(disa: User) -> None:
    application = received()
    withdrawn(application)
    declare_no_conflict(application, "disa")
    assert written_off(application, by=disa).written_off_by == disa


def test_inv_8_somebody_who_is_javig_does_not_write_off(disa: User) -> None:
    application = received()
    withdrawn(application)
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=disa, now=NOW)
    with pytest.raises(Refused, match="Du är eller kan vara jävig"):
        written_off(application, by=disa)


def test_the_applicant_follows_it_on_the_timeline(anna: User) -> None:
    application = application_at(A.WRITTEN_OFF)
    told = {(moment.title, moment.actor, moment.text) for moment in timeline_of(application, party=True)}
    assert {each for each in told if not each[0].startswith(("Inkommen:", "Utgående:"))} == {
        ("Vi har tagit emot er ansökan", anna.name, ""),
        ("Ärendet har fått en handläggare", "", ""),
        ("Ni har återkallat ansökan", anna.name, REASON),
        ("Vi har skrivit av ärendet", "", ""),
        ("Ärendet är avslutat", "", ""),
    }
