"""Mails without those that name a case which the person is kept out of by jäv (INV-8)."""

from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat

from accounts.models import User
from accounts.permissions import Permission
from grants.permissions import blocking
from journal.domain import delivery
from journal.models import Mail


def undelivered_for(person: User) -> QuerySet[Mail]:
    """The mails that did not arrive, newest first, for those who may see to them."""
    if not person.may(Permission.REGISTER_CASES):
        return Mail.objects.none()
    return readable_by(person, delivery.undelivered())


def readable_by(person: User, mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Those of ``mails`` that name no case ``person`` is kept out of. A mail says no more of a case than its number."""
    said = Concat(OuterRef("subject"), Value(" "), OuterRef("text"), output_field=TextField())
    named = blocking().filter(person=person).annotate(said=said).filter(said__contains=F("case__number"))
    return mails.exclude(Exists(named))
