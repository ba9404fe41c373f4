"""Constraints that several models share."""

from typing import Any

from django.conf import settings
from django.db import models


def person(verbose_name: str, *, related_name: str = "+", **options: Any) -> models.ForeignKey:
    """A foreign key to a person, who is never deleted while the row stands."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name=related_name,
        verbose_name=verbose_name,
        **options,
    )


def optional_person(verbose_name: str) -> models.ForeignKey:
    """The person of an act that may not have happened yet."""
    return person(verbose_name, null=True, blank=True)


def at_with_by(stem: str, *, model: str) -> models.CheckConstraint:
    """``<stem>_at`` and ``<stem>_by`` are both set or both empty."""
    at, by = f"{stem}_at__isnull", f"{stem}_by__isnull"
    return models.CheckConstraint(
        condition=models.Q(**{at: True, by: True}) | models.Q(**{at: False, by: False}),
        name=f"{model}_{stem}_at_has_{stem}_by",
    )


def known(field: str, choices: type[models.TextChoices], *, model: str) -> models.CheckConstraint:
    """``field`` holds one of ``choices`` and nothing else."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": choices.values}), name=f"{model}_{field}_is_known"
    )


def from_a_page() -> models.CharField:
    """What tells a post from others, so that one sent twice from an opened page makes one row; empty without a page."""
    return models.CharField("nyckel från sidan", max_length=64, blank=True, default="")


def sent_once(*, model: str) -> models.UniqueConstraint:
    """One row in a case for each ``page_key``."""
    return models.UniqueConstraint(
        fields=["application", "page_key"], condition=~models.Q(page_key=""), name=f"{model}_is_sent_once_from_a_page"
    )
