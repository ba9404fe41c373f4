"""Several assessors: invited, alone until they hand in, and out when jäv or the officer says so (INV-8)."""

import pytest

from accounts.models import User
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import assessment, assessors, conflict_questions, conflicts
from grants.domain.proposal_lines import shared
from grants.domain.queries.assessments import (
    assessments_for,
    for_assessor,
    handed_in_by,
    hides_others,
    invited_to,
    may_be_invited,
    not_in_yet,
    proposal_shown_to,
)
from grants.domain.queries.people import colleagues_of
from grants.enums import ApplicationStatus, ConflictAnswer, ConflictPoint, DecisionKind
from grants.models import Application, Assessment, Assessor
from grants.policies import newest_proposal
from journal.models import Event, Notice, Reading
from tests.factories import (
    NOW,
    a_ruling,
    application_at,
    assessed_by,
    assigned,
    checked,
    declare_no_conflict,
    invited,
    person,
    pointed,
    received,
    scored,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Application:
    """A case under review by dag, to which disa and ines are invited."""
    application = assigned(received())
    invited(application, "disa", "ines")
    return application


def numbers(found: list[Application]) -> list[str]:
    return [application.case.number for application in found]


def propose(application: Application, **more: str) -> None:
    amount = application.requested_ore
    assessment.propose(
        application, kind=DecisionKind.GRANT, amount_ore=amount, reasons="Bra.", by=person("dag"), now=NOW, **more
    )


def jav(application: Application, username: str) -> None:
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=person(username), now=NOW)


# --- invitations ------------------------------------------------------------------------------------------------------


def test_who_is_invited_is_told_and_sees_the_case(case: Application, ines: User) -> None:
    assert numbers(list(assessments_for(ines))) == [case.case.number]
    (told,) = Notice.objects.filter(recipient_key=ines.actor_key)
    assert (told.title, told.url) == (
        f"Du är inbjuden att bedöma en ansökan i {case.case.number}",
        f"/bedomningar/{case.case.number}/",
    )


def test_who_is_invited_already_stays_so(case: Application, dag: User, ines: User) -> None:
    before = Assessor.objects.get(person=ines)
    assert assessors.invite(case, people=[ines], by=dag, now=NOW) == [before]
    assert Event.objects.filter(name="assessor_invited").count() == 2


