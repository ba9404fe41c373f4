from django.db import models

from delmos.lib.classification import Columns
from journal.enums import PostWay
from journal.models.case import Case, RegistryEntry


class Post(models.Model):
    """Post that came outside the portal, as the registrar took it in: how, on which day (FL 22 §), and by whom entered.

    Append-only. From and to whom, and what it is about, stand in its rows of the diary.
    """

    COLUMNS = Columns("preserve", internal="id case way arrived_on page_key registered_at registered_by")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="post", verbose_name="ärende")
    way = models.CharField("hur det kom", max_length=8, choices=PostWay)
    arrived_on = models.DateField("kom in den")
    page_key = models.CharField("nyckel från sidan", max_length=64, blank=True, default="")
    registered_at = models.DateTimeField("registrerad")
    registered_by = models.CharField("registrerad av", max_length=60)

    class Meta:
        verbose_name = "inkommen post"
        verbose_name_plural = "inkommen post"
        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=PostWay.values), name="post_way_is_known"),
            models.UniqueConstraint(
                fields=["page_key"], condition=~models.Q(page_key=""), name="post_is_entered_once_from_a_page"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.arrived_on:%Y-%m-%d}"


class PostItem(models.Model):
    """One document of the post, with its row of the diary and the name its file had. Append-only."""

    COLUMNS = Columns("preserve", internal="id post entry name")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="items", verbose_name="försändelse")
    entry = models.OneToOneField(
        RegistryEntry, on_delete=models.PROTECT, related_name="post_item", verbose_name="diarierad handling"
    )
    name = models.CharField("filens namn", max_length=120, blank=True)

    class Meta:
        verbose_name = "handling i post"
        verbose_name_plural = "handlingar i post"
        ordering = ["post", "entry__serial"]

    def __str__(self) -> str:
        return self.name or str(self.entry)
