"""The last second before closing, with real threads and the real clock: nobody is lost, nobody is taken in twice."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.models import Application, Call, Draft
from journal.models import Case
from tests import factories
from tests.database import at_once

pytestmark = pytest.mark.django_db(transaction=True)
APPLICANTS = 8


@pytest.fixture
def call() -> Call:
    return factories.an_open_call_today()


@pytest.fixture
def drafts(call: Call) -> list[Draft]:
    now = timezone.now()
    return [factories.a_draft(call, organisation=factories.an_association(n), now=now) for n in range(APPLICANTS)]


def ready(draft: Draft) -> tuple[Client, str, dict[str, Any]]:
    """A signatory with the page open, and what the click will send."""
    client, page = Client(), reverse("draft_check", args=[draft.pk])
    client.force_login(factories.signatory_of(draft.organisation))
    shown = client.get(page).context["form"]["content_sha256"].value()
    return client, page, {"content_sha256": shown, "statement": "on"}


def click(draft: Draft, at: float) -> Any:
    """What the browser does: the page is open, and the click comes ``at`` seconds by the server's own clock."""
    client, page, data = ready(draft)

    def send() -> int:
        time.sleep(max(0.0, at - time.time()))
        return client.post(page, data).status_code

    return send


def close(call: Call, *, seconds: float) -> None:
    call.closes_at = timezone.now() + timedelta(seconds=seconds)
    Call.objects.filter(pk=call.pk).update(closes_at=call.closes_at)


def numbers() -> list[int]:
    return sorted(Case.objects.values_list("serial", flat=True))


def test_a_rush_of_double_clicks_gives_each_applicant_one_application(call: Call, drafts: list[Draft]) -> None:
    clicks = [click(draft, time.time()) for draft in drafts]
    assert set(at_once(*clicks, *clicks)) == {302}
    assert numbers() == list(range(1, APPLICANTS + 1))
    assert Application.objects.values("organisation").distinct().count() == APPLICANTS


def test_the_servers_clock_says_who_came_in_time(call: Call, drafts: list[Draft]) -> None:
    """INV-2: who is told that all is well came in before closing; everybody else is told that the call has closed."""
    closes = time.time() + 4
    clicks = [click(draft, closes + offset / 4) for draft, offset in zip(drafts, range(-6, 2), strict=True)]
    close(call, seconds=closes - time.time())
    answers = at_once(*clicks)
    came_in = set(Application.objects.filter(received_at__lt=call.closes_at).values_list("organisation", flat=True))
    told = {draft.organisation_id for draft, status in zip(drafts, answers, strict=True) if status == 302}
    assert (told, Application.objects.count(), numbers()) == (came_in, len(told), list(range(1, len(told) + 1)))
    assert set(answers[-2:]) == {422}