@pytest.mark.parametrize(
    ("username", "sentence"),
    [
        ("eva", "Eva Ek är varken handläggare eller extern bedömare"),
        ("anna", "Anna Andersson är varken handläggare eller extern bedömare"),
        ("dag", "Dag Dahl är ärendets handläggare och bedömer ändå"),
    ],
)
def test_not_everybody_can_be_invited(case: Application, dag: User, username: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        assessors.invite(case, people=[person(username)], by=dag, now=NOW)


def test_nobody_who_is_kept_out_by_jav_is_invited(dag: User, disa: User, ines: User) -> None:
    case = assigned(received())
    jav(case, "disa")
    with pytest.raises(Refused, match="Disa Duvall är utanför ärendet på grund av jäv"):
        assessors.invite(case, people=[disa], by=dag, now=NOW)
    assert list(may_be_invited(case)) == [ines]


def test_an_invitation_names_somebody(case: Application, dag: User) -> None:
    with pytest.raises(Refused, match="Välj minst en bedömare"):
        assessors.invite(case, people=[], by=dag, now=NOW)


def test_who_may_be_invited_is_the_rest_of_those_who_assess(case: Application) -> None:
    assert list(may_be_invited(case)) == []
    assert list(may_be_invited(assigned(received(case.call)))) == [person("disa"), person("ines")]


# --- the gate ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["dag", "eva", "rut", "gun", "farah", "anna", "cecilia"])
def test_nobody_else_comes_in_by_the_assessors_door(case: Application, username: str) -> None:
    with pytest.raises(NotYours):
        for_assessor(person(username), case.case.number)


def test_another_case_is_as_unknown_as_one_that_does_not_exist(case: Application, ines: User) -> None:
    other = assigned(received(case.call))
    with pytest.raises(NotYours):
        for_assessor(ines, other.case.number)


def test_an_invitation_that_is_ended_closes_the_gate_and_the_assessment_counts(
    case: Application, dag: User, ines: User
) -> None:
    assessed_by(case, "ines")
    ended = assessors.end(case.assessors.get(person=ines), reason="Klar.", by=dag, now=NOW)
    assert (ended.ended_at, ended.ended_by, ended.reason) == (NOW, dag, "Klar.")
    with pytest.raises(NotYours):
        for_assessor(ines, case.case.number)
    assert assessors.end(ended, reason="Klar igen.", by=dag, now=NOW).reason == "Klar."
    assert handed_in_by(ines, case)


def test_an_invitation_is_not_ended_without_a_reason(case: Application, dag: User) -> None:
    with pytest.raises(Refused, match="Skriv varför inbjudan avslutas"):
        assessors.end(case.assessors.latest("pk"), reason=" ", by=dag, now=NOW)


def test_who_was_let_go_can_be_invited_anew(case: Application, dag: User, ines: User) -> None:
    assessors.end(case.assessors.get(person=ines), reason="Sjuk.", by=dag, now=NOW)
    invited(case, "ines")
    assert for_assessor(ines, case.case.number) == case


@pytest.mark.parametrize("status", [ApplicationStatus.GRANTED, ApplicationStatus.REJECTED, ApplicationStatus.CLOSED])
def test_a_decided_case_is_closed_to_assessors(status: ApplicationStatus, ines: User, dag: User) -> None:
    case = application_at(status)
    Assessor.objects.create(application=case, person=ines, invited_at=NOW, invited_by=dag)
    assert list(assessments_for(ines)) == []


def test_jav_closes_the_gate_at_once_and_takes_the_points_away(case: Application, ines: User) -> None:
    assessed_by(case, "ines")
    jav(case, "ines")
    assert list(assessments_for(ines)) == []
    assert [(assessor.person.username, assessor.kept_out) for assessor in invited_to(case)] == [
        ("disa", False),
        ("ines", True),
    ]
    assert Notice.objects.filter(recipient_key=ines.actor_key).count() == 0


def test_a_question_of_jav_about_an_assessor_closes_the_gate(case: Application, ines: User, rut: User) -> None:
    conflict_questions.raise_about(case, person=ines, point=ConflictPoint.OTHER, ground="Vänner", by=rut, now=NOW)
    with pytest.raises(NotYours):
        for_assessor(ines, case.case.number)


def test_a_question_of_jav_can_be_raised_about_somebody_invited_from_outside(case: Application, rut: User) -> None:
    assert person("ines") in colleagues_of(rut, case)
    assert person("ines") not in colleagues_of(rut, received(case.call))


def test_nobody_from_outside_answers_on_jav_where_they_are_not_invited(ines: User) -> None:
    with pytest.raises(Refused, match="Det här kan bara myndighetens personal göra"):
        declare_no_conflict(assigned(received()), "ines")


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("username", "parts"), [("ines", ["application"]), ("disa", [])])
def test_that_somebody_from_outside_opens_the_application_is_logged(username: str, parts: list[str]) -> None:
    case = assigned(received())
    assessors.invite(case, people=[person(username)], by=person("dag"), now=NOW)
    assessors.begin(case, answer=ConflictAnswer.NONE, by=person(username), now=NOW)
    assert list(Reading.objects.filter(case=case.case).values_list("part", flat=True)) == parts


def test_a_file_is_not_opened_before_the_answer_on_jav(dag: User, ines: User) -> None:
    case = assigned(received())
    assessors.invite(case, people=[ines], by=dag, now=NOW)
    with pytest.raises(Refused, match="Ta först ställning till om du är jävig"):
        assessors.open_document(case, case.case.entries.earliest("serial"), by=ines, now=NOW)
    assert Reading.objects.count() == 0


# --- handing in -------------------------------------------------------------------------------------------------------


def test_an_assessment_is_handed_in_whole_or_not_at_all(case: Application, disa: User) -> None:
    first = case.call.criteria.earliest("order")
    assessment.score(case, criterion=first, points=3, reasons="Bra.", by=disa, now=NOW)
    with pytest.raises(Refused, match="Bedöm först: Effektivitet, Långsiktighet, Tidigare redovisningar"):
        assessors.hand_in(case, by=disa, now=NOW)


def test_the_same_points_handed_in_twice_are_one_assessment(case: Application, disa: User) -> None:
    assessed_by(case, "disa")
    before = Assessment.objects.get()
    assert assessors.hand_in(case, by=disa, now=NOW) == before
    assert Event.objects.filter(name="assessment_handed_in").count() == 1


