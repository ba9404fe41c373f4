"""Requests for public documents, for the registrars, and for a decider those that wait for a written decision."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import one
from grants.models import ReleaseItem, ReleaseRequest
from grants.permissions import without_conflict
from journal.models import RegistryEntry

OPEN_ORDER = ("received_at", "pk")
ALL_ORDER = ("-received_at", "-pk")


def releases_for(person: User) -> QuerySet[ReleaseRequest]:
    """The requests that ``person`` may answer or decide: none in which the person is jävig, nor one that asks for a
    document of such a case (INV-8).
    """
    if not (person.may(Permission.REGISTER_CASES) or person.may(Permission.DECIDE_CASES)):
        return ReleaseRequest.objects.none()
    open_to = RegistryEntry.objects.filter(without_conflict(person))
    closed = ReleaseItem.objects.filter(request=OuterRef("pk")).exclude(entry__in=open_to)
    open_requests = ReleaseRequest.objects.filter(without_conflict(person), ~Exists(closed))
    found = open_requests.select_related("case", "closed_by", "decided_by")
    return found if person.may(Permission.REGISTER_CASES) else found.filter(written_wanted_at__isnull=False)


def entries_to_try(person: User) -> QuerySet[RegistryEntry]:
    """The documents that ``person`` tries in a written decision, and what has been written in those requests."""
    requests = releases_for(person)
    asked = ReleaseItem.objects.filter(request__in=requests).values("entry")
    found = RegistryEntry.objects.filter(Q(pk__in=asked) | Q(case__in=requests.values("case")))
    return found.select_related("case", "document__scan")


def counted(requests: QuerySet[ReleaseRequest]) -> QuerySet[ReleaseRequest]:
    """The same, each with how many documents it is about (``documents``) and how many are tried (``tried``)."""
    return requests.annotate(documents=Count("items"), tried=Count("items", filter=~Q(items__outcome="")))


def release_for(person: User, number: str) -> ReleaseRequest:
    """One request. Raises NotYours to everybody else."""
    return one(releases_for(person), case__number=number)


def item_for(person: User, number: str, pk: int) -> ReleaseItem:
    """A document of a request, with its masks. Raises NotYours to everybody else."""
    request = release_for(person, number)
    found = one(items_of(request), pk=pk)
    found.request = request
    return found


def items_of(request: ReleaseRequest) -> QuerySet[ReleaseItem]:
    """The documents of a request in the order they were chosen."""
    return (
        ReleaseItem.objects.filter(request=request)
        .select_related("entry__case", "entry__document__scan", "copy", "out_entry", "decided_by")
        .prefetch_related("masks")
        .order_by("pk")
    )


def open_releases(person: User) -> QuerySet[ReleaseRequest]:
    """The requests that are not answered, the oldest first: they are to be answered at once (TF 2 kap. 15–16 §§)."""
    return releases_for(person).filter(closed_at__isnull=True).order_by(*OPEN_ORDER)


def refusals_to_decide(person: User) -> QuerySet[ReleaseRequest]:
    """The requests in which a written decision is wanted and not made, the oldest first."""
    if not person.may(Permission.DECIDE_CASES):
        return ReleaseRequest.objects.none()
    waiting = releases_for(person).filter(written_wanted_at__isnull=False, decided_at__isnull=True)
    return waiting.order_by("written_wanted_at", "pk")
