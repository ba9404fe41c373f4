"""An officer builds a form in the browser, publishes it and changes it; whoever has begun to answer moves along."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from applicants.models import Organisation
from grants.domain import form_versions
from grants.models import Call, Draft
from grants.question_kinds import WITH_CHOICES
from grants.question_rules import Condition
from grants.questions import Question, QuestionGroup, QuestionKind
from tests import factories
from tests.journeys.browser import Visitor
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast", "association")]
Visit = Callable[..., Visitor]
PAGE = "Mer om er"
HIDDEN = "Vad gör ni i Gävleborg?"
SHOWN_WHEN = "Visa frågan bara vid ett av de här svaren"
LAW = "10 § förordningen (2024:199)"
MESSAGE = "Tre möten räcker."
NOTE = "Vi frågar inte längre efter antalet möten."


def test_a_form_is_built_published_and_changed_and_a_draft_moves_along(visit: Visit) -> None:
    call = factories.an_unpublished_call_today()
    dag = visit("dag").go(reverse("manage_call_form", args=[call.slug]))
    a_page_with_every_kind_of_question(dag)
    a_question_depends_on_a_county(dag)
    a_question_has_a_limit_with_words_of_its_own(dag)
    the_form_is_looked_at_as_the_applicant_sees_it(dag)
    dag.go(reverse("manage_call_publish", args=[call.slug])).follow("Publicera utlysningen")
    draft = factories.a_draft(Call.objects.get(), now=timezone.now(), fraga_om_heltal=3)
    bo = visit("bo", narrow=True)
    the_officers_words_are_said(bo, draft)
    a_new_version_is_published(dag)
    the_draft_moves(bo, draft)


def a_page_with_every_kind_of_question(dag: Visitor) -> None:
    dag.look("builder-form").follow("Lägg till en sida").look().write("Sidans rubrik", PAGE).follow("Spara")
    for kind in QuestionKind:
        dag.follow(f"Lägg till en fråga på sidan {PAGE}")
        dag.write("Fråga", f"Fråga om {kind.label.lower()}")
        dag.page.get_by_label("Slag av svar").select_option(kind.value)
        if kind in WITH_CHOICES:
            dag.write("Alternativ", "Ja\nNej\nVet inte")
        dag.page.get_by_label("Frågan ska besvaras").set_checked(kind is QuestionKind.DECLARATION)
        dag.follow("Spara")
    dag.look("builder-every-kind")


def a_question_depends_on_a_county(dag: Visitor) -> None:
    dag.follow(f"Lägg till en fråga på sidan {PAGE}").write("Fråga", HIDDEN).write("Högst antal ord", "8")
    dag.write("Bestämmelse som frågan grundas på", LAW)
    condition = dag.page.get_by_role("group", name=SHOWN_WHEN)
    condition.locator("summary", has_text="Fråga om län").click()
    condition.locator("details[open]").get_by_label("Gävleborgs län").check()
    dag.look("builder-question").follow("Visa frågan").look()
    assert condition.locator("details[open]").get_by_label("Gävleborgs län").is_checked()
    dag.follow("Spara")
    assert dag.sees("Visas vid svaret ”Gävleborgs län” på frågan ”Fråga om län”.")


def a_question_has_a_limit_with_words_of_its_own(dag: Visitor) -> None:
    dag.follow("Fråga om heltal").write("Högst", "3").write("Er egen mening när svaret bryter mot en gräns", MESSAGE)
    dag.follow("Spara")


def the_form_is_looked_at_as_the_applicant_sees_it(dag: Visitor) -> None:
    """What depends on a county is open once the county is chosen, and the words left are counted there too."""
    dag.follow("Förhandsgranska").look("builder-preview")
    question = dag.page.get_by_label(HIDDEN)
    assert not question.is_visible()
    dag.page.get_by_role("group", name="Fråga om län").get_by_label("Gävleborgs län").check()
    question.fill("Vi ordnar läx-hjälp\u00a0varje dag, 3\u2013 5 timmar\noch fika")
    assert (dag.sees("2 ord för mycket"), dag.sees(f"({LAW})")) == (True, True)


def the_officers_words_are_said(bo: Visitor, draft: Draft) -> None:
    bo.go(reverse("draft_group", args=[draft.pk, "mer_om_er"])).write("Fråga om heltal", "4").follow("Spara").look()
    assert bo.sees(f"Fråga om heltal: {MESSAGE}")
    bo.write("Fråga om heltal", "3").follow("Spara")


def a_new_version_is_published(dag: Visitor) -> None:
    dag.go(reverse("manage_form_versions", args=[Call.objects.get().slug])).follow("Gör en ny version")
    dag.follow("Ta bort – Fråga om heltal").follow("Fråga om kort text")
    dag.page.get_by_label("Slag av svar").select_option(QuestionKind.DATE.value)
    dag.follow("Spara").look("builder-new-version").follow("Granska ändringarna och publicera").look("builder-changes")
    assert dag.sees("Slag av svar: kort text → datum")
    dag.write("Vad är ändrat, och varför?", NOTE).follow("Publicera den nya versionen")
    dag.follow("Formulärets versioner").look("builder-versions")
    assert dag.sees(NOTE)


def the_draft_moves(bo: Visitor, draft: Draft) -> None:
    bo.go(reverse("draft", args=[draft.pk])).look()
    bo.follow("Se vad som är ändrat och flytta ansökan till den nya versionen").look("draft-move")
    assert bo.sees("Borttagen: Frågan ”Fråga om heltal”")
    bo.follow("Flytta ansökan till den nya versionen").look("draft-moved")
    bo.follow("Svar och bilagor som är kvar från den förra versionen av formuläret").look("draft-left-over")
    assert [bo.sees(text) for text in ("Ett kort svar", "Frågan finns inte i den nya versionen.")] == [True, True]


def test_a_question_is_opened_by_the_name_of_a_municipality(visit: Visit) -> None:
    towns = Question("towns", QuestionKind.MUNICIPALITIES, "Vilka kommuner?")
    more = Question("more", QuestionKind.TEXT, HIDDEN, when=Condition("towns", ("2180",)))
    call = factories.a_call_asking(QuestionGroup("more", PAGE, (towns, more)))
    dag = visit("dag").go(reverse("manage_call_preview", args=[call.slug]))
    for place, is_open in (("Habo", False), ("gävle ", True)):
        dag.page.get_by_label("Kommun, rad 2").fill(place)
        dag.page.keyboard.press("Tab")
        assert dag.page.get_by_label(HIDDEN).is_visible() == is_open


# --- other ways ------------------------------------------------------------------------------------------------------


def test_a_question_is_written_with_the_keyboard_alone(visit: Visit) -> None:
    call = factories.an_unpublished_call_today()
    dag = visit("dag").go(reverse("manage_call_form", args=[call.slug]))
    keys = Keyboard(dag)
    keys.press("Lägg till en sida")
    keys.write("Sidans rubrik", PAGE)
    keys.press("Spara")
    dag.go(reverse("manage_question_new", args=[call.slug, "mer_om_er"]))
    keys.write("Fråga", HIDDEN)
    condition = dag.page.get_by_role("group", name=SHOWN_WHEN)
    keys.reach(condition.locator("summary", has_text="I vilka län"))
    dag.page.keyboard.press("Enter")
    keys.reach(condition.locator("details[open]").get_by_label("Gävleborgs län"))
    dag.page.keyboard.press("Space")
    keys.press("Spara")
    assert dag.sees("Visas vid svaret ”Gävleborgs län” på frågan")
    keys.reach(dag.page.get_by_role("button", name=f"Flytta upp – {HIDDEN}", exact=True))
    dag.page.keyboard.press("Enter")
    dag.page.get_by_text(f"Frågan ”{HIDDEN}” är flyttad.").wait_for()


def test_a_form_is_changed_and_a_draft_moved_without_javascript(visit: Visit, association: Organisation) -> None:
    call = factories.an_open_call_today()
    draft = factories.a_draft(call, now=timezone.now())
    dag = visit("dag", narrow=True, javascript=False).go(reverse("manage_form_versions", args=[call.slug]))
    dag.follow("Gör en ny version").follow("Lägg till en sida").write("Sidans rubrik", PAGE).follow("Spara")
    dag.follow(f"Lägg till en fråga på sidan {PAGE}").write("Fråga", HIDDEN).look()
    condition = dag.page.get_by_role("group", name=SHOWN_WHEN)
    condition.locator("summary", has_text="I vilka län").click()
    condition.locator("details[open]").get_by_label("Gävleborgs län").check()
    dag.follow("Visa frågan").look().follow("Spara").follow("Förhandsgranska").look()
    assert dag.sees(f"”{HIDDEN}” besvaras om ni svarade ”Gävleborgs län” på frågan")
    form_versions.publish(call, note=NOTE, by=factories.person("dag"), now=timezone.now())
    bo = visit("bo", narrow=True, javascript=False).go(reverse("draft", args=[draft.pk])).look()
    bo.follow("Se vad som är ändrat och flytta ansökan till den nya versionen").look()
    bo.follow("Flytta ansökan till den nya versionen").look()
    assert (bo.sees("Ansökan är flyttad"), bo.sees(PAGE)) == (True, True)
