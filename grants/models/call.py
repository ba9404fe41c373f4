from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.dates import stockholm_date
from delmos.lib.faces import Face
from delmos.lib.geography import COUNTIES
from grants.enums import CALL_FACES, CALL_STATE_FACES, CallState, CallStatus, Stage
from grants.models.fields import at_with_by, known, optional_person, person
from grants.ordinances import ordinance_version
from grants.ordinances.profile import OrdinanceVersion
from grants.question_rules import CallTimes
from grants.questions import Form
from grants.weighing import MOST_POINTS


class Call(models.Model):
    """A call (utlysning): the agency invites applications under one version of one ordinance.

    In a call in two steps everybody sends an expression of interest from ``opens_at`` to ``closes_at``, and those who
    are then invited apply until ``invited_close_at``, which other calls do not have.
    """

    COLUMNS = Columns(
        "preserve",
        public=(
            "id slug title purpose ordinance_key budget_year opens_at closes_at invited_close_at project_starts_on "
            "project_ends_on report_due_on contact counties published_at cancelled_at cancellation_reason"
        ),
        internal="status created_at created_by published_by cancelled_by",
    )

    slug = models.SlugField("adress", max_length=80, unique=True)
    title = models.CharField("rubrik", max_length=150)
    purpose = models.TextField("ändamål", max_length=4000)
    ordinance_key = models.CharField("förordning och lydelse", max_length=30)
    budget_year = models.PositiveSmallIntegerField("budgetår")
    opens_at = models.DateTimeField("öppnar")
    closes_at = models.DateTimeField("stänger")
    invited_close_at = models.DateTimeField("stänger för inbjudna", null=True, blank=True)
    project_starts_on = models.DateField("tidigaste projektstart")
    project_ends_on = models.DateField("senaste projektslut")
    report_due_on = models.DateField("sista dag för slutredovisning")
    contact = models.CharField("kontakt", max_length=200)
    # Empty: work in the whole country. Otherwise all the work of an application is done in these.
    counties = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name="län")
    status = models.CharField("läge", max_length=20, choices=CallStatus, default=CallStatus.DRAFT)
    created_at = models.DateTimeField("skapad")
    created_by = person("skapad av")
    published_at = models.DateTimeField("publicerad", null=True, blank=True)
    published_by = optional_person("publicerad av")
    cancelled_at = models.DateTimeField("inställd", null=True, blank=True)
    cancelled_by = optional_person("inställd av")
    cancellation_reason = models.CharField("skäl för att ställa in", max_length=1000, blank=True)

    class Meta:
        verbose_name = "utlysning"
        verbose_name_plural = "utlysningar"
        ordering = ["-opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="call_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(invited_close_at__isnull=True)
                | models.Q(invited_close_at__gt=models.F("closes_at")),
                name="call_closes_for_the_invited_last",
            ),
            models.CheckConstraint(
                condition=models.Q(project_ends_on__gte=models.F("project_starts_on")),
                name="call_project_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(status=CallStatus.DRAFT) | models.Q(published_at__isnull=False),
                name="call_published_has_published_at",
            ),
            models.CheckConstraint(
                condition=models.Q(status=CallStatus.CANCELLED, cancelled_at__isnull=False)
                & ~models.Q(cancellation_reason="")
                | ~models.Q(status=CallStatus.CANCELLED) & models.Q(cancelled_at__isnull=True, cancellation_reason=""),
                name="call_cancelled_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(counties__contained_by=[county.code for county in COUNTIES]),
                name="call_counties_are_known",
            ),
            at_with_by("published", model="call"),
            at_with_by("cancelled", model="call"),
            known("status", CallStatus, model="call"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ordinance(self) -> OrdinanceVersion:
        """The ordinance version the call is made under."""
        return ordinance_version(self.ordinance_key)

    @property
    def times(self) -> CallTimes:
        """The days and the year that the rules of the call's questions are relative to."""
        return CallTimes(
            opens_on=stockholm_date(self.opens_at),
            closes_on=stockholm_date(self.closes_at),
            project_starts_on=self.project_starts_on,
            project_ends_on=self.project_ends_on,
            budget_year=self.budget_year,
        )

    @property
    def stream(self) -> str:
        """The call's event stream."""
        return f"call:{self.pk}"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The steps that an applicant goes through, in order."""
        return (Stage.EXPRESSION, Stage.APPLICATION) if self.invited_close_at else (Stage.APPLICATION,)

    @property
    def has_two_steps(self) -> bool:
        """Whether everybody sends an expression of interest first, and only the invited apply."""
        return self.invited_close_at is not None

    def closing_of(self, stage: Stage | str) -> datetime:
        """When ``stage`` ends (UTC): what is received at that moment or later is late (INV-2)."""
        invited_step = stage == Stage.APPLICATION and self.invited_close_at
        return invited_step or self.closes_at

    def newest_form(self, stage: Stage = Stage.APPLICATION) -> "FormVersion":
        """The form of ``stage``: the newest published version, or of a draft call the one being written.

        Raises FormVersion.DoesNotExist when there is none.
        """
        versions = self.forms.filter(stage=stage)
        if self.status != CallStatus.DRAFT:
            versions = versions.filter(published_at__isnull=False)
        return versions.latest("number")

    def form_being_written(self, stage: Stage = Stage.APPLICATION) -> "FormVersion | None":
        """The version of the form of ``stage`` that is not published yet, if there is one."""
        return self.forms.filter(stage=stage, published_at__isnull=True).first()

    @property
    def is_cancelled(self) -> bool:
        """Whether the call was called off: nobody may begin or sign an application any more."""
        return self.status == CallStatus.CANCELLED

    @property
    def county_names(self) -> list[str]:
        """The counties that the work is limited to, by name; empty when the call is for the whole country."""
        return [county.name for county in COUNTIES if county.code in self.counties]

    def state(self, now: datetime) -> CallState:
        """How the call, once it is published, stands at ``now`` (UTC)."""
        if self.is_cancelled:
            return CallState.CANCELLED
        if now < self.opens_at:
            return CallState.COMING
        if now < self.closes_at:
            return CallState.OPEN
        return CallState.INVITED if now < self.closing_of(Stage.APPLICATION) else CallState.CLOSED

    def face(self, now: datetime) -> Face:
        """How the call stands at ``now``, in words: a draft, or by its state."""
        if self.status == CallStatus.DRAFT:
            return CALL_FACES[CallStatus.DRAFT]
        return CALL_STATE_FACES[self.state(now)]


class FormVersion(models.Model):
    """The form of one step of a call as data. A published version never changes (a trigger refuses it)."""

    COLUMNS = Columns("preserve", public="id call stage number definition note published_at")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="forms", verbose_name="utlysning")
    stage = models.CharField("steg", max_length=20, choices=Stage, default=Stage.APPLICATION)
    number = models.PositiveSmallIntegerField("version", default=1)
    definition = models.JSONField("frågor")
    note = models.CharField("vad som är ändrat", max_length=500, blank=True)
    published_at = models.DateTimeField("publicerad", null=True, blank=True)
    _read: tuple[Any, Form] | None = None  # a definition, and the questions it says

    class Meta:
        verbose_name = "formulärversion"
        verbose_name_plural = "formulärversioner"
        ordering = ["call", "stage", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "stage", "number"], name="form_version_number_is_given_once"),
            known("stage", Stage, model="form_version"),
        ]

    def __str__(self) -> str:
        return f"{self.call} version {self.number}"

    @property
    def form(self) -> Form:
        """The questions, read once for each definition: a page asks for them many times over."""
        if self._read is None or self._read[0] is not self.definition:
            self._read = self.definition, Form.from_json(self.definition)
        return self._read[1]


class Criterion(models.Model):
    """What applications are weighed by, with a scale of whole points and a weight in per cent.

    ``words`` says what each step of the scale means, from ``lowest`` up to ``highest``; a step may be left without
    words, and a scale without any has an empty list.
    """

    COLUMNS = Columns("preserve", public="id call order name description weight law lowest highest words")

    MAX_STEP_WORDS = 200  # characters

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria", verbose_name="utlysning")
    order = models.PositiveSmallIntegerField("ordning")
    name = models.CharField("kriterium", max_length=100)
    description = models.CharField("beskrivning", max_length=500)
    weight = models.PositiveSmallIntegerField("vikt i procent")
    law = models.CharField("regel", max_length=120, blank=True)
    lowest = models.PositiveSmallIntegerField("lägsta poäng", default=0)
    highest = models.PositiveSmallIntegerField("högsta poäng", default=5)
    words = ArrayField(
        models.CharField(max_length=MAX_STEP_WORDS, blank=True), default=list, blank=True, verbose_name="ord per poäng"
    )

    class Meta:
        verbose_name = "kriterium"
        verbose_name_plural = "kriterier"
        ordering = ["call", "order"]
        constraints = [
            models.UniqueConstraint(fields=["call", "order"], name="criterion_order_is_unique"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=100), name="criterion_weight_is_per_cent"
            ),
            models.CheckConstraint(
                condition=models.Q(highest__gt=models.F("lowest"), highest__lte=MOST_POINTS),
                name="criterion_scale_goes_upwards",
            ),
            models.CheckConstraint(
                condition=models.Q(words__len=0) | models.Q(words__len=models.F("highest") - models.F("lowest") + 1),
                name="criterion_has_words_for_each_step_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def steps(self) -> list[tuple[int, str]]:
        """Every point of the scale with what it means, lowest first."""
        words = self.words or [""] * (self.highest - self.lowest + 1)
        return list(zip(range(self.lowest, self.highest + 1), words, strict=True))
