"""Staff come in through the agency's own provider: their groups are their roles, and a second factor is counted."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client

from accounts.models import User
from journal.models import Event
from tests import factories
from tests.oidc import address_in, asked, through
from tests.pages import lead

pytestmark = pytest.mark.django_db

START, LINK, PROVE = "/konto/via/agency/", "/konto/via/agency/koppla/", "/konto/legitimera/"
SET_UP = "/konto/tvastegs/app/lagg-till/"
PASSWORD = "en lång och hemlig mening"
NO_ROLE = "Ingen av dina grupper på myndigheten ger dig en roll här. Kontakta den som ger ut rollerna."


@pytest.fixture
def two_factors_demanded(settings):
    settings.STAFF_SECOND_FACTOR = True


def dag_in(directory, *, client=None, groups=("Bidrag",), acr="mfa", **claims):
    """Somebody of the agency, with these groups in its directory, comes in."""
    client = client or Client()
    who = directory.knows("dag", name="Dag Dahl", email="dag@myndigheten.se", groups=groups, acr=acr, **claims)
    client.answer = through(client, START, who)
    return client


def roles():
    return [person.roles for person in User.objects.order_by("pk")]


def test_the_first_time_staff_get_an_account_with_the_roles_of_their_groups(directory):
    client = dag_in(directory, groups=["Bidrag", "Ekonomi", "Fotboll"])
    person = User.objects.get(pk=client.session[SESSION_KEY])
    assert (person.name, person.email, person.roles) == (
        "Dag Dahl",
        "dag@myndigheten.se",
        ["case_officer", "economist", "registrar"],
    )


def test_a_group_may_be_a_single_word(directory):
    dag_in(directory, groups="Ekonomi")
    assert roles() == [["economist"]]


@pytest.mark.parametrize("groups", [None, [], ["Fotboll"], ["bidrag"], {"Bidrag": True}, [["Bidrag"]], 7])
def test_without_a_group_that_gives_a_role_there_is_no_account(directory, groups):
    client = dag_in(directory, groups=groups)
    assert (client.answer.status_code, lead(client.answer), User.objects.count()) == (403, NO_ROLE, 0)


def test_a_group_that_is_added_gives_its_role_at_the_next_sign_in(directory):
    dag_in(directory)
    dag_in(directory, groups=["Bidrag", "Ekonomi"])
    assert roles() == [["case_officer", "economist", "registrar"]]


def test_a_group_that_is_taken_away_takes_its_role_also_where_one_is_signed_in(directory):
    working = dag_in(directory)
    dag_in(directory, groups=["Ekonomi"])
    assert (roles(), working.get("/utlysningar/hantera/").status_code) == ([["economist"]], 404)


def test_who_has_no_group_left_loses_every_role_and_does_not_come_in(directory):
    dag_in(directory)
    client = dag_in(directory, groups=[])
    assert (client.answer.status_code, SESSION_KEY in client.session, roles()) == (403, False, [[]])


def test_what_is_given_and_taken_is_written_down(directory):
    dag_in(directory)
    dag_in(directory)
    dag_in(directory, groups=["Ekonomi"])
    stream = f"person:{User.objects.get().pk}"
    assert list(Event.objects.filter(stream_id=stream).values_list("name", "actor_key", "data")) == [
        ("sign_in_linked", stream.replace("person", "user"), {"door": "agency"}),
        ("roles_set", "system", {"before": [], "after": ["case_officer", "registrar"]}),
        ("roles_set", "system", {"before": ["case_officer", "registrar"], "after": ["economist"]}),
    ]


def test_an_address_that_somebody_has_links_nothing(directory):
    known = factories.person("dag")
    User.objects.filter(pk=known.pk).update(email="Dag@myndigheten.se")
    client = dag_in(directory)
    person = User.objects.get(pk=client.session[SESSION_KEY])
    assert (person != known, person.email) == (True, "")


def test_a_token_for_the_citizens_door_opens_no_other(directory):
    client = dag_in(directory, spoil={"aud": "portal"})
    assert (client.answer.status_code, User.objects.count()) == (403, 0)


def test_of_the_directory_only_its_name_for_the_person_is_kept(directory):
    dag_in(directory)
    assert list(SocialAccount.objects.values_list("provider", "uid", "extra_data")) == [("agency", "dag", {})]


# --- the second factor -----------------------------------------------------------------------------------------------


def test_the_level_that_counts_as_two_factors_is_asked_for(directory):
    assert asked(address_in(Client().post(START)))["acr_values"] == "mfa"


def test_whom_the_provider_let_in_with_two_factors_needs_none_here(directory, two_factors_demanded):
    assert dag_in(directory).get("/handlaggning/").status_code == 200


@pytest.mark.parametrize("acr", [None, "password", "MFA", ""])
def test_whom_the_provider_let_in_with_less_sets_one_up_first(directory, two_factors_demanded, acr):
    client = dag_in(directory, acr=acr)
    assert client.get("/handlaggning/")["Location"] == SET_UP


def test_a_second_factor_is_set_up_only_by_who_proves_it_at_the_agency(directory):
    client = dag_in(directory)
    assert client.get(SET_UP)["Location"] == f"{PROVE}?next=%2Fkonto%2Ftvastegs%2Fapp%2Flagg-till%2F"
    assert through(client, PROVE, "dag", next=SET_UP)["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_a_weaker_sign_in_takes_back_what_a_stronger_one_left(directory, two_factors_demanded):
    client = dag_in(directory)
    dag_in(directory, client=client, acr=None)
    assert client.get("/handlaggning/")["Location"] == SET_UP


def test_with_an_app_here_its_code_is_asked_for(directory, two_factors_demanded):
    dag_in(directory)
    TOTP.activate(User.objects.get(), generate_totp_secret())
    client = dag_in(directory, acr=None)
    assert (client.answer["Location"], SESSION_KEY in client.session) == ("/konto/tvastegs/logga-in/", False)
    assert Authenticator.objects.count() == 1


# --- an account that the agency made before ---------------------------------------------------------------------------


@pytest.fixture
def dag(db):
    person = factories.person("dag")
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def test_staff_with_a_password_link_their_account_and_come_in_to_it(dag, directory):
    client = Client()
    client.post("/konto/logga-in/", {"login": "dag", "password": PASSWORD})
    client.post("/konto/bekrafta/", {"password": PASSWORD})
    through(client, LINK, directory.knows("dag", name="Dag Dahl", groups=["Ekonomi"]))
    assert dag_in(directory, groups=["Ekonomi"]).session[SESSION_KEY] == str(dag.pk)
    assert User.objects.get(username="dag").roles == ["economist"]


def test_an_applicant_links_nothing_to_the_agency(association, directory):
    anna = factories.person("anna")
    anna.set_password(PASSWORD)
    anna.save(update_fields=["password"])
    client = Client()
    client.post("/konto/logga-in/", {"login": "anna", "password": PASSWORD})
    client.post("/konto/bekrafta/", {"password": PASSWORD})
    answer = through(client, LINK, directory.knows("anna", name="Anna", groups=["Bidrag"]))
    assert (answer.status_code, SocialAccount.objects.count()) == (403, 0)


def test_proving_it_at_the_agency_is_no_eid(directory, settings):
    client = dag_in(directory)
    through(client, PROVE, "dag")
    assert "proven_by_eid" not in client.session
