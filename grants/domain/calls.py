"""Calls: made under an ordinance version, filled with form, criteria and frames, and published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.geography import COUNTIES
from delmos.lib.refusal import Refusals, Refused
from grants.domain import announcements, call_problems
from grants.enums import AnnouncementKind, CallStatus, Stage
from grants.form_rules import check_form
from grants.models import Call, Criterion, FormVersion
from grants.ordinances import ordinance_version
from grants.permissions import check_may
from grants.questions import Form
from grants.weighing import MOST_POINTS
from grants.workflow import CALL
from journal.domain import events

# Addresses beside those of the calls; a call named so gets a number.
OWN_PAGES = frozenset({"hantera", "ny"})


@dataclass(frozen=True, slots=True)
class CallDetails:
    """What an officer states about a call. Moments are UTC, days Swedish.

    ``invited_close_at`` makes it a call in two steps: expressions of interest until ``closes_at``, and applications of
    those who are invited until then.
    ``counties``: codes of the counties to which the work is limited; empty for the whole country.
    """

    title: str
    purpose: str
    budget_year: int
    opens_at: datetime
    closes_at: datetime
    project_starts_on: date
    project_ends_on: date
    report_due_on: date
    contact: str
    invited_close_at: datetime | None = None
    counties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionText:
    """A criterion as the officer writes it; weight in per cent.

    ``words``: what each point from ``lowest`` to ``highest`` means, or nothing.
    """

    name: str
    description: str
    weight: int
    law: str = ""
    lowest: int = 0
    highest: int = 5
    words: tuple[str, ...] = ()


@transaction.atomic
def create(*, ordinance_key: str, details: CallDetails, by: User, now: datetime) -> Call:
    """Create a call as a draft, with the form and criteria that the ordinance suggests.

    Raises Refused for an ordinance that is not in force when the call opens, or days in the wrong order.
    """
    check_may(by, Permission.MANAGE_CALLS)
    _check_details(ordinance_key, details)
    version = ordinance_version(ordinance_key)
    call = Call.objects.create(
        slug=_free_slug(details.title),
        ordinance_key=ordinance_key,
        created_at=now,
        created_by=by,
        **_as_fields(details),
    )
    _add_forms(call)
    _write_criteria(
        call,
        [
            CriterionText(
                criterion.name,
                criterion.description,
                criterion.weight,
                str(criterion.law or ""),
                criterion.lowest,
                criterion.highest,
                criterion.words,
            )
            for criterion in version.criteria
        ],
    )
    events.record(call.stream, "call_created", by=by, now=now, ordinance=ordinance_key, title=call.title)
    return call


@transaction.atomic
def change(call: Call, *, details: CallDetails, by: User, now: datetime) -> Call:
    """Change what a draft call states."""
    call = lock_draft(call, by=by)
    _check_details(call.ordinance_key, details)
    for name, value in _as_fields(details).items():
        setattr(call, name, value)
    call.save()
    _add_forms(call)
    events.record(call.stream, "call_changed", by=by, now=now)
    return call


@transaction.atomic
def set_criteria(call: Call, *, criteria: Sequence[CriterionText], by: User, now: datetime) -> None:
    """Replace the criteria of a draft call.

    Raises Refused unless the weights sum to 100 per cent and each scale goes upwards, from 0 to MOST_POINTS at most.
    """
    call = lock_draft(call, by=by)
    for criterion in criteria:
        _check_scale(criterion)
    total = sum(criterion.weight for criterion in criteria)
    if total != 100:
        raise Refused(f"Vikterna ska bli 100 procent tillsammans. Nu blir de {total} procent.", field="weight")
    call.criteria.all().delete()
    _write_criteria(call, criteria)
    events.record(call.stream, "criteria_set", by=by, now=now, criteria=[criterion.name for criterion in criteria])


@transaction.atomic
def edit_form(
    call: Call, *, edit: Callable[[Form], Form], stage: Stage = Stage.APPLICATION, by: User, now: datetime
) -> None:
    """Change the form being written of one step as it stands now, so that nobody's change is lost to another's.

    It is the form of a draft call, or the new version beside the one in force of a published call. ``edit`` is one of
    grants.question_edits; what it refuses, this refuses. Raises Refused for a published call without a new version.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    check_may(by, Permission.MANAGE_CALLS)
    version = call.form_being_written(stage)
    if version is None:
        check_draft(call)
        raise Refused("Det finns inget formulär att ändra.")
    form = edit(version.form)
    check_form(form)
    version.definition = form.to_json()
    version.save(update_fields=["definition"])
    keys = [question.key for question in form.questions]
    events.record(call.stream, "form_changed", by=by, now=now, stage=stage, questions=keys)


