"""A person closes the account: those who go on without a signatory are told, and the agency in every open case."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from applicants.domain import leaving
from applicants.domain.queries.mandates import last_signatory_in
from applicants.domain.queries.people import people_acting_for
from applicants.models import Organisation
from grants.domain.telling import tell_agency
from grants.models import Application
from journal.domain.notices import notify


@transaction.atomic
def leave(*, knowingly: bool = False, by: User, now: datetime) -> None:
    """End every mandate of ``by`` and close the account, or nothing of it.

    Drafts and cases stay with the organisation. Where nobody can sign any longer, the others who act for it are told,
    and the officer of each open case, who then cannot count on anybody reading in the portal.
    Raises Refused as `applicants.domain.leaving.leave`.
    """
    alone = [mandate.organisation for mandate in last_signatory_in(by, now=now)]
    leaving.leave(knowingly=knowingly, by=by, now=now)
    for organisation in alone:
        _tell_colleagues(organisation, by=by, now=now)
        _tell_agency(organisation, by=by, now=now)


def _tell_colleagues(organisation: Organisation, *, by: User, now: datetime) -> None:
    notify(
        people_acting_for(organisation, now=now),
        key=f"no-signatory:{organisation.pk}:{by.pk}",
        title=f"{by.name} har slutat. Ingen kan skriva under för {organisation.name} förrän ni har en firmatecknare.",
        url=reverse("organisation", args=[organisation.organisation_number]),
        now=now,
    )


def _tell_agency(organisation: Organisation, *, by: User, now: datetime) -> None:
    cases = Application.objects.filter(organisation=organisation, case__closed_at=None)
    for application in cases.select_related("case", "officer"):
        tell_agency(
            application,
            key=f"no-signatory:{application.pk}:{by.pk}",
            title=f"{organisation.name} har ingen firmatecknare i portalen längre. Skriv också på papper.",
            page="case",
            now=now,
        )