def test_changed_points_are_in_when_they_are_handed_in_anew_and_the_first_stay(case: Application, disa: User) -> None:
    assessed_by(case, "disa", points=2)
    pointed(case, "disa", points=5)
    held = [set(found.scores.values_list("points", flat=True)) for found in Assessment.objects.order_by("pk")]
    assert held == [{2}]
    assessors.hand_in(case, by=disa, now=NOW)
    held = [set(found.scores.values_list("points", flat=True)) for found in Assessment.objects.order_by("pk")]
    assert held == [{2}, {5}]


def test_the_officer_is_told_that_an_assessment_is_in(case: Application, dag: User) -> None:
    assessed_by(case, "disa")
    assert Notice.objects.filter(recipient_key=dag.actor_key, title="Disa Duvall har lämnat in sin bedömning").exists()


def test_no_event_says_the_points(case: Application) -> None:
    assessed_by(case, "disa", points=4)
    names = ["criterion_scored", "assessment_handed_in"]
    said = [key for event in Event.objects.filter(name__in=names) for key in event.data]
    assert set(said) == {"criterion", "score", "assessment"}


@pytest.mark.parametrize("username", ["dag", "disa", "ines"])
def test_an_assessor_sees_the_others_from_the_moment_of_handing_in(case: Application, username: str) -> None:
    who = person(username)
    assert hides_others(who, case)
    pointed(case, username)
    assert hides_others(who, case)
    assessors.hand_in(case, by=who, now=NOW)
    assert not hides_others(who, case)


def test_who_does_not_assess_the_case_reads_what_is_in(case: Application, eva: User) -> None:
    assert not hides_others(eva, case)


# --- before the proposal ----------------------------------------------------------------------------------------------


def test_an_officer_who_assesses_alone_hands_in_by_proposing(dag: User) -> None:
    case = pointed(checked(assigned(received())), "dag")
    propose(case)
    assert handed_in_by(dag, case)


def test_an_officer_with_others_hands_in_first(case: Application) -> None:
    pointed(checked(case), "dag")
    with pytest.raises(Refused, match="Lämna först in din egen bedömning, så att du ser de andras"):
        propose(case)


def test_a_proposal_waits_for_everybody_invited(case: Application) -> None:
    assessed_by(scored(checked(case)), "disa")
    with pytest.raises(Refused, match="Bedömningen är inte inne från Ines Isaksson") as refused:
        propose(case)
    assert refused.value.field == "without"
    assessed_by(case, "ines")
    propose(case)
    assert newest_proposal(case).without == ""


def test_a_proposal_without_somebody_keeps_the_reason_and_ends_the_invitation(case: Application, ines: User) -> None:
    assessed_by(scored(checked(case)), "disa")
    propose(case, without=" Ines är sjuk. ")
    ended = Assessor.objects.get(person=ines)
    assert (newest_proposal(case).without, ended.reason, ended.ended_by) == (
        "Ines är sjuk.",
        "Förslaget är lämnat utan bedömningen.",
        person("dag"),
    )
    assert list(not_in_yet(case)) == []


def test_nobody_waits_for_an_assessor_who_is_kept_out_by_jav(case: Application) -> None:
    assessed_by(scored(checked(case)), "disa")
    jav(case, "ines")
    propose(case)
    assert newest_proposal(case).without == ""


def test_a_proposal_is_not_shown_to_whoever_assesses_the_case_anew(dag: User, eva: User, disa: User) -> None:
    """The reasons of a returned proposal tell what the officer found."""
    case = application_at(ApplicationStatus.PROPOSED)
    assessment.return_to_officer(case, reason="Be någon mer bedöma.", by=eva, now=NOW)
    case.refresh_from_db()
    invited(case, "disa")
    shown = [proposal_shown_to(person(name), case) is not None for name in ("disa", "dag", "eva")]
    assert shown == [False, True, True]
    assessed_by(case, "disa")
    assert proposal_shown_to(disa, case)


def test_rulings_let_an_assessor_back_in(case: Application, ines: User, rut: User, eva: User) -> None:
    question = conflict_questions.raise_about(
        case, person=ines, point=ConflictPoint.OTHER, ground="Vänner", by=rut, now=NOW
    )
    declare_no_conflict(case, "eva")
    conflict_questions.rule(
        question, outcome="not_upheld", reasons="Känner inte varandra.", write_letter=a_ruling, by=eva, now=NOW
    )
    assert for_assessor(ines, case.case.number) == case


def test_the_whole_budget_is_shared_to_the_last_ore() -> None:
    rows = list(received().budget.all())
    assert sum(line.proposed_ore for line in shared(rows, 100_01)) == 100_01
