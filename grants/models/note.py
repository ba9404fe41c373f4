from django.db import models

from delmos.lib.classification import Columns
from grants.enums import NoteWay
from grants.models.fields import from_a_page, known, person
from journal.models import Case, RegistryEntry


class Note(models.Model):
    """A tjänsteanteckning: what came otherwise than in a document, written down with date and author (FL 27 §).

    Append-only and kept for ever. A correction is a new note that points to the one it corrects.
    """

    COLUMNS = Columns(
        "preserve", internal="id case text way received_on corrects entry noted_at noted_by page_key", personal="source"
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", verbose_name="ärende")
    text = models.TextField("anteckning")
    way = models.CharField("hur uppgiften kom", max_length=20, choices=NoteWay)
    source = models.CharField("från vem", max_length=200, blank=True)
    received_on = models.DateField("dag då uppgiften kom")
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="rättar anteckningen",
    )
    entry = models.OneToOneField(
        RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som"
    )
    noted_at = models.DateTimeField("antecknat")
    noted_by = person("antecknat av")
    page_key = from_a_page()

    class Meta:
        verbose_name = "tjänsteanteckning"
        verbose_name_plural = "tjänsteanteckningar"
        ordering = ["case", "pk"]
        constraints = [
            known("way", NoteWay, model="note"),
            models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something"),
            models.UniqueConstraint(
                fields=["case", "page_key"], condition=~models.Q(page_key=""), name="note_is_written_once_from_a_page"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
