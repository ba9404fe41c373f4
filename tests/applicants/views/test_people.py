"""The people of an organisation, in the browser: invite, accept, hand in, be reviewed, leave."""

import logging.handlers

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from applicants.models import Invitation, Mandate, Organisation
from delmos.logs import RouteInsteadOfPath
from journal.models import Notice
from tests import factories
from tests.pages import browser, errors, flashes, lead, words

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def kim(db: None) -> User:
    return factories.anybody("kim", name="Kim Karlsson")


def page(organisation: Organisation) -> str:
    return reverse("organisation", args=[organisation.organisation_number])


def mandate_of(username: str) -> Mandate:
    return Mandate.objects.get(person__username=username)


def invite(organisation: Organisation, **data: str) -> str:
    """Anna invites kim in the browser; the address of the link."""
    stated = {"email": "kim@example.se", "role": "contributor", "sign_rule": "alone", **data}
    response = browser("anna").post(reverse("invitation_new", args=[organisation.organisation_number]), stated)
    assert response.status_code == 302
    return reverse("invitation", args=[factories.token_of(Invitation.objects.latest("pk"))])


def test_the_invited_sees_who_what_and_as_whom_before_accepting(association: Organisation, kim: User) -> None:
    said = words(signed_in(kim).get(invite(association)))
    assert "Inbjudan att företräda Föreningen Grannsamverkan Öster" in said
    assert "Anna Andersson bjuder in dig som medarbetare." in said
    assert "Du är inloggad som Kim Karlsson" in said


def test_accepting_lets_the_person_in(association: Organisation, kim: User) -> None:
    client = signed_in(kim)
    assert client.get(page(association)).status_code == 404
    response = client.post(invite(association))
    assert flashes(response) == ["Nu företräder du Föreningen Grannsamverkan Öster."]
    assert client.get(page(association)).status_code == 200


def test_looking_at_an_invitation_accepts_nothing(association: Organisation, kim: User) -> None:
    signed_in(kim).get(invite(association))
    assert not Mandate.objects.filter(person=kim).exists()


def test_a_visitor_signs_in_first(association: Organisation) -> None:
    link = invite(association)
    assert Client().get(link)["Location"] == f"{reverse('account_login')}?next={link}"


def test_a_used_link_says_so_in_a_sentence(association: Organisation, kim: User) -> None:
    link = invite(association)
    signed_in(kim).post(link)
    response = browser("cecilia").get(link)
    assert (response.status_code, lead(response)) == (
        200,
        "Inbjudan är redan använd. Be någon som företräder Föreningen Grannsamverkan Öster om en ny.",
    )


def test_a_withdrawn_link_says_so(association: Organisation, kim: User) -> None:
    link = invite(association)
    invitation = Invitation.objects.get()
    browser("bo").post(reverse("invitation_withdraw", args=[association.organisation_number, invitation.pk]))
    assert lead(signed_in(kim).post(link)).startswith("Inbjudan har återtagits.")


def test_a_link_that_never_was_is_not_found(kim: User) -> None:
    assert signed_in(kim).get(reverse("invitation", args=["x" * 43])).status_code == 404


def test_the_log_says_the_route_and_never_the_token(kim: User) -> None:
    handler = logging.handlers.BufferingHandler(capacity=10)
    handler.addFilter(RouteInsteadOfPath())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        signed_in(kim).get(reverse("invitation", args=["secret" * 7]))
    finally:
        logger.removeHandler(handler)
    assert [record.getMessage() for record in handler.buffer] == ["Not Found: inbjudan/<str:token>/"]


def test_every_log_of_the_portal_has_that_filter(settings) -> None:
    assert [handler["filters"] for handler in settings.LOGGING["handlers"].values()] == [["route"]]


def test_only_those_who_manage_see_the_invitations(anna: User, association: Organisation, kim: User) -> None:
    factories.an_invitation(association, email="ny@example.se", now=timezone.now())
    signed_in(kim).post(invite(association, role="reader"))
    assert "ny@example.se" in words(browser("bo").get(page(association)))
    assert "ny@example.se" not in words(signed_in(kim).get(page(association)))


