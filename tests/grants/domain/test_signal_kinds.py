"""Each kind of signal: found between two applicants, not within one, explained, and never out of what is sensitive."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings

from applicants.domain import organisations
from applicants.enums import MandateRole
from applicants.models import Organisation
from delmos.lib.pdf import render_pdf
from grants.domain import reports
from grants.domain.signals import prints
from grants.domain.signals.budgets import FEWEST, usual
from grants.domain.signals.kinds import BY_CODE, KINDS
from grants.domain.signals.search import findings
from grants.enums import ApplicationStatus, PaymentStatus, ReportStatus, SignalKind
from grants.models import Application, Call, TextPrint
from grants.questions import Question, QuestionGroup, QuestionKind
from tests.factories import (
    LONG_TEXT,
    NOW,
    TODAY,
    a_call,
    a_call_asking,
    a_draft,
    an_account,
    an_association,
    another_applicant,
    application_at,
    association,
    payment_at,
    person,
    received,
    report_at,
    signatory_of,
    stated_account,
    with_file,
    withdrawn,
)

pytestmark = pytest.mark.django_db
K = SignalKind
LATER = datetime(2019, 3, 1, 10, 0, tzinfo=UTC)


def found(application: Application, kind: SignalKind, *, today: date = TODAY) -> list[tuple[str, int | None]]:
    """What the search finds of one kind: the explanation, and the case it points at."""
    application = Application.objects.get(pk=application.pk)
    prints.read_files(application)
    everything = list(findings(application, today=today))
    return [(finding.explanation, finding.other) for finding in everything if finding.kind is kind]


def own() -> Application:
    return received(a_call())


def test_every_kind_says_what_it_looks_at_why_and_whence() -> None:
    assert set(BY_CODE) == set(SignalKind)
    assert [kind.code for kind in KINDS if not (kind.looks_at and kind.why and kind.source)] == []
    assert {kind.weight for kind in KINDS} <= {1, 2, 3}


@pytest.mark.parametrize("kind", SignalKind)
def test_applicants_with_nothing_in_common_give_no_signal(kind: SignalKind) -> None:
    application = own()
    another_applicant(application)
    assert found(application, kind) == []


# --- what is shared ---------------------------------------------------------------------------------------------------


def signs_also(organisation: Organisation) -> None:
    organisations.add_mandate(
        organisation, person=person("anna"), role=MandateRole.SIGNATORY, by=signatory_of(organisation), now=NOW
    )


def test_a_signatory_of_two_applicants_is_found_in_both() -> None:
    application = own()
    other = another_applicant(application)
    signs_also(other.organisation)
    sentence = f"{person('anna').name} är eller har varit firmatecknare för sökanden, och för en annan sökande."
    assert found(application, K.SIGNATORY) == [(sentence, other.pk)]
    assert found(other, K.SIGNATORY) == [(sentence, application.pk)]


def test_a_signatory_of_an_organisation_that_has_not_applied_is_none() -> None:
    """INV-4: a draft of another's is nobody's business."""
    application, organisation = own(), an_association(1)
    a_draft(application.call, organisation=organisation)
    signs_also(organisation)
    assert found(application, K.SIGNATORY) == []


def test_an_agent_of_two_applicants_is_none() -> None:
    application = own()
    other = another_applicant(application).organisation
    organisations.add_mandate(other, person=person("anna"), role=MandateRole.AGENT, by=signatory_of(other), now=NOW)
    assert found(application, K.SIGNATORY) == []


def test_an_account_that_another_applicant_has_had_is_found() -> None:
    application = own()
    other = another_applicant(application)
    stated_account(application.organisation, "5050-1055")
    stated_account(other.organisation, "5050-1055")
    stated_account(other.organisation, "991-2346")  # exchanged since
    sentence = "Bankgiro 5050-1055 är eller har varit sökandens betalkonto, och en annan sökandes."
    assert found(application, K.ACCOUNT) == [(sentence, other.pk)]


def test_the_same_address_is_found_however_it_is_written() -> None:
    application = own()
    other = another_applicant(application)
    at(application.organisation, "Östra Storgatan 12, 803 20 Gävle")
    at(other.organisation, "ÖSTRA STORGATAN 12\n80320  gävle".replace("80320", "803 20"))
    sentence = "Sökandens postadress, Östra Storgatan 12, 803 20 Gävle, är också en annan sökandes."
    assert found(application, K.ADDRESS) == [(sentence, other.pk)]


@pytest.mark.parametrize("address", ["", "Gävle", "Östra Storgatan 21, 803 20 Gävle"])
def test_no_address_a_place_alone_and_another_number_are_none(address: str) -> None:
    application = own()
    at(application.organisation, "Östra Storgatan 12, 803 20 Gävle" if "21" in address else address)
    at(another_applicant(application).organisation, address)
    assert found(application, K.ADDRESS) == []


def at(organisation: Organisation, address: str) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(address=address)


# --- text -------------------------------------------------------------------------------------------------------------


def test_a_long_answer_copied_is_found_with_how_much_and_where() -> None:
    application = received(a_call(), measures=LONG_TEXT)
    other = another_applicant(application, goals=f"Vi vill detta. {LONG_TEXT.upper()}")
    found(other, K.TEXT)  # its own search draws its prints
    [(sentence, pk)] = found(application, K.TEXT)
    label = application.form.form.question("measures").label
    assert sentence.startswith(f"Svaret på ”{label}” är till stor del ordagrant lika en text hos en annan sökande: ")
    assert sentence.endswith("av 32 stickprov, vart och ett 6 ord i följd, finns i båda.")
    assert pk == other.pk


def test_the_same_text_in_an_applicants_own_two_applications_is_none() -> None:
    call = a_call()
    first, second = received(call, measures=LONG_TEXT), received(call, measures=LONG_TEXT)
    found(first, K.TEXT)
    assert found(second, K.TEXT) == []


def test_short_answers_alike_are_none() -> None:
    short = " ".join(LONG_TEXT.split()[: prints.SHORTEST - 1])
    application = received(a_call(), measures=short)
    found(another_applicant(application, measures=short), K.TEXT)
    assert found(application, K.TEXT) == []


def test_an_answer_to_a_sensitive_question_is_never_read() -> None:
    """INV-30."""
    asked = Question("story", QuestionKind.LONG_TEXT, "Berätta", max_length=4000, sensitive=True)
    application = received(a_call_asking(QuestionGroup("more", "Mer", (asked,))), story=LONG_TEXT)
    other = another_applicant(application, story=LONG_TEXT)
    assert (found(other, K.TEXT), found(application, K.TEXT)) == ([], [])
    assert TextPrint.objects.count() == 0


def test_text_in_attached_files_is_found_and_the_same_file_is_said_to_be_that() -> None:
    call = a_call()
    application = with_file(call, association(), a_text_pdf(f"Projektplan. {LONG_TEXT}"), "Plan.pdf")
    other = with_file(call, an_association(1), a_text_pdf(f"Vår egen plan. {LONG_TEXT}"), "Vår plan.pdf")
    found(other, K.TEXT)
    [(sentence, pk)] = found(application, K.TEXT)
    assert (sentence.startswith("Bilagan Plan.pdf är till stor del ordagrant lika"), pk) == (True, other.pk)
    copy = with_file(call, an_association(2), a_text_pdf(f"Projektplan. {LONG_TEXT}"), "Kopia.pdf")
    found(copy, K.TEXT)
    said = [sentence for sentence, pk in found(application, K.TEXT) if pk == copy.pk]
    assert "Bilagan Plan.pdf är exakt samma fil som en annan sökande har skickat in." in said


def a_text_pdf(text: str) -> bytes:
    html = f"<html lang='sv'><head><title>Plan</title></head><body><p>{text}</p></body></html>"
    return render_pdf(html, assets=settings.BASE_DIR / "static")


def test_an_auditor_that_the_form_asks_for_is_compared() -> None:
    asked = Question("revisor", QuestionKind.TEXT, "Revisor", max_length=200)
    call = a_call_asking(QuestionGroup("more", "Mer", (asked,)))
    application = received(call, revisor="Eva Ek, Ek Revision AB")
    other = another_applicant(application, revisor="EVA EK  Ek Revision AB")
    third = received(call, organisation=an_association(2), revisor="Ulf Alm")
    for one in (other, third):
        found(one, K.AUDITOR)
    sentence = "Sökanden anger Eva Ek, Ek Revision AB som revisor, och det gör en annan sökande också."
    assert found(application, K.AUDITOR) == [(sentence, other.pk)]


# --- other grants and reports -----------------------------------------------------------------------------------------


def test_another_grant_for_the_same_time_is_found_and_one_asked_for_is_said_to_be_that() -> None:
    granted, call = application_at(ApplicationStatus.GRANTED), a_call()
    asked, application = received(call), received(call)
    said = dict((pk, sentence) for sentence, pk in found(application, K.OVERLAP))
    assert set(said) == {granted.pk, asked.pk}
    assert said[granted.pk].startswith("Sökanden har fått bidrag också för 1 juni 2018 – 31 december 2018")
    assert said[asked.pk].startswith("Sökanden har sökt bidrag också för")


def test_another_time_and_an_application_taken_back_do_not_overlap() -> None:
    call = a_call()
    withdrawn(received(call))
    received(call, period_start="2018-10-01", period_end="2018-12-31")
    assert found(received(call, period_start="2018-06-01", period_end="2018-09-30"), K.OVERLAP) == []


def test_a_report_that_has_not_come_is_found_when_its_day_has_passed() -> None:
    earlier = payment_at(PaymentStatus.PAID).decision
    application = received(a_call())
    sentence = "Slutredovisningen av ett tidigare bidrag skulle ha kommit 31 januari 2019 och saknas."
    assert found(application, K.REPORTS, today=date(2019, 1, 31)) == []
    assert found(application, K.REPORTS, today=date(2019, 2, 1)) == [(sentence, earlier.application_id)]


def test_a_report_that_came_late_and_money_not_paid_back_are_found() -> None:
    earlier = payment_at(PaymentStatus.PAID).decision.application
    anna, spent = person("anna"), [100_000_00, 50_000_00]
    report = reports.save(earlier, account=an_account(earlier, spent=spent), base_version=0, by=anna, now=LATER)
    report = reports.submit(report, base_version=report.version, by=anna, now=LATER)
    reports.approve(report, by=person("dag"), now=LATER)
    said = [sentence for sentence, _ in found(received(a_call()), K.REPORTS)]
    assert said == [
        "Slutredovisningen av ett tidigare bidrag kom 1 mars 2019. Sista dag var 31 januari 2019.",
        "Sökanden har 150\u00a0000\u00a0kr kvar att betala tillbaka av ett tidigare bidrag.",
    ]


def test_a_report_in_time_with_nothing_left_is_none() -> None:
    report_at(ReportStatus.APPROVED)
    assert found(received(a_call()), K.REPORTS) == []


# --- new applicants ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("began", "is_new"), [("2015-05-02", False), ("2015-05-03", True), ("2017-01-01", True)])
def test_an_organisation_younger_than_three_years_is_new(began: str, *, is_new: bool) -> None:
    assert bool(found(received(a_call(), active_since=began), K.NEWCOMER)) is is_new


def test_of_a_new_one_it_is_said_that_it_applies_for_the_first_time() -> None:
    first = received(a_call(), active_since="2017-01-01")
    again = received(first.call, active_since="2017-01-01")
    begun = "Verksamheten började 1 januari 2017, mindre än 3 år före ansökan."
    assert found(first, K.NEWCOMER) == [(f"{begun} Sökanden söker här för första gången.", None)]
    assert found(again, K.NEWCOMER) == [(begun, None)]


def test_the_first_application_of_one_whose_age_nobody_knows_is_found() -> None:
    first = received(a_call_asking())
    sentence = "Sökanden söker här för första gången, och när verksamheten började är inte känt."
    assert found(first, K.NEWCOMER) == [(sentence, None)]
    assert found(received(first.call), K.NEWCOMER) == []


# --- budgets ----------------------------------------------------------------------------------------------------------


def with_comparable(call: Call, amounts: list[int], **own_costs: Any) -> Application:
    """An application in a call where others ask for these amounts (kronor) for premises."""
    for serial, amount in enumerate(amounts, start=1):
        received(call, organisation=an_association(serial), cost_rows=[("LOKAL", amount * 100)])
    return received(call, **own_costs)


def test_a_cost_far_from_others_is_found_with_what_is_usual() -> None:
    application = with_comparable(
        a_call(), [90, 95, 100, 100, 105, 110, 110, 120], cost_rows=[("Lokal", 900_00), ("Annat", 100_00)]
    )
    assert found(application, K.BUDGET) == [
        (
            "Kostnaden ”Lokal” är 900\u00a0kr. Hos 8 andra i samma utlysning är mittvärdet 100\u00a0kr, och hälften "
            "ligger mellan 95\u00a0kr och 110\u00a0kr.",
            None,
        )
    ]


def test_a_cost_among_the_others_is_none_and_neither_is_one_with_few_to_compare() -> None:
    call = a_call()
    application = with_comparable(call, [100] * (FEWEST - 1), cost_rows=[("Lokal", 900_00)])
    assert found(application, K.BUDGET) == []
    usual_one = received(call, organisation=an_association(50), cost_rows=[("Lokal", 100_00)])
    assert found(usual_one, K.BUDGET) == []
    assert len(found(application, K.BUDGET)) == 1  # now there are enough


def test_costs_in_other_calls_of_the_ordinance_are_compared_when_the_call_has_few() -> None:
    with_comparable(a_call(), [100] * FEWEST)
    application = received(a_call(), cost_rows=[("Lokal", 900_00)])
    [(sentence, _)] = found(application, K.BUDGET)
    assert "Hos 8 andra i samma förordning" in sentence


def test_what_is_far_is_reckoned_by_quartiles_and_the_median() -> None:
    found = usual([100, 200, 300, 400, 500, 600, 700, 800, 900])
    assert (found.number, found.lower, found.median, found.upper) == (9, 300, 500, 700)
    assert [found.is_far(amount) for amount in (1, 1000, 1900, 1901)] == [False, False, False, True]
    narrow = replace(found, lower=500, upper=500)
    assert [narrow.is_far(amount) for amount in (250, 251, 500, 999, 1000)] == [True, False, False, False, True]
