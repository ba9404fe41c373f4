"""A call is called off in the very instant somebody hands in: one waits for the other, and nobody falls between.

Real threads, each with its own connection. Who is first holds its transaction open until the other waits for it.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from delmos.lib.refusal import Refused
from grants.domain import announcements, cancelling
from grants.enums import AnnouncementKind, ExpressionOutcome, ExpressionStatus
from grants.models import Announcement, Application, Call, Expression
from journal.models import Notice
from tests import factories
from tests.database import at_once, in_turn
from tests.factories import NOW
from tests.factories.calls import REASON

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=1)


def cancel(call: Call) -> Callable[[], Call]:
    officer = factories.person("dag")
    return lambda: cancelling.cancel(call, reason=REASON, by=officer, now=LATER)


def test_a_signature_in_the_instant_of_cancelling_is_refused() -> None:
    draft = factories.a_draft()
    _, refused = in_turn(cancel(draft.call), lambda: factories.sign(draft, now=LATER))
    assert (type(refused), str(refused)[:37]) == (Refused, "Utlysningen är inställd och går inte ")
    assert Application.objects.count() == 0


def test_an_application_that_came_first_counts_and_its_people_are_told() -> None:
    draft = factories.a_draft()
    application, cancelled = in_turn(lambda: factories.sign(draft, now=NOW), cancel(draft.call))
    assert (Application.objects.get(), cancelled.is_cancelled) == (application, True)
    row = Announcement.objects.get(call=draft.call, kind=AnnouncementKind.CANCELLED)
    announcements.tell_batch(row.pk, now=LATER)
    anna = factories.signatory_of(draft.organisation)
    assert Notice.objects.filter(recipient_key=anna.actor_key, key=f"call-cancelled:{draft.call_id}").count() == 1


def test_an_expression_in_the_instant_of_cancelling_is_refused() -> None:
    draft = factories.an_expression_draft()
    _, refused = in_turn(cancel(draft.call), lambda: factories.handed_in(draft, now=LATER))
    assert (type(refused), Expression.objects.count()) == (Refused, 0)


def test_nobody_is_invited_in_the_instant_of_cancelling() -> None:
    expression = factories.expression_at(ExpressionStatus.ASSESSED)
    invite = ExpressionOutcome.INVITE
    _, refused = in_turn(cancel(expression.call), lambda: factories.expression_settled(expression, invite))
    expression.refresh_from_db()
    assert (type(refused), expression.status) == (Refused, ExpressionStatus.ASSESSED)


def test_two_who_hand_in_at_once_do_not_stop_each_other_for_good() -> None:
    call = factories.a_call()
    drafts = [factories.a_draft(call, organisation=factories.an_association(number)) for number in (1, 2)]
    first, second = at_once(*(lambda draft=draft: factories.sign(draft) for draft in drafts))
    assert {first, second} == set(Application.objects.all())
