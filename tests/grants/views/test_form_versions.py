"""An officer changes a published form as a new version, and the applicant moves a draft to it."""

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.domain import calls, form_moves, form_versions
from grants.domain.queries.calls import form_of, written_form_of
from grants.interfaces.question_words import shown
from grants.models import FormVersion
from grants.question_kinds import WITH_CHOICES
from grants.question_rules import Anchor, Condition, DayRule
from grants.questions import Question, QuestionGroup, QuestionKind
from tests import factories
from tests.factories import NOW, person
from tests.pages import browser, errors, filled, words

K = QuestionKind
ASKS = Question("asks", K.YES_NO, "Söker ni annat?")
MORE = Question("more", K.LONG_TEXT, "Vad?", max_length=100, when=Condition("asks", ("ja",)))
EVERY_KIND = tuple(
    Question(f"k_{kind.value}", kind, kind.label, choices=("a", "b") if kind in WITH_CHOICES else (), years=2)
    for kind in K
)
TOWNS = Question("towns", K.MUNICIPALITIES, "Vilka kommuner?", required=False)
GROUPS = (QuestionGroup("other", "Annat", (ASKS, MORE, TOWNS)), QuestionGroup("every", "Allt", EVERY_KIND))


@pytest.fixture
def call(association, clock):
    return factories.a_call_asking(*GROUPS)


@pytest.fixture
def draft(call):
    return factories.a_draft(call, asks=True)


@pytest.fixture
def officer(call):
    return browser("dag")


def page(name, call, *more):
    return reverse(name, args=[call.slug, *more])


def publish(call, *groups):
    form_versions.begin(call, by=person("dag"), now=NOW)
    calls.edit_form(call, edit=lambda _: factories.asking(*groups), by=person("dag"), now=NOW)
    return form_versions.publish(call, note="Färre frågor.", by=person("dag"), now=NOW)


# --- the officer -----------------------------------------------------------------------------------------------------


def test_a_new_version_is_begun_edited_and_published_with_its_changes_in_words(officer, call):
    assert officer.post(page("manage_form_begin", call))["Location"] == page("manage_call_form", call)
    officer.post(page("manage_question_remove", call, "more"))
    shown = officer.get(page("manage_form_publish", call))
    assert "Borttagen: Frågan ”Vad?”" in words(shown)
    officer.post(page("manage_form_publish", call), {"note": "Vi behöver inte veta vad."})
    assert "more" not in {question.key for question in form_of(call).questions}
    assert "Vi behöver inte veta vad." in words(officer.get(page("manage_form_versions", call)))


def test_a_version_without_a_note_is_refused(officer, call):
    officer.post(page("manage_form_begin", call))
    response = officer.post(page("manage_form_publish", call), {"note": " "})
    assert (response.status_code, errors(response)) == (
        422,
        ["Vad är ändrat, och varför? – Skriv vad som är ändrat och varför."],
    )


def test_a_new_version_is_thrown_away(officer, call):
    officer.post(page("manage_form_begin", call))
    officer.post(page("manage_form_discard", call))
    assert FormVersion.objects.filter(call=call).count() == 1


def test_the_questions_of_a_published_call_are_read_only_without_a_new_version(officer, call):
    assert officer.get(page("manage_call_form", call))["Location"] == page("manage_call", call)
    assert officer.post(page("manage_form_copy", call), {"source": "x"}).status_code == 409


def test_the_form_of_another_call_is_copied(officer, call):
    other = factories.an_unpublished_call()
    officer.post(page("manage_form_copy", other), {"source": call.slug})
    assert written_form_of(other) == form_of(call)


def test_only_calls_that_have_a_form_of_the_same_step_can_be_copied(officer, call):
    two_steps = {"invited_close_at": factories.INVITED_CLOSE_AT}
    other, source = factories.an_unpublished_call(**two_steps), factories.an_unpublished_call(**two_steps)
    address = f"{page('manage_form_copy', other)}?steg=intresse"
    choices = officer.get(address).context["form"].fields["source"].choices
    assert [value for value, _ in choices] == ["", source.slug]
    assert officer.post(address, {"source": call.slug}).status_code == 422


def test_a_call_that_is_not_in_the_list_is_not_copied(officer, call):
    other = factories.an_unpublished_call()
    response = officer.post(page("manage_form_copy", other), {"source": "finns-inte"})
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"source": ["Välj en utlysning i listan."]},
    )


# --- every property in the browser -----------------------------------------------------------------------------------

A_TEXT = Question("mer", K.LONG_TEXT, "Mer?", max_length=4000)
WRITTEN = {"label": "Mer?", "help": "", "law": "", "required": "on"}


