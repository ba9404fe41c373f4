"""Mina uppgifter: what is stored about me, exported, corrected, and ended."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.assurance import NOTHING_KNOWN
from accounts.domain import profile, sign_ins
from accounts.models import SignIn, User
from applicants.domain.queries.organisations import organisations_of
from applicants.models import Mandate
from delmos.lib.refusal import Refused
from grants.domain import comments
from grants.domain.leaving import leave
from grants.models import Subscription
from journal.models import Event, Mail, Notice
from tests import factories
from tests.factories import NOW
from tests.pages import browser, errors, flashes, lead, words

pytestmark = pytest.mark.django_db

PAGE, FILE, CLOSE = "/mina-uppgifter/", "/mina-uppgifter/fil/", "/mina-uppgifter/avsluta/"
ADDRESS, NAME = "/konto/e-post/", "/konto/namn/"


def linked(person):
    """The person comes in by e-legitimation alone."""
    SocialAccount.objects.create(user=person, provider="eid", uid="a mark")
    return person


def link_of_the_mail():
    return re.search(r"/konto/e-post/\S+", Mail.objects.latest("pk").text)[0]


# --- to see and to take along -----------------------------------------------------------------------------------------


def test_the_page_shows_each_kind_and_why_it_is_there(association):
    shown = words(browser("anna").get(PAGE))
    titles = ["Du ", "Hur du loggar in", "Behörigheter", "Utkast du har skrivit i", "Det du har gjort"]
    assert sorted(titles, key=shown.index) == titles
    assert shown.count("Bevaras enligt arkivlagen (1990:782).") == 2


def test_the_facts_stand_one_by_one_with_the_way_to_change_them(association):
    page = browser("anna").get(PAGE).content.decode()
    assert [
        page.count(part)
        for part in ("<dt>Namn</dt>", f'href="{NAME}"', "<dt>E-postadress</dt>", f'href="{ADDRESS}?next={PAGE}"')
    ] == [1, 1, 1, 1]


def test_an_address_that_is_missing_can_be_added(association):
    User.objects.filter(username="anna").update(email="")
    shown = words(browser("anna").get(PAGE))
    assert "E-postadress Inte angivet Ändra – E-postadress" in shown


def test_what_the_person_has_done_is_said_in_words(association):
    shown = words(browser("anna").get(PAGE))
    assert shown.count(f"organisation {association.formatted_number}, Organisationen registrerades") == 1
    assert [word for word in ("organisation_registered", "mandate_given", "En annan händelse") if word in shown] == []


def test_the_file_has_what_the_person_is_and_has_done(association):
    factories.a_draft()
    data = browser("anna").get(FILE).json()
    assert {key: len(rows) for key, rows in data.items()} == {
        "profile": 1,
        "sign_in": 0,
        "sign_ins": 0,
        "mandates": 1,
        "drafts": 1,
        "signatures": 0,
        "acts": Event.objects.filter(actor_key=factories.person("anna").actor_key).count(),
        "notices": Notice.objects.filter(recipient_key=factories.person("anna").actor_key).count(),
        "subscriptions": 0,
        "mail": Mail.objects.filter(to="anna@example.se").count(),
    }
    assert data["profile"][0]["name"] == "Anna Andersson"
    assert data["mandates"][0] | {"from": ""} == {
        "organisation": association.name,
        "role": "Firmatecknare",
        "from": "",
        "to": None,
        "ended_at": None,
    }


def test_comments_are_counted_also_in_a_draft_that_others_write(association):
    comments.write(factories.a_draft(), group="about", text="Stämmer det?", by=factories.person("bo"), now=NOW)
    [row] = browser("bo").get(FILE).json()["drafts"]
    assert (row["comments"], words(browser("bo").get(PAGE)).count("antal kommentarer av dig: 1")) == ("1", 1)


def test_nothing_of_anybody_else_is_there(association, gavle):
    factories.a_draft()
    text = browser("cecilia").get(FILE).content.decode()
    assert [name for name in ("Anna", "Grannsamverkan", "anna@example.se") if name in text] == []


def test_neither_the_mark_nor_a_secret_is_shown_to_anybody(association):
    anna = linked(factories.person("anna"))
    anna.set_password("en lång och hemlig mening")
    anna.save(update_fields=["password"])
    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    client = Client()
    client.force_login(anna)
    text = client.get(FILE).content.decode() + client.get(PAGE).content.decode()
    assert [word for word in ("a mark", secret, anna.password) if word in text] == []
    assert [row["kind"] for row in client.get(FILE).json()["sign_in"]][0] == "E-legitimation"


def test_what_the_address_watches_is_there(association):
    Subscription.objects.create(email="Anna@example.se", requested_at=NOW)
    Subscription.objects.create(email="bo@example.se", requested_at=NOW)
    assert browser("anna").get(FILE).json()["subscriptions"] == [{"email": "Anna@example.se", "confirmed_at": None}]


def test_the_page_counts_what_it_leaves_to_the_file(association):
    person = factories.person("anna")
    for number in range(13):
        Notice.objects.create(key=f"n{number}", recipient_key=person.actor_key, title="Hej", url="/", created_at=NOW)
    client = browser("anna")
    assert words(client.get(PAGE)).count("Och 3 till, som finns i filen.") == 1
    assert len(client.get(FILE).json()["notices"]) == 13


# --- the address ------------------------------------------------------------------------------------------------------


def test_an_address_counts_when_its_link_has_been_opened_and_confirmed(association):
    client = browser("anna")
    assert client.post(ADDRESS, {"address": "ny@example.se", "next": PAGE})["Location"] == PAGE
    assert factories.person("anna").email == "anna@example.se"
    link = link_of_the_mail()
    assert words(client.get(link)).count("Ska vi skicka mejl till ny@example.se ?") == 1
    assert factories.person("anna").email == "anna@example.se"
    client.post(link)
    assert (factories.person("anna").email, Mail.objects.get().to) == ("ny@example.se", "ny@example.se")


def test_the_link_is_nothing_for_somebody_else(association, gavle):
    browser("anna").post(ADDRESS, {"address": "ny@example.se"})
    answer = browser("cecilia").post(link_of_the_mail())
    assert (answer.status_code, lead(answer), factories.person("cecilia").email) == (
        409,
        "Länken hör till en annan person. Logga in som den som bad om den.",
        "cecilia@example.se",
    )


def test_the_link_demands_that_one_is_signed_in(association):
    browser("anna").post(ADDRESS, {"address": "ny@example.se"})
    assert Client().post(link_of_the_mail())["Location"].startswith("/konto/logga-in/?next=")


@pytest.mark.parametrize(
    "token",
    ["x", "a:b:c", signing.dumps({"person": 1, "address": "a@b.se"})],
    ids=["no token", "no signature", "signed for something else"],
)
def test_a_made_up_link_confirms_nothing(association, token):
    answer = browser("anna").post(f"{ADDRESS}{token}/")
    assert (answer.status_code, lead(answer)) == (
        409,
        "Länken gäller inte längre. Skriv adressen igen, så skickar vi en ny.",
    )


def test_a_link_holds_a_day(association, monkeypatch):
    browser("anna").post(ADDRESS, {"address": "ny@example.se"})
    link = link_of_the_mail()
    later = timezone.now().timestamp() + profile.LINK_LASTS + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    token = link.removeprefix(ADDRESS).strip("/")
    with pytest.raises(Refused, match="Länken gäller inte längre"):
        profile.confirm_address(token, by=factories.person("anna"), now=NOW)


def test_an_address_that_somebody_has_is_not_taken(association, gavle):
    client = browser("anna")
    client.post(ADDRESS, {"address": "Cecilia@example.se"})
    answer = client.post(link_of_the_mail())
    assert (answer.status_code, lead(answer)) == (409, "Adressen används redan av ett annat konto.")


def test_asking_again_at_once_sends_no_second_mail(association):
    for _ in range(2):
        profile.ask_for_address(address="ny@example.se", by=factories.person("anna"), now=NOW)
    assert Mail.objects.count() == 1
    profile.ask_for_address(address="ny@example.se", by=factories.person("anna"), now=NOW + timedelta(minutes=11))
    assert Mail.objects.count() == 2


def test_what_is_no_address_is_said(association):
    answer = browser("anna").post(ADDRESS, {"address": "anna"})
    assert (answer.status_code, errors(answer)) == (
        422,
        ["E-postadress – Skriv en e-postadress, till exempel namn@example.se."],
    )


# --- the name ---------------------------------------------------------------------------------------------------------


def test_a_name_is_corrected_and_that_is_written_down(association):
    browser("anna").post(NAME, {"name": "Anna Anderson"})
    anna = factories.person("anna")
    event = Event.objects.get(stream_id=f"person:{anna.pk}")
    assert (anna.name, event.name) == ("Anna Anderson", "name_corrected")


def test_a_name_of_the_eid_is_not_written_by_hand(association):
    linked(factories.person("anna"))
    answer = browser("anna").post(NAME, {"name": "Någon Annan"})
    assert (answer.status_code, factories.person("anna").name) == (422, "Anna Andersson")
    with pytest.raises(Refused, match="Namnet kommer från din e-legitimation"):
        profile.rename(name="Någon Annan", by=factories.person("anna"), now=NOW)


def test_an_empty_name_is_refused(association):
    assert browser("anna").post(NAME, {"name": " "}).status_code == 422
    with pytest.raises(Refused, match="Skriv ditt namn"):
        profile.rename(name=" ", by=factories.person("anna"), now=NOW)


# --- the end ----------------------------------------------------------------------------------------------------------


def test_closing_ends_mandates_ways_in_and_every_session(association):
    bo = linked(factories.person("bo"))
    TOTP.activate(bo, generate_totp_secret())
    here, elsewhere = browser("bo"), browser("bo")
    leave(by=bo, now=timezone.now())
    bo.refresh_from_db()
    assert (bo.is_active, bo.email, bo.name, bo.has_usable_password()) == (False, "", "Bo Berg", False)
    assert list(organisations_of(bo, now=timezone.now())) == []
    assert [SocialAccount.objects.count(), Authenticator.objects.count()] == [0, 0]
    assert [client.get(PAGE).status_code for client in (here, elsewhere)] == [302, 302]


def test_the_page_ends_the_account_and_says_so(association):
    client = browser("bo")
    answer = client.post(CLOSE, {"sure": "on"})
    assert (answer["Location"], flashes(answer)) == ("/", ["Ditt konto är avslutat."])
    assert client.get(PAGE)["Location"].startswith("/konto/logga-in/")


def test_nothing_ends_without_the_tick(association):
    answer = browser("bo").post(CLOSE, {})
    assert (answer.status_code, factories.person("bo").is_active) == (422, True)


def test_the_page_says_what_stays_and_by_which_law(association):
    assert words(browser("bo").get(CLOSE)).count("bevara enligt arkivlagen (1990:782)") == 1


def test_the_password_is_asked_for_once_more_before_the_end(association):
    bo = factories.person("bo")
    bo.set_password("en lång och hemlig mening")
    bo.save(update_fields=["password"])
    client = Client()
    client.force_login(bo)
    assert client.post(CLOSE, {"sure": "on"})["Location"].startswith("/konto/bekrafta/?next=")
    assert factories.person("bo").is_active


def test_the_last_signatory_is_told_and_nothing_ends_without_the_tick(association):
    answer = browser("anna").post(CLOSE, {"sure": "on"})
    assert (answer.status_code, errors(answer)) == (
        422,
        [
            "Jag vet att ingen kan skriva under när jag har slutat – "
            "Gör någon annan till firmatecknare först, eller kryssa i rutan om du vill sluta ändå."
        ],
    )
    assert (factories.person("anna").is_active, Mandate.objects.filter(ended_at=None).count()) == (True, 2)


def test_the_last_signatory_finds_who_could_follow_and_what_goes_on(association):
    application = factories.assigned(factories.received())
    factories.a_draft(application.call)
    page = browser("anna").get(CLOSE)
    bos = Mandate.objects.get(person__username="bo")
    links = [reverse("mandate_role", args=[bos.pk]), reverse("invitation_new", args=[association.organisation_number])]
    assert [page.content.decode().count(f'href="{link}"') for link in links] == [1, 1]
    said = words(page)
    assert "Du är den enda firmatecknaren för Föreningen Grannsamverkan Öster" in said
    assert f"Vi fortsätter med ärendena som pågår ( {application.case.number} )" in said.replace("(", "( ").replace(
        ")", " )"
    )
    assert "Påbörjade ansökningar (1) finns kvar hos organisationen" in said


def test_the_last_signatory_may_leave_knowingly_without_any_help(association):
    browser("anna").post(CLOSE, {"sure": "on", "without_signatory": "on"})
    assert (factories.person("anna").is_active, list(Mandate.objects.filter(ended_at=None).values_list("role"))) == (
        False,
        [("agent",)],
    )


def test_who_is_not_the_last_is_asked_nothing_about_it(association):
    assert list(browser("bo").get(CLOSE).context["form"].fields) == ["sure"]


def test_closing_leaves_no_sign_ins_behind(association, anna):
    sign_ins.remember(NOTHING_KNOWN, by=factories.person("bo"), now=NOW)
    sign_ins.remember(NOTHING_KNOWN, by=anna, now=NOW)
    browser("bo").post(CLOSE, {"sure": "on"})
    assert [row.signed_in_by for row in SignIn.objects.all()] == [anna]


def test_staff_do_not_end_their_accounts(dag):
    answer = browser("dag").post(CLOSE, {"sure": "on"})
    assert (answer.status_code, errors(answer), factories.person("dag").is_active) == (
        422,
        ["Konton för den som arbetar på myndigheten avslutas av myndigheten."],
        True,
    )


def test_what_a_person_signed_keeps_the_name(association):
    factories.a_draft()
    before = list(Event.objects.filter(actor_name="Bo Berg").values_list("pk", flat=True))
    browser("bo").post(CLOSE, {"sure": "on"})
    assert User.objects.get(username="bo").name == "Bo Berg"
    assert set(before) <= set(Event.objects.filter(actor_name="Bo Berg").values_list("pk", flat=True))


def test_the_way_there_is_on_the_account_page(association):
    assert browser("anna").get(reverse("mfa_index")).content.decode().count(f'href="{PAGE}"') == 1
