"""Final reports: written in one's own space, handed in once, reviewed by the officer."""

import pytest
from django.test import Client
from django.urls import reverse

from grants.domain import ledger
from grants.enums import ApplicationStatus, DecisionStatus, PaymentStatus, ReportStatus
from grants.models import FinalReport
from tests import factories
from tests.pages import browser, errors, flashes, words

TEXTS = {"results": "Grannar möts. 🎉", "relation_to_purpose": "Det minskar segregationen.", "follow_up": "Varje år."}
NOT_READABLE = "Beloppet går inte att läsa. Skriv kronor med siffror, till exempel 250 000 eller 1 000,50."


@pytest.fixture
def paid(association, clock):
    return factories.payment_at(PaymentStatus.PAID).decision.application


@pytest.fixture
def handed_in(association, clock):
    return factories.report_at(ReportStatus.SUBMITTED, spent=[200_000_00, 50_000_00])


def page(application):
    return reverse("own_report", args=[application.case.number])


def review(report):
    return reverse("report_review", args=[report.application.case.number])


def account(application, *spent, version=0, **changes):
    names = [f"spent_{row.pk}" for row in application.budget.all()]
    return {**TEXTS, "version": str(version), **dict(zip(names, spent, strict=True)), **changes}


def test_the_report_stands_beside_what_was_granted_row_by_row(handed_in):
    text = words(browser("dag").get(review(handed_in))).replace("\u00a0", " ")
    assert "Kostnadsslag Budget Bidrag Använt Lön till projektledare 200 000 kr 200 000 kr 200 000 kr" in text


def test_the_recipient_writes_beside_what_was_granted(paid):
    form = browser("anna").get(page(paid)).context["form"]
    assert [granted for _, granted, _ in form.beside_granted] == [200_000_00, 100_000_00]


def test_a_report_is_saved_half_done_and_shown_again(paid):
    anna = browser("anna")
    response = anna.post(page(paid), {"version": "0", "results": "Hittills 🎉", "save": "1"})
    assert (response["Location"], flashes(response)) == (page(paid), ["Sparat."])
    form = anna.get(page(paid)).context["form"]
    assert (form["results"].value(), form["version"].value(), FinalReport.objects.get().status) == (
        "Hittills 🎉",
        1,
        ReportStatus.DRAFT,
    )


def test_a_report_that_was_to_be_signed_when_the_session_ended_is_saved_and_not_signed(paid):
    response = Client().post(page(paid), {"version": "0", "results": "Hittills 🎉", "submit": "1"})
    assert (response.status_code, response.context["written"]) == (403, ["Hittills 🎉"])
    browser("anna").post(page(paid), dict(response.context["sent"]))
    report = FinalReport.objects.get()
    assert (report.results, report.status) == ("Hittills 🎉", ReportStatus.DRAFT)


def test_an_incomplete_report_is_kept_and_told_what_it_lacks(paid):
    anna = browser("anna")
    data = account(paid, "190 000", "", follow_up="", submit="1")
    response = anna.post(page(paid), data)
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Hur följs åtgärderna upp framöver? – Beskriv hur åtgärderna följs upp framöver. (förordningen (2018:119))",
            "Använt till ”Lokal” – Ange hur mycket som har använts till ”Lokal”. (förordningen (2018:119))",
        ],
    )
    assert anna.get(page(paid)).context["form"]["results"].value() == TEXTS["results"]
    again = {**response.context["form"].data.dict(), "follow_up": "Varje år.", f"spent_{paid.budget.last().pk}": "1"}
    assert anna.post(page(paid), again).status_code == 302
    assert FinalReport.objects.get().status == ReportStatus.SUBMITTED


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            {"results": "å" * 8001},
            ["Vilka resultat har ni nått? – Texten är för lång. Högst 8000 tecken får plats, och den har 8001."],
        ),
        ({"results": "\x00"}, ["Vilka resultat har ni nått? – Texten innehåller ett tecken som inte går att spara."]),
        ({"version": "x"}, None),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_and_stays_as_written(paid, change, sentences):
    data = account(paid, "1", "1", save="1", **change)
    response = browser("anna").post(page(paid), data)
    assert (response.status_code, FinalReport.objects.count()) == (422, 0)
    assert sentences in (None, errors(response))
    assert response.context["form"]["results"].value() == data["results"]


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [("-5", "Ett använt belopp kan inte vara negativt."), ("många", f"Använt till ”Lokal” – {NOT_READABLE}")],
)
def test_a_wrong_amount_is_refused_and_stays_as_written(paid, amount, sentence):
    response = browser("anna").post(page(paid), account(paid, "190 000", amount, save="1"))
    assert (response.status_code, errors(response), FinalReport.objects.count()) == (422, [sentence], 0)
    assert [field.value() for _, field in response.context["form"].money] == ["190 000", amount]


