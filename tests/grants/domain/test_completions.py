"""Completion: asked for with a day and a consequence, answered as a new document, and nothing decided by itself."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from delmos.lib.refusal import Refused
from delmos.lib.sweep import SweepFailed
from grants.domain import completion_content, completion_requests, completions, withdrawals
from grants.domain.completion_requests import OTHER_DOCUMENT, Lacking
from grants.domain.queries.correspondence import completions_in, newest_answers
from grants.enums import ApplicationStatus, CompletionStatus, DecisionKind
from grants.models import Application, Completion
from grants.policies import check_kind_fits_arrival
from grants.tasks import mind_completions
from journal.domain import documents
from journal.models import Case, Event, Mail, Notice
from tests.database import break_event_log, everything
from tests.factories import (
    ASKED,
    CONSEQUENCE,
    DUE,
    NOW,
    a_pdf,
    an_association,
    application_at,
    completion_answered,
    completion_requested,
    completion_saved,
    hand_in_completion,
    proposed,
)

pytestmark = pytest.mark.django_db
AFTER_DUE = datetime(2018, 5, 17, 10, 0, tzinfo=UTC)


def titles(application) -> list[str]:
    return [f"{entry.direction}: {entry.title}" for entry in application.case.entries.order_by("serial")]


def test_a_request_stands_in_the_diary_and_the_party_is_told(anna, bo):
    request = completion_requested()
    assert titles(request.application)[-1] == "out: Begäran om komplettering"
    told = Notice.objects.filter(key=f"completion:{request.pk}:sent")
    assert sorted(told.values_list("recipient_key", flat=True)) == sorted([anna.actor_key, bo.actor_key])
    mails = Mail.objects.filter(key__in=[f"notice:{notice.pk}" for notice in told])
    number = request.application.case.number
    assert [mail.subject for mail in mails] == [f"Du har ett meddelande i ärende {number}"] * 2


def test_INV_7_the_letter_says_what_until_when_and_what_follows():
    letter = documents.read(completion_requested().entry.document).decode()
    assert [word for word in ("Beskriv det tydligare.", "16 maj 2018", CONSEQUENCE, "20 §") if word not in letter] == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"items": []}, "Ange minst en sak som saknas."),
        ({"items": [Lacking(ASKED, " ")]}, "Skriv vad som saknas i"),
        ({"items": [Lacking("secret", "Fel.")]}, "Det går inte att begära komplettering av den frågan."),
        ({"consequence": " "}, "Skriv vad som händer om sökanden inte svarar."),
        ({"due_on": date(2018, 5, 2)}, "Välj en dag som ligger framåt i tiden."),
    ],
)
def test_INV_7_a_request_without_item_day_or_consequence_is_refused(dag, changes, sentence):
    application = application_at(ApplicationStatus.IN_REVIEW)
    complete = {"items": [Lacking(ASKED, "Otydligt.")], "due_on": DUE, "consequence": CONSEQUENCE}
    with pytest.raises(Refused, match=sentence):
        completion_requests.request(application, **{**complete, **changes}, by=dag, now=NOW)


def test_the_day_moves_to_the_next_working_day():
    """19 May 2018 is a Saturday and 21 May a Monday."""
    assert completion_requested(due_on=date(2018, 5, 19)).due_on == date(2018, 5, 21)


def test_the_case_waits_for_the_answer_and_goes_on_with_it():
    request = completion_requested()
    request.application.refresh_from_db()
    waiting = request.application.status
    application = completion_answered(request).request.application
    application.refresh_from_db()
    assert (waiting, application.status) == (ApplicationStatus.COMPLETING, ApplicationStatus.IN_REVIEW)


def test_an_answer_is_saved_in_parts_by_several_people(anna, bo):
    request = completion_requested()
    first = completions.save(request, answers={ASKED: "Halva"}, base_version=0, by=bo, now=NOW)
    second = completions.save(request, answers={ASKED: "Hela"}, base_version=first.version, by=anna, now=NOW)
    assert (first.pk, second.answers, second.version) == (second.pk, {ASKED: "Hela"}, 2)


def test_an_answer_saved_by_somebody_else_is_never_overwritten_in_silence(anna, bo):
    request = completion_requested()
    completions.save(request, answers={ASKED: "Bos"}, base_version=0, by=bo, now=NOW)
    with pytest.raises(completions.Stale) as stale:
        completions.save(request, answers={ASKED: "Annas"}, base_version=0, by=anna, now=NOW)
    assert (stale.value.saved.answers, Completion.objects.get().answers) == ({ASKED: "Bos"}, {ASKED: "Bos"})


def test_only_what_was_asked_is_opened(anna):
    request = completion_requested()
    saved = completions.save(request, answers={ASKED: "Nytt", "title": "Nytt namn"}, base_version=0, by=anna, now=NOW)
    assert saved.answers == {ASKED: "Nytt"}


def test_a_file_is_attached_only_where_one_is_asked_for(anna):
    request = completion_requested()
    with pytest.raises(Refused, match="Det går inte att lägga till bilagor här"):
        completions.attach(request, question=ASKED, name="a.pdf", content=a_pdf(), size=100, by=anna, now=NOW)


def test_INV_6_the_answer_is_a_new_document_and_the_original_stands():
    request = completion_requested()
    original = dict(request.application.answers)
    completion = completion_answered(request)
    request.application.refresh_from_db()
    content = json.loads(documents.read(completion.content))
    assert (content["answers"], content["request"], content["statement"]) == (
        {ASKED: "Nya mål."},
        1,
        completion_content.STATEMENT,
    )
    assert request.application.answers == original


def test_the_answer_and_its_files_stand_in_the_diary(anna):
    request = completion_requested()
    completion_saved(request)
    completions.attach(
        request, question=OTHER_DOCUMENT.key, name="Intyg.pdf", content=a_pdf(), size=100, by=anna, now=NOW
    )
    hand_in_completion(Completion.objects.get())
    assert titles(request.application)[-2:] == ["in: Komplettering", "in: Bilaga: Intyg.pdf"]


def test_what_was_changed_since_it_was_shown_is_not_signed(anna):
    completion = completion_saved(completion_requested())
    with pytest.raises(Refused, match="Svaret har ändrats sedan du granskade det"):
        completions.submit(completion, content_sha256="0" * 64, by=anna, now=NOW)


def test_an_empty_answer_is_not_handed_in():
    with pytest.raises(Refused, match="Svara på minst en av punkterna"):
        hand_in_completion(completion_saved(completion_requested(), answer=""))


def test_a_double_click_hands_in_once():
    completion = completion_answered()
    before = everything()
    assert hand_in_completion(completion).pk == completion.pk
    assert everything() == before


def test_an_answered_request_takes_no_more(anna):
    request = completion_answered().request
    with pytest.raises(Refused, match="Ni har redan svarat"):
        completions.save(request, answers={ASKED: "Mer"}, base_version=1, by=anna, now=NOW)


def test_a_late_answer_is_registered_as_late():
    completion = completion_answered(completion_requested(), now=AFTER_DUE)
    assert (completion.is_late, titles(completion.request.application)[-1]) == (
        True,
        "in: Komplettering (efter svarstiden)",
    )


def test_an_answer_on_the_last_day_is_in_time():
    """Half past eleven in the evening in Stockholm."""
    assert not completion_answered(completion_requested(), now=datetime(2018, 5, 16, 21, 30, tzinfo=UTC)).is_late


def test_a_request_that_is_not_answered_expires_and_decides_nothing():
    request = completion_requested()
    assert [completion_requests.expire(now=AFTER_DUE), completion_requests.expire(now=AFTER_DUE)] == [1, 0]
    request.refresh_from_db()
    assert (request.status, request.application.status) == (CompletionStatus.EXPIRED, ApplicationStatus.IN_REVIEW)
    assert Event.objects.filter(name="completion_expired").get().actor_key == "system"


def test_one_that_cannot_be_reminded_of_keeps_no_other_from_running_out(monkeypatch):
    late = completion_requested()
    near = completion_requested(due_on=date(2018, 5, 18), organisation=an_association(2))
    monkeypatch.setattr(timezone, "now", lambda: AFTER_DUE)
    break_event_log(near.application.stream)
    with pytest.raises(SweepFailed, match="completion_reminders: 1 of 1 rows failed"):
        mind_completions()
    late.refresh_from_db()
    assert late.status == CompletionStatus.EXPIRED


def test_a_request_does_not_expire_on_its_last_day():
    completion_requested()
    assert completion_requests.expire(now=datetime(2018, 5, 16, 21, 30, tzinfo=UTC)) == 0


def test_a_withdrawn_application_owes_no_completion(anna):
    request = completion_requested()
    withdrawals.withdraw(request.application, by=anna, now=NOW)
    near = datetime(2018, 5, 14, 8, 0, tzinfo=UTC)
    assert (completion_requests.remind(now=near), completion_requests.expire(now=AFTER_DUE)) == (0, 0)
    assert (Application.objects.get().status, Case.objects.get().closed_at) == (ApplicationStatus.WITHDRAWN, None)


def test_an_answer_after_the_expiry_is_taken_in_and_the_case_stays_where_it_is():
    request = completion_requested()
    completion_requests.expire(now=AFTER_DUE)
    application = proposed(request.application)
    completion = completion_answered(request, now=AFTER_DUE)
    application.refresh_from_db()
    assert (completion.is_late, application.status) == (True, ApplicationStatus.PROPOSED)


def test_INV_7_an_application_in_time_is_dismissed_only_after_an_expired_request():
    request = completion_requested()
    with pytest.raises(Refused, match="först när ett föreläggande inte har följts"):
        check_kind_fits_arrival(request.application, DecisionKind.DISMISS)
    completion_requests.expire(now=AFTER_DUE)
    check_kind_fits_arrival(request.application, DecisionKind.DISMISS)


def test_INV_7_an_answer_at_last_takes_the_dismissal_away():
    request = completion_requested()
    completion_requests.expire(now=AFTER_DUE)
    completion_answered(request, now=AFTER_DUE)
    with pytest.raises(Refused, match="först när ett föreläggande inte har följts"):
        check_kind_fits_arrival(request.application, DecisionKind.DISMISS)


def test_INV_7_what_is_dismissed_is_not_tried_so_nothing_of_it_is_assessed():
    request = completion_requested()
    completion_requests.expire(now=AFTER_DUE)
    application = proposed(request.application, kind=DecisionKind.DISMISS, now=AFTER_DUE)
    assert (application.status, application.scores.count()) == (ApplicationStatus.PROPOSED, 0)


def test_longer_time_moves_the_day_and_the_party_is_told(dag, anna):
    request = completion_requests.extend(completion_requested(), due_on=date(2018, 5, 26), by=dag, now=NOW)
    assert request.due_on == date(2018, 5, 28)
    assert Notice.objects.filter(recipient_key=anna.actor_key).latest("pk").title == (
        "Ni har fått längre tid för kompletteringen, till 28 maj 2018"
    )


def test_longer_time_is_longer(dag):
    with pytest.raises(Refused, match="Välj en dag efter 16 maj 2018"):
        completion_requests.extend(completion_requested(), due_on=DUE, by=dag, now=NOW)


def test_a_reminder_goes_out_once_for_each_due_day(dag):
    request = completion_requested()
    near = datetime(2018, 5, 14, 8, 0, tzinfo=UTC)
    sent = [completion_requests.remind(now=moment) for moment in (NOW, near, near + timedelta(days=1))]
    completion_requests.extend(request, due_on=date(2018, 5, 18), by=dag, now=near)
    assert [*sent, completion_requests.remind(now=near + timedelta(days=2))] == [0, 1, 0, 1]
    assert Event.objects.filter(name="completion_reminded").count() == 2


def test_INV_4_what_is_being_written_is_not_among_the_answers_of_the_case():
    request = completion_requested()
    completion_saved(request)
    assert list(completions_in(request.application)) == []


def test_the_newest_answer_counts_and_the_earlier_is_kept_beside_it():
    request = completion_requested()
    original = request.application.answers[ASKED]
    completion_answered(request, answer="Första")
    completion_answered(completion_requested(request.application), answer="Andra")
    newest = newest_answers(request.application)
    assert (newest.answers[ASKED], newest.earlier[ASKED], request.application.answers[ASKED]) == (
        "Andra",
        "Första",
        original,
    )
