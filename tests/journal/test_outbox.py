"""The outbox: rendered once, queued once, sent once, with every attempt on record."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend

from journal.domain import delivery, outbox
from journal.enums import MailStatus
from journal.models import Mail
from tests.factories import NOW
from tests.journal.outbox import mailed, queued, state

pytestmark = pytest.mark.django_db
TEXT = """Hej Anna Öberg!

Du har ett meddelande i ärende BID-2018-00001. Logga in för att läsa det:

https://portal.example.se/arende/

Med vänlig hälsning
Delegationen mot segregation

Du kan inte svara på det här mejlet.
"""


def test_a_mail_is_rendered_when_it_is_queued() -> None:
    mail = queued()
    assert (mail.subject, mail.text, mail.status) == (
        "Du har ett meddelande i ärende BID-2018-00001",
        TEXT,
        MailStatus.QUEUED,
    )


def test_the_text_is_plain_and_the_html_is_escaped() -> None:
    mail = outbox.queue("notice", key="x", to="a@example.se", context={"name": "A & <b>"}, now=NOW)
    assert (mail.text.splitlines()[0], "<p>Hej A &amp; &lt;b&gt;!</p>" in mail.html) == ("Hej A & <b>!", True)


def test_html_mail_fetches_nothing() -> None:
    assert [word for word in ("src=", "url(", "<link", "<img", "<script") if word in queued().html] == []


def test_the_same_key_is_queued_once() -> None:
    assert (queued("one").pk, queued("two").pk) == (queued("one").pk, Mail.objects.get(key="two").pk)
    assert Mail.objects.count() == 2


def test_a_mail_needs_an_address() -> None:
    with pytest.raises(ValueError, match="needs an address"):
        queued(to="")


def test_an_address_of_the_portal_is_made_whole(settings) -> None:
    settings.SITE_URL = "https://portal.example.se/"
    assert outbox.absolute("/arende/1/") == "https://portal.example.se/arende/1/"


def test_a_sent_mail_says_so_and_carries_its_headers(settings) -> None:
    settings.SITE_URL = "https://portal.example.se"
    mail = queued(headers={"List-Unsubscribe": "<https://portal.example.se/av/>"})
    assert delivery.send(mail.pk, now=NOW) == 1
    (message,) = mailed()
    assert (state(mail), mail.sent_at) == ((MailStatus.SENT, 1, ""), NOW)
    assert message.extra_headers == {
        "Message-ID": delivery.message_id(mail),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://portal.example.se/av/>",
    }


def test_a_mail_is_sent_as_text_and_as_html() -> None:
    delivery.send(queued().pk, now=NOW)
    (message,) = mailed()
    assert (message.to, message.body, [part[1] for part in message.alternatives]) == (
        ["anna@example.se"],
        TEXT,
        ["text/html"],
    )


def test_a_mail_with_a_personal_link_is_emptied_when_it_is_sent() -> None:
    mail = outbox.queue("notice", key="x", to="a@example.se", context={}, now=NOW, opens_a_door=True)
    before = mail.text
    delivery.send(mail.pk, now=NOW)
    mail.refresh_from_db()
    assert (bool(before), mail.text, mail.html, mail.status) == (True, "", "", MailStatus.SENT)


def test_an_emptied_mail_is_not_sent_again() -> None:
    mail = outbox.queue("notice", key="x", to="a@example.se", context={}, now=NOW, opens_a_door=True)
    delivery.send(mail.pk, now=NOW)
    Mail.objects.update(status=MailStatus.BOUNCED)
    assert delivery.send_again(mail, now=NOW) is False


def test_a_task_delivered_twice_sends_once() -> None:
    mail = queued()
    assert [delivery.send(mail.pk, now=NOW), delivery.send(mail.pk, now=NOW), delivery.send_due(now=NOW)] == [1, 0, 0]
    assert len(mailed()) == 1


def test_what_another_worker_holds_is_left_alone() -> None:
    mail = queued()
    Mail.objects.update(status=MailStatus.SENDING, claimed_at=NOW)
    assert (delivery.send_due(now=NOW), mailed(), state(mail)[0]) == (0, [], MailStatus.SENDING)


def test_a_claim_whose_worker_is_lost_is_given_up_and_never_sent() -> None:
    mail = queued()
    Mail.objects.update(status=MailStatus.SENDING, claimed_at=NOW)
    delivery.send_due(now=NOW + delivery.LOST + timedelta(seconds=1))
    assert (state(mail), mailed()) == ((MailStatus.FAILED, 0, delivery.UNSURE), [])


def fails(monkeypatch: pytest.MonkeyPatch, error: OSError, *, at: str = "send_messages") -> None:
    """From now on the mail server answers like this."""

    def answer(*_: object) -> int:
        raise error

    monkeypatch.setattr(EmailBackend, at, answer)


def test_a_mail_that_is_refused_for_now_waits_twice_as_long_each_time(monkeypatch) -> None:
    fails(monkeypatch, SMTPDataError(451, b"later"))
    mail, now, waits = queued(), NOW, []
    for _ in range(4):
        delivery.send_due(now=now)
        mail.refresh_from_db()
        waits.append(mail.next_try_at - now)
        now = mail.next_try_at
    assert [wait // timedelta(minutes=1) for wait in waits] == [1, 2, 4, 8]
    assert state(mail) == (MailStatus.QUEUED, 4, "(451, b'later')")


def test_a_mail_is_not_tried_before_its_time(monkeypatch) -> None:
    fails(monkeypatch, SMTPDataError(451, b"later"))
    mail = queued()
    delivery.send_due(now=NOW)
    delivery.send_due(now=NOW + timedelta(seconds=59))
    assert state(mail)[1] == 1


def test_a_server_that_is_away_is_tried_a_bounded_number_of_times(monkeypatch) -> None:
    fails(monkeypatch, ConnectionRefusedError("away"), at="open")
    mail, now = queued(), NOW
    while state(mail)[0] == MailStatus.QUEUED:
        now = mail.next_try_at
        delivery.send_due(now=now)
    assert (state(mail), now - NOW) == (
        (MailStatus.FAILED, delivery.MOST_ATTEMPTS, "away"),
        timedelta(minutes=2**11 - 1),
    )


def test_an_address_that_is_refused_for_ever_has_bounced(monkeypatch) -> None:
    fails(monkeypatch, SMTPRecipientsRefused({"anna@example.se": (550, b"no such user")}))
    mail = queued()
    delivery.send_due(now=NOW)
    assert state(mail) == (MailStatus.BOUNCED, 1, "550 no such user")


def test_an_address_that_is_refused_for_now_is_tried_again(monkeypatch) -> None:
    fails(monkeypatch, SMTPRecipientsRefused({"anna@example.se": (450, b"mailbox busy")}))
    mail = queued()
    delivery.send_due(now=NOW)
    assert state(mail)[:2] == (MailStatus.QUEUED, 1)


def test_a_mail_whose_hand_over_broke_is_not_sent_again(monkeypatch) -> None:
    fails(monkeypatch, SMTPServerDisconnected("gone"))
    mail = queued()
    delivery.send_due(now=NOW)
    delivery.send_due(now=NOW + timedelta(days=2))
    assert state(mail) == (MailStatus.FAILED, 1, f"{delivery.UNSURE} (SMTPServerDisconnected)")


def test_a_server_that_is_gone_after_the_first_mail_leaves_the_others_in_the_queue(monkeypatch) -> None:
    """Nothing has been said of them, so they wait as if it had been away from the start."""
    mails = [queued(key) for key in ("first", "second", "third")]

    def hang_up(connection: EmailBackend, messages: list[object]) -> int:
        fails(monkeypatch, ConnectionRefusedError("away"), at="open")
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", hang_up)
    delivery.send_due(now=NOW)
    assert [state(mail)[:2] for mail in mails] == [
        (MailStatus.FAILED, 1),
        (MailStatus.QUEUED, 1),
        (MailStatus.QUEUED, 1),
    ]


def test_a_mail_that_cannot_be_written_fails_and_the_next_is_sent() -> None:
    broken, whole = queued("broken"), queued("whole")
    Mail.objects.filter(pk=broken.pk).update(subject="Två\nrader")
    delivery.send_due(now=NOW)
    assert (state(broken), state(whole)[0]) == (
        (MailStatus.FAILED, 1, f"{delivery.UNWRITABLE} (BadHeaderError)"),
        MailStatus.SENT,
    )


def test_staff_send_a_failed_mail_again_under_the_same_message_id() -> None:
    mail = queued()
    before = delivery.message_id(mail)
    Mail.objects.update(status=MailStatus.FAILED, attempts=12)
    assert delivery.send_again(mail, now=NOW)
    delivery.send_due(now=NOW)
    assert (state(mail), mailed()[0].extra_headers["Message-ID"]) == ((MailStatus.SENT, 1, ""), before)


@pytest.mark.parametrize("status", [MailStatus.QUEUED, MailStatus.SENDING, MailStatus.SENT])
def test_only_a_mail_that_did_not_arrive_is_sent_again(status) -> None:
    mail = queued()
    Mail.objects.update(status=status, sent_at=NOW)
    assert (delivery.send_again(mail, now=NOW), state(mail)[0]) == (False, status)


def test_a_worker_is_told_when_the_transaction_has_committed(django_capture_on_commit_callbacks, broker) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        queued()
        before = broker.llen("celery")
    assert (before, broker.llen("celery")) == (0, 1)
