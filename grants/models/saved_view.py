from django.db import models

from delmos.lib.classification import Columns
from grants.models.fields import person


class SavedView(models.Model):
    """A work list that somebody at the agency has given a name, for itself alone. One of them may be where it starts.

    ``query`` is kept as an address says it, so that the list is made anew each time: it holds no cases.
    """

    COLUMNS = Columns("while_current", internal="id name query is_start saved_at saved_by")

    name = models.CharField("namn", max_length=60)
    query = models.CharField("urval", max_length=2000, blank=True)
    is_start = models.BooleanField("visas först", default=False)
    saved_at = models.DateTimeField("sparad")
    saved_by = person("sparad av", related_name="worklist_views")

    class Meta:
        verbose_name = "sparad vy"
        verbose_name_plural = "sparade vyer"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["saved_by", "name"], name="saved_view_has_a_name_of_its_own"),
            models.UniqueConstraint(
                fields=["saved_by"], condition=models.Q(is_start=True), name="one_saved_view_is_the_start"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
