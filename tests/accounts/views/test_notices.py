"""The notification centre: one's own notices, read by a press, and the count in the navigation."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from journal.domain.notices import MOST_COUNTED, notify
from journal.enums import MailStatus
from journal.models import Mail, Notice
from tests import factories
from tests.factories import NOW
from tests.pages import browser, flashes, words

pytestmark = pytest.mark.django_db
PAGE = "/konto/meddelanden/"


def tell(person: User, count: int = 1) -> None:
    for number in range(count):
        notify(
            [person], key=f"n:{number}", title=f"Händelse {number}", url="/utlysningar/", case_number="BID-1", now=NOW
        )


def titles(response) -> list[str]:
    return re.findall(r"Händelse \d+", words(response))


def counts(response) -> list[str]:
    return re.findall(r'class="count">([^<]*)<', response.content.decode())


def test_unread_notices_are_counted_in_the_navigation_of_every_page(anna):
    tell(anna, 3)
    assert [counts(browser("anna").get(url)) for url in (PAGE, "/utlysningar/")] == [["3"], ["3"]]


def test_a_person_without_unread_notices_sees_no_count(anna):
    assert counts(browser("anna").get(PAGE)) == []


def test_more_than_can_be_counted_are_many(anna):
    tell(anna, MOST_COUNTED + 1)
    assert counts(browser("anna").get(PAGE)) == ["99+"]


def test_staff_have_a_notification_centre_too(dag):
    tell(dag)
    assert titles(browser("dag").get(PAGE)) == ["Händelse 0"]


def test_notices_come_newest_first_a_page_at_a_time(anna):
    tell(anna, 25)
    first = browser("anna").get(PAGE)
    second = browser("anna").get(PAGE + re.findall(r'href="(\?efter=[^"]+)"', first.content.decode())[0])
    assert titles(first) + titles(second) == [f"Händelse {number}" for number in reversed(range(25))]


def test_opening_a_notice_marks_it_as_read_and_leads_on(anna):
    tell(anna, 2)
    notice = Notice.objects.get(key="n:0")
    response = browser("anna").post(reverse("notice_open", args=[notice.pk]))
    assert (response.status_code, response["Location"]) == (302, "/utlysningar/")
    assert list(Notice.objects.filter(read_at=None).values_list("key", flat=True)) == ["n:1"]


def test_all_notices_are_marked_at_once_but_only_ones_own(anna, bo):
    tell(anna, 2)
    tell(bo)
    response = browser("anna").post(reverse("notices_read"))
    assert flashes(response) == ["Alla meddelanden är markerade som lästa."]
    assert list(Notice.objects.filter(read_at=None).values_list("recipient_key", flat=True)) == [bo.actor_key]


def test_somebody_elses_notice_is_not_there(anna, cecilia):
    tell(anna)
    response = browser("cecilia").post(reverse("notice_open", args=[Notice.objects.get().pk]))
    assert (response.status_code, Notice.objects.get().read_at) == (404, None)


@pytest.mark.parametrize(("status", "said"), [(MailStatus.BOUNCED, True), (MailStatus.SENT, False)])
def test_the_page_says_when_the_address_does_not_work(anna, status, said):
    tell(anna)
    Mail.objects.update(status=status, sent_at=NOW)
    assert ("kom i retur" in words(browser("anna").get(PAGE))) is said


def test_the_page_says_what_it_is_for_when_it_is_empty():
    assert "Inga meddelanden" in words(browser(factories.person("gun").username).get(PAGE))
