"""Linking an account to a provider, and proving anew who one is before signing."""

import time
from types import SimpleNamespace
from urllib.parse import quote_plus

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from accounts.models import User
from grants.enums import PaymentStatus, ReportStatus
from grants.models import FinalReport, Signature
from tests import factories
from tests.oidc import BOS, address_in, asked, authorised, through
from tests.pages import filled, flashes, lead, words

pytestmark = pytest.mark.django_db

PASSWORD = "en lång och hemlig mening"
SIGN_IN, PROVE, LINK, BACK = "/konto/via/eid/", "/konto/legitimera/", "/konto/via/eid/koppla/", "/konto/via/eid/svar/"
CONFIRM = "/konto/bekrafta/"
NOT_NOW = "Svaret visar inte att du legitimerade dig just nu. Inget har ändrats. Försök igen."


@pytest.fixture
def anna(association):
    """Anna has an account with a password, made by the agency."""
    person = factories.person("anna")
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


@pytest.fixture
def fresh_demanded(settings):
    settings.SIGNING_DEMANDS_FRESH_SIGN_IN = True


def by_password(username="anna"):
    """A browser in which the person has signed in and given the password once more."""
    client = Client()
    client.post("/konto/logga-in/", {"login": username, "password": PASSWORD})
    assert client.post(f"{CONFIRM}?next=/", {"password": PASSWORD})["Location"] == "/"
    return client


def linked(eid):
    """A browser in which anna has signed in with her password and linked her e-legitimation."""
    client = by_password()
    through(client, LINK, eid.person(), next="/")
    return client


def grow_old(client, seconds=600):
    """Time passes in this session: what it knows of its sign-ins is ``seconds`` older."""
    session = client.session
    for record in session.get("account_authentication_methods", []):
        record["at"] -= seconds
    if "proven_by_eid" in session:
        session["proven_by_eid"] = session["proven_by_eid"] | {"at": session["proven_by_eid"]["at"] - seconds}
    session.save()
    return client


def refused(response):
    return response.status_code, lead(response)


def links():
    return list(SocialAccount.objects.values_list("user__username", "provider"))


# --- linking ---------------------------------------------------------------------------------------------------------


def test_an_account_with_a_password_is_linked_and_then_entered_with_eid(anna, eid):
    client = by_password()
    assert through(client, LINK, eid.person(), next="/")["Location"] == "/"
    other = Client()
    through(other, SIGN_IN, eid.person())
    assert other.session[SESSION_KEY] == str(anna.pk)
    assert links() == [("anna", "eid")]


def test_linking_twice_changes_nothing(anna, eid):
    client = linked(eid)
    through(client, LINK, eid.person(), next="/")
    assert links() == [("anna", "eid")]


def test_linking_asks_for_the_password_when_it_was_a_while_ago(anna, eid):
    client = grow_old(by_password())
    assert client.get(LINK)["Location"] == f"{CONFIRM}?next=%2Fkonto%2Fvia%2Feid%2Fkoppla%2F"
    assert client.post(LINK)["Location"].startswith(f"{CONFIRM}?")


def test_linking_demands_that_the_person_proves_it_at_the_provider_too(anna, eid):
    question = asked(address_in(by_password().post(LINK)))
    assert (question["prompt"], question["max_age"]) == ("login", "300")


def test_nobody_links_who_is_not_signed_in(eid):
    assert Client().post(LINK)["Location"] == f"/konto/logga-in/?next={LINK}"


def test_no_other_site_makes_a_person_link(anna, eid):
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    assert client.post(LINK).status_code == 403


def test_an_address_at_the_provider_links_nothing(anna, eid):
    """Somebody whose e-legitimation gives anna's e-mail address gets an account of their own."""
    client = Client()
    through(client, SIGN_IN, eid.person(number=BOS, email="anna@example.se", email_verified=True))
    assert User.objects.get(pk=client.session[SESSION_KEY]) != anna
    assert User.objects.filter(email__iexact="anna@example.se").get() == anna


