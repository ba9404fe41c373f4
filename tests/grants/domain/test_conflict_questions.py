"""A question of jäv: raised by a colleague or the party, keeps its person out, ruled by another (FL 16–18 §§)."""

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import assessment, conflict_questions, conflicts, decisions, messages
from grants.domain.queries.cases import cases_for
from grants.domain.queries.conflicts import open_questions, questions_for, to_rule
from grants.enums import (
    ApplicationStatus,
    ConflictAnswer,
    ConflictOutcome,
    ConflictPoint,
    ConflictStatus,
    DecisionStatus,
    ExpressionStatus,
)
from grants.models import Application, ConflictQuestion, ConflictRuling
from grants.permissions import conflict_answer
from journal.domain import documents
from journal.enums import Direction
from journal.models import Event, Mail, Notice
from tests.factories import (
    KINSHIP,
    NOW,
    a_question,
    a_ruling,
    an_objection,
    anybody,
    application_at,
    decision_at,
    declare_no_conflict,
    expression_at,
    person,
    received,
    ruled,
)
from tests.grants.domain import acts

pytestmark = pytest.mark.django_db
FREEING = (ConflictOutcome.NOT_UPHELD, ConflictOutcome.IMMATERIAL)


@pytest.fixture
def under_review(anna: User, dag: User, disa: User, eva: User, gun: User) -> Application:
    """dag's case, in which he has answered that he is not jävig."""
    return application_at(ApplicationStatus.IN_REVIEW)


def titles(username: str) -> list[str]:
    found = Notice.objects.filter(recipient_key=person(username).actor_key).order_by("pk")
    return list(found.values_list("title", flat=True))


# --- raised -----------------------------------------------------------------------------------------------------------


def test_a_colleague_raises_it_with_the_ground_of_the_law_and_the_circumstance(
    under_review: Application, dag: User, disa: User
) -> None:
    question = a_question(under_review)
    kept = (question.person, question.raised_by, question.point, question.ground, question.by_party, question.raised_at)
    assert kept == (dag, disa, ConflictPoint.PARTY, KINSHIP, False, NOW)
    assert (question.status, question.entry) == (ConflictStatus.OPEN, None)


def test_an_objection_of_the_party_is_a_document_that_came_in(under_review: Application, anna: User) -> None:
    question = an_objection(under_review)
    entry = question.entry
    assert entry
    assert (entry.title, entry.direction, entry.counterpart, entry.visible_to_party) == (
        "Invändning om jäv",
        Direction.IN,
        "Föreningen Grannsamverkan Öster",
        True,
    )
    assert documents.read(entry.document).decode().splitlines() == [
        "Invändning om jäv",
        f"Ärende {under_review.case.number}",
        f"Från Föreningen Grannsamverkan Öster, genom {anna.name}",
        "2 maj 2018",
        "",
        "Gäller: Dag Dahl",
        f"Grund: {ConflictPoint.PARTY.label}",
        "",
        KINSHIP,
    ]


@pytest.mark.parametrize("raised", [a_question, an_objection])
def test_from_that_moment_the_person_is_out_and_the_case_waits_for_another(
    raised: acts.Callable[[Application], ConflictQuestion], under_review: Application, dag: User
) -> None:
    raised(under_review)
    under_review.refresh_from_db()
    assert (under_review.status, under_review.officer) == (ApplicationStatus.RECEIVED, None)
    assert (conflict_answer(dag, under_review), list(cases_for(dag))) == (ConflictAnswer.CONFLICT, [])
    with pytest.raises(Refused, match="Du är eller kan vara jävig i ärendet"):
        acts.score(under_review, dag)


def test_nobody_else_is_kept_out(under_review: Application, disa: User) -> None:
    a_question(under_review)
    assert list(cases_for(disa)) == [under_review]


