"""The party opens a letter from the agency, and appeals."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.gates import StaffRequest
from applicants.permissions import mandate_of, may_manage
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from grants.domain import appeals, deliveries
from grants.domain.appeal_times import notice_key
from grants.domain.queries.appeals import appeals_of, letters_of, one_letter, ruled_appeals_of, standings_of
from grants.domain.queries.cases import entry_of, own_case
from grants.enums import APPEAL_OVER
from grants.interfaces.appeal_forms import AppealForm
from grants.interfaces.correspondence_forms import attachments
from grants.models import Appeal, Decision


@require_http_methods(["GET", "HEAD", "POST"])
def own_letter(request: StaffRequest, number: str, serial: int) -> HttpResponse:
    """A letter to the party. Its button notes that the party has got it: nothing is noted by looking at the page."""
    now = timezone.now()
    application = own_case(request.user, number, now=now)
    entry = entry_of(application, serial, party=True)
    if request.method == "POST":
        deliveries.receive(entry, by=request.user, now=now)
        messages.success(request, "Vi har antecknat att ni har fått brevet.")
        return redirect("own_letter", number, serial)
    letters = letters_of(application)
    letter = one_letter(letters, serial)
    standings = standings_of(application, letters, appeals_of(application), today=stockholm_date(now))
    context = {
        "application": application,
        "letter": letter,
        "standing": next((one for one in standings if notice_key(one[0]) == letter.notice_key), None),
        "may_open": may_manage(mandate_of(request.user, application.organisation, now=now)),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/letter.html", context)


def own_appeal(request: StaffRequest, number: str) -> HttpResponse:
    """The appeals of the case, and the form while there is something to appeal."""
    now = timezone.now()
    application = own_case(request.user, number, now=now)
    found = list(ruled_appeals_of(application))
    dismissed = appeals.dismissed_among(found)
    decision = dismissed.decision if dismissed else appeals.may_be_appealed(application)
    tried = decision is not None and dismissed is None and any(one.was_tried_by_a_court(decision) for one in found)
    may_appeal = bool(decision) and not tried and not _is_open(found)
    form = AppealForm(request.POST or None, request.FILES or None)
    if decision and form.is_valid() and accepted(form, lambda: _file(request, decision, dismissed, form)):
        messages.success(request, "Vi har tagit emot ert överklagande.")
        return redirect("own_appeal", number)
    context = {
        "application": application,
        "form": form,
        "appeals": found,
        "dismissed": dismissed,
        "standings": standings_of(application, letters_of(application), found, today=stockholm_date(now)),
        "decision": decision if may_appeal else None,
        "court_has_ruled": tried,
        "may_write": may_manage(mandate_of(request.user, application.organisation, now=now)),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/appeal.html", context, status=page_status(form))


def _is_open(found: list[Appeal]) -> bool:
    return any(one.status not in APPEAL_OVER for one in found)


def _file(request: StaffRequest, decision: Decision, dismissed: Appeal | None, form: AppealForm) -> None:
    appeals.file(
        decision,
        text=form.cleaned_data["text"],
        files=attachments(form),
        of_dismissal=dismissed,
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )
