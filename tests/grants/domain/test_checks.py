"""The checks panel: how long a check counts, what shows it, what the portal knows, and other grants (INV-18, 19)."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from applicants.domain import payment_accounts
from applicants.enums import AccountKind, ReviewStatus
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from grants.domain import assessment, checks, conflicts
from grants.domain.known_facts import HIDDEN, Known, known_of
from grants.domain.messages import Attachment
from grants.enums import CheckResult, ConflictAnswer, DecisionKind, DecisionStatus, ReportStatus
from grants.models import Application, Check
from grants.ordinances import VERSIONS
from grants.ordinances.profile import Requirement
from journal.enums import Direction
from journal.models import Scan
from tests.factories import (
    AMOUNT,
    NOW,
    a_call,
    a_draft,
    a_pdf,
    an_open_call_today,
    checked,
    decision_at,
    declare_no_conflict,
    person,
    received,
    report_at,
    scored,
    sign,
    signatory_of,
    verified_account,
)
from tests.factories.applications import assigned
from tests.grants.domain import acts

pytestmark = pytest.mark.django_db
EXE = b"MZ\x90\x00" + b"\x00" * 64
CHANGING = {"tax_debt", "insolvency", "own_reclaim", "mandate", "payment_account"}
DAYS = 90


@pytest.fixture
def case(db: None) -> Application:
    """A case under review, given to dag, who has answered on jäv."""
    return assigned(received())


def record(application: Application, *, now: datetime = NOW, **changes: Any) -> Check:
    stated: dict[str, Any] = {"requirement": "tax_debt", "result": CheckResult.MET, "source": "Kronofogden"}
    return assessment.record_check(application, by=person("dag"), now=now, **{**stated, **changes})


def propose(application: Application, *, now: datetime = NOW) -> Any:
    return assessment.propose(
        application, kind=DecisionKind.GRANT, amount_ore=AMOUNT, reasons="Bra.", by=person("dag"), now=now
    )


# --- how long a check counts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "requirement", [found for version in VERSIONS for found in version.requirements], ids=lambda found: found.code
)
def test_only_what_can_change_grows_old(requirement: Requirement) -> None:
    assert requirement.valid_days == (DAYS if requirement.code in CHANGING else None)


def test_on_the_last_day_the_checks_still_count(case: Application) -> None:
    scored(checked(case))
    assert propose(case, now=NOW + timedelta(days=DAYS))


def test_a_day_later_they_are_too_old_for_a_grant_and_each_is_named(case: Application) -> None:
    scored(checked(case))
    with pytest.raises(Refusals) as refused:
        propose(case, now=NOW + timedelta(days=DAYS + 1))
    assert [str(found).partition(":")[0] for found in refused.value.refusals] == [
        "Kontrollen ”Inga skulder för skatt eller avgifter” är för gammal",
        "Kontrollen ”Inte i konkurs eller likvidation” är för gammal",
        "Kontrollen ”Behörig företrädare” är för gammal",
    ]


def test_before_each_payment_they_are_asked_for_again_and_can_be_made_anew() -> None:
    """INV-18."""
    application, late = acts.dispatched_with_account(), NOW + timedelta(days=DAYS + 1)

    def pay() -> Any:
        return acts.payments.prepare(application, instalment=1, by=person("farah"), now=late)

    with pytest.raises(Refusals, match="Kontrollen ”Inga skulder för skatt eller avgifter” är för gammal"):
        pay()
    checked(application, now=late)
    assert pay().amount_ore == AMOUNT


def test_a_shortcoming_found_after_the_decision_stops_the_payment() -> None:
    application = acts.dispatched_with_account()
    record(application, result=CheckResult.NOT_MET, note="Skuld 12 000 kr")
    with pytest.raises(Refusals, match="Kravet ”Inga skulder för skatt eller avgifter” är inte uppfyllt"):
        acts.prepare_payment(application, person("farah"))


# --- what shows it ----------------------------------------------------------------------------------------------------


def test_new_evidence_is_scanned_and_goes_in_the_diary_without_the_party_reading_it(case: Application) -> None:
    pdf = a_pdf("utdrag")
    made = record(case, file=Attachment("utdrag.pdf", pdf, len(pdf.getvalue())))
    assert made.evidence
    assert (made.evidence.title, made.evidence.direction, made.evidence.visible_to_party) == (
        "Underlag till kontroll: utdrag.pdf",
        Direction.DRAWN_UP,
        False,
    )
    assert Scan.objects.filter(document=made.evidence.document).count() == 1


def test_evidence_that_is_in_the_case_already_is_pointed_at(case: Application) -> None:
    first = case.case.entries.filter(document__isnull=False).earliest("serial")
    assert record(case, serial=first.serial).evidence == first


def test_evidence_of_another_case_is_not(case: Application) -> None:
    with pytest.raises(Refused, match="Välj en handling i ärendet"):
        record(case, serial=99)


def test_a_file_that_is_no_evidence_is_refused_and_no_check_is_made(case: Application) -> None:
    with pytest.raises(Refused):
        record(case, file=Attachment("utdrag.exe", BytesIO(EXE), len(EXE)))
    assert Check.objects.count() == 0


# --- what the portal knows --------------------------------------------------------------------------------------------


def known(application: Application, code: str, username: str = "dag") -> Known:
    return known_of(application, person(username))[code]


def test_the_portal_knows_type_years_mandate_account_and_other_grants(case: Application) -> None:
    said = known_of(case, person("dag"))
    assert {code: found.result for code, found in said.items()} == {
        "applicant_type": CheckResult.MET,
        "years_active": CheckResult.MET,
        "mandate": CheckResult.MET,
        "payment_account": None,
        "other_state_grants": CheckResult.MET,
    }


def test_an_account_is_what_it_should_be_when_two_economists_have_verified_it(case: Application) -> None:
    assert known(case, "payment_account").sentence == "Sökanden har inte angett något konto."
    account = verified_account(case.organisation)
    found = known(case, "payment_account")
    assert (found.result, found.sentence) == (CheckResult.MET, f"{account}: kontrollerat av två ekonomer.")


def test_an_account_that_one_economist_has_verified_is_for_a_person_to_judge(case: Application) -> None:
    signatory = signatory_of(case.organisation)
    account = payment_accounts.state(
        case.organisation, kind=AccountKind.BANKGIRO, number="5050-1055", by=signatory, now=NOW
    )
    payment_accounts.verify(account, note="Bankens brev.", by=person("farah"), now=NOW)
    found = known(case, "payment_account")
    assert (found.result, found.sentence) == (None, f"{account}: kontrollerat av en ekonom.")


def test_the_account_and_the_auditor_stand_in_the_way_of_no_decision() -> None:
    found = [known for version in VERSIONS for known in version.requirements if not known.excludes]
    assert {known.code for known in found} == {"payment_account", "auditor"}


def test_years_are_counted_from_the_day_the_applicant_states(db: None) -> None:
    young = assigned(received(active_since="2017-05-01"))
    found = known(young, "years_active")
    assert (found.result, found.sentence) == (
        CheckResult.NOT_MET,
        "Verksamheten började 1 maj 2017. Det är mindre än 2 år före 2 maj 2018, då ansökan kom in.",
    )


def test_a_mandate_that_is_not_approved_is_said(case: Application) -> None:
    unread = {"review_status": ReviewStatus.UNREVIEWED, "reviewed_at": None, "reviewed_by": None, "review_note": ""}
    case.organisation.mandates.update(**unread)
    assert known(case, "mandate").result is CheckResult.NOT_MET


def test_the_officer_confirms_with_one_click_and_the_row_says_that_it_was_computed(
    case: Application, dag: User
) -> None:
    made = checks.confirm(case, requirement="years_active", by=dag, now=NOW)
    assert (made.computed, made.result, made.source, made.checked_by, made.checked_at) == (
        True,
        CheckResult.MET,
        "Sökandens svar i ansökan",
        dag,
        NOW,
    )


def test_what_a_person_makes_is_not_called_computed(case: Application) -> None:
    assert record(case).computed is False


def test_what_the_portal_does_not_know_is_not_confirmed(case: Application, dag: User) -> None:
    with pytest.raises(Refused, match="Portalen kan inte bedöma kravet"):
        checks.confirm(case, requirement="tax_debt", by=dag, now=NOW)


def test_nothing_is_decided_by_itself(case: Application) -> None:
    known_of(case, person("dag"))
    assert Check.objects.count() == 0


def test_only_the_officer_confirms(case: Application, disa: User) -> None:
    declare_no_conflict(case, "disa")
    with pytest.raises(Refused, match="Ärendet är fördelat till en annan handläggare"):
        checks.confirm(case, requirement="years_active", by=disa, now=NOW)


# --- other grants (INV-19) --------------------------------------------------------------------------------------------


def granted_beside(application: Application) -> Application:
    """Another grant to the same association, for the same period."""
    return decision_at(DecisionStatus.DECIDED, call=application.call).application


def test_another_grant_here_for_the_same_time_is_said_with_its_amount(case: Application) -> None:
    other = granted_beside(case)
    found = known(case, "other_state_grants")
    assert (found.result, found.sentence) == (
        None,
        f"Beviljat här för samma tid: {other.case.number} ({format_sek(300_000_00)}).",
    )


def test_nothing_is_said_of_a_case_in_which_the_officer_is_javig_but_that_somebody_else_must_look(
    case: Application, dag: User
) -> None:
    """INV-8."""
    other = granted_beside(case)
    conflicts.declare(other, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=dag, now=NOW)
    found = known(case, "other_state_grants")
    assert (found.result, found.sentence) == (None, HIDDEN)


def test_a_known_grant_is_not_ticked_off_without_a_note(case: Application) -> None:
    granted_beside(case)
    with pytest.raises(Refused, match="Skriv i kontrollen ”Ingen dubbel finansiering” hur du vet"):
        record(case, requirement="other_state_grants")
    assert record(case, requirement="other_state_grants", note="Gäller lokalhyra, inte lön.")


def test_a_declared_grant_is_not_ticked_off_without_a_note(db: None) -> None:
    declared = assigned(received(other_state_grants=True))
    with pytest.raises(Refused, match="Skriv i kontrollen"):
        record(declared, requirement="other_state_grants")


def test_a_grant_decided_after_the_check_blocks_approval_until_it_is_made_anew(case: Application) -> None:
    scored(checked(case, now=NOW - timedelta(minutes=1)))
    granted_beside(case)
    with pytest.raises(Refused, match="efter kontrollen ”Ingen dubbel finansiering”. Gör om den"):
        propose(case)
    checked(case)
    assert propose(case)


def test_an_unexplained_grant_blocks_the_decision_too(eva: User) -> None:
    call = a_call()
    application = assigned(received(call))
    scored(checked(application))
    record(application, requirement="other_state_grants")
    propose(application)
    declare_no_conflict(application, "eva")
    decision_at(DecisionStatus.DECIDED, call=call)
    with pytest.raises(Refused, match="Skriv i kontrollen"):
        acts.prepare_decision(application, eva)


def under_the_standard() -> Application:
    """A case under the ordinance that asks for it, which is in force by the real clock alone."""
    now = timezone.now()
    application = sign(a_draft(an_open_call_today(), now=now), now=now)
    assert application
    return assigned(application, now=now)


def test_money_to_pay_back_is_said_and_left_to_the_officer() -> None:
    report_at(ReportStatus.APPROVED, spent=[100_000_00, 50_000_00])
    found = known(under_the_standard(), "own_reclaim")
    assert (found.result, found.sentence) == (
        None,
        f"Sökanden har {format_sek(150_000_00)} kvar att betala tillbaka. Pröva om tiden har gått ut.",
    )


def test_nothing_to_pay_back_is_said_too() -> None:
    assert known(under_the_standard(), "own_reclaim").result is CheckResult.MET
