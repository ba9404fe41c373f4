from datetime import date

from django.db import models

from delmos.lib.classification import Columns
from grants.models.application import Application
from grants.models.fields import from_a_page, person, sent_once
from journal.enums import Direction
from journal.models import RegistryEntry


class Communication(models.Model):
    """Material shown to the party before a decision, with a time to answer (FL 25 §, INV-11)."""

    COLUMNS = Columns("preserve", internal="id application number text due_on entry sent_at sent_by page_key")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="communications", verbose_name="ansökan"
    )
    number = models.PositiveSmallIntegerField("nummer")
    text = models.TextField("text till parten")
    due_on = models.DateField("sista dag att yttra sig")
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som")
    sent_at = models.DateTimeField("skickad")
    sent_by = person("skickad av")
    page_key = from_a_page()

    class Meta:
        verbose_name = "kommunicering"
        verbose_name_plural = "kommuniceringar"
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="communication_number_is_given_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="communication_says_something"),
            sent_once(model="communication"),
        ]

    def __str__(self) -> str:
        return f"Kommunicering {self.number}"

    def is_done(self, on: date) -> bool:
        """Whether the party has answered, or its time to answer had passed on the Swedish day ``on``."""
        return on > self.due_on or bool(self.replies.all())


class CommunicatedDocument(models.Model):
    """A document of the diary that was shown to the party with a communication."""

    COLUMNS = Columns("preserve", internal="id communication entry")

    communication = models.ForeignKey(
        Communication, on_delete=models.PROTECT, related_name="documents", verbose_name="kommunicering"
    )
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="handling")

    class Meta:
        verbose_name = "kommunicerad handling"
        verbose_name_plural = "kommunicerade handlingar"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["communication", "entry"], name="a_document_is_communicated_once"),
        ]

    def __str__(self) -> str:
        return str(self.entry)


class Message(models.Model):
    """A message in a case, one way or the other; the answer to a communication is one too."""

    COLUMNS = Columns("preserve", internal="id application direction text communication entry sent_at sent_by page_key")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="messages", verbose_name="ansökan"
    )
    direction = models.CharField("riktning", max_length=10, choices=Direction)
    text = models.TextField("brödtext")
    communication = models.ForeignKey(
        Communication,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name="svar på kommunicering",
    )
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som")
    sent_at = models.DateTimeField("skickat")
    sent_by = person("skickat av")
    page_key = from_a_page()

    class Meta:
        verbose_name = "meddelande"
        verbose_name_plural = "meddelanden"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(direction=Direction.OUT, communication__isnull=True)
                | models.Q(direction=Direction.IN),
                name="message_goes_one_way_and_only_the_party_answers",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="message_says_something"),
            sent_once(model="message"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def from_party(self) -> bool:
        return self.direction == Direction.IN


class MessageFile(models.Model):
    """A file that came or went with a message."""

    COLUMNS = Columns("preserve", internal="id message entry name")

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files", verbose_name="meddelande")
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="handling")
    name = models.CharField("filnamn", max_length=120)

    class Meta:
        verbose_name = "bilaga till meddelande"
        verbose_name_plural = "bilagor till meddelande"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
