"""Commitments of coming budget years, within an authority (beställningsbemyndigande) for the year they are made in.

What is committed is a sum of the ledger: everything granted, and not withdrawn, of budget years after the one in which
it was decided. It is measured against the newest authority in force on the day, under a lock of the authority's row.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.domain.answers import MAX_AMOUNT_ORE
from grants.domain.reserved import reserved
from grants.enums import PostingKind
from grants.models import AuthorityAmount, CommitmentAuthority, Decision, Posting
from grants.ordinances import VERSIONS
from grants.ordinances.profile import OrdinanceVersion
from grants.permissions import check_may
from grants.workflow import COMMITMENTS
from journal.domain import events


@dataclass(frozen=True, slots=True)
class Standing:
    """An authority as it stands on a day: its size, and what is committed against it, in öre."""

    sfs: str
    budget_year: int
    size: int
    committed: int

    @property
    def left(self) -> int:
        return self.size - self.committed


@transaction.atomic
def set_amount(
    sfs: str, *, budget_year: int, amount_ore: int, effective_from: date, basis: str, by: User, now: datetime
) -> AuthorityAmount:
    """Set the size of an authority (öre) from a day on. The old size stays as a dated row.

    Raises Refused for an ordinance the portal does not know, an amount that is not positive or below what is already
    committed, a day before the newest size takes effect, and without the decision it rests on.
    """
    check_may(by, Permission.MANAGE_CALLS)
    _check_stated(sfs, amount_ore, basis)
    authority, _ = CommitmentAuthority.objects.get_or_create(sfs=sfs, budget_year=budget_year)
    authority = CommitmentAuthority.objects.select_for_update().get(pk=authority.pk)
    newest = authority.amounts.order_by("-effective_from", "-pk").first()
    if newest and effective_from < newest.effective_from:
        raise Refused(
            f"Det senaste beloppet gäller från {format_date(newest.effective_from)}. Välj den dagen eller en senare.",
            field="effective_from",
        )
    committed = committed_under(sfs, budget_year)
    if amount_ore < committed:
        raise Refused(
            f"Det är redan bundet {format_sek(committed)} för kommande år. Bemyndigandet kan inte bli lägre.",
            law=COMMITMENTS,
            field="amount",
        )
    row = AuthorityAmount.objects.create(
        authority=authority,
        amount_ore=amount_ore,
        effective_from=effective_from,
        basis=basis.strip(),
        set_at=now,
        set_by=by,
    )
    events.record(
        authority.stream,
        "authority_set",
        by=by,
        now=now,
        sfs=sfs,
        budget_year=budget_year,
        amount_ore=amount_ore,
        effective_from=effective_from,
        basis=row.basis,
    )
    return row


def hold(ordinance: OrdinanceVersion, *, made_in: int) -> CommitmentAuthority | None:
    """The authority that decisions of the year are measured against, its row locked until the transaction ends."""
    return CommitmentAuthority.objects.select_for_update().filter(sfs=ordinance.sfs, budget_year=made_in).first()


def check_room(
    ordinance: OrdinanceVersion,
    *,
    made_in: int,
    coming_ore: int,
    on: date,
    replaced_ore: int = 0,
    lock: bool = False,
    besides: Decision | None = None,
) -> None:
    """Bidrag för kommande budgetår ska rymmas i ett beställningsbemyndigande.

    ``made_in``: the budget year of the decision. ``replaced_ore``: what is committed by an earlier decision that this
    one takes the place of. With ``lock`` the authority's row is held until the transaction ends. ``besides``: a
    decision that is being made, for which an approved collective decision keeps room already.
    """
    if coming_ore <= 0:
        return
    if lock:
        authority = hold(ordinance, made_in=made_in)
    else:
        authority = CommitmentAuthority.objects.filter(sfs=ordinance.sfs, budget_year=made_in).first()
    size = amount_on(authority, on) if authority else 0
    if not size:
        raise Refused(
            f"Det finns inget beställningsbemyndigande {made_in} för förordningen ({ordinance.sfs}). Beslutet binder "
            f"{format_sek(coming_ore)} för kommande år och kan inte fattas utan det.",
            law=COMMITMENTS,
            field="amount",
        )
    left = size - committed_under(ordinance.sfs, made_in, besides=besides) + replaced_ore
    if coming_ore > left:
        raise Refused(
            f"Bemyndigandet för kommande år räcker inte. Kvar att binda är {format_sek(max(left, 0))}, "
            f"och beslutet gäller {format_sek(coming_ore)}.",
            law=COMMITMENTS,
            field="amount",
        )


def amount_on(authority: CommitmentAuthority, day: date) -> int:
    """The size of the authority in öre on ``day``; 0 before the first row takes effect."""
    newest = authority.amounts.filter(effective_from__lte=day).order_by("-effective_from", "-pk").first()
    return newest.amount_ore if newest else 0


def committed_under(sfs: str, budget_year: int, *, besides: Decision | None = None) -> int:
    """What is granted and not withdrawn, in öre, of years after ``budget_year``, by decisions of it or before.

    What approved collective decisions will grant counts too, but for the decision ``besides``.
    """
    rows = _commitments().filter(
        ordinance_key__startswith=f"{sfs}/", budget_year__gt=budget_year, call__budget_year__lte=budget_year
    )
    sums = dict(rows.values_list("kind").annotate(total=Sum("amount_ore")))
    approved = reserved(besides=besides).filter(
        decision__application__ordinance_key__startswith=f"{sfs}/",
        budget_year__gt=budget_year,
        decision__budget_year__lte=budget_year,
    )
    kept = approved.aggregate(ore=Sum("room_ore"))["ore"] or 0
    return int(sums.get(PostingKind.GRANTED, 0) - sums.get(PostingKind.WITHDRAWN, 0) + kept)


def standings(on: date) -> list[Standing]:
    """Every authority as it stands on ``on``, the newest year first. Three queries, however many there are."""
    sizes: dict[int, int] = {}
    for row in AuthorityAmount.objects.filter(effective_from__lte=on).order_by("effective_from", "pk"):
        sizes[row.authority_id] = row.amount_ore
    committed = list(
        _commitments()
        .values_list("ordinance_key", "call__budget_year", "budget_year", "kind")
        .annotate(total=Sum("amount_ore"))
    )
    return [
        Standing(
            authority.sfs,
            authority.budget_year,
            sizes.get(authority.pk, 0),
            sum(
                amount if kind == PostingKind.GRANTED else -amount
                for key, made_in, year, kind, amount in committed
                if key.startswith(f"{authority.sfs}/") and made_in <= authority.budget_year < year
            ),
        )
        for authority in CommitmentAuthority.objects.all()
    ]


def history() -> QuerySet[AuthorityAmount]:
    """Every size that the authorities have had, the newest first, with who set it. One query."""
    rows = AuthorityAmount.objects.select_related("authority", "set_by")
    return rows.order_by("-effective_from", "-pk")


def _commitments() -> QuerySet[Posting]:
    kinds = [PostingKind.GRANTED, PostingKind.WITHDRAWN]
    return Posting.objects.filter(kind__in=kinds, budget_year__gt=F("call__budget_year")).order_by()


def _check_stated(sfs: str, amount_ore: int, basis: str) -> None:
    if sfs not in {version.sfs for version in VERSIONS}:
        raise Refused("Välj en förordning i listan.", field="sfs")
    if amount_ore <= 0:
        raise Refused("Bemyndigandet ska vara större än 0 kr.", field="amount")
    if amount_ore > MAX_AMOUNT_ORE:
        raise Refused(f"Bemyndigandet kan vara högst {format_sek(MAX_AMOUNT_ORE)}.", field="amount")
    if not basis.strip():
        raise Refused("Skriv vilket beslut bemyndigandet bygger på.", law=COMMITMENTS, field="basis")
