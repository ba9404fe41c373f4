"""A visitor finds a call, reads its form, asks whether the association may apply, and asks for e-mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grants.models import Call
from tests import factories
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Visit = Callable[..., Visitor]


def test_a_visitor_finds_out_on_a_phone_whether_to_apply(visit: Visit) -> None:
    call = factories.an_open_call_today()
    visitor = visit(narrow=True).go(reverse("call_list")).look()
    visitor.write("Sök i rubrik och ändamål", "mötesplats").press("Sök").look("public-list")
    visitor.press(call.title).look("public-detail")
    visitor.press("Läs alla frågor i ansökan innan du loggar in").look("public-form")
    visitor.go(reverse("call_detail", args=[call.slug])).press("Får vi söka?").look()
    visitor.choose("Ideell förening").press("Fortsätt").look("public-questions")
    visitor.press("Visa svaret").look()
    assert visitor.sees("Svara på frågan.")
    for question in visitor.page.locator("fieldset").all():
        question.get_by_label("Vet inte").check()
    visitor.press("Visa svaret").look()
    assert visitor.sees("Ni kan söka, men något behöver prövas")


def test_a_visitor_sees_which_step_of_a_call_is_open(visit: Visit) -> None:
    now = timezone.now()
    call = factories.an_open_call_today(invited_close_at=now + timedelta(days=40))
    visitor = visit(narrow=True).go(reverse("call_list")).look("public-list-two-steps")
    visitor.press(call.title).look("public-detail-two-steps")
    assert visitor.sees("Öppen för intresseanmälan till")
    Call.objects.filter(pk=call.pk).update(closes_at=now)
    visitor.go(reverse("call_list") + "?lage=inbjudna").look("public-list-invited").press(call.title)
    visitor.look("public-detail-invited")
    assert visitor.sees("Öppen för dem som är inbjudna till")


def test_a_visitor_asks_for_e_mail_without_javascript(visit: Visit) -> None:
    visitor = visit(narrow=True, javascript=False).go(reverse("subscription_new"))
    visitor.write("E-postadress", "kim@example.se").press("Skicka länken")
    assert visitor.sees("Titta i din e-post")


def test_an_officer_changes_a_frame_and_calls_off_a_call(visit: Visit) -> None:
    call = factories.an_open_call_today()
    officer = visit("dag").go(reverse("manage_call", args=[call.slug])).look("manage-published")
    officer.press("Ändra en ram").look("manage-frame")
    officer.go(reverse("manage_call_cancel", args=[call.slug])).look("manage-cancel")
    officer.write("Varför ställs utlysningen in?", "Anslaget är indraget.")
    officer.press("Ställ in utlysningen").look("manage-cancelled")
    visitor = visit(narrow=True).go(reverse("call_detail", args=[call.slug])).look()
    assert visitor.sees("Anslaget är indraget.")
