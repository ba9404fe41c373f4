"""Each sign-in is kept for the person to see, with its way and level; what was shown stands beside what is signed."""

import time
from datetime import timedelta

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.assurance import NOTHING_KNOWN, Assurance
from accounts.domain import sign_ins
from accounts.enums import Way
from accounts.freshness import came_in_by, mark_fresh, shown_by
from accounts.models import SignIn
from accounts.tasks import forget_old_sign_ins
from delmos.celery import app as celery
from grants.enums import PaymentStatus
from grants.models import Signature
from journal.models import Event
from tests import factories
from tests.factories import NOW
from tests.oidc import LOA3, through
from tests.pages import browser, filled

pytestmark = pytest.mark.django_db

PASSWORD = "en lång och hemlig mening"
START, PROVE = "/konto/via/eid/", "/konto/legitimera/"
PAGE, FILE = "/mina-uppgifter/", "/mina-uppgifter/fil/"


@pytest.fixture
def anna(association):
    person = factories.person("anna")
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def by_password(username="anna"):
    client = Client()
    client.post("/konto/logga-in/", {"login": username, "password": PASSWORD})
    return client


def kept():
    return list(SignIn.objects.order_by("pk").values_list("signed_in_by__username", "way", "level"))


# --- which sign-ins are kept ------------------------------------------------------------------------------------------


def test_a_sign_in_by_password_is_kept(anna):
    by_password()
    assert kept() == [("anna", "password", "")]


def test_a_sign_in_by_eid_is_kept_with_its_level(eid):
    through(Client(), START, eid.person())
    assert [row[1:] for row in kept()] == [("eid", LOA3)]


def test_a_sign_in_at_the_agencys_door_is_kept_with_the_level_that_counts(directory):
    through(Client(), "/konto/via/agency/", directory.knows("dag", name="Dag", groups=["Bidrag"], acr="mfa"))
    through(Client(), "/konto/via/agency/", directory.knows("disa", name="Disa", groups=["Bidrag"], acr="pwd"))
    assert [row[1:] for row in kept()] == [("agency", "mfa"), ("agency", "")]


def test_a_second_factor_is_one_sign_in_and_said(anna, broker):
    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    client = by_password()
    assert kept() == []
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/konto/tvastegs/logga-in/", {"code": code})
    assert kept() == [("anna", "password_and_factor", "")]


def test_a_wrong_password_is_no_sign_in(anna):
    Client().post("/konto/logga-in/", {"login": "anna", "password": "fel"})
    assert kept() == []


def test_proving_it_anew_is_no_sign_in(anna, eid):
    client = by_password()
    client.post("/konto/bekrafta/?next=/", {"password": PASSWORD})
    through(client, "/konto/via/eid/koppla/", eid.person(), next="/")
    through(client, PROVE, eid.person(), next="/")
    assert kept() == [("anna", "password", "")]


def test_a_sign_in_is_kept_a_year(anna):
    now, day = timezone.now(), timedelta(days=1)
    for age in (sign_ins.KEPT + day, sign_ins.KEPT - day):
        sign_ins.remember(NOTHING_KNOWN, by=anna, now=now - age)
    forget_old_sign_ins()
    assert [now - moment for moment in SignIn.objects.values_list("signed_in_at", flat=True)] == [sign_ins.KEPT - day]


def test_the_task_that_forgets_is_one_that_beat_sends():
    sent = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert {forget_old_sign_ins.name} <= sent


def test_the_person_reads_when_and_how_and_nobody_elses(anna, bo):
    sign_ins.remember(Assurance(Way.EID, LOA3), by=anna, now=NOW)
    sign_ins.remember(Assurance(Way.PASSWORD), by=bo, now=NOW)
    data = browser("anna").get(FILE).json()["sign_ins"]
    assert [(row["way"], row["level"]) for row in data] == [("E-legitimation", LOA3)]
    assert "E-legitimation, tillitsnivå 3" in browser("anna").get(PAGE).content.decode()


# --- what a session knows ---------------------------------------------------------------------------------------------


def a_request(person, *records):
    """A request in a session in which allauth has recorded these methods."""
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), person
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"at": NOW.timestamp(), **record} for record in records]
    request.session["account_authentication_methods_user"] = str(person.pk)
    return request


