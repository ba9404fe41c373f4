"""The evidence of a mandate is reviewed before decision, or before submission where the ordinance says so (INV-5)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applicants.domain import mandates
from applicants.enums import MandateRole, ReviewStatus
from applicants.models import Mandate, Organisation
from delmos.lib.refusal import Refused
from grants import ordinances
from grants.domain import decisions
from grants.domain.queries.cases import case_for
from grants.enums import ApplicationStatus, DecisionKind
from grants.interfaces.sealing import seal
from grants.models import Application
from tests import factories
from tests.factories import NOW, a_call, a_draft, association, person, sign

pytestmark = pytest.mark.django_db
UNREVIEWED = {"review_status": ReviewStatus.UNREVIEWED, "reviewed_at": None, "reviewed_by": None, "review_note": ""}


def unreview(organisation: Organisation) -> None:
    """Put the signatories' mandates back to where they are when somebody has just registered the organisation."""
    Mandate.objects.filter(organisation=organisation, role=MandateRole.SIGNATORY).update(**UNREVIEWED)


def reject(organisation: Organisation) -> None:
    unreview(organisation)
    mandate = organisation.mandates.get(role=MandateRole.SIGNATORY)
    mandates.review(mandate, approved=False, note="Protokollet är från 2009.", by=person("rut"), now=NOW)


@pytest.fixture
def before_submission(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinance that wants the evidence approved before submission."""
    call = a_call()
    strict = replace(call.ordinance, mandate_review="before_submission")
    monkeypatch.setitem(ordinances._BY_KEY, call.ordinance_key, strict)


@pytest.mark.parametrize("version", ordinances.VERSIONS, ids=lambda version: version.key)
def test_every_ordinance_says_when_mandates_are_reviewed(version: ordinances.OrdinanceVersion) -> None:
    """FL 15 and 20 §§: what is missing can be supplied, so no ordinance here makes it a condition for submission."""
    assert version.mandate_review == "before_decision"


def test_nobody_waits_for_a_review_before_drafting() -> None:
    unreview(association())
    assert a_draft().organisation == association()


def test_an_application_is_submitted_before_the_review_where_the_decision_waits_for_it() -> None:
    draft = a_draft()
    unreview(draft.organisation)
    assert sign(draft) == Application.objects.get()


def test_an_application_waits_for_the_review_where_the_ordinance_says_so(before_submission: None) -> None:
    draft = a_draft()
    unreview(draft.organisation)
    with pytest.raises(Refused, match="Vi behöver godkänna underlaget för din behörighet"):
        sign(draft)
    assert not Application.objects.exists()


def test_a_reviewed_signatory_submits_where_the_ordinance_asks_for_review(before_submission: None) -> None:
    assert sign(a_draft()) == Application.objects.get()


def test_a_signatory_whose_evidence_is_refused_cannot_sign_and_reads_why() -> None:
    draft = a_draft()
    reject(draft.organisation)
    with pytest.raises(Refused, match=r"Protokollet är från 2009\. Lämna ett nytt underlag"):
        sign(draft)


def proposed_without_review() -> Application:
    application = factories.application_at(ApplicationStatus.PROPOSED)
    unreview(application.organisation)
    return application


def test_no_grant_is_drawn_up_before_the_mandate_is_reviewed() -> None:
    with pytest.raises(Refused, match="Behörigheten för Anna Andersson att skriva under"):
        factories.prepared(proposed_without_review())


def test_no_grant_is_decided_before_the_mandate_is_reviewed() -> None:
    """Also when the letter was drawn up before a mandate lost its approval."""
    decision = factories.prepared(factories.application_at(ApplicationStatus.PROPOSED))
    unreview(decision.application.organisation)
    with pytest.raises(Refused, match="är inte godkänd. Granska den innan bidrag beviljas"):
        decisions.decide(
            decision, letter_sha256=decision.letter_id, seal=seal, by=person("eva"), now=decision.prepared_at
        )


def test_a_rejection_needs_no_review() -> None:
    letter = factories.prepared(proposed_without_review(), kind=DecisionKind.REJECT)
    assert letter.kind == DecisionKind.REJECT


def test_the_officer_is_told_whose_mandate_is_unreviewed() -> None:
    application = proposed_without_review()
    mandate = application.organisation.mandates.get(role=MandateRole.SIGNATORY)
    assert case_for(person("dag"), application.case.number).unreviewed_mandate == mandate.pk


def test_a_mandate_that_ended_before_the_application_came_stands_behind_nothing() -> None:
    """Anna had an unreviewed mandate once, and an approved one when she signed."""
    application = factories.application_at(ApplicationStatus.PROPOSED)
    Mandate.objects.create(
        person=person("anna"),
        organisation=application.organisation,
        role=MandateRole.SIGNATORY,
        valid_from=(NOW - timedelta(days=30)).date(),
        granted_at=NOW - timedelta(days=30),
        granted_by=person("anna"),
        ended_at=NOW - timedelta(days=20),
        ended_by=person("anna"),
    )
    assert case_for(person("dag"), application.case.number).unreviewed_mandate is None
