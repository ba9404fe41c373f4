"""Drafts: written by several people in several tabs, losing nothing (INV-4)."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from accounts.models import User
from applicants.models import Organisation
from delmos.lib.refusal import Refusals, Refused
from delmos.lib.uploads import MAX_BYTES
from grants.domain import drafts
from grants.models import Draft, DraftFile
from grants.question_rules import Anchor, DayRule
from grants.questions import Question, QuestionGroup, QuestionKind
from journal.models import Event
from tests.factories import (
    BEFORE,
    CLOSES_AT,
    NOW,
    a_call,
    a_call_asking,
    a_draft,
    a_pdf,
    an_unpublished_call,
    complete_answers,
    sign,
)

pytestmark = pytest.mark.django_db


def save(draft: Draft, by: User, *, group: str = "about", base_version: int = 1, **changes: Any) -> Draft:
    questions = draft.form.form.group(group).questions
    answers = {question.key: complete_answers(draft.call).get(question.key) for question in questions} | changes
    return drafts.save_group(draft, group=group, answers=answers, base_version=base_version, by=by, now=NOW)


def attach(draft: Draft, by: User, content: bytes | None = None, *, name: str = "stadgar.pdf") -> DraftFile:
    file = a_pdf() if content is None else BytesIO(content)
    size = len(file.getvalue())
    return drafts.attach(draft, question="attachments", name=name, content=file, size=size, by=by, now=NOW)


# --- starting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["anna", "bo"])
def test_those_with_a_mandate_start_a_draft(cast: dict[str, User], association: Organisation, username: str) -> None:
    draft = drafts.start(a_call(), organisation=association, by=cast[username], now=NOW)
    assert (draft.organisation, draft.answers, draft.created_by, draft.application) == (
        association,
        {},
        cast[username],
        None,
    )


@pytest.mark.parametrize("username", ["cecilia", "dag", "disa", "eva", "farah", "filip", "gun", "lars", "rut"])
def test_nobody_else_does(cast: dict[str, User], association: Organisation, username: str) -> None:
    with pytest.raises(Refused, match="Du saknar behörighet"):
        drafts.start(a_call(), organisation=association, by=cast[username], now=NOW)
    assert Draft.objects.count() == 0


def test_colleagues_go_on_with_the_same_draft(anna: User, bo: User, association: Organisation) -> None:
    call = a_call()
    first = drafts.start(call, organisation=association, by=bo, now=NOW)
    assert drafts.start(call, organisation=association, by=anna, now=NOW) == first


def test_a_draft_is_not_started_before_the_call_opens(anna: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Utlysningen öppnar 16 april 2018"):
        drafts.start(a_call(), organisation=association, by=anna, now=BEFORE)


def test_a_draft_is_not_started_under_an_unpublished_call(anna: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Du kan inte börja ansöka än"):
        drafts.start(an_unpublished_call(), organisation=association, by=anna, now=NOW)


def test_a_draft_is_not_started_after_the_call_has_closed(anna: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Det går inte att börja en ny ansökan"):
        drafts.start(a_call(), organisation=association, by=anna, now=CLOSES_AT)


def test_a_draft_begun_in_time_can_be_opened_after_closing(anna: User, association: Organisation) -> None:
    draft = a_draft()
    assert drafts.start(draft.call, organisation=association, by=anna, now=CLOSES_AT) == draft


def test_an_organisation_the_ordinance_does_not_name_is_refused(cecilia: User, gavle: Organisation) -> None:
    with pytest.raises(Refused, match="Gävle kommun är kommun och kan inte söka här"):
        drafts.start(a_call(), organisation=gavle, by=cecilia, now=NOW)


def test_writing_a_draft_leaves_no_trace_that_staff_could_read(association: Organisation) -> None:
    """INV-4: an applicant's own space is not in the event log either."""
    before = Event.objects.count()
    draft = a_draft(a_call_logged := a_call())
    assert Event.objects.exclude(stream=a_call_logged.stream).count() == before
    assert draft.pk


# --- saving -----------------------------------------------------------------------------------------------------------


def test_answers_are_saved_by_page(anna: User) -> None:
    draft = save(a_draft(), anna, title="Nytt namn")
    assert (draft.answers["title"], draft.version_of("about"), draft.version_of("goals")) == ("Nytt namn", 2, 1)


