"""What anybody reads of calls: the list, the page of a call, and its form."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from applicants.models import Organisation
from grants.domain import calls
from grants.domain.calls import CriterionText
from grants.enums import ExpressionStatus
from grants.models import Call
from grants.question_rules import Condition
from grants.questions import Form, Question, QuestionGroup, QuestionKind
from tests import factories
from tests.pages import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's clock stands at the day of the factories."""
    monkeypatch.setattr(timezone, "now", lambda: factories.NOW)


def titles(query: str = "") -> list[str]:
    response = Client().get(reverse("call_list") + query)
    return [call.title for call, _, _ in response.context["rows"]]


def page(call: Call, name: str = "call_detail") -> str:
    return words(Client().get(reverse(name, args=[call.slug])))


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_address_carries_the_whole_search() -> None:
    factories.a_call(title="Mötesplatser", counties=("21",))
    factories.a_call(title="Annat")
    query = "?q=mötesplats&lage=oppen&sokande=association&lan=21&forordning=2018:119"
    assert titles(query) == ["Mötesplatser"]


@pytest.mark.parametrize("query", ["?lage=x", "?sokande=x", "?lan=99", "?forordning=x", "?q=%00", "?efter=x"])
def test_a_made_up_value_does_not_narrow(query: str) -> None:
    factories.a_call(title="Mötesplatser")
    assert titles(query) == ["Mötesplatser"]


def test_a_search_without_an_answer_says_so() -> None:
    factories.a_call()
    assert "Ingen utlysning passar sökningen" in words(Client().get(reverse("call_list") + "?q=grannsamverkan"))


def test_the_next_page_keeps_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(21):
        factories.a_call(title=f"Möte {number}")
    factories.a_call(title="Annat")
    first = Client().get(reverse("call_list") + "?q=möte")
    assert titles(first.context["next_url"]) == ["Möte 0"]


# --- the page of a call -----------------------------------------------------------------------------------------------


def test_an_open_call_says_how_long_there_is_left() -> None:
    assert "Öppen till 15 maj 2018 kl. 23.59 (13 dagar kvar)" in page(factories.a_call())


def test_it_says_what_is_funded_by_whom_and_how_it_is_weighed_each_with_its_rule() -> None:
    said = page(factories.a_call())
    ordinance = factories.a_call().ordinance
    criterion = ordinance.criteria[0]
    expected = [
        "Föreningar och stiftelser",
        f"Regel: {ordinance.who_law}",
        f"{ordinance.funds[0]} Regel: {ordinance.funds_law}",
        f"{criterion.name} {criterion.description} ({criterion.law}) {criterion.weight} %",
        "Ram för föreningar och stiftelser 2018 5\xa0000\xa0000\xa0kr".replace("\xa0", " "),
    ]
    assert [sentence for sentence in expected if sentence not in said] == []


def test_it_says_what_each_point_of_the_scale_means() -> None:
    scale = "0 Underlag saknas 1 Mycket svagt 2 Svagt 3 Godtagbart 4 Bra 5 Mycket bra"
    assert page(factories.a_call()).count(f"Vad poängen betyder Alla kriterier Poäng Betyder {scale}") == 1


def test_criteria_on_different_scales_have_each_their_own(dag: User) -> None:
    call = factories.an_unpublished_call()
    criteria = [
        CriterionText("Nytta", "Vad det ger.", 60, highest=1, words=("Nej", "Ja")),
        CriterionText("Kostnad", "Vad det kostar.", 40, highest=3),
    ]
    calls.set_criteria(call, criteria=criteria, by=dag, now=factories.BEFORE)
    said = page(calls.publish(call, by=dag, now=factories.BEFORE))
    assert "Vad poängen betyder Nytta Poäng Betyder 0 Nej 1 Ja Kostnad: 0–3 poäng." in said


def test_the_contact_is_a_link_to_write_by() -> None:
    html = Client().get(reverse("call_detail", args=[factories.a_call().slug])).content.decode()
    assert html.count('<a href="mailto:bidrag@example.se">bidrag@example.se</a>') == 1


