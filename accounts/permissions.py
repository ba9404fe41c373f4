"""The permission vocabulary: what may be done, and which role may do it. Deny by default."""

from enum import StrEnum

from accounts.enums import Role


class Permission(StrEnum):
    """The words other rooms use to ask whether a person may act."""

    MANAGE_CALLS = "manage_calls"
    SEE_CASES = "see_cases"
    REGISTER_CASES = "register_cases"
    ASSESS_CASES = "assess_cases"
    ASSESS_INVITED = "assess_invited"
    DECIDE_CASES = "decide_cases"
    DELEGATE_DECISIONS = "delegate_decisions"
    DISPATCH_DECISIONS = "dispatch_decisions"
    HANDLE_PAYMENTS = "handle_payments"
    VERIFY_ACCOUNTS = "verify_accounts"
    REVIEW_REPORTS = "review_reports"
    REVIEW_MANDATES = "review_mandates"
    RULE_CONFLICTS = "rule_conflicts"
    OPEN_SENSITIVE = "open_sensitive"
    SEE_READINGS = "see_readings"
    LIST_DELAYED = "list_delayed"
    WRITE_NOTES = "write_notes"
    SEE_RANKING = "see_ranking"
    FOLLOW_BUDGET = "follow_budget"
    EDIT_LETTER_TEXTS = "edit_letter_texts"
    HIDE_OFFICIALS = "hide_officials"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.REGISTRAR: frozenset(
        {
            Permission.SEE_CASES,
            Permission.REGISTER_CASES,
            Permission.DISPATCH_DECISIONS,
            Permission.REVIEW_MANDATES,
            Permission.OPEN_SENSITIVE,
            Permission.SEE_READINGS,
            Permission.LIST_DELAYED,
            Permission.WRITE_NOTES,
            Permission.HIDE_OFFICIALS,
        }
    ),
    Role.CASE_OFFICER: frozenset(
        {
            Permission.SEE_CASES,
            Permission.MANAGE_CALLS,
            Permission.ASSESS_CASES,
            Permission.ASSESS_INVITED,
            Permission.DISPATCH_DECISIONS,
            Permission.REVIEW_REPORTS,
            Permission.REVIEW_MANDATES,
            Permission.OPEN_SENSITIVE,
            Permission.WRITE_NOTES,
            Permission.SEE_RANKING,
            Permission.FOLLOW_BUDGET,
        }
    ),
    Role.DECIDER: frozenset(
        {
            Permission.SEE_CASES,
            Permission.DECIDE_CASES,
            Permission.RULE_CONFLICTS,
            Permission.OPEN_SENSITIVE,
            Permission.WRITE_NOTES,
            Permission.SEE_RANKING,
            Permission.FOLLOW_BUDGET,
            Permission.HIDE_OFFICIALS,
        }
    ),
    Role.ECONOMIST: frozenset(
        {
            Permission.SEE_CASES,
            Permission.HANDLE_PAYMENTS,
            Permission.VERIFY_ACCOUNTS,
            Permission.FOLLOW_BUDGET,
        }
    ),
    Role.MANAGER: frozenset(
        {
            Permission.SEE_CASES,
            Permission.RULE_CONFLICTS,
            Permission.SEE_READINGS,
            Permission.DELEGATE_DECISIONS,
            Permission.LIST_DELAYED,
            Permission.SEE_RANKING,
            Permission.FOLLOW_BUDGET,
        }
    ),
    Role.ASSESSOR: frozenset({Permission.ASSESS_INVITED}),
    # Reads cases, to see what a text does to a real letter, and acts in none.
    Role.LAWYER: frozenset({Permission.SEE_CASES, Permission.EDIT_LETTER_TEXTS}),
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that give ``permission``."""
    return [role for role, granted in ROLE_PERMISSIONS.items() if permission in granted]


def permissions_of(roles: list[str]) -> frozenset[Permission]:
    """Everything that the given roles together may do."""
    granted: frozenset[Permission] = frozenset()
    for role in roles:
        granted |= ROLE_PERMISSIONS[Role(role)]
    return granted
