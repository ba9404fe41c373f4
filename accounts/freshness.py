"""What a session knows of how its person came in: what was shown and when, whether staff used two factors.

Who signs has just proved who they are. Being signed in since this morning is not enough: somebody else may be sitting
at the computer.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.assurance import NOTHING_KNOWN, Assurance
from accounts.enums import Way
from accounts.models import User

SKEW = 30  # seconds that the provider's clock may be ahead of ours
_PROVEN = "proven_by_eid"  # in the session: whose e-legitimation was shown, when, and of which level
_STRONG = "strong_sign_in"  # in the session: whom the agency's provider let in with two factors


def check_fresh(request: HttpRequest) -> HttpResponse | None:
    """Where to send a person who must prove who they are before signing; None when they just did.

    To be asked first in the POST of every view where a person signs. The person comes back to the same page.
    """
    if not settings.SIGNING_DEMANDS_FRESH_SIGN_IN or is_fresh(request, now=timezone.now()):
        return None
    return redirect(f"{reverse('account_prove')}?{urlencode({'next': request.get_full_path()})}")


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the person signed in has shown their e-legitimation within FRESH_SIGN_IN_SECONDS."""
    proven = request.session.get(_PROVEN)
    if not proven or proven["person"] != request.user.pk:
        return False
    return bool(-SKEW <= now.timestamp() - proven["at"] <= settings.FRESH_SIGN_IN_SECONDS)


def mark_fresh(request: HttpRequest, person: User, shown: Assurance) -> None:
    """Remember what ``person`` has shown, and when: ``shown`` has its moment."""
    if shown.proven_at is None:
        raise ValueError("what was shown at no known moment is not fresh")
    request.session[_PROVEN] = {
        "person": person.pk,
        "at": int(shown.proven_at.timestamp()),
        "way": shown.way,
        "level": shown.level,
    }


def shown_by(request: HttpRequest, person: User) -> Assurance:
    """What ``person`` has shown in this session, to stand beside what they sign: the e-legitimation before all else."""
    proven = request.session.get(_PROVEN)
    if proven and proven["person"] == person.pk:
        return Assurance(Way(proven["way"]), proven["level"], datetime.fromtimestamp(proven["at"], UTC))
    return came_in_by(request, person)


def came_in_by(request: HttpRequest, person: User) -> Assurance:
    """How ``person`` came in to this session, by allauth's own record of it."""
    records = get_authentication_records(request, person)
    if not records:
        return NOTHING_KNOWN
    last = records[-1]
    return Assurance(_way(records), last.get("level", ""), datetime.fromtimestamp(int(last["at"]), UTC))


def _way(records: list[dict[str, Any]]) -> Way:
    methods = {record["method"] for record in records}
    if records[-1]["method"] == "socialaccount":
        return Way(records[-1]["provider"])
    if "mfa" in methods:
        return Way.PASSWORD_AND_FACTOR if "password" in methods else Way.KEY
    return Way.PASSWORD if "password" in methods else Way.UNKNOWN


def is_strong(request: HttpRequest) -> bool:
    """Whether the agency's provider said that the person signed in used two factors."""
    return request.session.get(_STRONG) == request.user.pk


def mark_strong(request: HttpRequest, person: User | None) -> None:
    """Remember that ``person`` came in with two factors; None takes back what an earlier sign-in has left."""
    request.session[_STRONG] = person.pk if person else None
