from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import (
    APPEAL_BUNDLE_FACES,
    APPEAL_FACES,
    COURT_HAS_RULED,
    AppealBundleStatus,
    AppealStatus,
    AppealWay,
    CourtOutcome,
    ReconsideredOutcome,
    TimelinessGround,
)
from grants.models.application import Application
from grants.models.decision import Decision
from grants.models.fields import at_with_by, from_a_page, known, optional_person, person, sent_once
from journal.models import Document, RegistryEntry

WITH_A_COURT = (AppealStatus.HANDED_OVER, *COURT_HAS_RULED)
TESTED = (AppealStatus.IN_TIME, AppealStatus.RECONSIDERED, *WITH_A_COURT)


class Appeal(models.Model):
    """An appeal (överklagande) of a decision: tested for timeliness only, reconsidered, handed over, settled, final.

    ``came_in_on`` is the day it reached the agency (22 § FL). ``of_dismissal``: it is the decision to dismiss this
    earlier appeal that is appealed.
    """

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id application decision of_dismissal number status way came_in_on text entry entered_at entered_by "
            "page_key ground ground_note tested_at tested_by dismissal_reasons dismissal_letter dismissal_entry "
            "dismissed_at dismissed_by reconsidered_outcome reconsidered_note reconsidered_at reconsidered_by court "
            "handed_over_entry handed_over_at handed_over_by final_on final_entry final_at final_by"
        ),
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="appeals", verbose_name="ansökan"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals", verbose_name="beslut")
    of_dismissal = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals_of_dismissal",
        verbose_name="gäller avvisningen av",
    )
    number = models.PositiveSmallIntegerField("nummer i ärendet")
    status = models.CharField("läge", max_length=20, choices=AppealStatus, default=AppealStatus.RECEIVED)
    way = models.CharField("hur det kom", max_length=10, choices=AppealWay)
    came_in_on = models.DateField("inkommet")
    text = models.TextField("vad parten vill ändra och varför", max_length=8000)
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierat som")
    entered_at = models.DateTimeField("registrerat")
    entered_by = person("registrerat av")
    page_key = from_a_page()
    ground = models.CharField("prövning av tiden", max_length=20, choices=TimelinessGround, blank=True)
    ground_note = models.TextField("anteckning om tiden", max_length=2000, blank=True)
    tested_at = models.DateTimeField("tiden prövad", null=True, blank=True)
    tested_by = optional_person("tiden prövad av")
    dismissal_reasons = models.TextField("skäl för avvisning", max_length=4000, blank=True)
    dismissal_letter = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beslut om avvisning"
    )
    dismissal_entry = models.ForeignKey(
        RegistryEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="avvisningen diarierad som",
    )
    dismissed_at = models.DateTimeField("avvisat", null=True, blank=True)
    dismissed_by = optional_person("avvisat av")
    reconsidered_outcome = models.CharField(
        "utfall av omprövningen", max_length=10, choices=ReconsideredOutcome, blank=True
    )
    reconsidered_note = models.TextField("skäl vid omprövningen", max_length=4000, blank=True)
    reconsidered_at = models.DateTimeField("omprövat", null=True, blank=True)
    reconsidered_by = optional_person("omprövat av")
    court = models.CharField("domstol", max_length=120, blank=True)
    handed_over_entry = models.ForeignKey(
        RegistryEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="överlämnandet diariefört som",
    )
    handed_over_at = models.DateTimeField("överlämnat", null=True, blank=True)
    handed_over_by = optional_person("överlämnat av")
    final_on = models.DateField("laga kraft", null=True, blank=True)
    final_entry = models.ForeignKey(
        RegistryEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="domstolens besked diariefört som",
    )
    final_at = models.DateTimeField("laga kraft antecknad", null=True, blank=True)
    final_by = optional_person("laga kraft antecknad av")

    class Meta:
        verbose_name = "överklagande"
        verbose_name_plural = "överklaganden"
        ordering = ["application", "number"]
        constraints = [
            known("status", AppealStatus, model="appeal"),
            known("way", AppealWay, model="appeal"),
            at_with_by("tested", model="appeal"),
            at_with_by("dismissed", model="appeal"),
            at_with_by("reconsidered", model="appeal"),
            at_with_by("handed_over", model="appeal"),
            at_with_by("final", model="appeal"),
            models.UniqueConstraint(fields=["application", "number"], name="appeal_number_is_given_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="appeal_says_something"),
            models.CheckConstraint(
                condition=models.Q(status=AppealStatus.RECEIVED, tested_at__isnull=True, ground="")
                | models.Q(
                    status__in=[AppealStatus.LATE, AppealStatus.DISMISSED],
                    tested_at__isnull=False,
                    ground=TimelinessGround.LATE,
                )
                | (
                    models.Q(status__in=TESTED, tested_at__isnull=False)
                    & ~models.Q(ground__in=["", TimelinessGround.LATE])
                ),
                name="appeal_status_fits_its_timeliness",
            ),
            models.CheckConstraint(
                condition=(~models.Q(status=AppealStatus.DISMISSED))
                | (
                    models.Q(dismissed_at__isnull=False, dismissal_letter__isnull=False)
                    & ~models.Q(dismissal_reasons="")
                ),
                name="appeal_dismissed_has_its_letter",
            ),
            models.CheckConstraint(
                condition=(models.Q(status__in=WITH_A_COURT, handed_over_at__isnull=False) & ~models.Q(court=""))
                | (~models.Q(status__in=WITH_A_COURT) & models.Q(handed_over_at__isnull=True)),
                name="appeal_handed_over_has_its_court",
            ),
            models.CheckConstraint(
                condition=models.Q(reconsidered_at__isnull=True, reconsidered_outcome="")
                | (
                    models.Q(reconsidered_at__isnull=False)
                    & ~models.Q(reconsidered_outcome="")
                    & ~models.Q(reconsidered_note="")
                ),
                name="appeal_reconsidered_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status=AppealStatus.FINAL,
                    final_at__isnull=False,
                    final_on__isnull=False,
                    final_entry__isnull=False,
                )
                | (
                    ~models.Q(status=AppealStatus.FINAL)
                    & models.Q(final_at__isnull=True, final_on__isnull=True, final_entry__isnull=True)
                ),
                name="appeal_final_has_its_day_and_proof",
            ),
            sent_once(model="appeal"),
        ]

    def __str__(self) -> str:
        return f"Överklagande {self.number} {self.came_in_on}"

    @property
    def face(self) -> Face:
        return APPEAL_FACES[AppealStatus(self.status)]

    def was_tried_by_a_court(self, decision: Decision) -> bool:
        """Whether a court has tried this very decision: what it found is appealed with the court, and not here."""
        return self.decision_id == decision.pk and not self.of_dismissal_id and self.status in COURT_HAS_RULED


