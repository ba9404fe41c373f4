"""Every state of the tables is reached by the verbs alone."""

import pytest

from grants.enums import ApplicationStatus, DecisionStatus, PaymentStatus, ReportStatus
from tests.factories import application_at, payment_at, report_at
from tests.factories.appeals import any_decision_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ApplicationStatus)
def test_an_application_reaches_each_status(status: ApplicationStatus) -> None:
    assert application_at(status).status == status


@pytest.mark.parametrize("status", DecisionStatus)
def test_a_decision_reaches_each_status(status: DecisionStatus) -> None:
    assert any_decision_at(status).status == status


@pytest.mark.parametrize("status", PaymentStatus)
def test_a_payment_reaches_each_status(status: PaymentStatus) -> None:
    assert payment_at(status).status == status


@pytest.mark.parametrize("status", ReportStatus)
def test_a_report_reaches_each_status(status: ReportStatus) -> None:
    assert report_at(status).status == status
