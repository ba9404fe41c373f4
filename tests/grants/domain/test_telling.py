"""Who is told of what: the party of everything that is its own to act on or to know, once."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import User
from grants.domain import payments
from grants.enums import DecisionStatus, PaymentStatus, ReportStatus
from grants.models import Application
from journal.models import Mail, Notice
from tests.factories import NOW, TODAY, decision_at, payment_at, person, report_at

pytestmark = pytest.mark.django_db
TOLD: dict[str, tuple[Callable[[], Application], str]] = {
    "Beslutet i ert ärende är klart att läsa": (
        lambda: decision_at(DecisionStatus.DISPATCHED).application,
        "own_case",
    ),
    "Vi har betalat ut bidraget": (lambda: payment_at(PaymentStatus.PAID).decision.application, "own_case"),
    "Vi har granskat er slutredovisning": (lambda: report_at(ReportStatus.APPROVED).application, "own_report"),
}


@pytest.mark.parametrize("title", TOLD)
def test_everybody_who_acts_for_the_party_is_told(title: str, anna: User, bo: User) -> None:
    """FL 33 §: a decision is told of as soon as it can be."""
    arrange, page = TOLD[title]
    application = arrange()
    told = Notice.objects.filter(title=title)
    assert sorted(told.values_list("recipient_key", flat=True)) == sorted([anna.actor_key, bo.actor_key])
    assert {notice.url for notice in told} == {reverse(page, args=[application.case.number])}


def test_a_decision_is_not_told_of_before_it_is_sent(anna: User) -> None:
    decision_at(DecisionStatus.DECIDED)
    assert list(Notice.objects.values_list("title", flat=True)) == []


def test_the_mail_says_nothing_of_what_was_decided() -> None:
    decision_at(DecisionStatus.DISPATCHED)
    words = " ".join(f"{mail.subject} {mail.text} {mail.html}" for mail in Mail.objects.all())
    assert [word for word in ("eslut", "evilja", "300") if word in words] == []


def test_a_payment_marked_twice_is_told_of_once(anna: User) -> None:
    payment = payment_at(PaymentStatus.PAID)
    payments.mark_paid(payment, paid_on=TODAY, by=person("farah"), now=NOW)
    assert Notice.objects.filter(recipient_key=anna.actor_key, title="Vi har betalat ut bidraget").count() == 1