def test_it_holds_for_anybody_with_an_account_whatever_the_role(under_review: Application) -> None:
    """People from outside who are invited to assess will come through the same filter."""
    nobody_s_role = anybody("utan roll")
    ConflictQuestion.objects.create(
        case=under_review.case,
        person=nobody_s_role,
        point=ConflictPoint.OTHER,
        ground="Vän",
        raised_at=NOW,
        raised_by=person("disa"),
    )
    assert conflict_answer(nobody_s_role, under_review) is ConflictAnswer.CONFLICT


def test_the_letter_that_the_decider_has_drawn_up_falls(eva: User) -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    a_question(decision.application, "eva")
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.REPLACED


def test_what_somebody_who_may_be_javig_has_presented_is_not_decided(eva: User) -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    a_question(decision.application, "dag")
    with pytest.raises(Refused, match="Den som har föredragit ärendet är eller kan vara jävig"):
        acts.decide(decision, eva)


def test_it_can_be_given_back_and_then_waits_for_another_officer(eva: User) -> None:
    application = application_at(ApplicationStatus.PROPOSED)
    a_question(application, "dag")
    assessment.return_to_officer(application, reason="Fråga om jäv.", by=eva, now=NOW)
    application.refresh_from_db()
    assert (application.status, application.officer) == (ApplicationStatus.RECEIVED, None)


def test_a_question_is_raised_on_an_expression_of_interest_too(dag: User) -> None:
    expression = expression_at(ExpressionStatus.ASSESSED)
    an_objection(expression)
    assert conflict_answer(dag, expression) is ConflictAnswer.CONFLICT


def test_the_same_page_sent_twice_raises_it_once(under_review: Application) -> None:
    assert a_question(under_review, page_key="a") == a_question(under_review, page_key="a")
    assert an_objection(under_review, page_key="b") == an_objection(under_review, page_key="b")
    assert ConflictQuestion.objects.count() == 2


def test_a_colleague_does_not_ask_what_is_asked_already(under_review: Application) -> None:
    a_question(under_review)
    with pytest.raises(Refused, match="Dag Dahl är redan utanför ärendet på grund av jäv"):
        a_question(under_review, by="rut")


def test_an_objection_of_the_party_is_taken_in_even_when_a_colleague_came_first(under_review: Application) -> None:
    a_question(under_review)
    assert an_objection(under_review).entry


def test_nobody_raises_a_question_about_themselves_as_if_it_were_a_colleague(under_review: Application) -> None:
    with pytest.raises(Refused, match="tar du ställning till ditt eget jäv"):
        a_question(under_review, "disa")


def test_it_is_about_somebody_at_the_agency(under_review: Application) -> None:
    with pytest.raises(Refused, match="Välj någon som arbetar hos oss"):
        a_question(under_review, "anna")