def test_required_questions_may_wait(anna: User) -> None:
    assert save(a_draft(), anna, title="").answers["title"] == ""


def test_what_is_not_asked_is_not_saved(anna: User) -> None:
    assert "unknown" not in save(a_draft(), anna, unknown="x").answers


@pytest.mark.parametrize("username", ["cecilia", "dag", "eva", "rut"])
def test_a_stranger_saves_nothing(cast: dict[str, User], username: str) -> None:
    draft = a_draft()
    with pytest.raises(Refused, match="Du saknar behörighet"):
        save(draft, cast[username], title="Kapat")
    draft.refresh_from_db()
    assert draft.answers["title"] == "Grannar möts"


def test_a_second_tab_with_other_answers_is_told_and_nothing_is_lost(anna: User, bo: User) -> None:
    draft = save(a_draft(), anna, title="Annas namn")
    with pytest.raises(drafts.Stale, match="har sparats av Anna Andersson 2 maj 2018 kl. 12.00") as stale:
        save(draft, bo, base_version=1, title="Bos namn")
    draft.refresh_from_db()
    assert draft.answers["title"] == stale.value.saved["title"] == "Annas namn"
    assert stale.value.version == 2


def test_having_seen_the_saved_answers_a_second_tab_may_save(anna: User, bo: User) -> None:
    draft = save(a_draft(), anna, title="Annas namn")
    with pytest.raises(drafts.Stale) as stale:
        save(draft, bo, base_version=1, title="Bos namn")
    assert save(draft, bo, base_version=stale.value.version, title="Bos namn").answers["title"] == "Bos namn"


def test_the_same_answers_in_a_second_tab_are_no_conflict(anna: User, bo: User) -> None:
    draft = save(a_draft(), anna, title="Samma namn")
    assert save(draft, bo, base_version=1, title="Samma namn").answers["title"] == "Samma namn"


def test_another_page_is_no_conflict(anna: User, bo: User) -> None:
    draft = save(a_draft(), anna, title="Annas namn")
    draft = save(draft, bo, group="goals", base_version=1, goals="Bos mål")
    assert (draft.answers["title"], draft.answers["goals"]) == ("Annas namn", "Bos mål")


def test_everything_wrong_on_a_page_is_said_at_once(anna: User) -> None:
    with pytest.raises(Refusals) as refused:
        save(a_draft(), anna, title="x" * 121, period_start="i morgon")
    assert [refusal.field for refusal in refused.value.refusals] == ["title", "period_start"]


def test_an_emoji_is_an_answer_like_any_other(anna: User) -> None:
    draft = save(a_draft(), anna, title="🙂 Grannar 👩‍👩‍👧")
    draft.refresh_from_db()
    assert draft.answers["title"] == "🙂 Grannar 👩‍👩‍👧"


def test_an_answer_of_ten_thousand_characters_is_refused_with_how_much_is_too_much(anna: User) -> None:
    with pytest.raises(Refused, match="texten är 8500 tecken för lång. Högst 1500 tecken får plats."):
        save(a_draft(), anna, summary="å" * 10_000)


def test_a_submitted_draft_is_not_changed(anna: User) -> None:
    draft = a_draft()
    sign(draft)
    with pytest.raises(Refused, match="Ansökan är redan inskickad och kan inte ändras"):
        save(draft, anna, title="Efteråt")


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_attached_under_its_question(anna: User) -> None:
    file = attach(a_draft(), anna)
    assert (file.question, file.name, file.document.content_type, file.added_by) == (
        "attachments",
        "stadgar.pdf",
        "application/pdf",
        anna,
    )


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "tom.pdf", "Filen är tom"),
        (b"%PDF-1.7".ljust(MAX_BYTES + 1, b"\n"), "stor.pdf", "Filen är för stor. Den får vara högst 25 MB."),
        (b"MZ" + bytes(100), "stadgar.pdf", "Filens innehåll går inte att ta emot"),
        (b"%PDF-1.7\n%%EOF", "bild.png", "slutar på .png men innehållet är PDF"),
        (b"%PDF-1.7\n%%EOF", "stadgar", "Filens namn måste sluta på .pdf"),
    ],
    ids=["empty", "26 MB", "programme", "mislabelled", "no extension"],
)
def test_a_file_that_cannot_be_taken_is_refused(anna: User, content: bytes, name: str, sentence: str) -> None:
    draft = a_draft()
    with pytest.raises(Refused, match=sentence) as refused:
        attach(draft, anna, content, name=name)
    assert refused.value.field == "file"
    assert draft.files.count() == 0


