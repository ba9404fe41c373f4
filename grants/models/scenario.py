import uuid

from django.db import models
from django.db.models import Q

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.allocation import HUNDRED, Rules
from grants.enums import PROPOSAL_ORDER_FACES, CutRule, DecisionKind, Ground, ProposalOrderStatus
from grants.models.application import Application
from grants.models.assessment import Proposal
from grants.models.call import Call
from grants.models.fields import at_with_by, known, optional_person, person


def _per_cent(field: str, *, least: int = 1) -> models.CheckConstraint:
    within = Q(**{f"{field}__gte": least, f"{field}__lte": HUNDRED})
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | within, name=f"scenario_{field}_is_per_cent"
    )


class Scenario(models.Model):
    """What if the frame of one call and applicant group is shared by these rules? Somebody's own, under a name.

    Once adopted it is kept as it was, with its outcomes (a trigger refuses the rest). Of that day are then
    ``frame_ore``; ``before``, what was granted or proposed already, as (county, type, öre); and ``digest``, over the
    rules, the frame and every case.
    """

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id call group name cap_ore least_per_cent county_share kind_share share tiers cut least_rest_ore "
            "whole_thousands made_at made_by frame_ore before digest adopted_at adopted_by"
        ),
    )

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="scenarios", verbose_name="utlysning")
    group = models.CharField("grupp av sökande", max_length=40)
    name = models.CharField("namn", max_length=60)
    cap_ore = models.BigIntegerField("högst per bidrag i öre", null=True, blank=True)
    least_per_cent = models.PositiveSmallIntegerField("lägsta resultat i procent", default=0)
    county_share = models.PositiveSmallIntegerField("högst per län i procent av ramen", null=True, blank=True)
    kind_share = models.PositiveSmallIntegerField("högst per typ av sökande i procent av ramen", null=True, blank=True)
    share = models.PositiveSmallIntegerField("andel av det sökta i procent", default=HUNDRED)
    tiers = models.JSONField("andel efter resultat", default=list, blank=True)
    cut = models.CharField("vid strecket", max_length=10, choices=CutRule, default=CutRule.LINE)
    least_rest_ore = models.BigIntegerField("minst kvar för den sista i öre", default=0)
    whole_thousands = models.BooleanField("hela tusental kronor", default=False)
    made_at = models.DateTimeField("gjort")
    made_by = person("gjort av", related_name="scenarios")
    frame_ore = models.BigIntegerField("ram när det antogs i öre", null=True, blank=True)
    before = models.JSONField("beviljat och föreslaget när det antogs", default=list, blank=True)
    digest = models.CharField("kontrollsumma när det antogs", max_length=64, blank=True, default="")
    adopted_at = models.DateTimeField("antaget", null=True, blank=True)
    adopted_by = optional_person("antaget av")

    class Meta:
        verbose_name = "scenario"
        verbose_name_plural = "scenarier"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "call", "group", "name"], name="scenario_has_a_name_of_its_own"),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_a_name"),
            models.CheckConstraint(condition=Q(cap_ore__isnull=True) | Q(cap_ore__gt=0), name="scenario_cap_is_money"),
            models.CheckConstraint(condition=Q(least_rest_ore__gte=0), name="scenario_least_rest_is_no_debt"),
            _per_cent("least_per_cent", least=0),
            _per_cent("county_share"),
            _per_cent("kind_share"),
            _per_cent("share"),
            known("cut", CutRule, model="scenario"),
            at_with_by("adopted", model="scenario"),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, digest="", frame_ore__isnull=True)
                | Q(adopted_at__isnull=False, frame_ore__isnull=False) & ~Q(digest=""),
                name="scenario_adopted_says_of_what",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rules(self) -> Rules:
        """The rules, as `allocate` takes them."""
        return Rules(
            cap_ore=self.cap_ore,
            least_per_cent=self.least_per_cent,
            county_share=self.county_share,
            kind_share=self.kind_share,
            share=self.share,
            tiers=tuple((least, share) for least, share in self.tiers),
            cut=CutRule(self.cut),
            least_rest_ore=self.least_rest_ore,
            whole_thousands=self.whole_thousands,
        )

    @property
    def stream(self) -> str:
        """What happens with it is told in the stream of its call."""
        return self.call.stream

    @property
    def is_adopted(self) -> bool:
        return self.adopted_at is not None


class ScenarioOutcome(models.Model):
    """What an adopted scenario says of one case. Kept as it was; the proposal that comes of it is added (INV-9).

    The case's own officer makes the proposal, and answers for it.
    """

    COLUMNS = Columns("preserve", internal="id scenario application rank per_cent kind amount_ore ground proposal")

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="outcomes", verbose_name="scenario")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="ansökan")
    rank = models.PositiveIntegerField("plats")
    per_cent = models.PositiveSmallIntegerField("resultat i procent")
    kind = models.CharField("förslag", max_length=20, choices=DecisionKind)
    amount_ore = models.BigIntegerField("belopp i öre")
    ground = models.CharField("regel som avgjorde", max_length=20, choices=Ground)
    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="förslag till beslut"
    )

    class Meta:
        verbose_name = "utfall i scenario"
        verbose_name_plural = "utfall i scenarier"
        ordering = ["scenario", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "application"], name="one_outcome_of_a_case_in_a_scenario"),
            known("kind", DecisionKind, model="scenario_outcome"),
            known("ground", Ground, model="scenario_outcome"),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.REJECT, amount_ore=0)
                | Q(kind__in=[DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT], amount_ore__gt=0),
                name="scenario_outcome_amount_fits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.application_id}"


class ProposalOrder(models.Model):
    """Proposals by a scenario that are too many to wait for on a page. The row is the queue.

    ``digest``: of what the person saw. ``obstacles``: what stood in the way, (case number, sentence); then none of
    them was made.
    """

    COLUMNS = Columns(
        "while_current", internal="id scenario digest status total obstacles ordered_at ordered_by done_at"
    )

    id = models.UUIDField("referens", primary_key=True, default=uuid.uuid4, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="orders", verbose_name="scenario")
    digest = models.CharField("kontrollsumma på sidan", max_length=64)
    status = models.CharField("läge", max_length=20, choices=ProposalOrderStatus, default=ProposalOrderStatus.WAITING)
    total = models.PositiveIntegerField("antal ärenden")
    obstacles = models.JSONField("hinder", default=list, blank=True)
    ordered_at = models.DateTimeField("beställd")
    ordered_by = person("beställd av")
    done_at = models.DateTimeField("klar", null=True, blank=True)

    class Meta:
        verbose_name = "beställning av förslag"
        verbose_name_plural = "beställningar av förslag"
        ordering = ["ordered_at", "pk"]
        constraints = [
            known("status", ProposalOrderStatus, model="proposal_order"),
            models.UniqueConstraint(
                fields=["scenario", "ordered_by"],
                condition=Q(status=ProposalOrderStatus.WAITING),
                name="one_order_at_a_time_of_a_scenario",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def face(self) -> Face:
        return PROPOSAL_ORDER_FACES[ProposalOrderStatus(self.status)]

    @property
    def is_waiting(self) -> bool:
        return self.status == ProposalOrderStatus.WAITING

    @property
    def is_done(self) -> bool:
        return self.status == ProposalOrderStatus.DONE
