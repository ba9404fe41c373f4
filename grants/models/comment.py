from django.db import models

from delmos.lib.classification import Columns
from grants.models.draft import Draft
from grants.models.fields import at_with_by, optional_person, person


class DraftComment(models.Model):
    """What colleagues say to each other about a group of questions: the applicant's own space, like the draft (INV-4).

    It is no part of the application: it is neither signed nor sent in, and staff can never read it (TF 2:9, 2:13).
    """

    COLUMNS = Columns(
        "while_current",
        internal="id draft",
        secret="group text written_at written_by resolved_at resolved_by",
    )

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="comments", verbose_name="utkast")
    group = models.CharField("frågegrupp", max_length=40)
    text = models.CharField("kommentar", max_length=2000)
    written_at = models.DateTimeField("skriven")
    written_by = person("skriven av")
    resolved_at = models.DateTimeField("avklarad", null=True, blank=True)
    resolved_by = optional_person("avklarad av")

    class Meta:
        verbose_name = "kommentar i utkast"
        verbose_name_plural = "kommentarer i utkast"
        ordering = ["pk"]
        indexes = [models.Index(fields=["draft", "group"], name="comment_by_group")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="draftcomment_says_something"),
            at_with_by("resolved", model="draftcomment"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
