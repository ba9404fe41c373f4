"""The applicant hands in an expression of interest, reads the answer, and goes on to the application."""

import pytest
from django.urls import reverse

from grants.domain import receipts
from grants.enums import ExpressionStatus
from grants.interfaces.receipts import render_receipt
from grants.models import Application, Draft, Expression
from tests import factories
from tests.factories import INVITED_CLOSE_AT, LATE, REASON, an_expression_draft, expression_at, invited_draft
from tests.pages import browser, errors, flashes, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(association, clock):
    return an_expression_draft()


def page(draft):
    return reverse("draft_hand_in", args=[draft.pk])


def own(expression, name="own_expression"):
    return reverse(name, args=[expression.case.number])


def hand_in(client, draft, **more):
    """Hand in what the page shows, as the browser sends it."""
    form = client.get(page(draft)).context["form"]
    return client.post(page(draft), {"content_sha256": form["content_sha256"].value(), "statement": "on", **more})


def test_starting_in_a_call_in_two_steps_starts_the_expression(association, clock):
    call = factories.a_call_in_two_steps()
    data = {"organisation": association.organisation_number}
    response = browser("anna").post(reverse("draft_start", args=[call.slug]), data, follow=True)
    assert words(response).startswith(f"{association.name} Intresseanmälan: {call.title} Sparad")
    assert "Granska och skicka in" in words(response)


def test_an_agent_hands_in_and_reads_the_receipt(draft):
    response = browser("bo").get(hand_in(browser("bo"), draft)["Location"], follow=True)
    expression = Expression.objects.get()
    shown = words(response)
    assert response.redirect_chain[-1][0] == own(expression)
    assert shown.startswith(f"Diarienummer {expression.case.number} Intresseanmälan: Grannar möts")
    assert "Inkom 2 maj 2018 kl. 12.00 Inskickad av Bo" in shown
    assert expression.content_id in shown


def test_a_double_click_gives_one_expression(draft):
    anna = browser("anna")
    form = anna.get(page(draft)).context["form"]
    data = {"content_sha256": form["content_sha256"].value(), "statement": "on"}
    assert [anna.post(page(draft), data).status_code for _ in range(2)] == [302, 302]
    assert Expression.objects.count() == 1


def test_without_the_statement_nothing_is_handed_in(draft):
    response = hand_in(browser("anna"), draft, statement="")
    assert (response.status_code, Expression.objects.count()) == (422, 0)


def test_what_is_missing_is_said_with_the_way_to_it(association, clock):
    call = factories.a_call_in_two_steps()
    anna = browser("anna")
    anna.post(reverse("draft_start", args=[call.slug]), {"organisation": association.organisation_number})
    draft = Draft.objects.get()
    problems = anna.get(page(draft)).context["problems"]
    base = reverse("draft_group", args=[draft.pk, "about"])
    assert [url for _, url in problems] == [
        f"{base}#div_id_{key}" for key in ("title", "summary", "counties", "sought_amount")
    ]


def test_inv_2_lateness_is_said_first_and_then_accepted(draft, clock):
    clock(LATE)
    anna = browser("anna")
    refused = hand_in(anna, draft)
    assert (refused.status_code, len(errors(refused))) == (422, 1)
    hand_in(anna, draft, accepts_late="on")
    assert Expression.objects.get().status == ExpressionStatus.RECEIVED_LATE


def test_the_page_of_a_signature_leads_to_the_page_without_one(draft):
    assert browser("anna").get(reverse("draft_check", args=[draft.pk]))["Location"] == page(draft)


def test_an_application_is_not_handed_in_here(association, clock):
    assert browser("anna").get(page(factories.a_draft())).status_code == 404


def test_the_number_of_an_expression_leads_to_it_from_the_case_and_the_receipt(association, clock):
    expression, anna = expression_at(ExpressionStatus.RECEIVED), browser("anna")
    assert [anna.get(own(expression, name))["Location"] for name in ("own_case", "receipt")] == [own(expression)] * 2


def test_the_receipt_is_fetched_as_a_document_when_it_is_drawn(association, clock):
    expression, anna = expression_at(ExpressionStatus.RECEIVED), browser("anna")
    assert "Kvittot kommer också som PDF" in words(anna.get(own(expression)))
    receipts.write_due(draw=render_receipt, now=factories.NOW)
    address = reverse("own_document", args=[expression.case.number, 2])
    assert anna.get(own(expression)).content.decode().count(f'href="{address}">Hämta kvittot (PDF)') == 1
    assert b"".join(anna.get(address).streaming_content)[:5] == b"%PDF-"


def test_an_agent_takes_it_back_and_reads_that_it_is_done(association, clock):
    expression, bo = expression_at(ExpressionStatus.ASSESSED), browser("bo")
    assert bo.get(own(expression)).content.decode().count(f'href="{own(expression, "withdraw")}"') == 1
    response = bo.post(own(expression, "withdraw"), {"reason": "", "statement": "on"})
    assert (response["Location"], flashes(response)) == (
        own(expression, "own_case"),
        ["Intresseanmälan är återkallad."],
    )
    shown = words(bo.get(own(expression)))
    assert ("Intresseanmälan är återkallad" in shown, "Återkalla intresseanmälan" in shown) == (True, False)


