"""Mails that did not arrive are shown to the registrars, who may send them again."""

import pytest
from django.urls import reverse

from grants.enums import ApplicationStatus
from journal.enums import MailStatus
from journal.models import Mail
from tests import factories
from tests.journal.outbox import queued, state
from tests.pages import browser, flashes, words

pytestmark = pytest.mark.django_db


def test_what_did_not_arrive_is_listed_with_its_reason(rut):
    queued("waits")
    mail = queued("back", to="bo@example.se")
    Mail.objects.filter(pk=mail.pk).update(status=MailStatus.BOUNCED, last_error="550 no such user")
    said = words(browser("rut").get(reverse("undelivered_mails")))
    assert ["bo@example.se" in said, "550 no such user" in said, "anna@example.se" in said] == [True, True, False]


def test_a_mail_is_sent_again(rut):
    mail = queued()
    Mail.objects.update(status=MailStatus.FAILED, attempts=12)
    response = browser("rut").post(reverse("mail_again", args=[mail.pk]))
    assert (flashes(response), state(mail)[:2]) == (
        ["Mejlet till anna@example.se skickas igen."],
        (MailStatus.QUEUED, 0),
    )


def test_a_mail_that_arrived_is_not_there_to_send_again(rut):
    mail = queued()
    assert browser("rut").post(reverse("mail_again", args=[mail.pk])).status_code == 404


def test_a_registrar_who_may_be_javig_does_not_see_the_mails_of_the_case(rut, gun, clock):
    application = factories.application_at(ApplicationStatus.IN_REVIEW)
    factories.an_objection(application)
    Mail.objects.update(status=MailStatus.FAILED)
    number, url = application.case.number, reverse("undelivered_mails")
    assert number in words(browser("rut").get(url))
    factories.a_question(application, "rut")
    Mail.objects.update(status=MailStatus.FAILED)
    assert number not in words(browser("rut").get(url))