class AppealBundle(models.Model):
    """The file of a case as one PDF for the court, with a covering letter and contents. The row is the queue.

    ``upto`` is the last row of the diary that it holds. A new document in the case makes a new bundle necessary.
    """

    COLUMNS = Columns(
        "preserve",
        internal="id appeal status court statement upto total written document ordered_at ordered_by made_at",
    )

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="bundles", verbose_name="överklagande")
    status = models.CharField("läge", max_length=20, choices=AppealBundleStatus, default=AppealBundleStatus.WAITING)
    court = models.CharField("domstol", max_length=120)
    statement = models.TextField("yttrande", max_length=8000, blank=True)
    upto = models.PositiveIntegerField("till och med handling", default=0)
    total = models.PositiveIntegerField("antal handlingar", default=0)
    written = models.PositiveIntegerField("infogade handlingar", default=0)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="akten"
    )
    ordered_at = models.DateTimeField("beställd")
    ordered_by = person("beställd av")
    made_at = models.DateTimeField("gjord i ordning", null=True, blank=True)

    class Meta:
        verbose_name = "akt till domstol"
        verbose_name_plural = "akter till domstol"
        ordering = ["appeal", "pk"]
        constraints = [
            known("status", AppealBundleStatus, model="appeal_bundle"),
            models.CheckConstraint(
                condition=models.Q(status=AppealBundleStatus.DONE, document__isnull=False, made_at__isnull=False)
                | (~models.Q(status=AppealBundleStatus.DONE) & models.Q(document__isnull=True, made_at__isnull=True)),
                name="appeal_bundle_that_is_done_has_its_document",
            ),
            models.CheckConstraint(condition=~models.Q(court=""), name="appeal_bundle_is_for_a_court"),
            models.UniqueConstraint(
                fields=["appeal"],
                condition=models.Q(status=AppealBundleStatus.WAITING),
                name="one_appeal_bundle_is_made_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Akt till {self.court}"

    @property
    def face(self) -> Face:
        return APPEAL_BUNDLE_FACES[AppealBundleStatus(self.status)]

    @property
    def is_waiting(self) -> bool:
        return self.status == AppealBundleStatus.WAITING

    @property
    def is_done(self) -> bool:
        return self.status == AppealBundleStatus.DONE


class CourtRuling(models.Model):
    """What a court has found in an appeal, as the registrar entered it from the ruling. Append-only.

    A higher court may find something else: the last one of an appeal counts.
    """

    COLUMNS = Columns("preserve", internal="id appeal outcome court case_number ruled_on entry entered_at entered_by")

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="rulings", verbose_name="överklagande")
    outcome = models.CharField("utgång", max_length=10, choices=CourtOutcome)
    court = models.CharField("domstol", max_length=120)
    case_number = models.CharField("målnummer", max_length=40)
    ruled_on = models.DateField("domstolens dag")
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som")
    entered_at = models.DateTimeField("registrerad")
    entered_by = person("registrerad av")

    class Meta:
        verbose_name = "domstolsavgörande"
        verbose_name_plural = "domstolsavgöranden"
        ordering = ["appeal", "pk"]
        constraints = [
            known("outcome", CourtOutcome, model="court_ruling"),
            models.UniqueConstraint(
                fields=["appeal", "court", "case_number"], name="court_ruling_of_a_case_number_is_entered_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(court="") & ~models.Q(case_number=""), name="court_ruling_names_court_and_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.court} {self.case_number}"
