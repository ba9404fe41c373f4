"""What an applicant shares with others: signatories, payment accounts, a postal address."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from applicants.domain.queries.organisations import at_the_address
from applicants.enums import MandateRole, ReviewStatus
from applicants.models import Mandate, Organisation, PaymentAccount
from delmos.lib.shingles import words_of
from grants.domain.signals.finding import MOST_OF_A_KIND, Finding, newest_cases
from grants.enums import SignalKind
from grants.models import Application

SHORTEST_ADDRESS = 3  # words: a place name alone is shared by many
READ_AT_ONCE = 200


def signatories(application: Application) -> Iterator[Finding]:
    """Each person who signs, or has signed, for the applicant and for another one too."""
    own = dict(_held().filter(organisation=application.organisation_id).values_list("person", "person__name"))
    elsewhere = _held().filter(person__in=own).exclude(organisation=application.organisation_id)
    pairs = sorted(set(elsewhere.values_list("person", "organisation")[:READ_AT_ONCE]))
    cases = newest_cases(organisation for _, organisation in pairs)
    for person, organisation in pairs:
        if organisation in cases:
            yield Finding(
                SignalKind.SIGNATORY,
                (person, organisation),
                f"{own[person]} är eller har varit firmatecknare för sökanden, och för en annan sökande.",
                other=cases[organisation],
            )


def accounts(application: Application) -> Iterator[Finding]:
    """Each payment account, also an earlier one, that another applicant has or has had."""
    own = list(PaymentAccount.objects.filter(organisation=application.organisation_id))
    if not own:
        return
    same = Q()
    for account in own:
        same |= Q(kind=account.kind, number=account.number)
    names = {(account.kind, account.number): str(account) for account in own}
    others = PaymentAccount.objects.filter(same).exclude(organisation=application.organisation_id)
    found = sorted(set(others.values_list("kind", "number", "organisation")[:READ_AT_ONCE]))
    cases = newest_cases(organisation for _, _, organisation in found)
    for kind, number, organisation in found:
        if organisation in cases:
            yield Finding(
                SignalKind.ACCOUNT,
                (kind, number, organisation),
                f"{names[kind, number]} är eller har varit sökandens betalkonto, och en annan sökandes.",
                other=cases[organisation],
            )


def addresses(application: Application) -> Iterator[Finding]:
    """Another applicant at the same postal address, however it is spaced and whatever its case."""
    own = words_of(application.organisation.address)
    if len(own) < SHORTEST_ADDRESS:
        return
    for organisation, pk in newest_cases(_neighbours(application.organisation, own)).items():
        yield Finding(
            SignalKind.ADDRESS,
            (" ".join(own), organisation),
            f"Sökandens postadress, {application.organisation.address}, är också en annan sökandes.",
            other=pk,
        )


def _held() -> QuerySet[Mandate]:
    """The mandates of signatories that somebody has had: what waits for review, or was rejected, proves nothing."""
    waiting = Q(waits_for_review=True, review_status=ReviewStatus.UNREVIEWED)
    signing = Mandate.objects.filter(role=MandateRole.SIGNATORY).exclude(review_status=ReviewStatus.REJECTED)
    return signing.exclude(waiting).order_by("pk")


def _neighbours(organisation: Organisation, own: list[str]) -> list[int]:
    """The organisations whose address has the same words: the index finds those alike, and the words decide."""
    others = at_the_address(organisation.address).exclude(pk=organisation.pk).order_by("-pk")
    found = others.values_list("pk", "address")[:READ_AT_ONCE]
    return [pk for pk, address in found if words_of(address) == own][:MOST_OF_A_KIND]
