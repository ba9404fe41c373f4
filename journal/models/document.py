from django.db import models

from delmos.lib.classification import Columns


class Document(models.Model):
    """Bytes that are kept once, under their sha256, and never changed."""

    COLUMNS = Columns("preserve", internal="sha256 size content_type stored_at stored_by")

    sha256 = models.CharField("sha256", max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField("storlek i byte")
    content_type = models.CharField("medietyp", max_length=100)
    stored_at = models.DateTimeField("lagrad")
    stored_by = models.CharField("lagrad av", max_length=60)

    class Meta:
        verbose_name = "handling (innehåll)"
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_is_hexadecimal"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        """Where the bytes lie in the document store."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