def test_the_second_tab_is_told_and_shown_both_texts_and_saving_again_keeps_the_second(paid):
    anna = browser("anna")
    anna.post(page(paid), account(paid, "1 000", "2", results="Den första", save="1"))
    response = anna.post(page(paid), account(paid, "3 000", "2", results="Den andra", save="1"))
    assert response.status_code == 409
    assert errors(response) == [
        "Redovisningen sparades av Anna Andersson 2 maj 2018 kl. 12.00, efter att du öppnade den. "
        "Dina ändringar är inte sparade än. Jämför med det som är sparat och spara igen om dina ska gälla."
    ]
    assert response.context["saved"] == [
        ("Vilka resultat har ni nått?", "Den första"),
        ("Använt till ”Lön till projektledare”", "1\u00a0000\u00a0kr"),
    ]
    assert words(response).count("Den första") == 1
    form = response.context["form"]
    assert (form["results"].value(), FinalReport.objects.get().results) == ("Den andra", "Den första")
    assert anna.post(page(paid), form.data.dict()).status_code == 302
    assert FinalReport.objects.get().results == "Den andra"


def test_a_double_click_hands_the_report_in_once(paid):
    anna, data = browser("anna"), account(paid, "200 000", "100 000", submit="1")
    first, second = (anna.post(page(paid), data) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 200)
    assert words(second).count("Inlämnad") >= 1
    assert paid.case.entries.filter(title="Slutredovisning").count() == 1


def test_a_report_that_is_handed_in_is_not_changed_from_another_tab(handed_in):
    application = handed_in.application
    data = account(application, "1", "1", version=1, save="1")
    response = browser("anna").post(page(application), data)
    assert (response.status_code, errors(response)) == (
        422,
        ["Slutredovisningen är redan inlämnad och kan inte ändras."],
    )
    assert response.context["form"]["results"].value() == TEXTS["results"]
    handed_in.refresh_from_db()
    assert handed_in.results == "Grannarna känner varandra."


def test_an_agent_saves_but_does_not_hand_in(paid):
    response = browser("bo").post(page(paid), account(paid, "200 000", "100 000", submit="1"))
    assert (response.status_code, FinalReport.objects.get().status) == (422, ReportStatus.DRAFT)
    assert response.context["form"].non_field_errors()[0].endswith("(14–15 §§ förvaltningslagen (2017:900))")


def test_there_is_no_report_before_the_money_is_paid(association, clock):
    application = factories.decision_at(DecisionStatus.DISPATCHED).application
    anna = browser("anna")
    assert anna.get(page(application)).status_code == 404
    assert anna.post(page(application), account(application, "1", "1", save="1")).status_code == 404
    assert FinalReport.objects.count() == 0


def test_staff_see_no_report_before_it_is_handed_in(association, clock):
    report = factories.report_at(ReportStatus.DRAFT)
    assert browser("dag").get(review(report)).status_code == 404


def test_the_approved_report_books_what_was_spent_and_what_to_pay_back(handed_in):
    response = browser("dag").post(review(handed_in), {"note": "Granskad mot underlag."})
    assert flashes(response) == ["Slutredovisningen är godkänd."]
    balance = ledger.balance_of(handed_in.application)
    assert (balance.cost_approved, balance.outstanding) == (250_000_00, 50_000_00)
    read = words(browser("anna").get(page(handed_in.application)))
    assert "Vi skickar besked om hur och när ni betalar tillbaka." in read


def test_a_report_that_spends_all_closes_the_case(association, clock):
    report = factories.report_at(ReportStatus.SUBMITTED)
    browser("dag").post(review(report), {"note": "Granskad."})
    report.application.refresh_from_db()
    assert report.application.status == ApplicationStatus.CLOSED


def test_a_report_is_approved_once(handed_in):
    dag = browser("dag")
    first, second = (dag.post(review(handed_in), {"note": "Granskad."}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 422)
    assert ledger.balance_of(handed_in.application).cost_approved == 250_000_00


def test_an_officer_who_has_not_answered_on_jav_does_not_approve(handed_in, disa):
    response = browser("disa").post(review(handed_in), {"note": "Granskad."})
    assert (response.status_code, errors(response)) == (
        422,
        ["Ta först ställning till om du är jävig i ärendet. (16–18 §§ förvaltningslagen (2017:900))"],
    )
