"""”Nästa ärende”: on from a case, in the list an officer came from or among its own."""

from datetime import date

from accounts.models import User
from delmos.lib.keyset import following
from grants.domain.queries.cases import to_assess
from grants.domain.queries.worklist import Selection, order_of, selected
from grants.models import Application


def next_in(person: User, selection: Selection, application: Application, *, today: date) -> Application | None:
    """The case after ``application`` in the selection's order, also when that has left it; None after the last."""
    rows = selected(person, selection, today=today).select_related("case")
    return following(rows, application, order=order_of(selection)).exclude(pk=application.pk).first()


def next_of_own(person: User, application: Application) -> Application | None:
    """The next of the person's own cases that wait for it, the oldest first; after the last, the first again."""
    rows = to_assess(person).exclude(pk=application.pk)
    return following(rows, application, order=("received_at", "pk")).first() or rows.first()