@pytest.mark.parametrize(
    ("records", "way"),
    [
        ([], Way.UNKNOWN),
        ([{"method": "password"}], Way.PASSWORD),
        ([{"method": "password"}, {"method": "mfa"}], Way.PASSWORD_AND_FACTOR),
        ([{"method": "password"}, {"method": "mfa"}, {"method": "password"}], Way.PASSWORD_AND_FACTOR),
        ([{"method": "mfa"}], Way.KEY),
        ([{"method": "password"}, {"method": "socialaccount", "provider": "eid"}], Way.EID),
        ([{"method": "code"}], Way.UNKNOWN),
    ],
    ids=["nothing", "password", "two factors", "password again", "key", "eid after password", "another"],
)
def test_the_way_follows_from_what_was_shown(anna, records, way):
    assert came_in_by(a_request(anna, *records), anna).way == way


def test_what_another_person_showed_in_the_same_browser_is_nothing(anna, bo):
    request = a_request(anna, {"method": "password"})
    mark_fresh(request, anna, Assurance(Way.EID, LOA3, NOW))
    assert shown_by(request, bo) == NOTHING_KNOWN


def test_the_eid_that_was_shown_stands_before_how_the_person_came_in(anna):
    request = a_request(anna, {"method": "password"})
    mark_fresh(request, anna, Assurance(Way.EID, LOA3, NOW))
    assert shown_by(request, anna) == Assurance(Way.EID, LOA3, NOW)


def test_what_was_shown_at_no_known_moment_is_not_fresh(anna):
    with pytest.raises(ValueError, match="no known moment"):
        mark_fresh(a_request(anna), anna, Assurance(Way.EID, LOA3))


# --- beside what is signed --------------------------------------------------------------------------------------------


def sign(client):
    draft = factories.a_draft()
    page = reverse("draft_check", args=[draft.pk])
    form = client.get(page).context["form"]
    data = {"content_sha256": form["content_sha256"].value(), "statement": "on", "accepts_late": "on"}
    return client.post(page, data)


def test_a_signature_keeps_the_level_and_the_moment_of_the_eid(anna, eid):
    client = by_password()
    client.post("/konto/bekrafta/?next=/", {"password": PASSWORD})
    through(client, "/konto/via/eid/koppla/", eid.person(), next="/")
    sign(client)
    signature = Signature.objects.get()
    assert (signature.way, signature.level) == ("eid", LOA3)
    assert signature.proven_at.timestamp() == client.session["proven_by_eid"]["at"]


def test_a_signature_after_a_password_says_that_no_eid_was_shown(anna):
    client = by_password()
    receipt = client.get(sign(client)["Location"]).content.decode()
    assert (Signature.objects.get().way, receipt.count("Legitimering: Lösenord, utan e-legitimation, ")) == (
        "password",
        1,
    )


def test_a_final_report_and_its_event_say_what_was_shown(anna):
    application = factories.payment_at(PaymentStatus.PAID).decision.application
    client = by_password()
    page = reverse("own_report", args=[application.case.number])
    shown = filled(client.get(page).context["form"], results="Bra.", relation_to_purpose="Bra.", follow_up="Ja.")
    spent = {name: "1" for name in shown if name.startswith("spent_")}
    client.post(page, {**shown, **spent, "submit": ""})
    data = Event.objects.get(name="report_submitted").data
    assert (data["way"], data["level"], data["proven_at"][:10]) == ("password", "", timezone.now().date().isoformat())


def test_the_event_of_a_completion_says_what_was_shown(anna):
    request = factories.completion_requested()
    factories.completion_saved(request)
    client = by_password()
    page = reverse("own_completion_check", args=[request.application.case.number, request.number])
    form = client.get(page).context["form"]
    client.post(page, {"content_sha256": form["content_sha256"].value(), "statement": "on"})
    data = Event.objects.get(name="completion_submitted").data
    assert (data["way"], data["level"], data["proven_at"][:10]) == ("password", "", timezone.now().date().isoformat())


def test_the_person_finds_the_signature_among_what_is_stored(anna):
    sign(by_password())
    [row] = browser("anna").get(FILE).json()["signatures"]
    assert (row["way"], row["organisation"]) == ("Lösenord, utan e-legitimation", "Föreningen Grannsamverkan Öster")
