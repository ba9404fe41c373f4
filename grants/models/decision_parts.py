"""What a decision consists of beside its own row: amounts, instalments, who took part, and who dissents."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

from delmos.lib.classification import Columns
from grants.enums import InstalmentCondition, PaymentStatus, PaymentStopStatus
from grants.models.fields import at_with_by, known, optional_person, person
from grants.models.frame import Frame
from journal.models import Document, RegistryEntry, is_closed_by


class DecisionAmount(models.Model):
    """What a decision gives of one budget year, out of that year's frame (INV-12, INV-16). Append-only.

    The rows of a decision sum to its amount: a trigger refuses anything else.
    """

    COLUMNS = Columns("preserve", public="id decision budget_year frame amount_ore")

    decision = models.ForeignKey(
        "grants.Decision", on_delete=models.PROTECT, related_name="amounts", verbose_name="beslut"
    )
    budget_year = models.PositiveSmallIntegerField("budgetår")
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="+", verbose_name="ram")
    amount_ore = models.BigIntegerField("belopp i öre")

    class Meta:
        verbose_name = "belopp för ett budgetår"
        verbose_name_plural = "belopp för budgetår"
        ordering = ["decision", "budget_year"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "budget_year"], name="a_decision_has_one_amount_a_year"),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="decision_amount_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.budget_year}"


class Instalment(models.Model):
    """A part of a grant as the decision plans its payment (INV-20). Those of a year sum to its amount (a trigger).

    ``condition`` is what must have happened before it is paid; ``met_note`` says what the officer found when it had.
    """

    COLUMNS = Columns(
        "preserve", internal="id decision number budget_year amount_ore planned_on condition met_note met_at met_by"
    )

    decision = models.ForeignKey(
        "grants.Decision", on_delete=models.PROTECT, related_name="instalments", verbose_name="beslut"
    )
    number = models.PositiveSmallIntegerField("rat")
    budget_year = models.PositiveSmallIntegerField("budgetår")
    amount_ore = models.BigIntegerField("belopp i öre")
    planned_on = models.DateField("betalas tidigast")
    condition = models.CharField(
        "villkor för ratan", max_length=20, choices=InstalmentCondition, default=InstalmentCondition.NONE
    )
    met_note = models.CharField("hur villkoret är uppfyllt", max_length=500, blank=True)
    met_at = models.DateTimeField("villkoret uppfyllt", null=True, blank=True)
    met_by = optional_person("villkoret prövat av")

    class Meta:
        verbose_name = "rat"
        verbose_name_plural = "rater"
        ordering = ["decision", "number"]
        constraints = [
            known("condition", InstalmentCondition, model="instalment"),
            at_with_by("met", model="instalment"),
            models.UniqueConstraint(fields=["decision", "number"], name="an_instalment_is_planned_once"),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0, number__gt=0), name="instalment_is_positive"),
            models.CheckConstraint(
                condition=models.Q(met_at__isnull=True) | ~models.Q(condition=InstalmentCondition.NONE),
                name="instalment_without_condition_is_not_met",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} rat {self.number}"

    # Of an instalment that stands among the parts of a decision: its payment keeps the day, and its stop the number.
    paid_on: date | None = None
    is_stopped: bool = False

    @property
    def waits(self) -> bool:
        """Whether it has a condition that is not met yet."""
        return self.condition != InstalmentCondition.NONE and self.met_at is None


class DecisionParticipant(models.Model):
    """Somebody at the agency who took part in the final handling without deciding (MF 21 §). Append-only."""

    COLUMNS = Columns("preserve", internal="id decision person")

    decision = models.ForeignKey(
        "grants.Decision", on_delete=models.PROTECT, related_name="participations", verbose_name="beslut"
    )
    person = person("deltagare")

    class Meta:
        verbose_name = "deltagare i beslut"
        verbose_name_plural = "deltagare i beslut"
        ordering = ["decision", "pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="a_person_takes_part_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.person}"


class Dissent(models.Model):
    """A dissenting opinion (avvikande mening), noted before the decision is sent (FL 30 §). Append-only.

    It is a page of its own, sealed and in the diary: the decision that was made stays byte for byte what it was.
    """

    COLUMNS = Columns("preserve", internal="id decision text document entry noted_at noted_by")

    decision = models.ForeignKey(
        "grants.Decision", on_delete=models.PROTECT, related_name="dissents", verbose_name="beslut"
    )
    text = models.TextField("avvikande mening", max_length=4000)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="handling")
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som")
    noted_at = models.DateTimeField("antecknad")
    noted_by = person("antecknad av")

    class Meta:
        verbose_name = "avvikande mening"
        verbose_name_plural = "avvikande meningar"
        ordering = ["decision", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "noted_by"], name="a_person_dissents_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="dissent_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.noted_by}"


@dataclass(frozen=True, slots=True)
class DissentOf:
    """A dissent as the pages list it: by whom (key and name), its number in the diary with its marks, and its text."""

    person: int
    name: str
    serial: int
    secrecy_rule: str
    is_sensitive: bool
    text: str

    @property
    def opening_is_logged(self) -> bool:
        """As for the row of the diary."""
        return is_closed_by(self.secrecy_rule, is_sensitive=self.is_sensitive)


@dataclass(frozen=True, slots=True)
class StopOf:
    """The payment stop in force as the pages take it: the first instalment that is not paid, and the sum in öre."""

    from_instalment: int
    amount_ore: int


@dataclass(frozen=True, slots=True)
class DecisionParts:
    """The parts of one decision, in their order: of a saved one in one query, of one not yet saved as composed."""

    amounts: tuple[DecisionAmount, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    present: tuple[str, ...] = ()
    dissents: tuple[DissentOf, ...] = ()
    stop: StopOf | None = None

    @property
    def has_several_years(self) -> bool:
        return len(self.amounts) > 1

    @property
    def has_conditions(self) -> bool:
        return any(part.condition != InstalmentCondition.NONE for part in self.instalments)

    @property
    def unpaid(self) -> list[Instalment]:
        """The instalments that are not paid yet and not stopped, in their order."""
        return [part for part in self.instalments if part.paid_on is None and not part.is_stopped]


def parts_of(decision: models.Model) -> DecisionParts:
    """The parts of a saved decision. One query."""
    # Both know decisions, and so cannot be imported here.
    payments, stops = apps.get_model("grants", "Payment"), apps.get_model("grants", "PaymentStop")
    (found,) = (
        type(decision)
        ._default_manager.filter(pk=decision.pk)
        .values_list(
            _rows(DecisionAmount, "budget_year", budget_year="budget_year", amount_ore="amount_ore"),
            _rows(Instalment, "number", **{name: name for name in _INSTALMENT}),
            _rows(DecisionParticipant, "pk", name="person__name"),
            _rows(
                Dissent,
                "pk",
                person="noted_by_id",
                name="noted_by__name",
                text="text",
                **{name: f"entry__{name}" for name in ("serial", "secrecy_rule", "is_sensitive")},
            ),
            _rows(payments, "pk", {"status": PaymentStatus.PAID}, number="instalment", on="paid_on"),
            _rows(
                stops,
                "pk",
                {"status": PaymentStopStatus.IN_FORCE},
                from_instalment="from_instalment",
                amount_ore="amount_ore",
            ),
        )
    )
    amounts, instalments, present, dissents, paid, stopped = found
    stop = StopOf(**stopped[0]) if stopped else None
    days = {row["number"]: date.fromisoformat(row["on"]) for row in paid}
    return DecisionParts(
        tuple(DecisionAmount(decision_id=decision.pk, **row) for row in amounts),
        tuple(_instalment(decision, row, paid_on=days.get(row["number"]), stop=stop) for row in instalments),
        tuple(row["name"] for row in present),
        tuple(DissentOf(**row) for row in dissents),
        stop,
    )


_INSTALMENT = (
    "id",
    "number",
    "budget_year",
    "amount_ore",
    "planned_on",
    "condition",
    "met_note",
    "met_at",
    "met_by_id",
)


def _instalment(
    decision: models.Model, row: dict[str, Any], *, paid_on: date | None, stop: StopOf | None
) -> Instalment:
    instalment = Instalment(decision_id=decision.pk, **_python(Instalment, row))
    instalment.paid_on = paid_on
    instalment.is_stopped = stop is not None and paid_on is None and instalment.number >= stop.from_instalment
    return instalment


def _rows(model: type[models.Model], order: str, only: dict[str, Any] | None = None, /, **names: str) -> ArraySubquery:
    rows = model._default_manager.filter(decision=models.OuterRef("pk"), **(only or {})).order_by(order)
    return ArraySubquery(rows.values(row=JSONObject(**names)))


def _python(model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in row.items()}
