"""Signing in with e-legitimation, at a real provider: what is believed, what is refused, and what is kept."""

import hashlib
import time
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from journal.models import Event
from tests import factories
from tests.oidc import ANNAS, BOS, LOA2, LOA3, NUMBER, address_in, asked, authorised, through
from tests.pages import browser, lead, words

pytestmark = pytest.mark.django_db

START, BACK = "/konto/via/eid/", "/konto/via/eid/svar/"
UNTRUSTED = "Svaret från inloggningen gick inte att lita på. Ingen är inloggad. Försök igen."
TOO_LOW = "Din e-legitimation räcker inte till. Du behöver en på tillitsnivå 3, till exempel BankID eller Freja+."
EXPIRED = "Inloggningen tog för lång tid, eller påbörjades i en annan webbläsare. Börja om."
DOWN = "E-legitimation svarar inte just nu. Vänta en stund och försök igen."


def person_in(client):
    """Who is signed in in this browser."""
    return User.objects.filter(pk=client.session.get(SESSION_KEY)).first()


def refused(response):
    return response.status_code, lead(response)


# --- the right way ---------------------------------------------------------------------------------------------------


def test_the_first_time_a_person_gets_an_account_with_the_name_of_the_eid(eid):
    client = Client()
    response = through(client, START, eid.person())
    assert (response["Location"], person_in(client).name, person_in(client).roles) == (
        "/konto/e-post/",
        "Anna Andersson",
        [],
    )


def test_the_second_time_it_is_the_same_account(eid):
    first, second = Client(), Client()
    through(first, START, eid.person())
    through(second, START, eid.person())
    assert (person_in(second), User.objects.count()) == (person_in(first), 1)


def test_a_person_is_known_again_through_another_name_at_the_provider(eid):
    first, second = Client(), Client()
    through(first, START, eid.person("anna-by-bankid"))
    through(second, START, eid.person("anna-by-freja"))
    assert person_in(second) == person_in(first)


def test_another_number_is_another_person(eid):
    first, second = Client(), Client()
    through(first, START, eid.person())
    through(second, START, eid.person(number=BOS))
    assert [person_in(first), person_in(second)] == list(User.objects.order_by("pk"))


def test_a_name_that_has_changed_is_changed_here_too(eid):
    client = Client()
    through(client, START, eid.person())
    through(client, START, eid.person(name="Anna Berg"))
    assert person_in(client).name == "Anna Berg"


def test_a_number_that_only_userinfo_tells_is_enough(eid):
    client = Client()
    through(client, START, eid.person(spoil={NUMBER: None}))
    assert person_in(client).name == "Anna Andersson"


def test_the_person_is_led_to_the_page_that_was_asked_for(eid):
    response = through(Client(), START, eid.person(), next="/utlysningar/")
    assert response["Location"] == "/utlysningar/"


def test_nobody_is_led_to_another_site(eid):
    response = through(Client(), START, eid.person(), next="https://evil.example/")
    assert response["Location"] == "/konto/e-post/"


def test_who_has_an_address_is_not_asked_for_one(eid):
    through(Client(), START, eid.person())
    User.objects.update(email="anna@example.se")
    assert through(Client(), START, eid.person())["Location"] == "/"


def test_state_nonce_pkce_and_level_are_asked_for(eid):
    question = asked(address_in(Client().post(START)))
    assert {name: question[name] for name in ("response_type", "code_challenge_method", "acr_values", "scope")} == {
        "response_type": "code",
        "code_challenge_method": "S256",
        "acr_values": LOA3,
        "scope": " ".join(sorted(["openid", "profile"], key=question["scope"].split().index)),
    }
    assert [len(question[name]) >= 16 for name in ("state", "nonce", "code_challenge")] == [True] * 3


def test_the_page_that_leads_on_names_the_provider_and_has_a_link(eid):
    response = Client().post(START)
    assert words(response) == (
        "Du skickas vidare Du legitimerar dig hos 127.0.0.1 och kommer sedan tillbaka hit. Fortsätt"
    )


def test_nobody_is_sent_to_the_provider_by_a_link(eid):
    assert Client().get(START).status_code == 405


def test_nobody_is_sent_to_the_provider_by_another_site(eid):
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403


def test_a_person_who_has_left_does_not_come_in(eid):
    client = Client()
    through(client, START, eid.person())
    User.objects.update(is_active=False)
    other = Client()
    assert (through(other, START, eid.person())["Location"], person_in(other)) == ("/konto/inaktivt/", None)


def test_without_a_provider_in_the_settings_there_is_no_such_door(db, settings):
    settings.EID_SERVER_URL = ""
    assert [Client().post(START).status_code, Client().get(BACK).status_code] == [404, 404]


def test_an_unknown_door_is_no_door(eid):
    assert Client().post("/konto/via/google/").status_code == 404


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_the_number_is_kept_nowhere(eid, caplog):
    client = Client()
    response = through(client, START, eid.person(birthdate="1981-12-18"))
    kept = [str(list(model.objects.values())) for model in (User, SocialAccount, Event)]
    kept += [str(session.get_decoded()) for session in Session.objects.all()]
    kept += [caplog.text, response["Location"], str(response.headers)]
    assert [text for text in kept if ANNAS in text or ANNAS[2:] in text or "1981-12-18" in text] == []


