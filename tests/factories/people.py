"""The cast and their organisations."""

from datetime import datetime
from typing import Any

from accounts.enums import Role
from accounts.models import User
from applicants.domain import mandates, organisations, payment_accounts
from applicants.enums import AccountKind, MandateRole, OrganisationType, SignRule
from applicants.models import Mandate, Organisation, PaymentAccount
from delmos.demo.cast import CAST
from delmos.lib.dates import stockholm_date
from delmos.lib.identity import make_organisation_number
from grants.domain import conflicts, delegations
from grants.enums import ConflictAnswer, DecisionKind
from grants.models import Delegation
from grants.permissions import Matter
from journal.models import Mail, Notice
from tests.factories.moments import BEFORE, NOW
from tests.factories.remembered import remembered

ASSOCIATION = make_organisation_number("802451001")
GAVLE = "2120002338"


@remembered
def person(username: str) -> User:
    """Somebody of the cast, the same every time. With the first come all: a portal without its people there is none."""
    known = User.objects.filter(username=username).first()
    return known or the_cast()[username]


@remembered
def the_cast() -> dict[str, User]:
    """Everybody, by username."""
    return {member.username: anybody(member.username, name=member.name, roles=member.roles) for member in CAST}


@remembered
def anybody(username: str, *, name: str = "", roles: tuple[Role, ...] = ()) -> User:
    """A person with these roles, the same every time. The account has no password."""
    known = User.objects.filter(username=username).first()
    return known or User.objects.create_user(
        username, name=name or username.title(), email=f"{username}@example.se", roles=list(roles)
    )


@remembered
def delegated(decider: User, **limits: Any) -> Delegation:
    """gun lets ``decider`` make every kind of decision, unless ``limits`` say less. Without limits: once."""
    held = Delegation.objects.filter(decider=decider).first()
    if held and not limits:
        return held
    whole: dict[str, Any] = {
        "kinds": list(DecisionKind),
        "most_ore": None,
        "starts_on": stockholm_date(BEFORE),
        "ends_on": None,
        "basis": "Arbetsordningen 2018-01-01, bilaga 2",
    }
    return delegations.give(decider, **{**whole, **limits}, by=person("gun"), now=BEFORE)


@remembered
def reviewed(**facts: Any) -> Organisation:
    """A new organisation (facts as in `organisations.register`) whose signatory rut has approved.

    The signatory has read the notice of it and thrown it away: a test begins with empty mailboxes.
    """
    made = organisations.register(**facts)
    mandate = mandates.review(
        made.mandates.get(), approved=True, note="Enligt protokoll", by=person("rut"), now=facts["now"]
    )
    approval = Notice.objects.get(key__startswith=f"mandate:{mandate.pk}:")
    Mail.objects.filter(key=f"notice:{approval.pk}").delete()
    approval.delete()
    return made


@remembered
def association() -> Organisation:
    """The association of anna, its signatory, and bo, its agent."""
    known = Organisation.objects.filter(organisation_number=ASSOCIATION).first()
    if known:
        return known
    made = reviewed(
        by=person("anna"),
        now=BEFORE,
        organisation_number=ASSOCIATION,
        name="Föreningen Grannsamverkan Öster",
        kind=OrganisationType.ASSOCIATION,
        seat_municipality="2180",
    )
    organisations.add_mandate(made, person=person("bo"), role=MandateRole.AGENT, by=person("anna"), now=BEFORE)
    return made


@remembered
def gavle() -> Organisation:
    """Gävle kommun, with cecilia as signatory."""
    known = Organisation.objects.filter(organisation_number=GAVLE).first()
    return known or reviewed(
        by=person("cecilia"),
        now=BEFORE,
        organisation_number=GAVLE,
        name="Gävle kommun",
        kind=OrganisationType.MUNICIPALITY,
        seat_municipality="2180",
    )


@remembered
def an_association(serial: int) -> Organisation:
    """Another association, number ``serial`` of many, with a signatory of its own."""
    return reviewed(
        by=anybody(f"signatory{serial}"),
        now=BEFORE,
        organisation_number=make_organisation_number(f"8024{serial:05d}"),
        name=f"Föreningen {serial}",
        kind=OrganisationType.ASSOCIATION,
        seat_municipality="2180",
    )


@remembered
def signatory_of(organisation: Organisation) -> User:
    """The person who registered the organisation and may sign for it."""
    return organisation.mandates.filter(role=MandateRole.SIGNATORY).earliest("pk").person


@remembered
def verified_account(organisation: Organisation, *, number: str = "5050-1055", now: datetime = NOW) -> PaymentAccount:
    """The organisation's bankgiro, checked by farah and confirmed by filip."""
    account = payment_accounts.state(
        organisation, kind=AccountKind.BANKGIRO, number=number, by=signatory_of(organisation), now=now
    )
    if account.verified_at:
        return account
    payment_accounts.verify(account, note="Utdrag från Bankgirot", by=person("farah"), now=now)
    return payment_accounts.verify(account, note="Samma utdrag", by=person("filip"), now=now)


@remembered
def declare_no_conflict(matter: Matter, *usernames: str, now: datetime = NOW) -> None:
    """These people answer that they are not jäviga in the case."""
    for username in usernames:
        conflicts.declare(matter, answer=ConflictAnswer.NONE, by=person(username), now=now)


@remembered
def declare_no_conflict_of(matter: Matter, *people: User, now: datetime = NOW) -> None:
    """The same, of people who are not of the cast."""
    for who in people:
        conflicts.declare(matter, answer=ConflictAnswer.NONE, by=who, now=now)


@remembered
def jointly(organisation: Organisation) -> tuple[User, User]:
    """From now on two signatories together: the first one of the organisation, and kim."""
    anna, kim = signatory_of(organisation), anybody("kim")
    organisations.add_mandate(organisation, person=kim, role=MandateRole.SIGNATORY, by=anna, now=NOW)
    Mandate.objects.filter(organisation=organisation).update(sign_rule=SignRule.JOINTLY)
    return anna, kim
