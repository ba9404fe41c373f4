"""An officer writes the questions of a call, and sees them as the applicant will."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.domain.queries.calls import form_of
from grants.enums import Stage
from grants.interfaces.question_builder import GroupForm, QuestionTextForm
from grants.question_rules import Anchor
from grants.questions import Question, QuestionKind
from tests import factories
from tests.pages import words

NEW = {"label": "Vilka samverkar ni med?", "kind": "text", "help": "Nämn namn.", "required": "on", "max_length": "80"}


@pytest.fixture
def officer(dag):
    client = Client()
    client.force_login(dag)
    return client


@pytest.fixture
def call(dag):
    return factories.an_unpublished_call()


@pytest.fixture
def first(call):
    """The first page of questions."""
    return form_of(call).groups[0]


def page(name, call, *more):
    return reverse(name, args=[call.slug, *more])


def labels(call):
    return [question.label for question in form_of(call).groups[0].questions]


def test_a_question_is_added_last_on_its_page(officer, call, first):
    response = officer.post(page("manage_question_new", call, first.key), NEW)
    assert response["Location"] == f"{page('manage_call_form', call)}#sida-{first.key}"
    assert form_of(call).groups[0].questions == (
        *first.questions,
        Question("vilka_samverkar_ni_med", QuestionKind.TEXT, "Vilka samverkar ni med?", "Nämn namn.", max_length=80),
    )


def test_choices_are_written_one_per_line(officer, call, first):
    data = {**NEW, "kind": "choice", "choices": "  Ja \r\n\r\nNej\r\nVet inte"}
    officer.post(page("manage_question_new", call, first.key), data)
    assert form_of(call).groups[0].questions[-1].choices == ("Ja", "Nej", "Vet inte")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"label": ""}, "label"),
        ({"kind": "essay"}, "kind"),
        ({"kind": "choice", "choices": "Ja"}, "choices"),
        ({"max_length": "201"}, "max_length"),
        ({"max_length": "många"}, "max_length"),
    ],
)
def test_a_bad_question_is_refused_and_stays_as_written(officer, call, first, change, field):
    response = officer.post(page("manage_question_new", call, first.key), {**NEW, **change})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["help"].value() == "Nämn namn."
    assert form_of(call).groups[0] == first


def test_a_question_is_changed(officer, call):
    officer.post(page("manage_question", call, "summary"), {**NEW, "kind": "long_text", "max_length": "900"})
    assert next(q for q in form_of(call).questions if q.key == "summary") == Question(
        "summary", QuestionKind.LONG_TEXT, "Vilka samverkar ni med?", "Nämn namn.", max_length=900
    )


def test_saving_every_question_unchanged_changes_nothing(officer, call):
    before = form_of(call)
    for question in before.questions:
        form = officer.get(page("manage_question", call, question.key)).context["form"]
        data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
        assert officer.post(page("manage_question", call, question.key), data).status_code == 302
    assert form_of(call) == before


def test_a_fact_keeps_its_kind_whatever_the_browser_sends(officer, call):
    officer.post(page("manage_question", call, "title"), {"label": "Namn", "kind": "number", "max_length": "100"})
    assert next(q for q in form_of(call).questions if q.key == "title") == Question(
        "title", QuestionKind.TEXT, "Namn", max_length=100
    )


def test_a_question_is_removed(officer, call):
    officer.post(page("manage_question_remove", call, "summary"))
    assert "summary" not in {question.key for question in form_of(call).questions}


@pytest.mark.parametrize("key", ["title", "period_start", "period_end", "counties", "budget"])
def test_a_fact_is_not_removed_and_the_page_says_why(officer, call, key):
    before = form_of(call)
    response = officer.post(page("manage_question_remove", call, key))
    assert response.status_code == 409
    assert response.context["refusal"].message.startswith("Frågan kan inte tas bort. ")
    assert form_of(call) == before


def test_a_question_moves_to_the_next_page(officer, call, first):
    officer.post(page("manage_question_move", call, first.questions[-1].key), {"riktning": "ner"})
    assert form_of(call).groups[1].questions[0] == first.questions[-1]


def test_the_list_of_questions_says_what_each_depends_on(officer, call):
    officer.post(page("manage_group_new", call), {"title": "Sist", "when": ["other_state_grants:ja"]})
    officer.post(page("manage_question_new", call, "sist"), {**NEW, "required_when": ["counties:21"], "required": ""})
    shown = words(officer.get(page("manage_call_form", call)))
    asked = form_of(call).question("other_state_grants").label
    assert shown.count(f"Sidan visas vid svaret ”Ja” på frågan ”{asked}”.") == 1
    counties = form_of(call).question("counties").label
    assert shown.count(f"Måste besvaras vid svaret ”Gävleborgs län” på frågan ”{counties}”.") == 1


@pytest.mark.parametrize(("direction", "place"), [("upp", 0), ("ner", 2), ("", 1)])
def test_a_question_moves_a_step(officer, call, first, direction, place):
    question = first.questions[1]
    officer.post(page("manage_question_move", call, question.key), {"riktning": direction})
    assert labels(call).index(question.label) == place


def test_a_page_is_added_moved_renamed_and_removed(officer, call):
    before = [group.title for group in form_of(call).groups]
    officer.post(page("manage_group_new", call), {"title": "Samverkan"})
    officer.post(page("manage_group_move", call, "samverkan"), {"riktning": "upp"})
    officer.post(page("manage_group", call, "samverkan"), {"title": "Andra som är med"})
    assert [group.title for group in form_of(call).groups] == [*before[:-1], "Andra som är med", before[-1]]
    officer.post(page("manage_group_remove", call, "samverkan"))
    assert [group.title for group in form_of(call).groups] == before


def test_a_page_without_title_is_refused(officer, call):
    response = officer.post(page("manage_group_new", call), {"title": " "})
    assert (response.status_code, response.context["form"].errors) == (422, {"title": ["Skriv en rubrik på sidan."]})


def test_removing_asks_for_post(officer, call):
    assert officer.get(page("manage_question_remove", call, "summary")).status_code == 405


@pytest.mark.parametrize(("name", "key"), [("manage_question", "saknas"), ("manage_group", "saknas")])
def test_what_the_form_lacks_is_not_found(officer, call, name, key):
    assert officer.get(page(name, call, key)).status_code == 404


@pytest.mark.parametrize(
    ("name", "key"),
    [("manage_question_remove", "summary"), ("manage_question_move", "summary"), ("manage_question", "title")],
)
def test_the_questions_of_a_published_call_cannot_be_edited(officer, dag, name, key):
    call = factories.a_call()
    before = form_of(call)
    assert officer.post(page(name, call, key), {**NEW, "riktning": "upp"}).status_code == 409
    assert form_of(call) == before


def test_the_preview_shows_every_question_in_order_and_sends_nothing(officer, call):
    response = officer.get(page("manage_call_preview", call))
    shown = [[field.name for field in form] for _, form, _ in response.context["pages"]]
    assert shown == [[question.key for question in group.questions] for group in form_of(call).groups]
    assert response.content.decode().split("<main")[1].count("<form") == 0


def test_a_published_call_can_still_be_previewed(officer, dag):
    assert officer.get(page("manage_call_preview", factories.a_call())).status_code == 200


def test_markup_in_a_help_text_is_shown_as_written(officer, call, first):
    officer.post(page("manage_question_new", call, first.key), {**NEW, "help": "<b>fet</b> & <script>"})
    html = officer.get(page("manage_call_preview", call)).content.decode()
    assert html.count("&lt;b&gt;fet&lt;/b&gt; &amp; &lt;script&gt;") == 1


# --- a call in two steps has two forms --------------------------------------------------------------------------------


@pytest.fixture
def two_steps(dag):
    return factories.an_unpublished_call(invited_close_at=factories.INVITED_CLOSE_AT)


def step(name, call, *more):
    return f"{page(name, call, *more)}?steg=intresse"


def test_a_question_of_the_expression_is_added_to_that_form_alone(officer, two_steps):
    response = officer.post(step("manage_question_new", two_steps, "about"), NEW)
    assert response["Location"] == f"{step('manage_call_form', two_steps)}#sida-about"
    assert form_of(two_steps, Stage.EXPRESSION).questions[-1].label == NEW["label"]
    assert NEW["label"] not in labels(two_steps)


def test_every_link_of_the_builder_stays_in_the_expression(officer, two_steps):
    html = officer.get(step("manage_call_form", two_steps)).content.decode().split("<main")[1]
    to_questions = [link for link in re.findall(r'(?:href|action)="([^"]*)"', html) if "/fragor/" in link]
    assert [link for link in to_questions if not link.endswith("?steg=intresse")] == []
    assert len(to_questions) > 10


@pytest.mark.parametrize("query", ["?steg=intresse", "?steg=annat"])
def test_a_step_that_the_call_does_not_have_is_not_found(officer, call, query):
    assert officer.get(page("manage_call_form", call) + query).status_code == 404


def test_the_task_list_leads_to_the_questions_of_both_steps(officer, two_steps):
    tasks = officer.get(page("manage_call", two_steps)).context["tasks"]
    assert [task["url"] for task in tasks if "/fragor/" in task["url"]] == [
        step("manage_call_form", two_steps),
        page("manage_call_form", two_steps),
    ]


# --- whatever is posted ----------------------------------------------------------------------------------------------

ADDRESSES = [
    ("manage_question_new", "about"),
    ("manage_question", "summary"),
    ("manage_question", "title"),
    ("manage_group_new",),
    ("manage_group", "about"),
    ("manage_question_move", "summary"),
    ("manage_group_move", "about"),
    ("manage_form_copy",),
]
FIELDS = [*QuestionTextForm.base_fields, *GroupForm.base_fields, "look", "riktning", "source"]
TEXTS = [*QuestionKind, *Anchor, "on", "-1", "0", "5", "9" * 30, "1 000 kr", "upp", "a\nb", "counties:21", "A0-"]
POSTS = st.dictionaries(st.sampled_from(FIELDS), st.lists(st.text(max_size=20) | st.sampled_from(TEXTS), max_size=3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(address=st.sampled_from(ADDRESSES), data=POSTS)
def test_whatever_is_posted_to_the_builder_is_answered_and_the_form_can_be_shown(officer, call, address, data):
    name, *more = address
    written = {"label": "Ny?", "kind": "text", "title": "Ny", **data}
    assert officer.post(page(name, call, *more), written).status_code < 500
    assert officer.get(page("manage_call_form", call)).status_code == 200
    assert officer.get(page("manage_call_preview", call)).status_code == 200
