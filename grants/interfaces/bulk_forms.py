"""Forms of what is done with many cases at once."""

from dataclasses import dataclass

from accounts.models import User
from grants.domain.bulk_acts import MOST, may_do
from grants.enums import BulkActKind
from grants.interfaces.casework_forms import AssignForm
from grants.interfaces.correspondence_forms import OnceForm


@dataclass(frozen=True, slots=True)
class Offered:
    """An act that the list offers on the marked cases."""

    kind: BulkActKind
    label: str
    most: int


def acts_for(person: User) -> list[Offered]:
    """The acts on many cases that the person's role has."""
    return [Offered(kind, str(kind.label), MOST[kind]) for kind in BulkActKind if may_do(person, kind)]


class AssignManyForm(OnceForm, AssignForm):
    """The officer that every chosen case goes to."""


class MeantForm(OnceForm):
    """Nothing to fill in: that it is meant."""
