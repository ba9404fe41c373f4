"""Signing and arrival: the receipt, the sign rule, lateness and the diary (INV-2, 3, 5, 6)."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from accounts.models import User
from applicants.models import Mandate
from delmos.lib.refusal import Refusals, Refused
from grants.domain import drafts
from grants.enums import ApplicationStatus
from grants.models import Application, Draft, Signature
from journal.domain import documents
from journal.enums import Direction
from journal.models import Case, Event
from tests.database import at_once
from tests.factories import (
    AMOUNT,
    BEFORE,
    CLOSES_AT,
    LATE,
    NOW,
    a_call,
    a_draft,
    a_pdf,
    an_association,
    complete_answers,
    jointly,
    sign,
    signatory_of,
)

pytestmark = pytest.mark.django_db


def arrived(draft: Draft) -> Application:
    application = sign(draft)
    assert application is not None
    return application


# --- the receipt ------------------------------------------------------------------------------------------------------


def test_a_signed_draft_becomes_an_application_with_a_number_in_the_diary() -> None:
    """INV-3: number and diary row come with the submission."""
    application = arrived(a_draft())
    entry = application.case.entries.get()
    assert (application.case.number, application.received_at, application.status) == (
        "BID-2018-00001",
        NOW,
        ApplicationStatus.RECEIVED,
    )
    assert (entry.direction, entry.title, entry.counterpart, entry.document) == (
        Direction.IN,
        "Ansökan",
        "Föreningen Grannsamverkan Öster",
        application.content,
    )


def test_the_facts_of_the_application_are_read_from_the_answers() -> None:
    application = arrived(a_draft(title="Möten i Sätra", counties=["21", "01"]))
    assert (application.title, application.requested_ore, application.county_codes, application.area_code) == (
        "Möten i Sätra",
        AMOUNT,
        ["01", "21"],
        "several",
    )
    assert list(application.budget.values_list("order", "label", "amount_ore")) == [
        (1, "Lön till projektledare", 200_000_00),
        (2, "Lokal", 100_000_00),
    ]


def test_the_application_is_bound_to_ordinance_type_group_and_form() -> None:
    """INV-1."""
    draft = a_draft()
    application = arrived(draft)
    assert (application.ordinance_key, application.applicant_type, application.group, application.form) == (
        "2018:119/2018-04-06",
        "association",
        "civil_society",
        draft.form,
    )


def test_attached_files_come_with_the_application_and_stand_in_the_diary(anna: User) -> None:
    draft = a_draft()
    drafts.attach(draft, question="attachments", name="stadgar.pdf", content=a_pdf(), size=9, by=anna, now=NOW)
    application = arrived(draft)
    assert list(application.files.values_list("question", "name")) == [("attachments", "stadgar.pdf")]
    assert list(application.case.entries.values_list("serial", "title")) == [(1, "Ansökan"), (2, "Bilaga: stadgar.pdf")]


def test_what_was_signed_is_kept_byte_for_byte() -> None:
    """INV-6."""
    draft = a_draft()
    frozen = drafts.freeze(draft)
    application = arrived(draft)
    assert documents.read(application.content) == frozen
    assert application.content.sha256 == draft.signatures.get().content_sha256 == sha256(frozen).hexdigest()


def test_what_is_signed_says_who_asks_for_what_on_which_words() -> None:
    content = json.loads(drafts.freeze(a_draft()))
    assert content["applicant"]["name"] == "Föreningen Grannsamverkan Öster"
    assert content["answers"]["title"] == "Grannar möts"
    assert content["statement"] == drafts.STATEMENT
    assert sorted(content) == ["answers", "applicant", "call", "files", "form", "statement"]


def test_the_arrival_is_logged_with_the_hash_of_the_content(anna: User) -> None:
    application = arrived(a_draft())
    event = Event.objects.get(stream=application.case.number)
    assert (event.name, event.actor_key, event.data["content_sha256"], event.data["late"]) == (
        "application_received",
        anna.actor_key,
        application.content.sha256,
        False,
    )


def test_the_organisation_may_start_another_application_afterwards(anna: User) -> None:
    draft = a_draft()
    sign(draft)
    again = drafts.start(draft.call, organisation=draft.organisation, by=anna, now=NOW)
    assert (again.pk == draft.pk, again.answers) == (False, {})


# --- who signs --------------------------------------------------------------------------------------------------------


def test_an_agent_may_not_sign(bo: User) -> None:
    """INV-5."""
    with pytest.raises(Refused, match="ska skrivas under av en firmatecknare"):
        sign(a_draft(), by=bo)
    assert (Application.objects.count(), Signature.objects.count()) == (0, 0)


@pytest.mark.parametrize("username", ["cecilia", "dag", "disa", "eva", "farah", "filip", "gun", "lars", "rut"])
def test_nobody_else_may_sign(cast: dict[str, User], username: str) -> None:
    with pytest.raises(Refused, match="Du saknar behörighet"):
        sign(a_draft(), by=cast[username])


def test_the_first_of_two_joint_signatories_waits_for_the_second() -> None:
    """INV-5."""
    draft = a_draft()
    anna, kim = jointly(draft.organisation)
    assert sign(draft, by=anna) is None
    assert sign(draft, by=kim) == Application.objects.get()
    assert set(draft.signatures.values_list("signed_by", flat=True)) == {anna.pk, kim.pk}


def test_the_same_joint_signatory_twice_is_still_one() -> None:
    draft = a_draft()
    anna, _ = jointly(draft.organisation)
    assert [sign(draft, by=anna), sign(draft, by=anna)] == [None, None]
    assert draft.signatures.count() == 1


def test_a_joint_signatory_who_has_lost_the_mandate_no_longer_counts() -> None:
    """INV-5."""
    draft = a_draft()
    anna, kim = jointly(draft.organisation)
    sign(draft, by=anna)
    Mandate.objects.filter(person=anna).update(valid_from=BEFORE.date(), valid_to=BEFORE.date())
    assert sign(draft, by=kim) is None


def test_a_change_after_the_first_joint_signature_needs_both_again() -> None:
    draft = a_draft()
    anna, kim = jointly(draft.organisation)
    sign(draft, by=anna)
    group = draft.form.form.group("about")
    answers = {question.key: draft.answers[question.key] for question in group.questions} | {"title": "Nytt"}
    draft = drafts.save_group(draft, group="about", answers=answers, base_version=1, by=kim, now=NOW)
    assert sign(draft, by=kim) is None
    assert sign(draft, by=anna) == Application.objects.get()


# --- what is signed ---------------------------------------------------------------------------------------------------


def test_a_draft_changed_since_it_was_shown_is_not_signed(anna: User) -> None:
    draft = a_draft()
    shown = sha256(drafts.freeze(draft)).hexdigest()
    drafts.attach(draft, question="attachments", name="ny.pdf", content=a_pdf(), size=9, by=anna, now=NOW)
    with pytest.raises(Refused, match="Ansökan har ändrats sedan du granskade den"):
        drafts.sign(draft, content_sha256=shown, by=anna, now=NOW)
    assert Application.objects.count() == 0


def test_an_incomplete_draft_is_not_signed_and_told_everything(anna: User) -> None:
    draft = a_draft(title="", summary="")
    with pytest.raises(Refusals) as refused:
        sign(draft)
    assert [refusal.field for refusal in refused.value.refusals] == ["title", "summary"]
    assert (Case.objects.count(), Signature.objects.count()) == (0, 0)


# --- in time or late --------------------------------------------------------------------------------------------------


def test_the_last_second_is_in_time() -> None:
    """INV-2: from the closing moment on it is late."""
    application = sign(a_draft(), now=CLOSES_AT - timedelta(microseconds=1))
    assert application is not None
    assert application.status == ApplicationStatus.RECEIVED


def test_after_closing_the_applicant_must_accept_that_it_is_late() -> None:
    """INV-2."""
    with pytest.raises(Refused, match="Utlysningen stängde 15 maj 2018") as refused:
        sign(a_draft(), now=CLOSES_AT)
    assert refused.value.field == "accepts_late"
    assert Case.objects.count() == 0


def test_an_accepted_late_application_is_registered_as_late() -> None:
    """INV-2, INV-3: it is late, and it is still received and gets its number."""
    application = sign(a_draft(), now=LATE, accepts_late=True)
    assert application is not None
    assert (application.status, application.received_at, application.case.number) == (
        ApplicationStatus.RECEIVED_LATE,
        LATE,
        "BID-2018-00001",
    )


# --- at the same moment -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_submissions_at_the_same_moment_get_consecutive_numbers() -> None:
    """INV-3: no gap and no double."""
    call = a_call()
    waiting = [a_draft(call, organisation=an_association(serial)) for serial in range(8)]
    received = at_once(*[lambda draft=draft: sign(draft) for draft in waiting])
    assert sorted(application.case.number for application in received) == [
        f"BID-2018-0000{serial}" for serial in range(1, 9)
    ]


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_fails_among_others_leaves_no_gap() -> None:
    """INV-3."""
    call = a_call()
    complete = [a_draft(call, organisation=an_association(serial)) for serial in range(3)]
    lacking = [a_draft(call, organisation=an_association(serial), title="") for serial in range(3, 6)]
    at_once(*[lambda draft=draft: sign(draft) for draft in (*complete, *lacking)])
    assert sorted(Case.objects.values_list("number", flat=True)) == [f"BID-2018-0000{n}" for n in (1, 2, 3)]


@pytest.mark.django_db(transaction=True)
def test_a_double_clicked_signature_gives_one_application() -> None:
    draft = a_draft()
    first, second = at_once(lambda: sign(draft), lambda: sign(draft))
    assert first == second == Application.objects.get()
    assert (Case.objects.count(), Signature.objects.count()) == (1, 1)


def test_signing_again_later_gives_the_same_application() -> None:
    draft = a_draft()
    assert sign(draft) == sign(draft)


@pytest.mark.django_db(transaction=True)
def test_two_joint_signatories_at_the_same_moment_give_one_application() -> None:
    draft = a_draft()
    anna, kim = jointly(draft.organisation)
    answers = at_once(lambda: sign(draft, by=anna), lambda: sign(draft, by=kim))
    assert sorted(answers, key=bool) == [None, Application.objects.get()]
    assert Signature.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_the_same_moment_write_in_one_draft() -> None:
    call = a_call()
    organisation = an_association(1)
    by = signatory_of(organisation)
    started = at_once(*[lambda: drafts.start(call, organisation=organisation, by=by, now=NOW)] * 4)
    assert set(started) == {Draft.objects.get()}


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_save_at_the_same_moment_keep_one_and_tell_the_other() -> None:
    draft = a_draft()
    by = signatory_of(draft.organisation)
    questions = draft.form.form.group("about").questions
    complete = {question.key: complete_answers(draft.call)[question.key] for question in questions}

    def save(title: str) -> Draft:
        return drafts.save_group(
            draft, group="about", answers=complete | {"title": title}, base_version=1, by=by, now=NOW
        )

    outcome = at_once(lambda: save("Ena"), lambda: save("Andra"))
    [kept] = [saved for saved in outcome if isinstance(saved, Draft)]
    [told] = [stale for stale in outcome if isinstance(stale, drafts.Stale)]
    assert told.saved["title"] == kept.answers["title"]