def test_a_reader_cannot_invite_by_knowing_the_address(association: Organisation, kim: User) -> None:
    client = signed_in(kim)
    client.post(invite(association, role="reader"))
    stated = {"email": "x@example.se", "role": "agent", "sign_rule": "alone"}
    response = client.post(reverse("invitation_new", args=[association.organisation_number]), stated)
    assert "Bara en firmatecknare eller ett ombud" in errors(response)[0]


# --- the end ----------------------------------------------------------------------------------------------------------


def test_whoever_is_ended_meets_nothing_from_the_next_request(bo: User, association: Organisation) -> None:
    draft = factories.a_draft()
    client = browser("bo")
    addresses = [page(association), reverse("draft", args=[draft.pk]), reverse("mandate", args=[mandate_of("bo").pk])]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    browser("anna").post(reverse("mandate_end", args=[mandate_of("bo").pk]), {"last_day": ""})
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_whoever_leaves_comes_home_without_the_organisation(bo: User, association: Organisation) -> None:
    client = browser("bo")
    response = client.post(reverse("mandate_end", args=[mandate_of("bo").pk]), {"last_day": ""})
    assert response["Location"] == "/"
    assert association.name not in words(client.get("/"))


def test_the_last_signatory_reads_what_to_do(anna: User, association: Organisation) -> None:
    response = browser("anna").post(reverse("mandate_end", args=[mandate_of("anna").pk]), {"last_day": ""})
    assert response.status_code == 422
    assert "Gör först någon annan till firmatecknare" in errors(response)[0]


def test_whoever_is_ended_by_somebody_else_is_told(anna: User, bo: User, association: Organisation) -> None:
    browser("anna").post(reverse("mandate_end", args=[mandate_of("bo").pk]), {"last_day": ""})
    assert [(found.recipient_key, found.title, found.url) for found in Notice.objects.all()] == [
        (bo.actor_key, "Din behörighet för Föreningen Grannsamverkan Öster är avslutad", "/")
    ]


def test_whoever_leaves_needs_no_notice_of_it(bo: User, association: Organisation) -> None:
    browser("bo").post(reverse("mandate_end", args=[mandate_of("bo").pk]), {"last_day": ""})
    assert not Notice.objects.exists()


# --- another role -----------------------------------------------------------------------------------------------------


def role_page(person: User) -> str:
    return reverse("mandate_role", args=[Mandate.objects.get(person=person, ended_at=None).pk])


def test_the_role_is_changed_from_the_page_of_the_mandate(bo: User, association: Organisation) -> None:
    client = browser("anna")
    assert f'href="{role_page(bo)}"' in client.get(reverse("mandate", args=[mandate_of("bo").pk])).content.decode()
    response = client.post(role_page(bo), {"role": "signatory", "sign_rule": "jointly"})
    assert (response["Location"], flashes(response)) == (page(association), ["Bo Berg är nu firmatecknare."])
    assert "Bo Berg Firmatecknare, två i förening" in words(client.get(page(association)))


def test_the_page_begins_with_the_role_that_is(bo: User, association: Organisation) -> None:
    form = browser("anna").get(role_page(bo)).context["form"]
    assert (form["role"].value(), form["sign_rule"].value()) == ("agent", "alone")


def test_the_new_signatory_is_asked_for_evidence(bo: User, association: Organisation) -> None:
    browser("anna").post(role_page(bo), {"role": "signatory", "sign_rule": "alone"})
    assert "Lämna underlag för din behörighet" in words(browser("bo").get("/"))


@pytest.mark.parametrize(
    ("username", "whose", "role", "sentence"),
    [
        ("bo", "bo", "signatory", "Roll – Du kan inte ge dig själv en större behörighet."),
        ("anna", "anna", "reader", "Anna Andersson är den enda firmatecknaren för Föreningen Grannsamverkan Öster."),
    ],
)
def test_a_role_that_cannot_be_is_refused_in_a_sentence(
    association: Organisation, username: str, whose: str, role: str, sentence: str
) -> None:
    response = browser(username).post(role_page(factories.person(whose)), {"role": role, "sign_rule": "alone"})
    assert (response.status_code, errors(response)[0].startswith(sentence)) == (422, True)


