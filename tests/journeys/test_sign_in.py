"""Signing in in a real browser: a key made by Chromium's own authenticator, and the pages about oneself."""

import pytest

from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PASSWORD = "en lång och hemlig mening"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def dag(transactional_db):
    person = factories.person("dag")
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def test_a_key_is_added_and_then_signs_in_by_itself(visit, dag):
    visitor = visit()
    devices = visitor.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    visitor.go("/konto/logga-in/").look("sign-in")
    visitor.write("Användarnamn eller e-postadress", "dag").write("Lösenord", PASSWORD).press("Logga in")
    visitor.go("/konto/tvastegs/nycklar/lagg-till/").write("Lösenord", PASSWORD).press("Bekräfta").look("key-add")
    visitor.choose("Jag vill logga in med bara nyckeln")
    visitor.page.get_by_role("button", name="Lägg till nyckeln").click()
    visitor.page.wait_for_url("**/tvastegs/koder/")
    visitor.go("/konto/tvastegs/nycklar/").look("keys").press("Logga ut")
    visitor.go("/konto/logga-in/")
    visitor.page.get_by_role("button", name="Logga in med nyckel").click()
    visitor.page.wait_for_url(f"{visitor.base_url}/")
    assert visitor.sees("Dag Dahl")


def test_the_pages_about_oneself_read_well(visit, transactional_db):
    factories.association()
    visitor = visit("anna")
    for path, shot in {
        "/mina-uppgifter/": "own-data",
        "/mina-uppgifter/avsluta/": "account-close",
        "/konto/e-post/": "address",
        "/konto/namn/": "name",
        "/konto/legitimera/?next=/": "prove",
        "/konto/via/eid/koppla/": "link",
    }.items():
        visitor.go(path).look(shot)
    assert visitor.sees("Anna Andersson")
