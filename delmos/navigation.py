"""What every page's frame needs: the agency, the way around for this person, and for whom the person acts."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from journal.domain.notices import MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the navigation."""

    label: str
    url: str
    current: bool
    count: str = ""


NOTICES = ("Meddelanden", "notices")
PUBLIC = (("Utlysningar", "call_list"), ("Statistik", "county_table"), ("Diarium", "public_diary"))
APPLICANT = (("Mina sidor", "home"), NOTICES, ("Utlysningar", "call_list"), ("Statistik", "county_table"))
STAFF: tuple[tuple[str, str, Permission | None], ...] = (
    ("Att göra", "home", None),
    (*NOTICES, None),
    ("Ärenden", "worklist", Permission.SEE_CASES),
    ("Bedömningar", "assessments", Permission.ASSESS_INVITED),
    ("Frister", "clock_board", Permission.SEE_CASES),
    ("Rangordning", "ranking_groups", Permission.SEE_RANKING),
    ("Utlysningar", "manage_calls", Permission.MANAGE_CALLS),
    ("Bemyndiganden", "commitment_list", Permission.FOLLOW_BUDGET),
    ("Brevtexter", "letter_text_list", Permission.EDIT_LETTER_TEXTS),
    ("Villkor", "condition_list", Permission.EDIT_LETTER_TEXTS),
    ("Delegation", "delegation_list", Permission.DELEGATE_DECISIONS),
    ("Behörigheter", "mandate_list", Permission.REVIEW_MANDATES),
    ("Jäv", "conflict_list", Permission.RULE_CONFLICTS),
    ("Utbetalningar", "payment_list", Permission.HANDLE_PAYMENTS),
    ("Betalkonton", "account_list", Permission.VERIFY_ACCOUNTS),
    ("Diariet", "registry", Permission.REGISTER_CASES),
    ("E-post", "undelivered_mails", Permission.REGISTER_CASES),
    ("Statistik", "county_table", None),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Costs no query: everything comes from the signed-in person's row."""
    user = getattr(request, "user", None)
    return {
        "agency": {"name": settings.AGENCY_NAME},
        "demo": apps.is_installed("delmos.demo"),
        "navigation": [
            Link(label, url, request.path == url or (url != "/" and request.path.startswith(url)), _count(name, user))
            for label, name, url in ((label, name, reverse(name)) for label, name in _links(user))
        ],
    }


def _links(user: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(user, User):
        return PUBLIC
    if not user.works_at_agency:
        return APPLICANT
    return tuple((label, name) for label, name, needed in STAFF if needed is None or user.may(needed))


def _count(name: str, user: Any) -> str:
    """The number beside a link, when there is one: unread notices."""
    if name != "notices":
        return ""
    unread = len(user.unread_notices)
    return f"{MOST_COUNTED - 1}+" if unread == MOST_COUNTED else str(unread or "")