@transaction.atomic
def publish(call: Call, *, by: User, now: datetime) -> Call:
    """Publish the call. Everything that is missing is said at once (Refusals)."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    check_may(by, Permission.MANAGE_CALLS)
    step = CALL.check("publish", call.status)
    if missing := call_problems.problems(call):
        raise Refusals(missing)
    call.status, call.published_at, call.published_by = str(step.target), now, by
    call.save(update_fields=["status", "published_at", "published_by"])
    call.forms.filter(stage__in=call.stages, published_at=None).update(published_at=now)
    events.record(call.stream, step.event, by=by, now=now, slug=call.slug)
    announcements.announce(call, AnnouncementKind.PUBLISHED, by=by, now=now)
    return call


def _add_forms(call: Call) -> None:
    """Give each step of the call the form that its ordinance suggests, where it has none yet."""
    suggested = {Stage.EXPRESSION: call.ordinance.expression_form, Stage.APPLICATION: call.ordinance.form}
    has_form = set(call.forms.values_list("stage", flat=True))
    for stage in call.stages:
        if stage not in has_form:
            FormVersion.objects.create(
                call=call, stage=stage, definition=Form.from_defaults(suggested[stage]).to_json()
            )


def check_draft(call: Call) -> None:
    """En publicerad utlysning kan inte ändras."""
    if call.status != CallStatus.DRAFT:
        raise Refused(f"Utlysningen är {call.get_status_display().lower()} och kan inte ändras.")


def lock_draft(call: Call, *, by: User) -> Call:
    """The call, locked to be changed. Raises Refused for a published call and for people who do not manage calls."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    check_may(by, Permission.MANAGE_CALLS)
    check_draft(call)
    return call


def _check_details(ordinance_key: str, details: CallDetails) -> None:
    try:
        version = ordinance_version(ordinance_key)
    except KeyError as error:
        raise Refused("Välj en förordning i listan.", field="ordinance_key") from error
    if not version.in_force_on(stockholm_date(details.opens_at)):
        raise Refused(
            f"Den här lydelsen av {version.citation} gäller inte den dag utlysningen öppnar.", field="opens_at"
        )
    if details.closes_at <= details.opens_at:
        raise Refused("Utlysningen ska stänga efter att den öppnar.", field="closes_at")
    if details.invited_close_at and details.invited_close_at <= details.closes_at:
        raise Refused(
            "De inbjudnas sista tid ska ligga efter att tiden för intresseanmälan har gått ut.",
            field="invited_close_at",
        )
    if details.project_ends_on < details.project_starts_on:
        raise Refused("Senaste projektslut kan inte vara före tidigaste projektstart.", field="project_ends_on")
    if unknown := set(details.counties) - {county.code for county in COUNTIES}:
        raise Refused(f"Okänt län: {', '.join(sorted(unknown))}.", field="counties")
    if details.report_due_on <= stockholm_date(details.invited_close_at or details.closes_at):
        raise Refused("Slutredovisningen ska lämnas efter att utlysningen har stängt.", field="report_due_on")


def _as_fields(details: CallDetails) -> dict[str, object]:
    fields = {name: getattr(details, name) for name in CallDetails.__dataclass_fields__}
    return {**fields, "counties": sorted(details.counties)}


def _check_scale(criterion: CriterionText) -> None:
    if not 0 <= criterion.lowest < criterion.highest <= MOST_POINTS:
        raise Refused(
            f"Skalan för ”{criterion.name}” ska gå uppåt, från som lägst 0 till som högst {MOST_POINTS} poäng.",
            field="highest",
        )
    if criterion.words and len(criterion.words) != criterion.highest - criterion.lowest + 1:
        raise Refused(f"Skriv ord för varje poäng på skalan för ”{criterion.name}”, eller inga alls.", field="words")
    if any(len(words) > Criterion.MAX_STEP_WORDS for words in criterion.words):
        raise Refused(f"Orden för en poäng får ha högst {Criterion.MAX_STEP_WORDS} tecken.", field="words")


def _write_criteria(call: Call, criteria: Sequence[CriterionText]) -> None:
    Criterion.objects.bulk_create(
        Criterion(
            call=call,
            order=order,
            name=criterion.name,
            description=criterion.description,
            weight=criterion.weight,
            law=criterion.law,
            lowest=criterion.lowest,
            highest=criterion.highest,
            words=list(criterion.words),
        )
        for order, criterion in enumerate(criteria, start=1)
    )


def _free_slug(title: str) -> str:
    stem = slugify(title)[:70] or "utlysning"
    taken = OWN_PAGES.union(Call.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