def test_the_eleventh_file_is_refused(anna: User) -> None:
    draft = a_draft()
    for _ in range(10):
        attach(draft, anna)
    with pytest.raises(Refused, match="högst 10 bilagor"):
        attach(draft, anna)
    assert draft.files.count() == 10


def test_a_question_that_asks_for_no_file_takes_none(anna: User) -> None:
    with pytest.raises(Refused, match="Det går inte att lägga till bilagor här"):
        drafts.attach(a_draft(), question="title", name="a.pdf", content=a_pdf(), size=9, by=anna, now=NOW)


def test_a_file_can_be_taken_away_again(anna: User) -> None:
    draft = a_draft()
    drafts.detach(attach(draft, anna), by=anna, now=NOW)
    assert draft.files.count() == 0


@pytest.mark.parametrize("username", ["cecilia", "dag"])
def test_a_stranger_neither_adds_nor_takes_files(cast: dict[str, User], anna: User, username: str) -> None:
    draft = a_draft()
    file = attach(draft, anna)
    with pytest.raises(Refused, match="Du saknar behörighet"):
        attach(draft, cast[username])
    with pytest.raises(Refused, match="Du saknar behörighet"):
        drafts.detach(file, by=cast[username], now=NOW)
    assert list(draft.files.all()) == [file]


def test_no_file_joins_a_submitted_application(anna: User) -> None:
    draft = a_draft()
    sign(draft)
    with pytest.raises(Refused, match="redan inskickad"):
        attach(draft, anna)


# --- what is missing --------------------------------------------------------------------------------------------------


def test_a_complete_draft_lacks_nothing() -> None:
    assert drafts.problems(a_draft()) == []


def test_an_empty_draft_is_told_of_every_required_question(anna: User, association: Organisation) -> None:
    draft = drafts.start(a_call(), organisation=association, by=anna, now=NOW)
    required = [question.key for question in draft.asked.questions if question.required]
    assert [refusal.field for refusal in drafts.problems(draft)] == required
    assert QuestionKind.FILES not in {question.kind for question in draft.form.form.questions if question.required}


def test_what_is_missing_and_what_does_not_fit_are_said_at_once_in_the_order_of_the_form(anna: User) -> None:
    draft = a_draft(a_call(counties=("21",)), summary="", period_end="2019-01-01", counties=["01"], cost_rows=())
    asked = [question.key for question in draft.asked.questions]
    told = [refusal.field for refusal in drafts.problems(draft)]
    assert told == sorted(["summary", "period_start", "counties", "budget"], key=asked.index)


def test_an_answer_that_the_call_has_moved_away_from_is_told(anna: User) -> None:
    """It was in time when it was saved; then the officer changed the days of the call."""
    day = Question("held_on", QuestionKind.DATE, "Vilken dag?", earliest=DayRule(Anchor.PROJECT_STARTS, 0))
    draft = a_draft(a_call_asking(QuestionGroup("more", "Mer", (day,))), held_on="2018-06-01")
    draft.call.project_starts_on = date(2018, 7, 1)
    draft.answers["period_start"] = "2018-07-01"
    assert [refusal.field for refusal in drafts.problems(draft)] == ["held_on"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"period_start": "2018-10-01", "period_end": "2018-09-30"}, "period_end"),
        ({"period_start": "2018-05-31"}, "period_start"),
        ({"period_end": "2019-01-01"}, "period_start"),
        ({"cost_rows": ()}, "budget"),
    ],
    ids=["ends before it starts", "starts too early", "ends too late", "no cost"],
)
def test_facts_that_do_not_fit_are_pointed_out(answers: dict[str, Any], field: str) -> None:
    assert [refusal.field for refusal in drafts.problems(a_draft(**answers))] == [field]