def test_without_saying_that_it_is_meant_nothing_is_taken_back(association, clock):
    response = browser("anna").post(own(expression_at(ExpressionStatus.RECEIVED), "withdraw"), {"reason": "Nej"})
    assert (response.status_code, errors(response)[0].split(" – ")[1]) == (
        422,
        "Kryssa i att du återkallar intresseanmälan för sökanden.",
    )


def test_after_the_answer_taking_back_is_not_offered_and_is_refused(association, clock):
    expression, anna = expression_at(ExpressionStatus.INVITED), browser("anna")
    assert own(expression, "withdraw") not in anna.get(own(expression)).content.decode()
    response = anna.post(own(expression, "withdraw"), {"statement": "on"})
    assert errors(response) == [
        "Ni har fått besked om intresseanmälan, så den kan inte återkallas. Ni behöver inte ansöka om ni inte vill."
    ]


def test_a_file_goes_through_the_door_of_drafts_and_is_shown_on_both_sides(association, clock, dag):
    draft = an_expression_draft(factories.a_call_asking_for_a_file())
    assert "stadgar.pdf" in words(browser("anna").get(page(draft)))
    hand_in(browser("anna"), draft)
    expression = Expression.objects.get()
    pages = [("anna", own(expression)), ("dag", reverse("expression", args=[expression.case.number]))]
    said = [words(browser(name).get(address)) for name, address in pages]
    assert ["Stadgar stadgar.pdf" in text for text in said] == [True, True]


def test_a_stranger_finds_nothing(association, gavle, clock):
    expression, cecilia = expression_at(ExpressionStatus.INVITED), browser("cecilia")
    addresses = [own(expression, name) for name in ("own_expression", "own_case", "receipt", "withdraw")]
    addresses.append(reverse("own_document", args=[expression.case.number, 1]))
    assert [cecilia.get(address).status_code for address in addresses] == [404] * 5
    assert cecilia.post(own(expression, "application_start")).status_code == 404


def test_before_the_answer_the_assessment_is_not_there(association, clock):
    shown = words(browser("anna").get(own(expression_at(ExpressionStatus.ASSESSED))))
    assert ("Tydligt behov" in shown, "Bedömd" in shown) == (False, False)


def test_the_reason_for_no_invitation_is_read(association, clock):
    shown = words(browser("anna").get(own(expression_at(ExpressionStatus.NOT_INVITED))))
    assert f"Ni är inte inbjudna att ansöka {REASON}" in shown


def test_the_invited_go_on_to_the_application_with_their_answers(association, clock):
    expression, anna = expression_at(ExpressionStatus.INVITED), browser("anna")
    response = anna.post(own(expression, "application_start"), follow=True)
    draft = Draft.objects.get(invitation=expression)
    assert response.redirect_chain[-1][0] == reverse("draft", args=[draft.pk])
    form = anna.get(reverse("draft_group", args=[draft.pk, "about"])).context["form"]
    assert form["title"].value() == "Grannar möts"


def test_the_invited_are_told_when_their_time_is_out(association, clock):
    expression = expression_at(ExpressionStatus.INVITED)
    clock(INVITED_CLOSE_AT)
    response = browser("anna").post(own(expression, "application_start"))
    assert "Tiden att ansöka gick ut 15 juni 2018 kl. 23.59" in response.content.decode()
    assert Draft.objects.filter(invitation=expression).count() == 0


def test_when_the_time_is_out_or_the_call_is_off_no_application_is_offered(association, clock):
    late, off = expression_at(ExpressionStatus.INVITED), expression_at(ExpressionStatus.INVITED)
    factories.a_cancelled_call(call=off.call)
    clock(INVITED_CLOSE_AT)
    said = [words(browser("anna").get(own(expression))) for expression in (late, off)]
    assert ["Skriv ansökan" in text for text in said] == [False, False]
    assert "Tiden att ansöka gick ut 15 juni 2018 kl. 23.59." in said[0]
    assert "Utlysningen ställdes in 2 maj 2018 kl. 12.00." in said[1]


def test_an_application_that_is_begun_is_gone_on_with(association, clock):
    expression = expression_at(ExpressionStatus.INVITED)
    draft = invited_draft(expression)
    clock(INVITED_CLOSE_AT)
    html = browser("anna").get(own(expression)).content.decode()
    assert html.count(f'href="{reverse("draft", args=[draft.pk])}">Gå till ansökan ni har börjat på') == 1


def test_the_home_page_lists_what_waits_until_the_application_has_come(association, clock):
    anna, expression = browser("anna"), expression_at(ExpressionStatus.INVITED)
    (group,) = anna.get(reverse("home")).context["groups"]
    assert (group.expressions, group.cases) == ([expression], [])
    factories.sign(invited_draft(expression))
    (group,) = anna.get(reverse("home")).context["groups"]
    assert (group.expressions, group.cases) == ([], [Application.objects.get()])


def test_after_the_application_the_same_number_shows_it_with_a_way_back(association, clock):
    expression = expression_at(ExpressionStatus.APPLIED)
    response = browser("anna").get(own(expression, "own_case"))
    assert own(expression) in response.content.decode()
    assert "Ni är inbjudna att ansöka" in words(response)
