"""A notice of delay is drafted before six months have passed, and the officer sends it or says why not (FL 11 §)."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from accounts.models import User
from delmos.celery import app as celery
from delmos.lib.refusal import Refused
from delmos.lib.sweep import SweepFailed
from grants.domain import conflicts, delay_notices, deliveries
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, ConflictAnswer, DelayNoticeStatus, DeliveryKind
from grants.interfaces import letters
from grants.models import Application, Decision, DelayNotice
from grants.tasks import draft_delay_notices
from journal.domain import documents
from journal.models import Event, Mail, Notice
from tests.database import break_event_log
from tests.factories import (
    AFTER_FIVE_MONTHS,
    DELAYED_BECAUSE,
    EXPECTED,
    NOW,
    an_association,
    application_at,
    assigned,
    decided,
    declare_no_conflict,
    delay_declined,
    delay_drafted,
    delay_noticed,
    dispatched,
    prepared,
    proposed,
    received,
    withdrawn,
)
from tests.factories.appeals import dispatched_rejection, reopened

pytestmark = pytest.mark.django_db
A = ApplicationStatus
# Of a case that came in on 2 May 2018.
FIVE = datetime(2018, 10, 1, 22, 0, tzinfo=UTC)  # the first moment of 2 October in Stockholm
ELEVEN = datetime(2019, 4, 2, 10, 0, tzinfo=UTC)


def drafted(now: datetime) -> int:
    return delay_notices.draft_due(now=now)


# --- drafting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [A.RECEIVED, A.IN_REVIEW, A.COMPLETING, A.PROPOSED])
def test_inv_32_a_draft_is_made_in_every_open_case_when_five_months_have_passed(status: ApplicationStatus) -> None:
    application = application_at(status)
    assert [drafted(FIVE - timedelta(seconds=1)), drafted(FIVE)] == [0, 1]
    assert list(application.delay_notices.values_list("period", "status", "drafted_at")) == [
        (1, DelayNoticeStatus.DRAFT, FIVE)
    ]


@pytest.mark.parametrize("status", [A.GRANTED, A.REJECTED, A.CLOSED, A.WITHDRAWN, A.WRITTEN_OFF])
def test_none_is_made_in_a_case_that_is_decided_or_taken_back(status: ApplicationStatus) -> None:
    application_at(status)
    assert drafted(AFTER_FIVE_MONTHS) == 0


def test_a_draft_is_made_once_however_often_the_sweep_runs() -> None:
    application_at(A.IN_REVIEW)
    assert [drafted(AFTER_FIVE_MONTHS), drafted(AFTER_FIVE_MONTHS), drafted(ELEVEN)] == [1, 0, 0]
    assert Event.objects.filter(name="delay_notice_drafted").count() == 1


def test_a_case_that_raises_keeps_no_other_waiting() -> None:
    """Not that of an earlier period either: the older case is the one that fails."""
    broken = application_at(A.IN_REVIEW)
    whole = received(organisation=an_association(2), now=NOW + timedelta(days=200))
    break_event_log(broken.stream)
    with pytest.raises(SweepFailed, match="delay_notices: 1 of 2 rows failed"):
        drafted(NOW + timedelta(days=360))
    assert list(DelayNotice.objects.values_list("application", flat=True)) == [whole.pk]


def test_the_beat_sends_the_sweep_every_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    application = application_at(A.IN_REVIEW)
    monkeypatch.setattr(timezone, "now", lambda: AFTER_FIVE_MONTHS)
    (entry,) = (one for one in celery.conf.beat_schedule.values() if one["task"] == draft_delay_notices.name)
    draft_delay_notices()
    assert (entry["schedule"].minute, application.delay_notices.count()) == ({20}, 1)


def test_a_draft_is_never_sent_by_itself(anna: User) -> None:
    application = delay_drafted().application
    drafted(ELEVEN)
    assert application.case.entries.filter(title="Underrättelse om försening").count() == 0
    assert Notice.objects.filter(recipient_key=anna.actor_key, key__startswith="delay").count() == 0


def test_a_new_draft_is_made_six_months_after_the_last_one_was_settled() -> None:
    application = assigned(received())
    delay_drafted(application)
    delay_declined(application)
    assert [drafted(ELEVEN - timedelta(days=1)), drafted(ELEVEN)] == [0, 1]
    assert list(application.delay_notices.values_list("period", flat=True)) == [1, 2]


def test_a_case_that_nobody_swept_for_a_year_gets_the_draft_of_its_last_period_alone() -> None:
    application = application_at(A.IN_REVIEW)
    assert drafted(datetime(2019, 6, 1, 10, 0, tzinfo=UTC)) == 1
    assert list(application.delay_notices.values_list("period", flat=True)) == [2]


def test_none_is_made_while_a_day_that_the_party_was_told_has_not_come() -> None:
    application = assigned(received())
    delay_noticed(application, now=NOW, expected_on=date(2018, 11, 1))
    assert [drafted(FIVE), drafted(datetime(2018, 11, 2, 10, 0, tzinfo=UTC))] == [0, 1]


def test_the_officer_is_told_of_the_draft(dag: User) -> None:
    delay_drafted()
    told = Notice.objects.filter(recipient_key=dag.actor_key, key__endswith=":drafted")
    assert list(told.values_list("title", flat=True)) == [
        "Ta ställning till en underrättelse om försening: Grannar möts"
    ]


# --- a case that is opened again --------------------------------------------------------------------------------------

OPENED_AGAIN = datetime(2018, 12, 3, 10, 0, tzinfo=UTC)
FIVE_AFTER_THAT = datetime(2019, 5, 3, 10, 0, tzinfo=UTC)


def opened_again(decision: Decision) -> Application:
    reopened(decision, now=OPENED_AGAIN)
    return Application.objects.get(pk=decision.application_id)


def test_a_case_opened_again_counts_its_six_months_from_that_day() -> None:
    application = opened_again(dispatched_rejection())
    assert [drafted(now) for now in (OPENED_AGAIN, FIVE_AFTER_THAT - timedelta(days=1), FIVE_AFTER_THAT)] == [0, 0, 1]
    assert list(application.delay_notices.values_list("period", "begun_at")) == [(1, OPENED_AGAIN)]


def test_a_notice_before_the_first_decision_keeps_none_away_when_it_is_opened_again() -> None:
    application = assigned(received())
    delay_noticed(delay_drafted(application).application, expected_on=date(2019, 12, 1))
    decision = dispatched(decided(prepared(proposed(application))))
    opened_again(decision)
    assert drafted(FIVE_AFTER_THAT) == 1


def test_a_draft_that_waited_when_the_case_was_decided_is_put_aside_when_it_is_opened_again() -> None:
    application = delay_drafted().application
    opened_again(dispatched(decided(prepared(proposed(application)))))
    assert list(application.delay_notices.values_list("status", "reasons", "settled_at")) == [
        (DelayNoticeStatus.NOT_NEEDED, "Ärendet avgjordes innan underrättelsen skickades.", OPENED_AGAIN)
    ]
    assert drafted(FIVE_AFTER_THAT) == 1


# --- what a draft says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "begins"),
    [(A.RECEIVED, "Vi har fått in fler"), (A.COMPLETING, "Vi väntar på"), (A.PROPOSED, "Ärendet är berett")],
)
def test_the_draft_begins_with_what_the_state_of_the_case_says(status: ApplicationStatus, begins: str) -> None:
    assert delay_drafted(application_at(status)).reasons.startswith(begins)


# --- sending ----------------------------------------------------------------------------------------------------------


def test_the_notice_is_registered_and_told_to_everybody_who_acts_for_the_party(anna: User, bo: User) -> None:
    notice = delay_noticed(delay_drafted().application)
    entry = notice.application.case.entries.latest("serial")
    told = Notice.objects.filter(key=f"delay:{notice.pk}").values_list("recipient_key", flat=True)
    assert (entry, entry.title, entry.direction, entry.visible_to_party) == (
        notice.entry,
        "Underrättelse om försening",
        "out",
        True,
    )
    assert set(told) == {anna.actor_key, bo.actor_key}
    assert Mail.objects.filter(to=anna.email, key__startswith="notice:").exists()


def test_the_draft_becomes_the_notice() -> None:
    draft = delay_drafted()
    notice = delay_noticed(draft.application)
    assert (notice.pk, notice.status, notice.period, notice.reasons, notice.expected_on) == (
        draft.pk,
        DelayNoticeStatus.SENT,
        1,
        DELAYED_BECAUSE,
        EXPECTED,
    )


def test_the_officer_may_write_before_there_is_a_draft() -> None:
    notice = delay_noticed(assigned(received()), now=NOW)
    assert (notice.period, notice.status) == (None, DelayNoticeStatus.SENT)


def test_the_same_post_of_a_page_sends_once() -> None:
    application = assigned(received())
    assert delay_noticed(application, page_key="k") == delay_noticed(application, page_key="k")
    assert DelayNotice.objects.count() == 1


def test_it_needs_reasons() -> None:
    with pytest.raises(Refused, match="^Skriv varför ärendet är försenat."):
        delay_noticed(assigned(received()), reasons=" ")


def test_it_needs_a_day_to_come() -> None:
    with pytest.raises(Refused, match="^Välj en dag som ligger framåt i tiden."):
        delay_noticed(assigned(received()), expected_on=AFTER_FIVE_MONTHS.date())


def test_another_officer_does_not_send_it(disa: User) -> None:
    application = assigned(received())
    declare_no_conflict(application, "disa")
    with pytest.raises(Refused, match="fördelat till en annan handläggare"):
        delay_notices.send(
            application, reasons="Ja.", expected_on=EXPECTED, write_letter=lambda _: b"x", by=disa, now=NOW
        )


def test_any_officer_sends_it_in_a_case_that_was_given_to_nobody(dag: User) -> None:
    application = received()
    declare_no_conflict(application, "dag")
    assert delay_noticed(application).settled_by == dag


def test_inv_8_an_officer_who_is_javig_does_not_send_it(dag: User) -> None:
    application = received()
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=dag, now=NOW)
    with pytest.raises(Refused, match="Du är eller kan vara jävig"):
        delay_noticed(application)


def test_the_letter_is_a_tagged_pdf_with_its_title(dag: User) -> None:
    application = assigned(received())
    notice = delay_notices.send(
        application,
        reasons=DELAYED_BECAUSE,
        expected_on=EXPECTED,
        write_letter=letters.render_delay_notice,
        by=dag,
        now=AFTER_FIVE_MONTHS,
    )
    assert notice.entry is not None and notice.entry.document is not None
    with pikepdf.open(BytesIO(documents.read(notice.entry.document))) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("sv", True)
        assert pdf.docinfo["/Title"] == f"Ert ärende är försenat, {application.case.number}"


def test_that_the_party_has_got_it_is_shown_by_its_opening_it(anna: User) -> None:
    notice = delay_noticed(assigned(received()))
    assert notice.entry is not None
    opened = deliveries.receive(notice.entry, by=anna, now=AFTER_FIVE_MONTHS)
    rows = notice.entry.delivery_records.order_by("pk")
    assert list(rows.values_list("kind", "opens", "notice_key")) == [
        (DeliveryKind.PORTAL, True, f"delay:{notice.pk}"),
        (DeliveryKind.OPENED, False, ""),
    ]
    assert opened.noted_by == anna


def test_the_party_reads_of_it_on_the_timeline_and_not_of_the_draft() -> None:
    notice = delay_noticed(delay_drafted().application)
    told = [moment for moment in timeline_of(notice.application, party=True) if moment.event.startswith("delay")]
    assert [(moment.title, moment.text, len(moment.papers)) for moment in told] == [
        ("Vi har underrättat er om att ärendet är försenat", "Ärendet beräknas vara avgjort 14 december 2018.", 1)
    ]


# --- none is needed ---------------------------------------------------------------------------------------------------


def test_that_none_is_needed_is_recorded_with_its_reason_and_nothing_is_sent(anna: User) -> None:
    application = delay_drafted().application
    notice = delay_declined(application)
    assert (notice.status, notice.reasons, notice.entry) == (
        DelayNoticeStatus.NOT_NEEDED,
        "Beslutet fattas i morgon.",
        None,
    )
    assert Notice.objects.filter(recipient_key=anna.actor_key, key__startswith="delay").count() == 0


def test_it_needs_its_reason_too(dag: User) -> None:
    application = delay_drafted().application
    with pytest.raises(Refused, match="^Skriv varför sökanden inte behöver underrättas."):
        delay_notices.decline(application, reasons=" ", by=dag, now=NOW)


def test_without_a_draft_there_is_nothing_to_decline() -> None:
    with pytest.raises(Refused, match="^Det finns inget utkast att ta ställning till."):
        delay_declined(assigned(received()))


def test_a_draft_in_a_case_that_is_taken_back_is_left() -> None:
    application = delay_drafted().application
    withdrawn(application)
    with pytest.raises(Refused):
        delay_noticed(application)
