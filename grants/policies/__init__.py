"""What the state of a thing allows, whoever asks. Each rule raises with a sentence a citizen may read."""

from grants.policies.applications import (
    DECIDED,
    GRANTED,
    check_may_withdraw,
    step_of_the_party,
)
from grants.policies.calls import (
    can_be_cancelled,
    check_arrival,
    check_call_gives,
    check_call_takes_drafts,
    check_can_be_cancelled,
    check_counties,
    check_may_apply,
    check_not_cancelled,
    is_late,
)
from grants.policies.decisions import (
    check_amount,
    check_communicated,
    check_frame,
    check_kind_fits_arrival,
)
from grants.policies.examination import (
    check_all_scored,
    check_exclusions,
    has_been_communicated,
    has_unanswered_order,
    newest_checks,
    newest_proposal,
    newest_scores,
    scored_criteria,
)
from grants.policies.expressions import (
    can_lapse,
    can_still_apply,
    check_invited_may_start,
    check_may_invite,
    check_may_lapse,
    check_may_take_back,
)
from grants.policies.payments import (
    check_account_verified,
    check_dispatched,
)

__all__ = [
    "DECIDED",
    "GRANTED",
    "can_be_cancelled",
    "can_lapse",
    "can_still_apply",
    "check_account_verified",
    "check_all_scored",
    "check_amount",
    "check_arrival",
    "check_call_gives",
    "check_call_takes_drafts",
    "check_can_be_cancelled",
    "check_communicated",
    "check_counties",
    "check_dispatched",
    "check_exclusions",
    "check_frame",
    "check_invited_may_start",
    "check_kind_fits_arrival",
    "check_may_apply",
    "check_may_invite",
    "check_may_lapse",
    "check_may_take_back",
    "check_may_withdraw",
    "check_not_cancelled",
    "has_been_communicated",
    "has_unanswered_order",
    "is_late",
    "newest_checks",
    "newest_proposal",
    "newest_scores",
    "scored_criteria",
    "step_of_the_party",
]
