from django.db import models

from delmos.lib.classification import Columns
from grants.enums import DecisionKind, LetterKind
from grants.models.fields import at_with_by, known, optional_person, person


class LetterText(models.Model):
    """A version of a standing text of a letter, written by the lawyer. It is a draft until it is published from a day.

    ``ordinance_key`` and ``decision_kind`` say what it is for; empty means every one, and the narrower version counts.
    Once published it never changes (a trigger refuses it): another text is another version. What no version is for, the
    portal's own text says (`grants.letter_texts`).
    """

    COLUMNS = Columns(
        "preserve",
        public="id letter block ordinance_key decision_kind text starts_on published_at",
        internal="written_at written_by published_by",
    )

    letter = models.CharField("brev", max_length=20, choices=LetterKind)
    block = models.CharField("text", max_length=30)
    ordinance_key = models.CharField("förordning och lydelse", max_length=30, blank=True)
    decision_kind = models.CharField("slag av beslut", max_length=20, blank=True, choices=DecisionKind)
    text = models.TextField("lydelse", max_length=4000)
    starts_on = models.DateField("gäller från", null=True, blank=True)
    written_at = models.DateTimeField("skriven")
    written_by = person("skriven av")
    published_at = models.DateTimeField("publicerad", null=True, blank=True)
    published_by = optional_person("publicerad av")

    class Meta:
        verbose_name = "brevtext"
        verbose_name_plural = "brevtexter"
        ordering = ["pk"]
        indexes = [models.Index(fields=["letter", "starts_on"], name="letter_text_by_letter")]
        constraints = [
            known("letter", LetterKind, model="letter_text"),
            models.CheckConstraint(
                condition=models.Q(decision_kind__in=["", *DecisionKind.values]), name="letter_text_kind_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="letter_text_says_something"),
            at_with_by("published", model="letter_text"),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True, starts_on__isnull=True)
                | models.Q(published_at__isnull=False, starts_on__isnull=False),
                name="letter_text_is_published_from_a_day",
            ),
            models.UniqueConstraint(
                fields=["letter", "block", "ordinance_key", "decision_kind"],
                condition=models.Q(published_at__isnull=True),
                name="one_draft_of_a_letter_text_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_letter_display()}: {self.block}"

    @property
    def stream(self) -> str:
        """The event stream of the text in all its versions."""
        return f"letter_text:{self.letter}:{self.block}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None