def test_who_does_not_manage_has_no_such_page(bo: User, association: Organisation, kim: User) -> None:
    client = signed_in(kim)
    client.post(invite(association, role="contributor"))
    assert [client.get(role_page(person)).status_code for person in (bo, kim)] == [404, 404]


def test_an_invited_reader_is_asked_for_no_evidence(association: Organisation, kim: User) -> None:
    client = signed_in(kim)
    client.post(invite(association, role="reader"))
    said = words(client.get(reverse("mandate", args=[mandate_of("kim").pk])))
    assert [word for word in ("Underlag", "Inte granskad än", "Ändra rollen") if word in said] == []


def test_a_lone_joint_signatory_reads_that_one_more_is_needed(anna: User, association: Organisation) -> None:
    browser("anna").post(role_page(anna), {"role": "signatory", "sign_rule": "jointly"})
    assert "Två firmatecknare ska skriva under tillsammans, men bara en finns här." in words(
        browser("bo").get(page(association))
    )


def test_an_organisation_without_a_signatory_says_so(bo: User, association: Organisation) -> None:
    Mandate.objects.filter(person__username="anna").update(role="agent")
    assert "Ingen som kan skriva under finns här." in words(browser("bo").get(page(association)))


# --- evidence and review ----------------------------------------------------------------------------------------------


def test_evidence_is_handed_in_and_reviewed(association: Organisation, kim: User) -> None:
    asked = factories.an_asked_mandate(association, by=kim)
    response = browser("rut").post(reverse("mandate_review", args=[asked.pk]), {"approved": "yes", "note": "Protokoll"})
    assert flashes(response) == ["Granskningen av Kim Karlsson för Föreningen Grannsamverkan Öster är sparad."]
    assert signed_in(kim).get(page(association)).status_code == 200


def test_the_person_reads_why_evidence_is_not_enough(association: Organisation, kim: User) -> None:
    asked = factories.an_asked_mandate(association, by=kim)
    browser("dag").post(
        reverse("mandate_review", args=[asked.pk]), {"approved": "no", "note": "Protokollet är gammalt."}
    )
    client = signed_in(kim)
    assert "Protokollet är gammalt." in words(client.get(reverse("mandate", args=[asked.pk])))
    assert client.get(page(association)).status_code == 404


def test_the_agency_reads_the_evidence(association: Organisation, kim: User) -> None:
    asked = factories.an_asked_mandate(association, by=kim)
    response = browser("rut").get(reverse("mandate_file", args=[asked.pk, asked.evidence.get().pk]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")


def test_the_agency_ends_a_mandate_with_a_reason(bo: User, association: Organisation) -> None:
    address = reverse("mandate_revoke", args=[mandate_of("bo").pk])
    silent = browser("rut").post(address, {"reason": ""})
    assert (silent.status_code, errors(silent)) == (
        422,
        ["Varför avslutas behörigheten? – Skriv varför behörigheten avslutas."],
    )
    response = browser("rut").post(address, {"reason": "Fullmakten är återkallad."})
    assert (response["Location"], flashes(response)) == (
        reverse("mandate_list"),
        ["Behörigheten för Bo Berg är avslutad."],
    )
    assert browser("bo").get(page(association)).status_code == 404


def test_strangers_reach_no_mandate(cecilia: User, association: Organisation, kim: User) -> None:
    asked = factories.an_asked_mandate(association, by=kim)
    names = [("mandate", [asked.pk]), ("mandate_file", [asked.pk, asked.evidence.get().pk])]
    assert [browser("cecilia").get(reverse(name, args=args)).status_code for name, args in names] == [404, 404]


def test_those_who_manage_see_that_somebody_asks(association: Organisation, kim: User) -> None:
    factories.an_asked_mandate(association, by=kim)
    assert "begärd, gäller inte än" in words(browser("anna").get(page(association)))


def test_the_registrar_is_told_what_waits(association: Organisation, kim: User) -> None:
    factories.an_asked_mandate(association, by=kim, now=timezone.now())
    said = words(browser("rut").get("/"))
    assert "Behörigheter att granska Föreningen Grannsamverkan Öster" in said
