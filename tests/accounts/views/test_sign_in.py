"""Signing in with password and second factor, leaving, and that nobody signs up."""

import time
from urllib.parse import quote_plus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests import factories
from tests.pages import browser, errors, words

pytestmark = pytest.mark.django_db

PASSWORD = "en lång och hemlig mening"
SIGN_IN, SECOND_STEP, SET_UP = "/konto/logga-in/", "/konto/tvastegs/logga-in/", "/konto/tvastegs/app/lagg-till/"
PROVE = "/konto/bekrafta/"
PERIOD = 30  # seconds that a code holds


@pytest.fixture
def dag(db):
    person = factories.person("dag")
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


@pytest.fixture
def still(monkeypatch, broker):
    """Time stands still, so that no code expires in the middle of a test, and no code has been used before."""
    cache.clear()
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)


@pytest.fixture
def secret(dag, still):
    """Dag has set up an app that shows codes."""
    made = generate_totp_secret()
    TOTP.activate(dag, made)
    return made


@pytest.fixture
def recovery_codes(secret, dag):
    return RecoveryCodes.activate(dag).generate_codes()


@pytest.fixture
def two_factors_demanded(settings):
    settings.STAFF_SECOND_FACTOR = True


def sign_in(client, login="dag", password=PASSWORD):
    return client.post(SIGN_IN, {"login": login, "password": password})


