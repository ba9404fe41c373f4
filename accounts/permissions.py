"""The permission vocabulary: what may be done, and which role may do it. Deny by default."""

from enum import StrEnum

from accounts.enums import Role


class Permission(StrEnum):
    """The words other rooms use to ask whether a person may act."""

    MANAGE_CALLS = "manage_calls"
    SEE_CASES = "see_cases"
    REGISTER_CASES = "register_cases"
    ASSESS_CASES = "assess_cases"
    DECIDE_CASES = "decide_cases"
    DISPATCH_DECISIONS = "dispatch_decisions"
    HANDLE_PAYMENTS = "handle_payments"
    VERIFY_ACCOUNTS = "verify_accounts"
    REVIEW_REPORTS = "review_reports"
    REVIEW_MANDATES = "review_mandates"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.REGISTRAR: frozenset(
        {
            Permission.SEE_CASES,
            Permission.REGISTER_CASES,
            Permission.DISPATCH_DECISIONS,
            Permission.REVIEW_MANDATES,
        }
    ),
    Role.CASE_OFFICER: frozenset(
        {
            Permission.SEE_CASES,
            Permission.MANAGE_CALLS,
            Permission.ASSESS_CASES,
            Permission.DISPATCH_DECISIONS,
            Permission.REVIEW_REPORTS,
            Permission.REVIEW_MANDATES,
        }
    ),
    Role.DECIDER: frozenset({Permission.SEE_CASES, Permission.DECIDE_CASES}),
    Role.ECONOMIST: frozenset({Permission.SEE_CASES, Permission.HANDLE_PAYMENTS, Permission.VERIFY_ACCOUNTS}),
    Role.MANAGER: frozenset({Permission.SEE_CASES}),
}


def permissions_of(roles: list[str]) -> frozenset[Permission]:
    """Everything that the given roles together may do."""
    granted: frozenset[Permission] = frozenset()
    for role in roles:
        granted |= ROLE_PERMISSIONS[Role(role)]
    return granted
