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