@pytest.mark.parametrize(
    ("name", "sentence"), [("Okänd Person", "Vi hittar ingen hos oss"), ("anna andersson", "Vi hittar ingen hos oss")]
)
def test_an_objection_names_somebody_who_works_here(under_review: Application, name: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        conflict_questions.object_to(
            under_review, name=name, point=ConflictPoint.OTHER, ground="Vän", by=person("anna"), now=NOW
        )


def test_an_objection_against_a_name_that_two_have_is_not_guessed_at(under_review: Application, dag: User) -> None:
    anybody("dag2", name="dag dahl", roles=tuple(dag.roles))
    with pytest.raises(Refused, match="Flera hos oss heter så"):
        an_objection(under_review)


def test_without_a_circumstance_there_is_nothing_to_try(under_review: Application) -> None:
    with pytest.raises(Refused, match="Skriv vilken omständighet det gäller"):
        a_question(under_review, ground=" ")


def test_those_who_may_rule_are_told_and_the_person_too_but_no_more_of_the_case(under_review: Application) -> None:
    number = under_review.case.number
    a_question(under_review, by="eva")
    assert titles("gun") == [f"En fråga om jäv väntar på prövning i {number}"]
    assert titles("eva") == []
    assert titles("dag") == [
        f"En fråga om jäv gäller dig i {number}. Du kan inte öppna ärendet förrän frågan är prövad."
    ]
    assert KINSHIP not in " ".join(Mail.objects.values_list("text", flat=True))


def test_what_the_person_was_told_of_the_case_is_taken_away(under_review: Application, anna: User) -> None:
    messages.receive(under_review, text="Hej!", by=anna, now=NOW)
    assert titles("dag") == ["Sökanden har skickat ett meddelande"]
    a_question(under_review)
    assert len(titles("dag")) == 1
    messages.receive(under_review, text="Hej igen!", by=anna, now=NOW)
    assert len(titles("dag")) == 1


def test_the_log_says_who_is_concerned_and_nothing_of_why(under_review: Application, dag: User) -> None:
    question = an_objection(under_review)
    assert question.entry
    assert Event.objects.get(name="conflict_raised").data == {
        "question": question.pk,
        "person": dag.actor_key,
        "entries": [question.entry.serial],
    }


# --- ruled ------------------------------------------------------------------------------------------------------------


def test_upheld_it_keeps_the_person_out_for_good(under_review: Application, dag: User) -> None:
    question = ruled(a_question(under_review)).question
    assert (question.status, conflict_answer(dag, under_review)) == (ConflictStatus.UPHELD, ConflictAnswer.CONFLICT)
    with pytest.raises(Refused, match="redan beslutat att Dag Dahl inte får ta del i ärendet"):
        an_objection(under_review)


@pytest.mark.parametrize("outcome", FREEING)
def test_otherwise_the_person_may_act_again(outcome: ConflictOutcome, under_review: Application, dag: User) -> None:
    ruled(a_question(under_review), outcome)
    assert (conflict_answer(dag, under_review), list(cases_for(dag))) == (ConflictAnswer.NONE, [under_review])


@pytest.mark.parametrize("outcome", FREEING)
def test_a_ruling_on_what_one_said_oneself_frees_too(
    outcome: ConflictOutcome, under_review: Application, dag: User
) -> None:
    conflicts.declare(under_review, answer=ConflictAnswer.CONFLICT, ground="Grannar", by=dag, now=NOW)
    ruled(ConflictQuestion.objects.get(), outcome)
    assert conflict_answer(dag, under_review) is ConflictAnswer.NONE


def test_who_never_answered_on_their_own_jav_still_has_to(eva: User) -> None:
    application = received()
    ruled(a_question(application, "eva"), ConflictOutcome.NOT_UPHELD)
    assert conflict_answer(eva, application) is None


def test_another_open_question_still_keeps_the_person_out(under_review: Application, dag: User) -> None:
    first, _ = a_question(under_review), an_objection(under_review)
    ruled(first, ConflictOutcome.NOT_UPHELD)
    assert conflict_answer(dag, under_review) is ConflictAnswer.CONFLICT


def test_circumstances_change_and_the_question_is_raised_anew(under_review: Application, dag: User) -> None:
    ruled(a_question(under_review), ConflictOutcome.NOT_UPHELD)
    assert a_question(under_review, ground="De har gift sig.").status is ConflictStatus.OPEN
    assert conflict_answer(dag, under_review) is ConflictAnswer.CONFLICT


def test_the_person_says_something_new_after_being_freed(under_review: Application, dag: User) -> None:
    for ground in ("Grannar", "Numera gifta"):
        conflicts.declare(under_review, answer=ConflictAnswer.CONFLICT, ground=ground, by=dag, now=NOW)
        if ground == "Grannar":
            ruled(ConflictQuestion.objects.get(), ConflictOutcome.IMMATERIAL)
    assert conflict_answer(dag, under_review) is ConflictAnswer.CONFLICT


def test_the_ruling_is_drawn_up_in_the_diary(under_review: Application) -> None:
    ruling = ruled(a_question(under_review))
    assert (ruling.entry.title, ruling.entry.direction, ruling.entry.visible_to_party) == (
        "Beslut i fråga om jäv",
        Direction.DRAWN_UP,
        False,
    )
    assert documents.read(ruling.entry.document) == a_ruling(ruling)


def test_a_ruling_on_the_party_s_objection_is_sent_to_it(under_review: Application) -> None:
    ruling = ruled(an_objection(under_review))
    assert (ruling.entry.direction, ruling.entry.visible_to_party) == (Direction.OUT, True)
    assert titles("anna")[-1] == "Vi har prövat er invändning om jäv"


def test_those_concerned_are_told(under_review: Application) -> None:
    number = under_review.case.number
    ruled(a_question(under_review), ConflictOutcome.NOT_UPHELD)
    assert titles("disa") == [f"Frågan om jäv som du väckte i {number} är prövad"]
    assert titles("dag")[-1] == f"Frågan om jäv som gäller dig i {number} är prövad. Du får ta del i ärendet."


def test_who_is_javig_is_told_that_and_no_more(under_review: Application) -> None:
    ruled(a_question(under_review), reasons="Hemliga skäl")
    number = under_review.case.number
    assert titles("dag")[-1] == f"Frågan om jäv som gäller dig i {number} är prövad. Du får inte ta del i ärendet."
    assert Notice.objects.filter(recipient_key=person("dag").actor_key, case_number=number).count() == 0


def test_who_raised_it_does_not_rule(under_review: Application) -> None:
    question = a_question(under_review, by="gun")
    with pytest.raises(Refused, match="Du har väckt frågan. Någon annan ska pröva den"):
        ruled(question, by="gun")


def test_who_is_concerned_does_not_rule(under_review: Application, gun: User) -> None:
    question = a_question(under_review, "gun")
    with pytest.raises(Refused, match="Du är eller kan vara jävig"):
        acts.rule(question, gun)
    with pytest.raises(Refused, match="Frågan gäller dig. Någon annan ska pröva den"):
        conflict_questions.check_may_rule(question, gun)


def test_who_rules_has_answered_on_their_own_jav(under_review: Application, eva: User) -> None:
    with pytest.raises(Refused, match="Ta först ställning till om du är jävig"):
        acts.rule(a_question(under_review), eva)


def test_who_rules_and_is_javig_in_the_case_does_not(under_review: Application, gun: User) -> None:
    question = a_question(under_review)
    conflicts.declare(under_review, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=gun, now=NOW)
    with pytest.raises(Refused, match="Du är eller kan vara jävig i ärendet"):
        acts.rule(question, gun)


def test_a_ruling_has_its_reasons(under_review: Application) -> None:
    with pytest.raises(Refused, match="Skriv skälen för beslutet"):
        ruled(a_question(under_review), reasons=" ")


def test_a_second_click_gives_the_ruling_that_stands(under_review: Application) -> None:
    question = a_question(under_review)
    assert ruled(question) == ruled(question)
    assert ConflictRuling.objects.count() == 1


# --- the list of those who rule ---------------------------------------------------------------------------------------


def test_those_who_rule_see_what_waits_and_not_what_is_about_themselves(
    under_review: Application, eva: User, gun: User
) -> None:
    about_dag, about_eva = (
        a_question(under_review, by="gun"),
        a_question(application_at(ApplicationStatus.PROPOSED), "eva"),
    )
    assert (list(open_questions(gun)), list(to_rule(gun))) == ([about_dag, about_eva], [about_eva])
    assert list(to_rule(eva)) == [about_dag]


def test_others_have_no_such_list(under_review: Application, dag: User, disa: User, rut: User) -> None:
    a_question(under_review)
    assert [list(questions_for(who)) for who in (dag, disa, rut)] == [[], [], []]


def test_the_decision_goes_on_when_the_rapporteur_is_freed(eva: User) -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    ruled(a_question(decision.application, "dag"), ConflictOutcome.NOT_UPHELD)
    assert decisions.decided(acts.decide(decision, eva).application)


def test_an_officer_who_is_freed_can_be_given_the_case_anew(under_review: Application, dag: User, rut: User) -> None:
    ruled(a_question(under_review), ConflictOutcome.NOT_UPHELD)
    declare_no_conflict(under_review, "rut")
    assert acts.assign(under_review, rut).officer == dag
