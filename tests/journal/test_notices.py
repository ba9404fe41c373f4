"""Notices: each person once per happening, and a mail that says nothing of the case."""

import pytest

from journal.domain import notices
from journal.models import Mail, Notice
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def tell(*people, key: str = "message:1", **changes) -> None:
    notices.notify(
        people, key=key, title="Myndigheten har ställt en fråga", url="/a/", case_number="BID-1", now=NOW, **changes
    )


def test_each_person_is_told_once_however_often_it_is_said(anna, bo) -> None:
    tell(anna, bo, anna)
    tell(anna)
    assert sorted(Notice.objects.values_list("recipient_key", flat=True)) == sorted([anna.actor_key, bo.actor_key])
    assert Mail.objects.count() == 2


def test_the_mail_says_that_there_is_a_message_and_no_more(anna, settings) -> None:
    settings.SITE_URL = "https://portal.example.se"
    tell(anna)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (anna.email, "Du har ett meddelande i ärende BID-1")
    assert ("https://portal.example.se/a/" in mail.text, "fråga" in mail.text + mail.html) == (True, False)


def test_a_person_without_an_address_finds_it_in_the_portal() -> None:
    somebody = factories.anybody("without")
    somebody.email = ""
    tell(somebody)
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 0)


def test_a_notice_may_come_without_a_mail(anna) -> None:
    tell(anna, mail=False)
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 0)


def test_notices_are_ones_own_and_the_newest_come_first(anna, bo) -> None:
    tell(anna, key="first")
    tell(bo, key="other")
    tell(anna, key="second")
    assert [notice.key for notice in notices.notices_of(anna.actor_key)] == ["second", "first"]


def test_reading_is_marked_once(anna) -> None:
    tell(anna)
    mine = notices.notices_of(anna.actor_key)
    assert [notices.mark_read(mine, now=NOW), notices.mark_read(mine, now=factories.LATE)] == [1, 0]
    assert mine.get().read_at == NOW