def test_a_call_limited_to_counties_says_where_the_work_is_done() -> None:
    assert "Arbetet ska göras i Gävleborgs län, Uppsala län." in page(factories.a_call(counties=("21", "03")))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (factories.NOW, "Öppen för intresseanmälan till 15 maj 2018 kl. 23.59 (13 dagar kvar)"),
        (factories.LATE, "Öppen för dem som är inbjudna till 15 juni 2018 kl. 23.59 (30 dagar kvar)."),
    ],
)
def test_a_call_in_two_steps_says_for_whom_it_is_open_and_how_long(
    now: datetime, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = factories.a_call_in_two_steps()
    monkeypatch.setattr(timezone, "now", lambda: now)
    shown = page(call)
    steps = "1. Intresseanmälan Från 16 april 2018 kl. 08.00 till 15 maj 2018 kl. 23.59"
    assert (said in shown, steps in shown) == (True, True)


def test_the_invited_find_their_way_to_the_application_from_the_call(anna: User, cecilia: User) -> None:
    expression = factories.expression_at(ExpressionStatus.INVITED)
    address = reverse("call_detail", args=[expression.call.slug])
    link = f'href="{reverse("own_expression", args=[expression.case.number])}"'
    said = [browser(name).get(address).content.decode().count(link) for name in ("anna", "cecilia")]
    assert (said, Client().get(address).content.decode().count(link)) == ([1, 0], 0)


def test_a_cancelled_call_says_why_and_offers_no_application(anna: User, association: Organisation) -> None:
    response = browser("anna").get(reverse("call_detail", args=[factories.a_cancelled_call().slug]))
    said = words(response)
    assert ("Utlysningen är inställd Riksdagen har dragit in anslaget." in said, "Ansök för" in said) == (True, False)


# --- the form to read -------------------------------------------------------------------------------------------------


def test_a_visitor_reads_every_page_question_and_hint_of_the_form() -> None:
    call = factories.a_call()
    said = page(call, "call_form")
    form = call.forms.get().form
    expected = [group.title for group in form.groups]
    expected += [text for question in form.questions for text in (question.label, question.help, question.law) if text]
    assert [text for text in expected if " ".join(text.split()) not in said] == []


def test_a_page_that_depends_on_another_says_on_which_answer() -> None:
    call = factories.an_unpublished_call()
    depends = Condition("market_activity", ("ja",))
    more = Question(key="sales", kind=QuestionKind.TEXT, label="Vad säljer ni?", when=depends)
    calls.edit_form(
        call,
        edit=lambda form: Form((*form.groups, QuestionGroup("sales_page", "Försäljning", (more,), depends))),
        by=factories.person("dag"),
        now=factories.NOW,
    )
    answer = "besvaras om ni svarade ”Ja” på frågan ”Säljer ni varor eller tjänster i den verksamhet"
    said = page(calls.publish(call, by=factories.person("dag"), now=factories.NOW), "call_form")
    assert (f"Försäljning Sidan {answer}" in said, f"”Vad säljer ni?” {answer}" in said) == (True, True)


def test_reading_the_form_leaves_nothing_behind() -> None:
    response = Client().get(reverse("call_form", args=[factories.a_call().slug]))
    assert (response.status_code, dict(response.cookies)) == (200, {})


# --- the applicant's own pages under a cancelled call -----------------------------------------------------------------


def test_a_draft_says_that_the_call_is_cancelled_and_cannot_be_signed(anna: User, association: Organisation) -> None:
    draft = factories.a_draft()
    factories.a_cancelled_call(call=draft.call)
    said = [words(browser("anna").get(reverse(name, args=[draft.pk]))) for name in ("draft", "draft_check")]
    sentence = "Utlysningen ställdes in 2 maj 2018 kl. 12.00. Riksdagen har dragit in anslaget."
    assert [sentence in text for text in said] == [True, True]
    assert "Skriv under och skicka in" not in said[1]


def test_the_applicants_case_says_that_the_call_is_cancelled(anna: User) -> None:
    application = factories.application_at("received")
    factories.a_cancelled_call(call=application.call)
    said = words(browser("anna").get(reverse("own_case", args=[application.case.number])))
    assert "Er ansökan ligger kvar som ett ärende tills vi har fattat beslut om den." in said


def test_a_call_in_two_steps_shows_the_questions_of_each() -> None:
    call = factories.a_call(invited_close_at=factories.CLOSES_AT + timedelta(days=30))
    address = reverse("call_form", args=[call.slug])
    said = [words(Client().get(address + query)) for query in ("", "?steg=intresse")]
    shown = [("Frågorna i ansökan" in text, "Ungefär hur mycket vill ni söka?" in text) for text in said]
    assert shown == [(True, False), (False, True)]