@pytest.mark.parametrize(
    ("data", "question"),
    [
        (
            {"kind": "number", "minimum": "-1", "maximum": "5", "message": "Högst fem."},
            Question("mer", K.NUMBER, "Mer?", minimum=-1, maximum=5, message="Högst fem."),
        ),
        ({"kind": "money", "maximum": "1 000 kr"}, Question("mer", K.MONEY, "Mer?", maximum=100_000)),
        (
            {"kind": "text", "mask": "000-0000", "max_words": "2"},
            Question("mer", K.TEXT, "Mer?", max_length=200, mask="000-0000", max_words=2),
        ),
        (
            {"kind": "date", "earliest_from": "opens_on", "earliest_day": "-3", "latest_from": "project_ends_on"},
            Question(
                "mer",
                K.DATE,
                "Mer?",
                earliest=DayRule(Anchor.CALL_OPENS, -3),
                latest=DayRule(Anchor.PROJECT_ENDS),
            ),
        ),
        (
            {"kind": "budget", "years": "3", "cofunding": "on"},
            Question("mer", K.BUDGET, "Mer?", years=3, cofunding=True),
        ),
        (
            {"kind": "files", "max_files": "2", "max_megabytes": "5"},
            Question("mer", K.FILES, "Mer?", max_files=2, max_megabytes=5),
        ),
        (
            {"kind": "long_text", "max_words": "9", "message": "Kort!", "missing_message": "Skriv."},
            replace(A_TEXT, max_words=9, message="Kort!", missing_message="Skriv."),
        ),
        (
            {"kind": "yes_no", "when": ["counties:03", "counties:21"]},
            Question("mer", K.YES_NO, "Mer?", when=Condition("counties", ("03", "21"))),
        ),
        (
            {"kind": "yes_no", "when": ["towns:2180"]},
            Question("mer", K.YES_NO, "Mer?", when=Condition("towns", ("2180",))),
        ),
        ({"kind": "choices", "choices": "a\nb"}, Question("mer", K.CHOICES, "Mer?", choices=("a", "b"))),
        ({"kind": "declaration", "required": ""}, Question("mer", K.DECLARATION, "Mer?")),
        (
            {"kind": "yes_no", "when": ["asks:ja"], "minimum": "5", "max_files": "2"},
            Question("mer", K.YES_NO, "Mer?", when=Condition("asks", ("ja",))),
        ),
        (
            {"kind": "yes_no", "required": "", "required_when": ["asks:ja", "asks:nej"]},
            Question("mer", K.YES_NO, "Mer?", required=False, required_when=Condition("asks", ("ja", "nej"))),
        ),
    ],
)
def test_every_property_is_written_in_the_browser(officer, call, data, question):
    officer.post(page("manage_form_begin", call))
    address = page("manage_question_new", call, "other")
    sent = {name: value for name, value in {**WRITTEN, **data}.items() if value}
    assert officer.post(address, sent).status_code == 302
    assert written_form_of(call).question("mer") == question
    form = officer.get(page("manage_question", call, "mer")).context["form"]
    again = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    officer.post(page("manage_question", call, "mer"), again)
    assert written_form_of(call).question("mer") == question


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "number", "minimum": "fem"}, "minimum"),
        ({"kind": "number", "minimum": "5", "maximum": "4"}, "maximum"),
        ({"kind": "text", "mask": "---"}, "mask"),
        ({"kind": "budget", "years": "6"}, "years"),
        ({"kind": "text", "when": ["asks:kanske"]}, "when"),
        ({"kind": "text", "max_words": "0"}, "max_words"),
    ],
)
def test_a_property_that_makes_no_sense_is_refused_at_its_field(officer, call, data, field):
    officer.post(page("manage_form_begin", call))
    response = officer.post(page("manage_question_new", call, "other"), {**WRITTEN, **data})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_a_whole_page_depends_on_an_answer(officer, call):
    officer.post(page("manage_form_begin", call))
    officer.post(page("manage_group", call, "every"), {"title": "Allt", "when": ["asks:ja"]})
    assert written_form_of(call).group("every").when == Condition("asks", ("ja",))


def test_a_question_is_looked_at_and_nothing_is_saved(officer, call):
    officer.post(page("manage_form_begin", call))
    before = written_form_of(call)
    response = officer.post(page("manage_question_new", call, "other"), {**WRITTEN, "kind": "number", "look": "1"})
    assert list(response.context["looks"].fields) == ["fraga"]
    assert written_form_of(call) == before


# --- the applicant ---------------------------------------------------------------------------------------------------


def test_a_draft_is_offered_the_new_version_and_moves(draft, call):
    publish(call, GROUPS[1])
    bo, address = browser("bo"), reverse("draft_move", args=[draft.pk])
    assert "Formuläret har ändrats. Färre frågor." in words(bo.get(reverse("draft", args=[draft.pk])))
    shown = words(bo.get(address))
    assert ("Borttagen: Frågan ”Söker ni annat?”" in shown, "Vad? Ett längre svar" in shown) == (True, True)
    assert bo.post(address)["Location"] == reverse("draft", args=[draft.pk])
    kept = words(bo.get(reverse("draft_left_over", args=[draft.pk])))
    assert "Söker ni annat? Ja Frågan finns inte i den nya versionen." in kept