def test_no_table_holds_the_number_or_its_plain_hash(eid):
    through(Client(), START, eid.person())
    plain = [ANNAS, hashlib.sha256(ANNAS.encode()).hexdigest()]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')
            rows += [row for (row,) in cursor.fetchall()]
    assert [row for row in rows if any(text in row for text in plain)] == []


def test_of_the_provider_nothing_but_the_mark_is_kept(eid):
    through(Client(), START, eid.person(email="anna@example.se"))
    link = SocialAccount.objects.get()
    assert (link.provider, link.extra_data, len(link.uid), link.user.email) == ("eid", {}, 73, "")


def test_an_older_key_still_recognises_and_gives_way_to_the_newest(eid, settings):
    first, second = Client(), Client()
    settings.IDENTITY_KEYS = ["the first key"]
    through(first, START, eid.person())
    old = SocialAccount.objects.get().uid
    settings.IDENTITY_KEYS = ["the second key", "the first key"]
    through(second, START, eid.person())
    assert person_in(second) == person_in(first)
    settings.IDENTITY_KEYS = ["the second key"]
    through(second, START, eid.person())
    assert (person_in(second), SocialAccount.objects.get().uid != old) == (person_in(first), True)


def test_another_secret_key_of_the_portal_changes_nobody(eid, settings):
    first, second = Client(), Client()
    through(first, START, eid.person())
    known = person_in(first)
    settings.SECRET_KEY = "another"
    through(second, START, eid.person())
    assert person_in(second) == known


def test_the_way_in_is_written_down(eid):
    through(Client(), START, eid.person())
    person = User.objects.get()
    assert list(Event.objects.values_list("stream_id", "name", "actor_key", "data")) == [
        (f"person:{person.pk}", "sign_in_linked", person.actor_key, {"door": "eid"})
    ]


# --- the level of assurance ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("acr", [None, LOA2, "", "http://id.elegnamnden.se/loa/1.0/loa", f"{LOA3} {LOA2}"])
def test_a_low_or_missing_level_is_refused_with_a_sentence(eid, acr):
    client = Client()
    assert refused(through(client, START, eid.person(acr=acr))) == (403, TOO_LOW)
    assert (person_in(client), User.objects.count()) == (None, 0)


def test_a_level_that_only_userinfo_tells_is_none(eid):
    answer = through(Client(), START, eid.person(acr=LOA3, spoil={"acr": LOA2}))
    assert refused(answer) == (403, TOO_LOW)


@pytest.mark.parametrize("number", ["", "8112189876", "198113189876", "198112189875", "anna"])
def test_without_a_whole_personal_identity_number_nobody_is_recognised(eid, number):
    assert refused(through(Client(), START, eid.person(number=number))) == (
        403,
        "Vi fick inget personnummer från e-legitimationen, och kan därför inte känna igen dig.",
    )


def test_without_a_name_there_is_no_account(eid):
    answer = through(Client(), START, eid.person(name=""))
    assert refused(answer) == (403, "Vi fick inget namn från inloggningen, och kan därför inte skapa ett konto.")


