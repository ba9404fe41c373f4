"""Telling people that something has happened in a case: those who act for the party, or the officer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from applicants.domain.queries.people import people_acting_for
from grants.models import Application
from grants.permissions import Matter, blocking
from journal.domain.notices import notify


def name_of(matter: Matter) -> str:
    """What a case is about, in the middle of a sentence: ansökan or intresseanmälan."""
    return str(matter._meta.verbose_name)


def tell_party(
    matter: Matter, *, key: str, title: str, page: str, arguments: Iterable[Any] = (), now: datetime
) -> None:
    """A notice, and a mail without content, to everybody who acts for the applicant; ``page`` is an address's name."""
    notify(
        people_acting_for(matter.organisation, now=now),
        key=key,
        title=title,
        url=reverse(page, args=[matter.case.number, *arguments]),
        case_number=matter.case.number,
        now=now,
    )


def tell_agency(
    application: Application, *, key: str, title: str, page: str, arguments: Iterable[Any] = (), now: datetime
) -> None:
    """The same to the officer; to the registrars while the case has none who may open it."""
    notify(
        _at_the_agency(application),
        key=key,
        title=title,
        url=reverse(page, args=[application.case.number, *arguments]),
        case_number=application.case.number,
        now=now,
    )


def without_conflict(matter: Matter) -> QuerySet[User]:
    """The people with an account who are not kept out of the case by jäv (INV-8)."""
    kept_out = blocking().filter(case=matter.case_id)
    return User.objects.filter(is_active=True).exclude(pk__in=kept_out.values("person"))


def _at_the_agency(application: Application) -> list[User]:
    """The officer, or else the registrars."""
    people = without_conflict(application)
    if application.officer_id and (officer := people.filter(pk=application.officer_id).first()):
        return [officer]
    return list(people.filter(roles__contains=[Role.REGISTRAR]))
