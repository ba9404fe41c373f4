"""Every refusal of the domain that concerns the applicant's side, each under the name of its rule (INV-n)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from applicants.models import Mandate, Organisation
from delmos.lib.refusal import Refused
from grants.domain import declarations, drafts
from grants.domain.queries.drafts import drafts_of
from grants.enums import ApplicationStatus
from grants.models import Application, Draft
from journal.domain import documents
from journal.models import Case, RegistryEntry
from tests.factories import BEFORE, CLOSES_AT, LATE, NOW, OPENS_AT, a_call, a_draft, anybody, jointly, received, sign
from tests.pages import browser, words

pytestmark = pytest.mark.django_db
DAY = date(2018, 5, 2)


def obstacles(on: date = DAY, **answers: Any) -> list[tuple[str, str]]:
    """Code and paragraph of what the answers speak against, under the call's ordinance."""
    draft = a_draft(**answers)
    found = declarations.obstacles(draft.call.ordinance, draft.organisation.type, draft.answers, on=on)
    return [(obstacle.requirement, str(obstacle.law)) for obstacle in found]


# --- INV-2: in time, or late and told so ------------------------------------------------------------------------------


def test_inv_2_nothing_is_begun_before_the_call_opens(association: Organisation, anna: User) -> None:
    with pytest.raises(Refused, match="Du kan inte börja ansöka än"):
        drafts.start(a_call(), organisation=association, by=anna, now=OPENS_AT - timedelta(seconds=1))


def test_inv_2_nothing_is_begun_after_the_call_has_closed(association: Organisation, anna: User) -> None:
    with pytest.raises(Refused, match="Det går inte att börja en ny ansökan"):
        drafts.start(a_call(), organisation=association, by=anna, now=CLOSES_AT)


def test_inv_2_nothing_comes_in_late_without_the_applicant_knowing_it() -> None:
    with pytest.raises(Refused, match="inkommen för sent") as refused:
        sign(a_draft(), now=CLOSES_AT)
    assert (refused.value.field, Application.objects.count()) == ("accepts_late", 0)


def test_inv_2_what_comes_in_late_is_registered_as_late() -> None:
    application = sign(a_draft(), now=LATE, accepts_late=True)
    assert application is not None
    assert (application.status, application.received_at) == (ApplicationStatus.RECEIVED_LATE, LATE)


# --- INV-4: a draft is the applicant's own ----------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["dag", "disa", "eva", "farah", "filip", "gun", "lars", "rut"])
def test_inv_4_no_query_gives_the_agency_a_draft(cast: dict[str, User], username: str) -> None:
    a_draft()
    assert list(drafts_of(cast[username], now=NOW)) == []


@pytest.mark.parametrize("username", ["dag", "disa", "eva", "farah", "filip", "gun", "lars", "rut", "cecilia"])
def test_inv_4_the_page_of_a_draft_is_not_there_for_others(cast: dict[str, User], username: str) -> None:
    draft = a_draft()
    pages = [reverse(name, args=[draft.pk]) for name in ("draft", "draft_check", "draft_content_pdf")]
    assert [browser(username).get(page).status_code for page in pages] == [404] * 3


def test_inv_4_a_draft_leaves_nothing_in_the_diary() -> None:
    a_draft()
    assert (Case.objects.count(), RegistryEntry.objects.count()) == (0, 0)


# --- INV-5: who signs -------------------------------------------------------------------------------------------------


def test_inv_5_without_a_mandate_nobody_submits() -> None:
    with pytest.raises(Refused, match="Du saknar behörighet"):
        sign(a_draft(), by=anybody("kim"))
    assert Application.objects.count() == 0


def test_inv_5_with_a_mandate_that_has_ended_nobody_submits(anna: User) -> None:
    draft = a_draft()
    Mandate.objects.filter(person=anna).update(valid_from=BEFORE.date(), valid_to=BEFORE.date())
    with pytest.raises(Refused, match="Du saknar behörighet"):
        sign(draft, by=anna)


def test_inv_5_who_may_only_write_does_not_sign(bo: User) -> None:
    with pytest.raises(Refused, match="ska skrivas under av en firmatecknare"):
        sign(a_draft(), by=bo)


def test_inv_5_one_of_two_joint_signatories_submits_nothing(anna: User) -> None:
    draft = a_draft()
    jointly(draft.organisation)
    assert (sign(draft, by=anna), Application.objects.count()) == (None, 0)


# --- INV-6: what is submitted is frozen -------------------------------------------------------------------------------


def test_inv_6_a_submitted_application_is_not_changed(anna: User) -> None:
    draft = a_draft()
    sign(draft)
    with pytest.raises(Refused, match="redan inskickad och kan inte ändras"):
        drafts.save_group(draft, group="about", answers={"title": "Nytt"}, base_version=1, by=anna, now=NOW)


def test_inv_6_the_database_refuses_it_too() -> None:
    draft = a_draft()
    sign(draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(answers={})


def test_inv_6_what_was_not_shown_is_not_signed(anna: User) -> None:
    with pytest.raises(Refused, match="har ändrats sedan du granskade den"):
        drafts.sign(a_draft(), content_sha256="0" * 64, by=anna, now=NOW)


def test_inv_6_the_signed_bytes_carry_the_hash_of_the_signature() -> None:
    draft = a_draft()
    frozen = drafts.freeze(draft)
    application = sign(draft)
    assert application is not None
    assert (documents.read(application.content), draft.signatures.get().content_sha256) == (
        frozen,
        application.content_id,
    )


# --- INV-18, 19: what the applicant declares against itself -----------------------------------------------------------


def test_inv_18_nothing_is_said_when_nothing_speaks_against() -> None:
    assert obstacles(respects_democracy=True) == []


@pytest.mark.parametrize(
    ("question", "answer", "requirement"),
    [
        ("public_debt", True, "tax_debt"),
        ("insolvency", True, "insolvency"),
        ("respects_democracy", False, "democratic_values"),
        ("other_state_grants", True, "other_state_grants"),
    ],
)
def test_inv_18_a_declared_exclusion_is_named_with_its_paragraph(question: str, answer: bool, requirement: str) -> None:
    ordinance = a_call().ordinance
    [law] = [demand.law for demand in ordinance.requirements if demand.code == requirement]
    assert obstacles(**{"respects_democracy": True, question: answer}) == [(requirement, str(law))]


@pytest.mark.parametrize(("since", "found"), [("2016-05-02", []), ("2016-05-03", ["years_active"])])
def test_inv_18_two_years_of_activity_are_counted_to_the_day(since: str, found: list[str]) -> None:
    assert [code for code, _ in obstacles(respects_democracy=True, active_since=since)] == found


def test_inv_18_the_signer_reads_it_before_signing(clock: None) -> None:
    draft = a_draft(respects_democracy=True, insolvency=True)
    page = words(browser("anna").get(reverse("draft_check", args=[draft.pk])))
    assert "Ni är i konkurs eller i likvidation." in page
    assert "Ni kan ändå skicka in ansökan" in page


def test_inv_18_the_officer_reads_it_beside_the_check(dag: User) -> None:
    application = received(respects_democracy=True, insolvency=True)
    page = words(browser("dag").get(reverse("checks", args=[application.case.number])))
    assert "Sökanden uppger: Ni är i konkurs eller i likvidation." in page


def test_inv_18_it_is_no_refusal_everybody_has_a_right_to_be_tried() -> None:
    """FL 19 and 20 §§: only a decision says no."""
    assert sign(a_draft(respects_democracy=False, insolvency=True)) is not None