def test_the_answer_of_an_attackers_errand_links_nothing_to_the_victim(anna, eid):
    """The attacker begins, logs in at the provider, and has the victim's browser open the way back."""
    attacker = by_password()
    back = authorised(address_in(attacker.post(LINK)), eid.person(number=BOS))
    victim = by_password()
    assert refused(victim.get(back))[0] == 403
    assert links() == []


def test_an_errand_that_another_person_began_in_the_same_browser_links_nothing(anna, bo, eid):
    client = by_password()
    address = address_in(client.post(LINK))
    session = client.session
    kept = session["socialaccount_states"]
    client.force_login(bo)
    session = client.session
    session["socialaccount_states"] = kept
    session.save()
    assert refused(client.get(authorised(address, eid.person()))) == (
        403,
        "Den som började är inte längre inloggad här. Logga in och börja om.",
    )
    assert links() == []


def test_an_eid_of_another_account_is_not_taken_over(anna, eid):
    through(Client(), SIGN_IN, eid.person())
    assert refused(through(by_password(), LINK, eid.person())) == (
        403,
        "E-legitimation är redan kopplad till ett annat konto. Logga in med den i stället.",
    )


def test_an_account_takes_one_eid(anna, eid):
    client = linked(eid)
    assert refused(through(client, LINK, eid.person(number=BOS))) == (
        403,
        "Kontot är redan kopplat till någon annan än den du legitimerade dig som.",
    )
    assert SocialAccount.objects.count() == 1


def test_staff_link_no_eid(anna, dag, eid):
    dag.set_password(PASSWORD)
    dag.save(update_fields=["password"])
    assert refused(through(by_password("dag"), LINK, eid.person()))[0] == 403
    assert links() == []


def test_an_old_sign_in_at_the_provider_links_nothing(anna, eid):
    answer = through(by_password(), LINK, eid.person(spoil={"auth_time": int(time.time()) - 3600}))
    assert (refused(answer), links()) == ((403, NOT_NOW), [])


def test_a_low_level_links_nothing(anna, eid):
    assert through(by_password(), LINK, eid.person(acr=None)).status_code == 403
    assert links() == []


# --- proving anew ----------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(association):
    return factories.a_draft()


def sign(client, draft):
    """Sign what the page shows. The call closed long ago, so the signer accepts that it is late."""
    page = reverse("draft_check", args=[draft.pk])
    form = client.get(page).context["form"]
    data = {"content_sha256": form["content_sha256"].value(), "statement": "on", "accepts_late": "on"}
    return client.post(page, data)


def proof_page(draft):
    return f"{PROVE}?next=%2Futkast%2F{draft.pk}%2Fgranska%2F"


def signers():
    return [signature.signed_by.username for signature in Signature.objects.select_related("signed_by")]


def test_who_came_in_by_password_is_led_to_prove_it_and_signs_nothing(anna, eid, draft, fresh_demanded):
    assert sign(by_password(), draft)["Location"] == proof_page(draft)
    assert signers() == []


def test_who_just_came_in_by_eid_may_sign(anna, eid, draft, fresh_demanded):
    linked(eid)
    client = Client()
    through(client, SIGN_IN, eid.person())
    sign(client, draft)
    assert signers() == ["anna"]


def test_who_came_in_by_eid_a_while_ago_proves_it_comes_back_and_signs(anna, eid, draft, fresh_demanded):
    client, page = grow_old(linked(eid)), reverse("draft_check", args=[draft.pk])
    assert sign(client, draft)["Location"] == proof_page(draft)
    assert through(client, PROVE, eid.person(), next=page)["Location"] == page
    sign(client, draft)
    assert signers() == ["anna"]


def test_proving_it_asks_the_provider_to_do_it_anew(anna, eid):
    question = asked(address_in(linked(eid).post(PROVE)))
    assert (question["prompt"], question["max_age"]) == ("login", "300")


