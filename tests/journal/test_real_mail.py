"""Mails over a real SMTP connection by a real worker, also one that is killed: none lost in the queue, none twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from subprocess import Popen

import pytest
from django.db import transaction
from django.utils import timezone

from journal.domain import delivery
from journal.enums import MailStatus
from journal.models import Mail
from journal.tasks import send_due_mail, send_mail
from tests.journal.outbox import queued, state
from tests.processes import kill_tree, wait_until
from tests.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db(transaction=True)
Worker = Callable[[], "Popen[bytes]"]


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[MailServer]:
    """The mail server of this process and of the workers that it starts."""
    with mail_server() as running:
        monkeypatch.setenv("EMAIL_URL", running.url)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        yield running


def a_mail(key: str = "first", *, to: str = "anna@example.se") -> Mail:
    return queued(key, to=to, now=timezone.now())


def is_(mail: Mail, status: MailStatus) -> Callable[[], bool]:
    return lambda: Mail.objects.get(pk=mail.pk).status == status


def test_a_mail_arrives_as_it_was_rendered(server):
    mail = a_mail()
    delivery.send_due(now=timezone.now())
    (arrived,) = server.taken
    assert (arrived["Message-ID"], arrived["Subject"], arrived["To"]) == (
        delivery.message_id(mail),
        mail.subject,
        "anna@example.se",
    )
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]


def test_a_worker_sends_what_was_queued_in_a_committed_transaction(server, celery_worker_process):
    with transaction.atomic():
        mail = a_mail()
    wait_until(is_(mail, MailStatus.SENT))
    assert len(server.taken) == 1


def test_tasks_that_come_many_times_send_once(server, celery_worker_process):
    mail = a_mail()
    for _ in range(5):
        send_mail.delay(mail.pk)
        send_due_mail.delay()
    last = a_mail("last")
    wait_until(is_(last, MailStatus.SENT))
    assert [message["Message-ID"] for message in server.taken] == [delivery.message_id(m) for m in (mail, last)]


def test_a_worker_killed_before_it_spoke_of_the_mail_loses_nothing(server, start_celery_worker: Worker):
    server.stall_at = "CONNECT"
    worker = start_celery_worker()
    mail = a_mail()
    assert server.stalled.wait(30)
    kill_tree(worker)
    server.stall_at = ""
    assert state(mail)[0] == MailStatus.QUEUED
    start_celery_worker()
    send_due_mail.delay()
    wait_until(is_(mail, MailStatus.SENT))
    assert len(server.taken) == 1


def test_a_worker_killed_while_the_server_takes_the_mail_never_sends_it_twice(server, start_celery_worker: Worker):
    """The server has the mail; its answer never reaches the worker."""
    server.stall_at = "DATA."
    worker = start_celery_worker()
    mail = a_mail()
    assert server.stalled.wait(30)
    kill_tree(worker)
    server.stall_at = ""
    assert state(mail)[0] == MailStatus.SENDING
    delivery.send_due(now=timezone.now())
    delivery.send_due(now=timezone.now() + delivery.LOST + timedelta(seconds=1))
    assert (len(server.taken), state(mail)[0], state(mail)[2]) == (1, MailStatus.FAILED, delivery.UNSURE)


def test_an_address_that_the_server_refuses_has_bounced(server):
    server.answers["RCPT"] = "550 5.1.1 no such user"
    mail = a_mail()
    delivery.send_due(now=timezone.now())
    assert state(mail) == (MailStatus.BOUNCED, 1, "550 5.1.1 no such user")


def test_a_server_that_is_full_gets_the_mail_later(server):
    server.answers["DATA."] = "452 4.3.1 insufficient storage"
    mail, now = a_mail(), timezone.now()
    delivery.send_due(now=now)
    waiting = state(mail)[:2]
    server.answers.clear()
    delivery.send_due(now=now + delivery.FIRST_DELAY)
    assert (waiting, state(mail), len(server.taken)) == ((MailStatus.QUEUED, 1), (MailStatus.SENT, 2, ""), 1)


def test_a_server_that_is_away_gets_the_mail_later(server, settings):
    mail, now = a_mail(), timezone.now()
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    delivery.send_due(now=now)
    waiting, settings.EMAIL_PORT = state(mail)[0], there
    delivery.send_due(now=now + delivery.FIRST_DELAY)
    assert (waiting, state(mail)[0], len(server.taken)) == (MailStatus.QUEUED, MailStatus.SENT, 1)


def test_a_server_that_hangs_up_on_one_mail_is_called_anew_for_the_next(server):
    server.hang_up_at = "MAIL"
    first, second = a_mail(), a_mail("second")
    delivery.send_due(now=timezone.now())
    assert state(first) == (MailStatus.FAILED, 1, f"{delivery.UNSURE} (SMTPServerDisconnected)")
    assert (state(second)[0], [message["Message-ID"] for message in server.taken]) == (
        MailStatus.SENT,
        [delivery.message_id(second)],
    )


def test_a_server_that_says_goodbye_is_called_anew_for_the_next(server):
    server.answers["MAIL"] = "421 4.3.2 shutting down"
    first = a_mail()
    delivery.send_due(now=timezone.now())
    server.answers.clear()
    delivery.send_due(now=timezone.now() + delivery.FIRST_DELAY)
    assert (state(first), len(server.taken)) == ((MailStatus.SENT, 2, ""), 1)
