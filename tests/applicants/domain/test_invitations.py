"""Invitations: a mandate offered by a mailed link, used once."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest

from accounts.models import User
from applicants.domain import invitations, mandates
from applicants.domain.mandates import Terms
from applicants.domain.queries.organisations import organisations_of
from applicants.enums import MandateRole, SignRule
from applicants.models import Invitation, Mandate, Organisation
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from journal.models import Event, Mail
from tests.factories import NOW, TODAY, anybody

pytestmark = pytest.mark.django_db
SIGNATORY = Terms(MandateRole.SIGNATORY, SignRule.JOINTLY)


def invite(
    organisation: Organisation, by: User, *, email: str = "Kim@Example.se ", terms: Terms = SIGNATORY
) -> Invitation:
    return invitations.invite(organisation, email=email, terms=terms, path_of="/inbjudan/{}/".format, by=by, now=NOW)


def token_of(invitation: Invitation) -> str:
    """The token, where alone it stands: in the mail."""
    mail = Mail.objects.get(key=f"invitation:{invitation.pk}")
    return re.findall(r"/inbjudan/([\w-]+)/", mail.text)[0]


def sent_to(username: str = "kim") -> tuple[User, str]:
    """Anna invites; the person and the token of the link."""
    anna = Mandate.objects.get(role=MandateRole.SIGNATORY).person
    return anybody(username), token_of(invite(Organisation.objects.get(), anna))


def test_the_mail_says_who_invites_to_what(anna: User, association: Organisation) -> None:
    mail = Mail.objects.get(key=f"invitation:{invite(association, anna).pk}")
    assert (mail.to, mail.subject) == ("kim@example.se", "Inbjudan att företräda Föreningen Grannsamverkan Öster")
    assert "Anna Andersson bjuder in dig" in mail.text
    assert "som firmatecknare" in mail.text
    assert "till och med 16 maj 2018" in mail.text


def test_only_the_hash_of_the_token_is_kept(anna: User, association: Organisation) -> None:
    made = invite(association, anna)
    assert made.token_sha256 == sha256(token_of(made).encode()).hexdigest()


def test_neither_token_nor_address_is_logged(anna: User, association: Organisation) -> None:
    made = invite(association, anna)
    event = Event.objects.filter(stream=mandates.stream(association)).latest("serial")
    assert (event.name, event.data) == ("invitation_sent", {"invitation": made.pk, "role": "signatory"})


def test_whoever_accepts_gets_the_mandate_that_was_offered(association: Organisation, anna: User) -> None:
    kim, token = sent_to()
    given = invitations.accept(token, by=kim, now=NOW)
    assert (given.person, given.role, given.sign_rule, given.valid_from, given.granted_by) == (
        kim,
        MandateRole.SIGNATORY,
        SignRule.JOINTLY,
        TODAY,
        anna,
    )
    assert list(organisations_of(kim, now=NOW)) == [association]


def test_a_link_is_used_once(association: Organisation) -> None:
    kim, token = sent_to()
    invitations.accept(token, by=kim, now=NOW)
    with pytest.raises(Refused, match="Inbjudan är redan använd"):
        invitations.accept(token, by=anybody("alex"), now=NOW)


def test_a_link_works_on_its_fourteenth_day_and_not_after(association: Organisation) -> None:
    kim, token = sent_to()
    with pytest.raises(Refused, match="Inbjudan gällde till och med 16 maj 2018"):
        invitations.accept(token, by=kim, now=NOW + timedelta(days=15))
    assert invitations.accept(token, by=kim, now=NOW + timedelta(days=14)).person == kim


def test_a_withdrawn_link_does_not_work(anna: User, bo: User, association: Organisation) -> None:
    kim, token = sent_to()
    invitations.withdraw(Invitation.objects.get(), by=bo, now=NOW)
    with pytest.raises(Refused, match="Inbjudan har återtagits"):
        invitations.accept(token, by=kim, now=NOW)


def test_a_new_invitation_to_the_same_address_replaces_the_earlier(anna: User, association: Organisation) -> None:
    first = token_of(invite(association, anna))
    second = token_of(invite(association, anna))
    with pytest.raises(Refused, match="har återtagits"):
        invitations.accept(first, by=anybody("kim"), now=NOW)
    assert invitations.accept(second, by=anybody("kim"), now=NOW).organisation == association


def test_an_accepted_invitation_is_not_withdrawn(anna: User, association: Organisation) -> None:
    kim, token = sent_to()
    invitations.accept(token, by=kim, now=NOW)
    with pytest.raises(Refused, match="redan accepterad"):
        invitations.withdraw(Invitation.objects.get(), by=anna, now=NOW)


def test_a_link_that_never_was_is_nobodys(association: Organisation) -> None:
    with pytest.raises(NotYours):
        invitations.accept("x" * 43, by=anybody("kim"), now=NOW)


def test_people_at_the_agency_act_for_nobody(dag: User, association: Organisation, anna: User) -> None:
    _, token = sent_to()
    with pytest.raises(Refused, match="Du arbetar på myndigheten"):
        invitations.accept(token, by=dag, now=NOW)


def test_whoever_has_a_mandate_already_is_told(bo: User, association: Organisation) -> None:
    _, token = sent_to()
    with pytest.raises(Refused, match="Bo Berg har redan en behörighet"):
        invitations.accept(token, by=bo, now=NOW)
    assert Invitation.objects.get().accepted_at is None


def test_a_link_from_somebody_who_has_left_does_not_work(bo: User, association: Organisation) -> None:
    token = token_of(invite(association, bo))
    mandates.end(Mandate.objects.get(person=bo), by=bo, now=NOW)
    with pytest.raises(Refused, match="Bo Berg, som bjöd in dig, får inte längre bjuda in"):
        invitations.accept(token, by=anybody("kim"), now=NOW)


@pytest.mark.parametrize("username", ["cecilia", "dag", "rut"])
def test_strangers_invite_nobody(cast: dict[str, User], association: Organisation, username: str) -> None:
    with pytest.raises(Refused):
        invite(association, cast[username])
    assert not Mail.objects.filter(key__startswith="invitation").exists()


def test_a_wrong_address_is_refused(anna: User, association: Organisation) -> None:
    with pytest.raises(Refused) as refused:
        invite(association, anna, email="kim")
    assert refused.value.field == "email"


def test_an_invitation_may_begin_later(anna: User, association: Organisation) -> None:
    later = TODAY + timedelta(days=3)
    token = token_of(invite(association, anna, terms=Terms(MandateRole.READER, valid_from=later)))
    kim = anybody("kim")
    invitations.accept(token, by=kim, now=NOW)
    assert [len(organisations_of(kim, now=NOW + timedelta(days=days))) for days in (0, 3)] == [0, 1]