def code(secret, *, periods=0):
    """What the app shows now, or ``periods`` of thirty seconds away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + periods))


def proven():
    """A browser in which dag has signed in, and has just given the password once more."""
    client = Client()
    sign_in(client)
    assert client.post(f"{PROVE}?next={SET_UP}", {"password": PASSWORD})["Location"] == SET_UP
    return client


def is_signed_in(client):
    return client.get(reverse("worklist")).status_code == 200


# --- password --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["dag", "dag@example.se", "DAG@example.se"])
def test_a_person_signs_in_with_user_name_or_address(dag, login):
    client = Client()
    assert sign_in(client, login)["Location"] == "/"
    assert is_signed_in(client)


@pytest.mark.parametrize(("login", "password"), [("dag", "fel"), ("ingen", PASSWORD), ("dag", PASSWORD.upper())])
def test_a_wrong_password_and_an_unknown_name_are_told_the_same(dag, login, password):
    client = Client()
    response = sign_in(client, login, password)
    assert (response.status_code, errors(response)) == (200, ["Användarnamnet och/eller lösenordet är felaktigt."])
    assert response.context["form"]["login"].value() == login
    assert not is_signed_in(client)


def test_the_password_is_not_sent_back_in_the_page(dag):
    html = sign_in(Client(), "dag", "hemligt men fel").content.decode()
    assert html.count("hemligt men fel") == 0


def test_the_page_leads_to_a_new_password_once_and_no_field_looks_filled_in(db):
    page = Client().get(reverse("account_login")).content.decode()
    assert (page.count(f'href="{reverse("account_reset_password")}"'), page.count("placeholder")) == (1, 0)


def test_an_empty_form_says_what_to_write(db):
    assert errors(sign_in(Client(), "", "")) == [
        "Användarnamn eller e-postadress – Skriv användarnamn eller e-postadress.",
        "Lösenord – Skriv lösenordet.",
    ]


def test_a_person_who_has_left_does_not_come_in(dag):
    dag.is_active = False
    dag.save(update_fields=["is_active"])
    client = Client()
    assert sign_in(client)["Location"] == "/konto/inaktivt/"
    assert not is_signed_in(client)


def test_a_visitor_is_led_to_the_page_that_was_asked_for(dag):
    client = Client()
    led = client.get(reverse("worklist"))["Location"]
    assert led == f"{SIGN_IN}?next=/handlaggning/"
    response = client.post(led, {"login": "dag", "password": PASSWORD})
    assert response["Location"] == "/handlaggning/"


def test_nobody_is_led_to_another_site_after_signing_in(dag):
    response = Client().post(f"{SIGN_IN}?next=https://evil.example/", {"login": "dag", "password": PASSWORD})
    assert response["Location"] == "/"


# --- leaving, and not signing up -------------------------------------------------------------------------------------


def test_signing_out_asks_first_and_is_done_by_post(dag):
    client = browser("dag")
    assert client.get("/konto/logga-ut/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/konto/logga-ut/")["Location"] == "/"
    assert not is_signed_in(client)


def test_nobody_signs_up(db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    client = Client()
    tried = [client.post(url, {}).status_code for url in ("/konto/skapa/", "/konto/signup/", "/accounts/signup/")]
    assert tried == [404, 404, 404]


# --- the second factor -----------------------------------------------------------------------------------------------


def test_with_an_app_the_password_alone_does_not_let_anybody_in(secret):
    client = Client()
    assert sign_in(client)["Location"] == SECOND_STEP
    assert not is_signed_in(client)


def test_the_code_of_the_app_lets_one_in(secret):
    client = Client()
    sign_in(client)
    assert client.post(SECOND_STEP, {"code": code(secret)})["Location"] == "/"
    assert is_signed_in(client)


def test_a_wrong_code_is_refused_with_a_sentence(secret):
    client = Client()
    sign_in(client)
    wrong = f"{(int(code(secret)) + 500_000) % 10**6:06}"
    response = client.post(SECOND_STEP, {"code": wrong})
    assert (response.status_code, errors(response)) == (200, ["Kod – Felaktig kod."])
    assert not is_signed_in(client)


@pytest.mark.parametrize("periods", [-20, 20])
def test_the_code_of_another_time_is_refused(secret, periods):
    client = Client()
    sign_in(client)
    client.post(SECOND_STEP, {"code": code(secret, periods=periods)})
    assert not is_signed_in(client)


def test_a_code_lets_one_in_once(secret):
    first, second, shown = Client(), Client(), code(secret)
    for client in (first, second):
        sign_in(client)
        client.post(SECOND_STEP, {"code": shown})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_the_code_without_the_password_lets_nobody_in(secret):
    client = Client()
    assert client.post(SECOND_STEP, {"code": code(secret)})["Location"] == SIGN_IN
    assert not is_signed_in(client)


def test_a_recovery_code_lets_one_in_once(recovery_codes):
    let_in = []
    for _ in range(2):
        client = Client()
        sign_in(client)
        client.post(SECOND_STEP, {"code": recovery_codes[0]})
        let_in.append(is_signed_in(client))
    assert let_in == [True, False]


# --- staff must have one ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["/", "/handlaggning/", "/utlysningar/", "/utlysningar/hantera/", "/statistik/lan/", "/konto/losenord/"]
)
def test_staff_without_a_second_factor_can_open_nothing_else(dag, two_factors_demanded, url):
    client = Client()
    sign_in(client)
    answers = [client.get(url), client.post(url)]
    assert [(answer.status_code, answer.get("Location")) for answer in answers] == [(302, SET_UP)] * 2


def test_setting_up_an_app_asks_for_the_password_once_more(dag, two_factors_demanded):
    client = Client()
    sign_in(client)
    assert client.get(SET_UP)["Location"] == f"{PROVE}?next={quote_plus(SET_UP)}"
    response = client.post(f"{PROVE}?next={SET_UP}", {"password": "fel"})
    assert (response.status_code, errors(response)) == (200, ["Lösenord – Felaktigt lösenord."])


def test_staff_set_up_their_app_and_come_in(dag, still, two_factors_demanded):
    client = proven()
    shown = client.get(SET_UP).context["form"].secret
    response = client.post(SET_UP, {"code": code(shown)})
    assert (response.status_code, Authenticator.objects.filter(user=dag, type="totp").count()) == (302, 1)
    assert is_signed_in(client)


def test_a_wrong_code_sets_up_nothing(dag, still, two_factors_demanded):
    client = proven()
    shown = client.get(SET_UP).context["form"].secret
    response = client.post(SET_UP, {"code": f"{(int(code(shown)) + 500_000) % 10**6:06}"})
    assert errors(response) == ["Autentiseringskod – Felaktig kod."]
    assert Authenticator.objects.count() == 0
    assert client.get("/")["Location"] == SET_UP


def test_the_set_up_page_shows_the_key_in_text_too(dag, two_factors_demanded):
    response = proven().get(SET_UP)
    assert words(response).count(response.context["form"].secret) == 1


@pytest.mark.parametrize("url", ["/tillganglighet/", "/konto/logga-ut/"])
def test_staff_without_a_second_factor_may_read_about_accessibility_and_leave(dag, two_factors_demanded, url):
    assert browser("dag").get(url).status_code == 200


def test_applicants_need_no_second_factor(association, two_factors_demanded):
    assert browser("anna").get("/").status_code == 200


def test_visitors_need_no_second_factor(db, two_factors_demanded):
    assert Client().get("/utlysningar/").status_code == 200
