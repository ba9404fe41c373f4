"""The verbs by which an officer fills a draft call: frames in one go, and changes to the form."""

import pytest

from delmos.lib.refusal import Refusals, Refused
from grants import question_edits
from grants.domain import call_problems, calls, frames
from grants.domain.frames import FrameSize
from grants.domain.queries.calls import form_of
from grants.models import FrameAmount
from grants.ordinances import VERSIONS
from journal.models import Event
from tests.factories import BEFORE, DETAILS, a_call, an_unpublished_call, person

TWO_GROUPS = next(version for version in VERSIONS if len(version.groups) == 2)


def set_sizes(call, *sizes, by="dag"):
    frames.set_sizes(call, sizes=sizes, by=person(by), now=BEFORE)


def rename_first_page(call, title, by="dag"):
    key = form_of(call).groups[0].key
    calls.edit_form(call, edit=lambda form: question_edits.rename_group(form, key, title), by=person(by), now=BEFORE)


@pytest.fixture
def call(dag):
    return an_unpublished_call(frame_ore=None)


@pytest.fixture
def two(dag):
    """A draft call under an ordinance with two groups of applicants."""
    opens_at = DETAILS.opens_at.replace(year=2026)
    days = {
        "closes_at": DETAILS.closes_at.replace(year=2026),
        "project_ends_on": DETAILS.project_ends_on.replace(year=2026),
        "report_due_on": DETAILS.report_due_on.replace(year=2027),
    }
    return an_unpublished_call(TWO_GROUPS.key, frame_ore=None, opens_at=opens_at, **days)


def test_the_frames_of_a_call_are_set_in_one_go(two):
    sizes = [FrameSize(group.code, 1_000_00, "Beslut") for group in TWO_GROUPS.groups]
    set_sizes(two, *sizes)
    assert list(frames.sizes_of(two).values()) == sizes


def test_one_bad_frame_leaves_all_unwritten_and_every_fault_is_said(two):
    good, bad = (group.code for group in TWO_GROUPS.groups)
    with pytest.raises(Refusals) as refused:
        set_sizes(two, FrameSize(good, 1_000_00, "Beslut"), FrameSize(bad, 0, "Beslut"), FrameSize("x", 1, "Beslut"))
    assert [refusal.field for refusal in refused.value.refusals] == [f"amount_{bad}", "group_x"]
    assert FrameAmount.objects.count() == 0


def test_a_frame_that_stands_is_not_written_again(call):
    size = FrameSize(call.ordinance.groups[0].code, 1_000_00, "Beslut")
    set_sizes(call, size)
    set_sizes(call, size)
    assert FrameAmount.objects.count() == 1


def test_frames_are_not_set_in_one_go_after_publication(dag):
    call = a_call()
    with pytest.raises(Refused, match="är publicerad"):
        set_sizes(call, FrameSize(call.ordinance.groups[0].code, 1_000_00, "Beslut"))


def test_only_officers_set_frames(call):
    with pytest.raises(Refused, match="en handläggare"):
        set_sizes(call, FrameSize(call.ordinance.groups[0].code, 1_000_00, "Beslut"), by="eva")


def test_a_change_of_the_form_is_written_with_its_event(call):
    rename_first_page(call, "Det ni vill göra")
    assert form_of(call).groups[0].title == "Det ni vill göra"
    event = Event.objects.filter(stream=call.stream).latest("serial")
    assert (event.name, event.actor_name) == ("form_changed", person("dag").name)


def test_two_officers_changes_are_both_kept(call):
    calls.edit_form(call, edit=lambda form: question_edits.add_group(form, "Samverkan"), by=person("disa"), now=BEFORE)
    rename_first_page(call, "Det ni vill göra")
    groups = form_of(call).groups
    assert (groups[0].title, groups[-1].title) == ("Det ni vill göra", "Samverkan")


def test_the_form_of_a_published_call_is_not_changed(dag):
    with pytest.raises(Refused, match="är publicerad"):
        rename_first_page(a_call(), "Smyg")


def test_only_officers_change_the_form(call):
    with pytest.raises(Refused, match="en handläggare"):
        rename_first_page(call, "Smyg", by="eva")


def test_a_refused_change_leaves_the_form_and_the_log_as_they_were(call):
    before, events = form_of(call), Event.objects.filter(stream=call.stream).count()
    with pytest.raises(Refused, match="kan inte tas bort"):
        calls.edit_form(
            call, edit=lambda form: question_edits.remove_question(form, "title"), by=person("dag"), now=BEFORE
        )
    assert (form_of(call), Event.objects.filter(stream=call.stream).count()) == (before, events)


def test_a_page_without_questions_stops_publication(dag):
    call = an_unpublished_call()
    calls.edit_form(call, edit=lambda form: question_edits.add_group(form, "Tom"), by=person("dag"), now=BEFORE)
    assert [problem.message for problem in call_problems.problems(call)] == ["Sidan ”Tom” har inga frågor."]
