"""Invitations that are sent, and mandates that wait for a review."""

import re
from datetime import datetime

from accounts.models import User
from applicants.domain import evidence, invitations, mandates
from applicants.domain.mandates import Terms
from applicants.enums import MandateRole
from applicants.models import Invitation, Mandate, Organisation
from journal.models import Mail
from tests.factories.drafts import a_pdf
from tests.factories.moments import NOW
from tests.factories.people import signatory_of
from tests.factories.remembered import remembered

SIGNATORY = Terms(MandateRole.SIGNATORY)


@remembered
def an_invitation(
    organisation: Organisation, *, email: str = "kim@example.se", terms: Terms = SIGNATORY, now: datetime = NOW
) -> Invitation:
    """An invitation by the organisation's signatory."""
    by = signatory_of(organisation)
    return invitations.invite(organisation, email=email, terms=terms, path_of="/inbjudan/{}/".format, by=by, now=now)


def token_of(invitation: Invitation) -> str:
    """The token of the link, from where alone it stands: the mail."""
    mail = Mail.objects.get(key=f"invitation:{invitation.pk}")
    return re.findall(r"/inbjudan/([\w-]+)/", mail.text)[0]


@remembered
def hand_in(mandate: Mandate, *, by: User | None = None, text: str = "protokoll", now: datetime = NOW) -> int:
    """Hand in a document that shows the mandate; its primary key."""
    content = a_pdf(text)
    size = len(content.getvalue())
    by = by or mandate.person
    return evidence.hand_in(mandate, name="Protokoll.pdf", content=content, size=size, by=by, now=now).pk


@remembered
def an_asked_mandate(organisation: Organisation, *, by: User, now: datetime = NOW) -> Mandate:
    """A mandate asked for with evidence, where others already act."""
    asked = mandates.request(organisation, terms=SIGNATORY, by=by, now=now)
    hand_in(asked, now=now)
    return asked
