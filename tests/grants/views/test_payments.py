"""Payments: two economists, cancelled and done again, and the money that comes back."""

import pytest
from django.urls import reverse

from grants.domain import ledger
from grants.enums import ApplicationStatus, DecisionStatus, PaymentStatus, ReportStatus
from grants.models import Payment
from grants.views import payments
from tests import factories
from tests.pages import browser, errors, flashes, lead, words

LAW = "(4 § myndighetsförordningen (2007:515))"


@pytest.fixture
def granted(association, clock):
    """A grant of 300 000 kr that is sent, with a verified account, and economists who have answered on jäv."""
    application = factories.decision_at(DecisionStatus.DISPATCHED).application
    factories.verified_account(application.organisation)
    factories.declare_no_conflict(application, "farah", "filip")
    return application


@pytest.fixture
def waiting(association, clock):
    return factories.payment_at(PaymentStatus.PREPARED)


@pytest.fixture
def attested(association, clock):
    return factories.payment_at(PaymentStatus.ATTESTED)


@pytest.fixture
def owed(association, clock):
    """A closed account of a grant of which 50 000 kr is to be paid back."""
    application = factories.report_at(ReportStatus.APPROVED, spent=[200_000_00, 50_000_00]).application
    application.refresh_from_db()
    return application


def case_page(name, application):
    return reverse(name, args=[application.case.number])


def act(payment, name, username, **data):
    return browser(username).post(reverse(name, args=[payment.pk]), data)


def status_of(thing):
    thing.refresh_from_db()
    return thing.status


# --- prepare ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["2", "", "allt"])
def test_another_instalment_than_the_next_is_not_prepared(granted, shown):
    response = browser("farah").post(case_page("payment_prepare", granted), {"instalment": shown})
    number = shown if shown.isdigit() else "0"
    sentence = f"Rat {number} kan inte betalas ut nu. Nästa i tur är rat 1."
    assert (response.status_code, errors(response), Payment.objects.count()) == (422, [sentence], 0)


def test_the_page_shows_the_instalment_that_is_next(granted):
    response = browser("farah").get(case_page("payment_prepare", granted))
    assert "Rat 1: 300 000 kr av budgetåret 2018." in words(response).replace("\u00a0", " ")
    assert response.context["form"]["instalment"].value() == 1


def test_a_double_click_prepares_one_payment(granted):
    farah, url = browser("farah"), case_page("payment_prepare", granted)
    first, second = (farah.post(url, {"instalment": "1"}) for _ in range(2))
    assert (first.status_code, second.status_code, Payment.objects.count()) == (302, 422, 1)
    assert errors(second) == ["Det finns redan en utbetalning på väg för beslutet. Avsluta eller avbryt den först."]


def test_nothing_is_paid_to_an_account_that_is_not_verified(association, clock):
    application = factories.decision_at(DecisionStatus.DISPATCHED).application
    factories.declare_no_conflict(application, "farah")
    response = browser("farah").post(case_page("payment_prepare", application), {"instalment": "1"})
    assert (response.status_code, errors(response)) == (
        422,
        [f"Föreningen Grannsamverkan Öster har inte uppgett något betalkonto. {LAW}"],
    )


def test_nothing_is_prepared_before_jav_is_answered(association, clock):
    application = factories.decision_at(DecisionStatus.DISPATCHED).application
    response = browser("farah").post(case_page("payment_prepare", application), {"instalment": "1"})
    assert (response.status_code, errors(response)) == (
        422,
        ["Ta först ställning till om du är jävig i ärendet. (16–18 §§ förvaltningslagen (2017:900))"],
    )


def test_what_waits_to_be_paid_goes_on_to_a_next_page(granted, monkeypatch):
    monkeypatch.setattr(payments, "MOST_WAITING", 1)
    other = factories.decision_at(DecisionStatus.DISPATCHED, organisation=factories.an_association(7)).application
    farah, url = browser("farah"), reverse("payment_list")
    first = farah.get(url)
    second = farah.get(url + first.context["next_waiting_url"])
    shown = [[decision.application for decision in page.context["waiting"]] for page in (first, second)]
    assert (shown, second.context["next_waiting_url"]) == ([[granted], [other]], "")
    assert "Fler bidrag som väntar" in first.content.decode()


# --- attest and pay --------------------------------------------------------------------------------------------------


def test_the_one_who_prepared_does_not_attest(waiting):
    response = act(waiting, "payment_attest", "farah")
    assert (response.status_code, lead(response)) == (
        409,
        "Du har upprättat utbetalningen. En annan ekonom behöver attestera den.",
    )
    assert words(response).count("4 § myndighetsförordningen (2007:515)") == 1
    assert status_of(waiting) == PaymentStatus.PREPARED


def test_another_economist_attests(waiting):
    response = act(waiting, "payment_attest", "filip")
    assert (flashes(response), status_of(waiting)) == (["Utbetalningen är attesterad."], PaymentStatus.ATTESTED)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2018-05-03", "Betalningsdag enligt banken – Betalningsdagen kan inte ligga framåt i tiden."),
        ("2018-05-01", "Betalningsdag enligt banken – Betalningsdagen kan inte vara före attesten 2 maj 2018."),
        (
            "i går",
            "Betalningsdag enligt banken – Skriv datumet som år-månad-dag, till exempel 2018-05-15.",
        ),
    ],
)
def test_a_wrong_day_is_not_booked(attested, day, sentence):
    response = act(attested, "payment_mark_paid", "filip", paid_on=day)
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert response.context["form"]["paid_on"].value() == day
    assert (status_of(attested), ledger.balance_of(attested.decision.application).disbursed) == ("attested", 0)


