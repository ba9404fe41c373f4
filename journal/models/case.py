from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from delmos.lib.classification import Columns
from journal.enums import CounterpartKind, Direction
from journal.models.document import Document

# The words of a title are looked for in Swedish ("beslutet" finds "beslut"), those of a name as they are written.
SWEDISH, AS_WRITTEN = "swedish", "simple"


def known_counterpart(*, model: str) -> models.CheckConstraint:
    """The kind of counterpart is one of the kinds, or is not said."""
    return models.CheckConstraint(
        condition=models.Q(counterpart_kind__in=["", *CounterpartKind.values]),
        name=f"{model}_counterpart_kind_is_known",
    )


class NumberSeries(models.Model):
    """The last number given in a series and year. The row is the lock that keeps numbers without gaps."""

    COLUMNS = Columns("preserve", internal="id name year last")

    name = models.CharField("serie", max_length=20)
    year = models.PositiveSmallIntegerField("år")
    last = models.PositiveIntegerField("senaste nummer")

    class Meta:
        verbose_name = "nummerserie"
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="one_counter_per_series_and_year")]

    def __str__(self) -> str:
        return f"{self.name} {self.year}: {self.last}"


class Case(models.Model):
    """An ärende in the diary: one number, under which all documents and events of the matter stand (OSL 5 kap. 1 §).

    ``public_title`` is what anybody may read of the title: empty until it is known to name nobody. ``counterpart_rule``
    is the rule under which the counterpart's identity is marked as protected, and empty when it is not.
    """

    COLUMNS = Columns(
        "preserve",
        public="id number series year serial opened_at closed_at public_title counterpart_kind",
        internal="title last_entry opened_by closed_by counterpart_rule",
        personal="counterpart",
    )

    number = models.CharField("diarienummer", max_length=32, unique=True)
    series = models.CharField("serie", max_length=20)
    year = models.PositiveSmallIntegerField("år")
    serial = models.PositiveIntegerField("löpnummer")
    title = models.CharField("ärendemening", max_length=300)
    public_title = models.CharField("ärendemening som får visas", max_length=300, blank=True, default="")
    counterpart = models.CharField("motpart", max_length=200, blank=True)
    counterpart_kind = models.CharField(
        "slag av motpart", max_length=12, choices=CounterpartKind, blank=True, default=""
    )
    counterpart_rule = models.CharField("skydd för motpartens identitet", max_length=120, blank=True, default="")
    last_entry = models.PositiveIntegerField("senaste handlingsnummer", default=0)
    opened_at = models.DateTimeField("öppnat")
    opened_by = models.CharField("öppnat av", max_length=60)
    closed_at = models.DateTimeField("avslutat", null=True, blank=True)
    closed_by = models.CharField("avslutat av", max_length=60, blank=True)

    class Meta:
        verbose_name = "ärende"
        verbose_name_plural = "ärenden"
        indexes = [
            GinIndex(SearchVector("title", config=SWEDISH), name="case_by_words_of_title"),
            GinIndex(SearchVector("public_title", config=SWEDISH), name="case_by_words_in_public"),
            GinIndex(SearchVector("counterpart", config=AS_WRITTEN), name="case_by_counterpart"),
        ]
        constraints = [
            known_counterpart(model="case"),
            models.UniqueConstraint(fields=["series", "year", "serial"], name="case_number_is_given_once"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(closed_by="")),
                name="case_closed_at_has_closed_by",
            ),
        ]

    def __str__(self) -> str:
        return self.number


def is_closed_by(secrecy_rule: str, *, is_sensitive: bool) -> bool:
    """Whether a document with such marks is opened by a press of a button that is logged: marked, or with answers that
    are sensitive (INV-31)."""
    return bool(secrecy_rule) or is_sensitive


class RegistryEntry(models.Model):
    """A row of the diary: date, number, from or to whom, and in short what it is about (OSL 5 kap. 2 §).

    ``public_title`` is what anybody may read of the title. ``secrecy_rule`` is the rule under which the document is
    marked now; the marks themselves, with who and when, are rows of `SecrecyMark`.
    """

    COLUMNS = Columns(
        "preserve",
        public="id case serial direction occurred_at registered_at public_title counterpart_kind",
        internal="title document registered_by secrecy_rule visible_to_party is_sensitive",
        personal="counterpart",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries", verbose_name="ärende")
    serial = models.PositiveIntegerField("handlingsnummer")
    direction = models.CharField("riktning", max_length=10, choices=Direction)
    title = models.CharField("innehåll i korthet", max_length=300)
    public_title = models.CharField("innehåll som får visas", max_length=300, blank=True, default="")
    counterpart = models.CharField("från eller till", max_length=200, blank=True)
    counterpart_kind = models.CharField(
        "slag av motpart", max_length=12, choices=CounterpartKind, blank=True, default=""
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="handling"
    )
    occurred_at = models.DateTimeField("inkom eller upprättades")
    registered_at = models.DateTimeField("registrerad")
    registered_by = models.CharField("registrerad av", max_length=60)
    visible_to_party = models.BooleanField("visas för parten", default=False)
    secrecy_rule = models.CharField("sekretessbestämmelse", max_length=120, blank=True)
    is_sensitive = models.BooleanField("har känsliga svar", default=False)

    class Meta:
        verbose_name = "diarierad handling"
        verbose_name_plural = "diarierade handlingar"
        ordering = ["case", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["case", "serial"], name="entry_number_is_given_once"),
            known_counterpart(model="entry"),
        ]
        indexes = [
            models.Index(fields=["-registered_at", "-id"], name="entry_newest_first"),
            GinIndex(SearchVector("title", config=SWEDISH), name="entry_by_words_of_title"),
            GinIndex(SearchVector("public_title", config=SWEDISH), name="entry_by_words_in_public"),
            GinIndex(SearchVector("counterpart", config=AS_WRITTEN), name="entry_by_counterpart"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}-{self.serial} {self.title}"

    @property
    def opening_is_logged(self) -> bool:
        """Whether each opening of the document is logged (INV-31)."""
        return is_closed_by(self.secrecy_rule, is_sensitive=self.is_sensitive)
