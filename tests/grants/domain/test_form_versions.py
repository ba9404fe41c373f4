"""A published form changes only as a new version; the old one stands for what was written on it."""

import pytest
from django.db import DatabaseError

from delmos.lib.refusal import Refused
from grants import question_edits as edits
from grants.domain import calls, form_versions
from grants.domain.queries.calls import form_of, written_form_of
from grants.question_text import QuestionText
from grants.questions import QuestionKind
from tests import factories
from tests.factories import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(association):
    return factories.a_call()


def begin(call):
    return form_versions.begin(call, by=person("dag"), now=NOW)


def add_question(call, label="Något mer?"):
    text = QuestionText(label, QuestionKind.TEXT)
    calls.edit_form(call, edit=lambda form: edits.add_question(form, "about", text), by=person("dag"), now=NOW)


def publish(call, note="En fråga till."):
    return form_versions.publish(call, note=note, by=person("dag"), now=NOW)


def keys(form):
    return [question.key for question in form.questions]


def test_a_new_version_begins_as_a_copy_that_applicants_do_not_see(call):
    before = form_of(call)
    assert (begin(call).number, written_form_of(call)) == (2, before)
    add_question(call)
    assert (form_of(call), "nagot_mer" in keys(written_form_of(call))) == (before, True)


def test_beginning_twice_goes_on_with_the_same_version(call):
    assert begin(call) == begin(call)


def test_a_published_version_is_what_new_drafts_are_written_on(call):
    begin(call)
    add_question(call)
    version = publish(call)
    assert (version.note, version.published_at) == ("En fråga till.", NOW)
    assert "nagot_mer" in keys(factories.a_draft(call).form.form)


def test_a_draft_begun_before_stays_on_its_version(call):
    draft = factories.a_draft(call)
    begin(call)
    add_question(call)
    publish(call)
    draft.refresh_from_db()
    assert draft.form.number == 1


@pytest.mark.parametrize(
    ("note", "sentence"), [(" ", "Skriv vad som är ändrat och varför."), ("x" * 501, "Texten får ha högst 500 tecken.")]
)
def test_a_version_is_published_with_a_note(call, note, sentence):
    begin(call)
    add_question(call)
    with pytest.raises(Refused, match=sentence):
        publish(call, note)


def test_a_version_like_the_one_in_force_is_not_published(call):
    begin(call)
    with pytest.raises(Refused, match="likadan som den som gäller"):
        publish(call)


def test_a_version_with_an_empty_page_is_not_published(call):
    begin(call)
    calls.edit_form(call, edit=lambda form: edits.add_group(form, "Tom"), by=person("dag"), now=NOW)
    with pytest.raises(Refused, match="Sidan ”Tom” har inga frågor."):
        publish(call)


def test_a_version_thrown_away_leaves_the_one_in_force(call):
    before = form_of(call)
    begin(call)
    add_question(call)
    form_versions.discard(call, by=person("dag"), now=NOW)
    assert (written_form_of(call), call.forms.count()) == (before, 1)


@pytest.mark.parametrize("act", [publish, lambda call: form_versions.discard(call, by=person("dag"), now=NOW)])
def test_what_was_not_begun_is_neither_published_nor_thrown_away(call, act):
    with pytest.raises(Refused, match="Det finns ingen ny version"):
        act(call)


def test_a_draft_call_has_no_versions(association):
    with pytest.raises(Refused, match="när utlysningen är publicerad"):
        begin(factories.an_unpublished_call())


def test_the_database_refuses_to_change_a_published_version(call):
    begin(call)
    add_question(call)
    version = publish(call)
    version.note = "Något annat."
    with pytest.raises(DatabaseError, match="UPDATE on grants_formversion is refused"):
        version.save(update_fields=["note"])


def test_the_form_of_another_call_is_copied_into_the_new_version(call):
    other = factories.a_call(factories.MUNICIPALITIES)
    begin(call)
    calls.edit_form(call, edit=lambda _: form_of(other), by=person("dag"), now=NOW)
    assert written_form_of(call) == form_of(other)