def test_a_page_that_was_opened_before_the_move_loses_nothing(draft, call):
    bo, address = browser("bo"), reverse("draft_group", args=[draft.pk, "other"])
    sent = filled(bo.get(address).context["form"], asks="ja", more="Skrivet för sent")
    form_moves.move(draft, to=publish(call, GROUPS[1]), by=person("anna"), now=NOW)
    autosaved = bo.post(reverse("draft_autosave", args=[draft.pk, "other"]), sent).content.decode()
    assert autosaved.count("Ansökan har flyttats till en ny version av formuläret") == 1
    response = bo.post(address, sent)
    assert response["Location"] == reverse("draft", args=[draft.pk])
    read = words(bo.get(reverse("draft_revisions", args=[draft.pk])))
    assert read.count("Skrivet för sent") == 1


@pytest.mark.parametrize("number", ["0", "-1", "3", "9" * 9, "ett"])
def test_a_page_that_says_a_version_that_never_was_is_read_as_the_newest(draft, number):
    address = reverse("draft_group", args=[draft.pk, "other"])
    assert browser("bo").post(address, {"version": "1", "opened-form": number}).status_code < 500


def test_a_draft_on_the_newest_version_has_nowhere_to_move(draft):
    response = browser("bo").post(reverse("draft_move", args=[draft.pk]))
    assert response["Location"] == reverse("draft", args=[draft.pk])


def test_a_page_that_is_not_asked_for_is_not_in_the_list_but_can_be_read(association, clock):
    group = QuestionGroup("last", "Sist", (Question("x", K.TEXT, "X"),), when=Condition("asks", ("ja",)))
    draft = factories.a_draft(factories.a_call_asking(GROUPS[0], group), asks=False)
    tasks = browser("bo").get(reverse("draft", args=[draft.pk])).context["tasks"]
    assert [task["title"] for task in tasks] == ["Fakta", "Annat"]
    shown = words(browser("bo").get(reverse("draft_group", args=[draft.pk, "last"])))
    assert "Den här delen behövs inte med de svar ni har gett" in shown


NAMES = [question.key for question in EVERY_KIND]
ENDINGS = ["", "_label", "_amount", "-what", "-when", "-result", "-name", "-number", "-municipality", "_start", "_end"]
ENDINGS += ["-amount-2", "-own_label", "-own_amount", "-other_label"]
OF_THE_PAGE = ["version", "opened-page", "keep", "take", "next", "stay"]
FIELDS = st.sampled_from([f"{name}{ending}" for name in NAMES for ending in ENDINGS] + OF_THE_PAGE)
VALUES = ["0", "1", "ja", "on", "a", "2018-06-01", "21", "Gävle", "212000-2338", "1 000", "k_text:1", "k_budget:99"]
POSTS = st.dictionaries(FIELDS, st.lists(st.text(max_size=20) | st.sampled_from(VALUES)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=POSTS, autosaved=st.booleans())
def test_whatever_is_posted_to_a_page_is_answered_without_an_error_of_the_server(draft, data, autosaved):
    address = reverse("draft_autosave" if autosaved else "draft_group", args=[draft.pk, "every"])
    bo = browser("bo")
    assert bo.post(address, {"version": "1", **data}).status_code < 500
    pages = ("draft_group", draft.pk, "every"), ("draft_preview", draft.pk), ("draft_revisions", draft.pk)
    assert [bo.get(reverse(name, args=args)).status_code for name, *args in pages] == [200, 200, 200]


@pytest.mark.parametrize("kind", [kind for kind in K if kind is not K.FILES])
def test_the_versions_of_a_draft_are_read_also_when_their_questions_ask_for_something_else_now(draft, call, kind):
    asked = next(question for question in EVERY_KIND if question.kind is kind)
    told = {K.COUNTIES: ["21"], K.BUDGET: [{"label": "Lön", "amount_ore": 100, "years_ore": [40, 60]}]}
    factories.answered(draft, by=person("bo"), **({asked.key: told[kind]} if kind in told else {}))
    draft.refresh_from_db()
    other = K.NUMBER if kind is not K.NUMBER else K.PERIOD
    version = publish(call, QuestionGroup("every", "Allt", (replace(asked, kind=other, label="Något annat"),)))
    form_moves.move(draft, to=version, by=person("bo"), now=NOW)
    read = words(browser("bo").get(reverse("draft_revisions", args=[draft.pk])))
    said = " ".join(shown(asked, draft.answers[asked.key], first_year=2018).split())
    assert (said in read, "Söker ni annat? (finns inte längre i formuläret)" in read) == (True, True)


def test_a_conflict_over_a_budget_of_several_years_names_the_years(draft):
    address, version = reverse("draft_group", args=[draft.pk, "every"]), draft.version_of("every")

    def budget(amount):
        row = {"k_budget_label": "Lön", "k_budget_amount": "", "k_budget-amount-2": amount}
        return {"version": version, **row}

    browser("anna").post(address, budget("100"))
    response = browser("bo").post(address, budget("200"))
    assert (response.status_code, "Lön: 100 kr (2019 100 kr)" in words(response)) == (409, True)