def test_a_double_click_books_the_money_once(attested):
    for _ in range(2):
        assert act(attested, "payment_mark_paid", "filip", paid_on="2018-05-02").status_code == 302
    assert ledger.balance_of(attested.decision.application).disbursed == attested.amount_ore


# --- cancel and do again ---------------------------------------------------------------------------------------------


def test_a_cancelled_payment_says_why_and_a_new_one_can_be_prepared(waiting):
    application = waiting.decision.application
    response = act(waiting, "payment_cancel", "farah", reason="Fel belopp")
    assert (flashes(response), status_of(waiting)) == (["Utbetalningen är avbruten."], PaymentStatus.CANCELLED)
    assert words(browser("farah").get(response["Location"])).count("Fel belopp") == 1
    again = browser("filip").post(case_page("payment_prepare", application), {"instalment": "1"})
    assert (again.status_code, Payment.objects.latest("pk").prepared_by.username) == (302, "filip")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" ", "Skriv varför."),
        ("å" * 301, "Texten är för lång. Högst 300 tecken får plats, och den har 301."),
        ("\x00", "Texten innehåller ett tecken som inte går att spara."),
    ],
)
def test_a_payment_is_not_cancelled_without_a_readable_reason(waiting, reason, sentence):
    response = act(waiting, "payment_cancel", "farah", reason=reason)
    assert (response.status_code, errors(response)) == (422, [f"Varför avbryts utbetalningen? – {sentence}"])
    assert response.context["cancel_form"]["reason"].value() == reason
    assert status_of(waiting) == PaymentStatus.PREPARED


def test_a_payment_that_is_made_is_not_cancelled(association, clock):
    paid = factories.payment_at(PaymentStatus.PAID)
    response = act(paid, "payment_cancel", "farah", reason="Fel konto")
    assert (response.status_code, status_of(paid)) == (422, PaymentStatus.PAID)
    assert errors(response) == [
        "Det går inte att avbryta utbetalningen nu. Läget är ”utbetald”, och steget kräver läget ”attesterad, klar för "
        "attest”."
    ]


def test_the_list_is_narrowed_by_state_and_shows_what_is_left_to_pay(granted):
    farah, url = browser("farah"), reverse("payment_list")
    assert [row.application_id for row in farah.get(url).context["waiting"]] == [granted.pk]
    farah.post(case_page("payment_prepare", granted), {"instalment": "1"})
    found = farah.get(url, {"lage": "prepared"}).context
    assert ([row.amount_ore for row in found["rows"]], list(found["waiting"])) == ([300_000_00], [])
    assert list(farah.get(url, {"lage": "paid"}).context["rows"]) == []


def test_an_unknown_payment_is_not_there(waiting):
    farah = browser("farah")
    assert [farah.get(f"/utbetalningar/{pk}/").status_code for pk in (0, 10**6, 10**30)] == [404, 404, 404]


# --- money back ------------------------------------------------------------------------------------------------------

BACK = {"amount": "50 000", "received_on": "2018-05-02", "reference": "BG-1"}


def test_the_repayment_closes_the_case(owed):
    response = browser("farah").post(case_page("repayment", owed), BACK)
    assert (response["Location"], flashes(response)) == (
        case_page("payment_prepare", owed),
        ["Återbetalningen är bokförd."],
    )
    assert (status_of(owed), ledger.balance_of(owed).settled) == (ApplicationStatus.CLOSED, True)


def test_part_of_the_repayment_leaves_the_case_open(owed):
    browser("farah").post(case_page("repayment", owed), {**BACK, "amount": "20 000"})
    assert (status_of(owed), ledger.balance_of(owed).outstanding) == (ApplicationStatus.GRANTED, 30_000_00)


def test_the_same_repayment_is_not_booked_twice(owed):
    farah = browser("farah")
    part = {**BACK, "amount": "20 000"}
    farah.post(case_page("repayment", owed), part)
    response = farah.post(case_page("repayment", owed), part)
    assert (response.status_code, errors(response)) == (
        422,
        ["Bankens referens – Inbetalningen med den referensen är redan bokförd."],
    )
    assert ledger.balance_of(owed).repaid == 20_000_00


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": "50 000,01"}, "Belopp – Beloppet ska vara större än 0 kr och högst 50 000 kr."),
        ({"amount": "0"}, "Belopp – Beloppet ska vara större än 0 kr och högst 50 000 kr."),
        ({"amount": "-5"}, "Belopp – Beloppet ska vara större än 0 kr och högst 50 000 kr."),
        ({"received_on": "2018-05-03"}, "Dag då pengarna kom in – Dagen kan inte ligga framåt i tiden."),
        ({"reference": " "}, "Bankens referens – Skriv referensen."),
    ],
)
def test_a_wrong_repayment_is_refused_and_stays_as_written(owed, change, sentence):
    response = browser("farah").post(case_page("repayment", owed), {**BACK, **change})
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert {field.name: field.value() for field in response.context["form"]} == {**BACK, **change}
    assert ledger.balance_of(owed).repaid == 0