@pytest.mark.parametrize(
    "auth_time",
    [int(time.time()) - 3600, int(time.time()) + 3600, None, 0, "now", 2**40],
    ids=["an hour ago", "in an hour", "missing", "zero", "a word", "in 30,000 years"],
)
def test_an_older_sign_in_at_the_provider_proves_nothing(anna, eid, draft, fresh_demanded, auth_time):
    client = grow_old(linked(eid))
    assert refused(through(client, PROVE, eid.person(spoil={"auth_time": auth_time}))) == (403, NOT_NOW)
    assert sign(client, draft)["Location"] == proof_page(draft)


def test_signing_in_with_an_old_sign_in_at_the_provider_lets_one_in_but_not_sign(anna, eid, draft, fresh_demanded):
    linked(eid)
    client = Client()
    through(client, SIGN_IN, eid.person(spoil={"auth_time": int(time.time()) - 3600}))
    assert client.session[SESSION_KEY] == str(anna.pk)
    assert sign(client, draft)["Location"] == proof_page(draft)


def test_somebody_else_at_the_provider_proves_nothing(anna, eid, draft, fresh_demanded):
    client = grow_old(linked(eid))
    assert refused(through(client, PROVE, eid.person(number=BOS))) == (
        403,
        "Du legitimerade dig som någon annan än den som är inloggad. Inget har ändrats.",
    )
    assert sign(client, draft)["Location"] == proof_page(draft)


def test_what_one_person_proved_is_nothing_for_the_next_in_the_same_browser(anna, bo, eid, draft, fresh_demanded):
    client = linked(eid)
    proven = client.session["proven_by_eid"]
    client.force_login(bo)
    session = client.session
    session["proven_by_eid"] = proven
    session.save()
    assert sign(client, draft)["Location"] == proof_page(draft)


@pytest.fixture
def no_demonstration(monkeypatch):
    """An installation as production's: the demonstration is not there."""
    monkeypatch.setattr("delmos.navigation.apps", SimpleNamespace(is_installed=lambda name: False))


def test_a_person_without_eid_is_told_to_link_it_first(anna, eid, no_demonstration):
    page = by_password().get(f"{PROVE}?next=/utkast/")
    assert page.content.decode().count(f'href="{LINK}?next=%2Futkast%2F"') == 1


def test_where_no_provider_is_the_page_says_so(anna, no_demonstration, settings):
    settings.EID_SERVER_URL = ""
    assert words(by_password().get(PROVE)).count("Det går inte att legitimera sig i den här portalen just nu.") == 1


def test_proving_it_is_another_way_to_give_the_password_once_more(anna, eid):
    client = grow_old(linked(eid))
    ways = client.get(f"{CONFIRM}?next=/").context["reauthentication_alternatives"]
    assert [way["url"] for way in ways] == [f"{PROVE}?next=%2F"]
    through(client, PROVE, eid.person())
    assert client.get("/konto/tvastegs/app/lagg-till/").status_code == 200


@pytest.mark.parametrize("way", ["losenord/valj/", "tvastegs/app/lagg-till/", "tvastegs/nycklar/lagg-till/"])
def test_an_account_that_eid_opens_gets_no_weaker_way_in(eid, way):
    client = Client()
    through(client, SIGN_IN, eid.person())
    assert [client.get(f"/konto/{way}").status_code, client.post(f"/konto/{way}").status_code] == [404, 404]


def test_a_final_report_is_saved_and_handed_in_after_proving_it(anna, eid, fresh_demanded):
    application = factories.payment_at(PaymentStatus.PAID).decision.application
    client = linked(eid)
    page = reverse("own_report", args=[application.case.number])
    shown = filled(grow_old(client).get(page).context["form"], results="Det gick bra.")
    answer = client.post(page, shown | {"submit": ""})
    report = FinalReport.objects.get()
    assert answer["Location"] == f"{PROVE}?next={quote_plus(page)}"
    assert (report.status, report.results, flashes(answer)) == (ReportStatus.DRAFT, "Det gick bra.", ["Sparat."])