# --- tokens that prove nothing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoiled",
    [
        {"aud": "another-portal"},
        {"aud": ["portal", "another-portal"]},
        {"aud": ["portal", "another-portal"], "azp": "another-portal"},
        {"aud": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"nbf": int(time.time()) + 3600},
        {"nonce": "of somebody else"},
        {"nonce": ""},
        {"nonce": None},
        {"iss": "https://another.example"},
        {"iss": None},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_now_is_refused(eid, spoiled):
    client = Client()
    assert refused(through(client, START, eid.person(spoil=spoiled))) == (403, UNTRUSTED)
    assert (person_in(client), User.objects.count()) == (None, 0)


@pytest.mark.parametrize("signed", ["another key", "shared secret", "nothing"])
def test_a_token_that_the_provider_did_not_sign_is_refused(eid, signed):
    client = Client()
    assert refused(through(client, START, eid.person(sign=signed))) == (403, UNTRUSTED)
    assert person_in(client) is None


def test_userinfo_about_somebody_else_is_refused(eid):
    answer = through(Client(), START, eid.person(spoil={NUMBER: None}, userinfo={"sub": "bo", NUMBER: BOS}))
    assert refused(answer) == (403, UNTRUSTED)


# --- answers that come the wrong way ---------------------------------------------------------------------------------


def test_an_answer_is_taken_once(eid):
    client = Client()
    back = authorised(address_in(client.post(START)), eid.person())
    client.get(back)
    client.post("/konto/logga-ut/")
    assert refused(client.get(back)) == (403, EXPIRED)


def test_a_code_that_is_spent_is_refused_in_another_errand(eid):
    client = Client()
    first = authorised(address_in(client.post(START)), eid.person())
    second = asked(address_in(client.post(START)))
    client.get(first)
    client.post("/konto/logga-ut/")
    replayed = f"{BACK}?code={asked('?' + urlsplit(first).query)['code']}&state={second['state']}"
    assert refused(client.get(replayed)) == (403, EXPIRED)  # signing out has ended the errand too


def test_a_code_of_another_browser_is_refused(eid):
    """A code that an attacker got for himself, put into somebody else's errand: PKCE does not fit."""
    victim, attacker = Client(), Client()
    stolen = asked(authorised(address_in(attacker.post(START)), eid.person()))["code"]
    state = asked(address_in(victim.post(START)))["state"]
    assert refused(victim.get(f"{BACK}?code={stolen}&state={state}")) == (403, UNTRUSTED)
    assert person_in(victim) is None


def test_an_answer_that_belongs_to_another_browser_is_refused(eid):
    back = authorised(address_in(Client().post(START)), eid.person())
    victim = Client()
    assert refused(victim.get(back)) == (403, EXPIRED)
    assert person_in(victim) is None


def test_an_answer_at_the_other_door_is_refused(eid, directory):
    client = Client()
    back = authorised(address_in(client.post(START)), eid.person())
    assert refused(client.get(back.replace("/eid/", "/agency/"))) == (403, EXPIRED)


def test_who_breaks_off_is_told_so(eid):
    client = Client()
    state = asked(address_in(client.post(START)))["state"]
    assert refused(client.get(f"{BACK}?error=access_denied&state={state}")) == (403, "Du avbröt. Inget har ändrats.")


def test_an_error_of_the_provider_is_not_repeated_to_the_person(eid):
    client = Client()
    state = asked(address_in(client.post(START)))["state"]
    answer = client.get(f"{BACK}?error=server_error&error_description=<script>&state={state}")
    assert refused(answer) == (403, "Det gick inte att logga in den vägen just nu. Försök igen.")
    assert answer.content.decode().count("&lt;script&gt;") == 0


# --- the provider is down --------------------------------------------------------------------------------------------


def test_a_provider_that_is_down_is_said_before_anybody_leaves(eid, settings):
    settings.EID_SERVER_URL = "http://127.0.0.1:9"
    assert refused(Client().post(START)) == (503, DOWN)


def test_a_provider_that_goes_down_on_the_way_is_said_too(eid, settings):
    client = Client()
    back = authorised(address_in(client.post(START)), eid.person())
    settings.EID_SERVER_URL = "http://127.0.0.1:9"
    assert refused(client.get(back)) == (503, DOWN)


def test_something_else_that_answers_is_no_provider(eid, settings):
    settings.EID_SERVER_URL = f"{eid.url}/jwks/.well-known/?"
    assert requests.get(f"{eid.url}/jwks", timeout=10).status_code == 200
    assert refused(Client().post(START)) == (503, DOWN)


def test_a_provider_that_says_it_is_another_is_not_asked(eid, settings):
    settings.EID_SERVER_URL = eid.url.replace("127.0.0.1", "localhost") + "/.well-known/openid-configuration?"
    settings.EID_SERVER_URL = eid.url + "/tenant/.."  # the same answer, under another name
    assert refused(Client().post(START))[0] == 503


# --- the sign-in page ------------------------------------------------------------------------------------------------


def test_the_sign_in_page_leads_with_eid(eid, directory):
    page = words(Client().get("/konto/logga-in/?next=/utlysningar/"))
    ways = ["Logga in med e-legitimation", "Logga in med myndighetens inloggning", "Logga in med lösenord"]
    assert sorted(ways, key=page.index) == ways


def test_the_sign_in_page_carries_the_page_that_was_asked_for(eid):
    html = Client().get("/konto/logga-in/?next=/utlysningar/").content.decode()
    form = html[html.index(f'action="{START}"') :]
    assert form[: form.index("</form>")].count('name="next" value="/utlysningar/"') == 1


def test_no_new_password_is_sent_to_who_has_none(eid, mailoutbox):
    through(Client(), START, eid.person())
    User.objects.update(email="anna@example.se")
    Client().post("/konto/losenord/glomt/", {"email": "anna@example.se"})
    assert [mail.alternatives for mail in mailoutbox] == []


# --- one's own side --------------------------------------------------------------------------------------------------


def test_who_works_at_the_agency_does_not_come_in_with_eid(eid):
    SocialAccount.objects.all().delete()
    through(Client(), START, eid.person())
    User.objects.update(roles=["case_officer"])
    client = Client()
    assert refused(through(client, START, eid.person())) == (
        403,
        "Kontot hör till myndigheten. Logga in med myndighetens inloggning i stället.",
    )
    assert person_in(client) is None


def test_no_group_gives_a_role_at_the_door_of_the_citizens(eid, directory):
    client = Client()
    through(client, START, eid.person(groups=["Bidrag", "Ekonomi"]))
    assert person_in(client).roles == []


def test_somebody_else_who_was_signed_in_is_not_any_more(eid):
    client = browser("anna")
    through(client, START, eid.person(number=BOS, name="Bo Berg"))
    assert (person_in(client).name, factories.person("anna") != person_in(client)) == ("Bo Berg", True)
    assert client.get(reverse("home")).status_code == 200
