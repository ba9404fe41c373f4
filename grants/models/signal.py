from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import RISK_FACES, SIGNAL_FACES, RiskState, SignalKind, SignalOutcome, SignalStatus
from grants.models.application import Application
from grants.models.fields import known, person


class CaseRisk(models.Model):
    """What the signals of a case come to, kept beside it so that the work list filters by it without counting.

    The row is the queue too: ``is_due`` says that something has changed that a search for signals reads. The database
    sets it by triggers, and makes the row with its application; the search takes it away.
    """

    COLUMNS = Columns("preserve", internal="application is_due searched_at open_signals confirmed_signals")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, primary_key=True, related_name="risk", verbose_name="ansökan"
    )
    is_due = models.BooleanField("ska sökas igenom", default=True)
    searched_at = models.DateTimeField("senast genomsökt", null=True, blank=True)
    open_signals = models.PositiveSmallIntegerField("signaler att ta ställning till", default=0)
    confirmed_signals = models.PositiveSmallIntegerField("bekräftade signaler", default=0)

    class Meta:
        verbose_name = "risk i ett ärende"
        verbose_name_plural = "risk i ärenden"
        indexes = [
            models.Index(
                models.F("searched_at").asc(nulls_first=True),
                "application",
                condition=models.Q(is_due=True),
                name="case_risk_due",
            ),
            models.Index(fields=["application"], condition=models.Q(open_signals__gt=0), name="case_risk_open"),
            models.Index(
                fields=["application"], condition=models.Q(confirmed_signals__gt=0), name="case_risk_confirmed"
            ),
            models.Index(models.F("searched_at").asc(nulls_first=True), "application", name="case_risk_by_last_search"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.level.label}"

    @property
    def level(self) -> RiskState:
        """A confirmed signal outweighs those that nobody has looked at."""
        if self.confirmed_signals:
            return RiskState.CONFIRMED
        return RiskState.OPEN if self.open_signals else RiskState.NONE

    @property
    def face(self) -> Face:
        return RISK_FACES[self.level]


class TextPrint(models.Model):
    """The fingerprint of one text of an application: an answer, a file, or the name of an auditor.

    ``hashes`` are sampled sequences of words (`delmos.lib.shingles`), from which no text can be read back. Texts that
    share some of them are found through the index, however many cases there are. Answers to questions that are
    ``sensitive`` never have one (INV-30). The row is drawn anew when the text changes.
    """

    COLUMNS = Columns("while_current", internal="id application source name hashes")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="text_prints", verbose_name="ansökan"
    )
    source = models.CharField("fråga eller fil", max_length=80)
    name = models.CharField("vad texten är", max_length=200)
    hashes = ArrayField(models.BigIntegerField(), verbose_name="stickprov")

    class Meta:
        verbose_name = "textavtryck"
        verbose_name_plural = "textavtryck"
        ordering = ["application", "pk"]
        indexes = [GinIndex(fields=["hashes"], name="text_print_by_hashes")]
        constraints = [
            models.UniqueConstraint(fields=["application", "source"], name="a_text_has_one_print"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.source}"


class Signal(models.Model):
    """Something the portal has noticed that may speak of risk, explained: a person judges it, it decides nothing.

    ``fingerprint`` is what was found, so that it is raised once and anew only when the facts have changed. ``other`` is
    the case it points at. ``explanation`` says nothing of who the others are, but is read only by those who may open
    that case (INV-8). ``ended_at``: it is no longer found, and nobody had taken a stand on it.
    """

    COLUMNS = Columns("preserve", internal="id application kind fingerprint explanation other found_at ended_at")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="signals", verbose_name="ansökan"
    )
    kind = models.CharField("slag", max_length=20, choices=SignalKind)
    fingerprint = models.CharField("vad som hittades, som hash", max_length=64)
    explanation = models.CharField("förklaring", max_length=1000)
    other = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pekar på"
    )
    found_at = models.DateTimeField("hittad")
    ended_at = models.DateTimeField("stämmer inte längre sedan", null=True, blank=True)

    class Meta:
        verbose_name = "signal"
        verbose_name_plural = "signaler"
        ordering = ["application", "pk"]
        constraints = [
            known("kind", SignalKind, model="signal"),
            models.CheckConstraint(condition=~models.Q(explanation=""), name="signal_is_explained"),
            models.UniqueConstraint(
                fields=["application", "fingerprint"],
                condition=models.Q(ended_at__isnull=True),
                name="a_signal_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.get_kind_display()}"

    @property
    def newest_review(self) -> "SignalReview | None":
        """The stand that counts. No query when ``reviews`` are prefetched."""
        return max(self.reviews.all(), key=lambda review: review.pk, default=None)

    @property
    def status(self) -> SignalStatus:
        if review := self.newest_review:
            return SignalStatus(review.outcome)
        return SignalStatus.GONE if self.ended_at else SignalStatus.OPEN

    @property
    def face(self) -> Face:
        return SIGNAL_FACES[self.status]


class SignalReview(models.Model):
    """An officer's stand on a signal, with a note. Append-only: a new stand is a new row, and the newest counts."""

    COLUMNS = Columns("preserve", internal="id signal outcome note reviewed_at reviewed_by")

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="reviews", verbose_name="signal")
    outcome = models.CharField("ställningstagande", max_length=20, choices=SignalOutcome)
    note = models.CharField("anteckning", max_length=1000)
    reviewed_at = models.DateTimeField("tagen ställning till")
    reviewed_by = person("av")

    class Meta:
        verbose_name = "ställningstagande till en signal"
        verbose_name_plural = "ställningstaganden till signaler"
        ordering = ["signal", "pk"]
        constraints = [
            known("outcome", SignalOutcome, model="signal_review"),
            models.CheckConstraint(condition=~models.Q(note=""), name="signal_review_has_a_note"),
        ]

    def __str__(self) -> str:
        return f"{self.signal}: {self.get_outcome_display()}"
