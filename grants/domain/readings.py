"""The sensitive parts of a case, opened one by one by those who need them; each opening is logged (INV-31).

Sensitive is what the ordinance's profile marks among its demands (the democracy condition), what the form marks among
its questions, and a document that is marked for secrecy or holds such answers.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import NotYours
from grants.models import Application
from grants.permissions import Matter, check_may, check_not_conflicted
from grants.workflow import READING
from journal.domain import readings
from journal.domain.readings import of_answer, of_check, of_document
from journal.models import Reading, RegistryEntry
from journal.policies import is_sensitive


def sensitive_answers(matter: Matter) -> frozenset[str]:
    """The keys of the questions whose answers are opened one by one."""
    return frozenset(question.key for question in matter.form.form.sensitive)


def sensitive_checks(application: Application) -> frozenset[str]:
    """The codes of the demands whose results are opened one by one."""
    wanted = application.ordinance.requirements_for(application.type)
    return frozenset(requirement.code for requirement in wanted if requirement.sensitive)


def sensitive_parts(matter: Matter) -> frozenset[str]:
    """Every part of the case that is opened by itself, but for its documents."""
    answers = map(of_answer, sensitive_answers(matter))
    checks = map(of_check, sensitive_checks(matter)) if isinstance(matter, Application) else ()
    return frozenset((*answers, *checks))


@transaction.atomic
def open_part(matter: Matter, *, part: str, by: User, now: datetime) -> Reading:
    """Let ``by`` read a sensitive answer or the result of a sensitive check, and log it.

    Raises Refused for whoever is jävig and for a person whose role does not need it, and NotYours for a part that the
    case does not have.
    """
    _check_may_open(by, matter)
    if part not in sensitive_parts(matter):
        raise NotYours
    return readings.record(matter.case, part, by=by, now=now)


@transaction.atomic
def open_document(matter: Matter, entry: RegistryEntry, *, by: User, now: datetime) -> Reading | None:
    """Let ``by`` read a document of the case. A sensitive one is logged; any other gives None.

    Raises Refused as open_part does.
    """
    if not is_sensitive(entry):
        return None
    _check_may_open(by, matter)
    return readings.record(entry.case, of_document(entry), by=by, now=now)


def _check_may_open(person: User, matter: Matter) -> None:
    """Var och en läser bara de känsliga uppgifter som behövs för arbetet, och den som är jävig läser inga."""
    check_may(person, Permission.OPEN_SENSITIVE, law=READING)
    check_not_conflicted(person, matter)
