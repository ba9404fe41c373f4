"""Things in any state, reached by walking the real verbs.

Every function makes what it needs on the way: people of the cast, organisations, a call with frames.
"""

from tests.factories.applications import AMOUNT, BUDGET, amount_for, assigned, checked, proposed, received, scored
from tests.factories.calls import (
    ASSOCIATIONS,
    DETAILS,
    FRAME,
    MUNICIPALITIES,
    STANDARD,
    a_call,
    a_call_asking,
    a_cancelled_call,
    an_open_call_today,
    an_unpublished_call,
    asking,
)
from tests.factories.cases import application_at
from tests.factories.decisions import a_letter, decided, decision_at, dispatched, prepared, wording
from tests.factories.drafts import a_draft, a_pdf, answered, complete_answers, sign
from tests.factories.expressions import (
    REASON,
    SOUGHT_ORE,
    a_call_in_two_steps,
    an_expression_draft,
    expression_assessed,
    expression_at,
    expression_settled,
    handed_in,
    invited_draft,
)
from tests.factories.mandates import an_asked_mandate, an_invitation, hand_in, token_of
from tests.factories.moments import BEFORE, CLOSES_AT, INVITED_CLOSE_AT, LATE, NOW, OPENS_AT, TODAY
from tests.factories.payments import payment_at, payment_prepared
from tests.factories.people import (
    an_association,
    anybody,
    association,
    declare_no_conflict,
    gavle,
    jointly,
    person,
    signatory_of,
    verified_account,
)
from tests.factories.reports import an_account, report_at
from tests.factories.withdrawals import a_write_off, withdrawn, written_off

__all__ = [
    "AMOUNT",
    "ASSOCIATIONS",
    "BEFORE",
    "BUDGET",
    "CLOSES_AT",
    "DETAILS",
    "FRAME",
    "INVITED_CLOSE_AT",
    "LATE",
    "MUNICIPALITIES",
    "NOW",
    "OPENS_AT",
    "REASON",
    "SOUGHT_ORE",
    "STANDARD",
    "TODAY",
    "a_call",
    "a_cancelled_call",
    "a_call_asking",
    "a_call_in_two_steps",
    "a_draft",
    "a_letter",
    "a_pdf",
    "a_write_off",
    "amount_for",
    "an_account",
    "an_asked_mandate",
    "an_association",
    "an_expression_draft",
    "an_invitation",
    "an_open_call_today",
    "an_unpublished_call",
    "answered",
    "anybody",
    "asking",
    "application_at",
    "assigned",
    "association",
    "checked",
    "complete_answers",
    "decided",
    "decision_at",
    "declare_no_conflict",
    "dispatched",
    "expression_assessed",
    "expression_at",
    "expression_settled",
    "gavle",
    "hand_in",
    "handed_in",
    "invited_draft",
    "jointly",
    "payment_at",
    "payment_prepared",
    "person",
    "prepared",
    "proposed",
    "received",
    "report_at",
    "scored",
    "sign",
    "signatory_of",
    "token_of",
    "verified_account",
    "withdrawn",
    "wording",
    "written_off",
]
