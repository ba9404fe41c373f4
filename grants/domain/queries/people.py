"""People at the agency, for a choice in a form."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission, roles_with
from grants.models import Assessor
from grants.permissions import Matter


def colleagues_of(person: User, matter: Matter | None = None) -> QuerySet[User]:
    """The others who see cases, by name, and in a ``matter`` those from outside who are invited to assess it.

    Nobody for those who see no cases themselves.
    """
    if not person.may(Permission.SEE_CASES):
        return User.objects.none()
    involved = Q(roles__overlap=roles_with(Permission.SEE_CASES))
    if matter:
        invited = Assessor.objects.filter(application__case=matter.case_id, ended_at=None)
        involved |= Q(pk__in=invited.values("person"))
    return User.objects.filter(involved, is_active=True).exclude(pk=person.pk).order_by("name", "pk")
