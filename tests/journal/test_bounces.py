"""Bounces: a report about a mail of ours marks it and what waits for the same address, and nothing else."""

import io
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.domain import bounces, delivery
from journal.enums import MailStatus
from journal.models import Mail
from tests.factories import NOW
from tests.journal.outbox import queued, state

REPORT = """From: MAILER-DAEMON@mail.example.se
To: noreply@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.se
Arrival-Date: Wed, 2 May 2018 12:00:00 +0200

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: {returned}

Message-ID: {about}
Subject: Du har ett meddelande

--b--
"""


def a_report(
    mail: Mail | None = None,
    *,
    address: str = "anna@example.se",
    action: str = "failed",
    returned: str = "text/rfc822-headers",
) -> bytes:
    about = delivery.message_id(mail) if mail else "<somebody@else>"
    return REPORT.format(address=address, action=action, about=about, returned=returned).encode()


def sent(key: str = "first") -> Mail:
    mail = queued(key)
    delivery.send(mail.pk, now=NOW)
    return mail


@pytest.mark.django_db
@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_the_mail_that_is_reported_has_bounced(returned):
    mail = sent()
    assert bounces.receive(a_report(mail, returned=returned), now=NOW) == 1
    assert state(mail) == (MailStatus.BOUNCED, 1, "5.1.1 smtp; 550 5.1.1 User unknown")
    assert not delivery.address_works("anna@example.se")


@pytest.mark.django_db
def test_what_waits_for_the_same_address_is_not_sent():
    first, second = sent(), queued("second")
    bounces.receive(a_report(first), now=NOW)
    assert (delivery.send_due(now=NOW), state(second)[0]) == (0, MailStatus.BOUNCED)


@pytest.mark.django_db
def test_a_mail_that_arrives_later_shows_that_the_address_works_again():
    bounces.receive(a_report(sent()), now=NOW)
    sent("later")
    assert delivery.address_works("anna@example.se")


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"address": "bo@example.se"}, {"action": "delayed"}, {"action": "delivered"}])
def test_a_report_about_something_else_marks_nothing(changes):
    mail = sent()
    assert (bounces.receive(a_report(mail, **changes), now=NOW), state(mail)[0]) == (0, MailStatus.SENT)


@pytest.mark.django_db
def test_a_report_that_names_no_mail_of_ours_silences_nobody():
    mail = sent()
    assert (bounces.receive(a_report(), now=NOW), state(mail)[0]) == (0, MailStatus.SENT)


@pytest.mark.django_db
def test_a_report_that_comes_twice_marks_once():
    mail = sent()
    assert [bounces.receive(a_report(mail), now=NOW) for _ in range(2)] == [1, 0]


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_error(report):
    assert bounces.read(report) == []


@pytest.mark.django_db
def test_the_command_reads_one_report_from_standard_input(monkeypatch, capsys):
    report = a_report(sent())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(report)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    call_command("receive_bounce")
    assert capsys.readouterr().out == "1 e-postmeddelanden markerade.\n"
