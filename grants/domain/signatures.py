"""Two signatories together: the second is asked, and the first is told when what was signed has changed since."""

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from applicants.domain.queries.people import people_acting_for
from applicants.enums import MandateRole
from grants.models import Draft
from journal.domain.notices import notify


def ask_the_others(draft: Draft, *, content_sha256: str, by: User, now: datetime) -> None:
    """Send the page to sign on to the signatories who have not signed these bytes yet.

    Each is told once, also when the same content is signed twice.
    """
    signed = set(draft.signatures.filter(content_sha256=content_sha256).values_list("signed_by", flat=True))
    signatories = people_acting_for(draft.organisation, now=now, roles={MandateRole.SIGNATORY})
    notify(
        [person for person in signatories if person.pk not in signed],
        key=f"signature-asked-for:{draft.pk}:{content_sha256}",
        title=f"{by.name} har skrivit under ansökan till ”{draft.call.title}”. Den väntar på din underskrift.",
        url=reverse("draft_check", args=[draft.pk]),
        now=now,
    )


def tell_of_change(draft: Draft, *, by: User, now: datetime) -> None:
    """Tell those who have signed the draft that it is another one now, once for each signature."""
    for signature in draft.signatures.all():  # as a rule none, and every save asks
        notify(
            [signature.signed_by],
            key=f"signature-fell:{signature.pk}",
            title=(
                f"{by.name} har ändrat ansökan till ”{draft.call.title}” efter att du skrev under. Din underskrift "
                "gäller inte det nya innehållet. Granska ansökan och skriv under igen."
            ),
            url=reverse("draft_check", args=[draft.pk]),
            now=now,
        )
