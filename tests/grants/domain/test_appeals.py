"""Appeals: taken in, tested for timeliness only, reconsidered, handed over with the whole file (44–46 §§ FL)."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from accounts.models import User
from delmos.lib.pdf_bundle import Paper, Placed
from delmos.lib.refusal import Refused
from grants.domain import (
    appeal_bundles,
    appeal_hand_overs,
    appeal_timeliness,
    appeals,
    conflicts,
    corrections,
    deliveries,
    messages,
)
from grants.domain.deliveries import Evidence
from grants.domain.queries.appeals import appeals_of
from grants.domain.queries.clocks import Narrowing, running_page
from grants.enums import (
    AppealStatus,
    ApplicationStatus,
    ClockKind,
    ConflictAnswer,
    CorrectedPart,
    CourtOutcome,
    DecisionKind,
    DecisionStatus,
    DeliveryKind,
    ReconsideredOutcome,
    ReopeningGround,
    TimelinessGround,
)
from grants.interfaces.appeal_bundles import front_html, write_appeal_bundle
from grants.interfaces.appeal_letters import render_correction, render_dismissal
from grants.models import Appeal, AppealBundle, Application, Correction, Decision, Delegation
from journal.domain import documents
from journal.enums import ScanStatus
from journal.models import Scan
from tests import factories
from tests.factories import NOW, TODAY
from tests.factories import appeals as after
from tests.factories.registry import marked

pytestmark = pytest.mark.django_db
G = TimelinessGround


def test_an_appeal_is_registered_and_starts_its_week(anna: User, gun: User) -> None:
    """INV-15."""
    appeal = after.appealed(files=[after.a_file()])
    titles = list(appeal.application.case.entries.order_by("-serial").values_list("title", flat=True)[:2])
    clocks = running_page(gun, Narrowing(kind=ClockKind.HAND_OVER), today=TODAY).items
    assert titles == ["Bilaga: Bevis.pdf", "Överklagande"]
    assert [(one.clock.due_on, one.clock.number) for one in clocks] == [(TODAY + timedelta(days=7), 1)]


def test_the_time_to_appeal_runs_on_the_board(gun: User) -> None:
    after.opened_decision()
    clocks = running_page(gun, Narrowing(kind=ClockKind.APPEAL), today=TODAY).items
    assert [one.clock.due_on for one in clocks] == [date(2018, 5, 23)]


def test_the_same_thing_is_not_appealed_twice_at_a_time() -> None:
    appeal = after.appealed()
    with pytest.raises(Refused, match="redan överklagat"):
        after.appealed(appeal.decision)


def test_an_appeal_without_words_is_refused() -> None:
    with pytest.raises(Refused, match="Skriv hur beslutet ska ändras"):
        after.appealed(text="  ")


def test_a_decision_that_is_not_sent_is_not_appealed(anna: User) -> None:
    decision = factories.decision_at(DecisionStatus.DECIDED, kind=DecisionKind.REJECT)
    with pytest.raises(Refused, match="inte skickat än"):
        after.appealed(decision)


@pytest.mark.parametrize(
    ("came_in", "ground", "status"),
    [
        ("2018-05-23", G.WITHIN, AppealStatus.IN_TIME),
        ("2018-05-24", G.LATE, AppealStatus.LATE),
        ("2018-05-24", G.MISINFORMED, AppealStatus.IN_TIME),
        ("2018-05-24", G.AT_THE_COURT, AppealStatus.IN_TIME),
    ],
)
def test_a_human_says_whether_it_is_in_time(rut: User, came_in: str, ground: G, status: AppealStatus) -> None:
    appeal = after.appealed(after.opened_decision(), now=datetime.fromisoformat(f"{came_in}T10:00:00+00:00"))
    factories.declare_no_conflict(appeal.application, "rut")
    tested = appeal_timeliness.test(appeal, ground=ground, note="Fel adress i brevet.", by=rut, now=after.LATER)
    assert tested.status == status


@pytest.mark.parametrize(
    ("came_in", "ground", "message"),
    [
        ("2018-05-23", G.LATE, "Överklagandet kom in 23 maj 2018"),
        ("2018-05-24", G.WITHIN, "sista dag var 23 maj 2018"),
        ("2018-05-24", G.UNKNOWN, "Vi vet när parten fick del"),
        ("2018-05-24", G.MISINFORMED, "Skriv vad undantaget vilar på"),
        ("2018-05-24", G.COURT_FOUND, "Det säger bara en domstol"),
    ],
)
def test_a_ground_that_the_days_do_not_bear_out_is_refused(rut: User, came_in: str, ground: G, message: str) -> None:
    appeal = after.appealed(after.opened_decision(), now=datetime.fromisoformat(f"{came_in}T10:00:00+00:00"))
    factories.declare_no_conflict(appeal.application, "rut")
    with pytest.raises(Refused, match=message):
        appeal_timeliness.test(appeal, ground=ground, by=rut, now=after.LATER)


def test_unknown_receipt_counts_as_in_time(rut: User) -> None:
    """INV-14."""
    appeal = after.appealed(after.dispatched_rejection(), now=after.LATER)
    factories.declare_no_conflict(appeal.application, "rut")
    with pytest.raises(Refused, match="räknas överklagandet som inkommet i rätt tid"):
        appeal_timeliness.test(appeal, ground=G.LATE, by=rut, now=after.LATER)
    assert appeal_timeliness.test(appeal, ground=G.UNKNOWN, by=rut, now=after.LATER).status == AppealStatus.IN_TIME


def test_a_dismissal_is_a_decision_of_its_own_that_may_be_appealed(anna: User, eva: User) -> None:
    appeal = after.tested_late()
    appeal_timeliness.dismiss(
        appeal, reasons="Det kom in för sent.", write_letter=render_dismissal, by=eva, now=after.LATER
    )
    again = after.appealed(appeal.decision, of_dismissal=Appeal.objects.get(pk=appeal.pk), now=after.LATER)
    assert (again.of_dismissal, appeal_timeliness.due_of(again)) == (appeal, None)
    assert appeal.application.case.entries.get(title=appeal_timeliness.DISMISSAL_TITLE).visible_to_party


def test_who_has_no_delegation_to_dismiss_does_not(eva: User) -> None:
    appeal = after.tested_late()
    Delegation.objects.update(ends_on=date(2018, 5, 1))
    with pytest.raises(Refused, match="Du har ingen delegation"):
        after.appeal_dismissed(appeal)


def test_a_decision_found_wrong_opens_the_case_again(eva: User) -> None:
    appeal = after.reconsidered(after.tested_in_time(after.appealed()), ReconsideredOutcome.CHANGES)
    application = appeal.application
    application.refresh_from_db()
    assert (application.status, appeal.decision.status) == (ApplicationStatus.IN_REVIEW, DecisionStatus.DISPATCHED)
    with pytest.raises(Refused, match="Ärendet är upptaget igen"):
        after.bundle_ordered(appeal)


def test_open_jav_keeps_the_first_decider_from_reconsidering(eva: User) -> None:
    appeal = after.tested_in_time(after.appealed())
    conflicts.declare(appeal.application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=eva, now=NOW)
    with pytest.raises(Refused, match="jävig"):
        after.reconsidered(appeal)


# --- the file for the court -------------------------------------------------------------------------------------------


def pages_of(bundle: AppealBundle) -> pikepdf.Pdf:
    assert bundle.document is not None
    return pikepdf.open(BytesIO(documents.read(bundle.document)))


def test_the_file_has_every_document_in_the_order_of_the_diary(anna: User) -> None:
    appeal = after.tested_in_time(after.appealed(files=[after.a_file()]))
    bundle = after.bundle_made(appeal)
    entries = list(appeal.application.case.entries.exclude(document=None).order_by("serial"))
    with pages_of(bundle) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        attached = sorted(pdf.attachments)
    pdfs = [entry for entry in entries if entry.document.content_type == "application/pdf"]
    others = [entry for entry in entries if entry not in pdfs]
    assert titles[0] == "Följebrev och innehåll"
    assert [title.partition(".")[0] for title in titles[1:]] == [str(one.serial) for one in pdfs]
    assert [int(name[:3]) for name in attached] == [one.serial for one in others]
    assert (bundle.total, bundle.written) == (len(entries), len(entries))


def test_the_bookmarks_lead_to_the_pages_that_the_contents_say(anna: User) -> None:
    bundle = after.bundle_made(after.tested_in_time(after.appealed(files=[after.a_file()])))
    with pages_of(bundle) as pdf, pdf.open_outline() as outline:
        targets = [pdf.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root]
        count = len(pdf.pages)
    assert targets == sorted(targets)
    assert targets[1] >= 1
    assert count > max(targets)


def test_the_front_keeps_its_tags_and_its_language(anna: User) -> None:
    with pages_of(after.bundle_made()) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked), "/StructTreeRoot" in pdf.Root) == ("sv", True, True)
        assert ["/StructParents" in page.obj for page in pdf.pages][-1] is False


def test_a_secrecy_mark_stands_in_the_contents(anna: User) -> None:
    bundle = after.bundle_ordered()
    entry = bundle.appeal.entry
    entry.secrecy_rule = "21 kap. 7 § OSL"
    placed = [Placed(Paper("x", "x", False, lambda: None))]
    assert "21 kap. 7 § OSL" in front_html(bundle, [entry], placed)


def test_the_file_waits_for_the_scanner(rut: User, anna: User, settings: Any) -> None:
    """A file that nobody may open yet would be missing at the court."""
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"
    appeal = after.tested_in_time(after.appealed(files=[after.a_file()]))
    with pytest.raises(Refused, match="väntar på viruskontrollen"):
        after.bundle_ordered(appeal)
    Scan.objects.update(status=ScanStatus.CLEAN, scanned_at=NOW)
    assert after.bundle_ordered(appeal).is_waiting


def test_a_new_document_makes_the_file_old(rut: User, anna: User) -> None:
    bundle = after.bundle_made()
    messages.receive(bundle.appeal.application, text="En sak till.", by=anna, now=NOW)
    with pytest.raises(Refused, match="Ärendet har fått en ny handling"):
        appeal_hand_overs.hand_over(bundle, by=rut, now=NOW)


def test_a_file_is_made_once(rut: User) -> None:
    bundle = after.bundle_made()
    assert appeal_bundles.make(bundle.pk, write=write_appeal_bundle, now=NOW) is False


def test_what_cannot_be_made_says_so_and_can_be_ordered_again(rut: User) -> None:
    bundle = after.bundle_ordered()

    def breaks(*_: object) -> None:
        raise RuntimeError("the disk is full")

    assert appeal_bundles.make(bundle.pk, write=breaks, now=NOW) is False
    assert after.bundle_made(bundle.appeal).is_done


def test_handing_over_goes_out_in_the_diary_and_stops_the_week(gun: User) -> None:
    appeal = after.handed_over_appeal()
    entry = appeal.handed_over_entry
    assert (entry.direction, entry.counterpart, entry.visible_to_party) == ("out", after.COURT, False)
    assert list(running_page(gun, Narrowing(kind=ClockKind.HAND_OVER), today=TODAY).items) == []


def test_the_file_for_the_court_is_marked_as_what_it_holds(rut: User) -> None:
    """INV-31: whoever opens it is logged, as for each document in it."""
    appeal = after.tested_in_time(after.appealed())
    marked(appeal.entry, sections=("39 kap. 3 §", "21 kap. 1 §"))
    entry = after.handed_over_appeal(appeal).handed_over_entry
    assert (entry.is_sensitive, entry.secrecy_rule) == (True, "39 kap. 3 § OSL; 21 kap. 1 § OSL")


def test_what_is_handed_over_is_not_handed_over_again_by_another(dag: User) -> None:
    appeal = after.handed_over_appeal()
    factories.declare_no_conflict(appeal.application, "dag")
    with pytest.raises(Refused, match="Det går inte att överlämna överklagandet"):
        appeal_hand_overs.hand_over(appeal.bundles.get(), by=dag, now=NOW)


def test_a_double_click_hands_over_once(rut: User) -> None:
    appeal = after.handed_over_appeal()
    before = appeal.application.case.entries.count()
    assert appeal_hand_overs.hand_over(appeal.bundles.get(), by=rut, now=NOW) == appeal
    assert appeal.application.case.entries.count() == before


# --- corrections ------------------------------------------------------------------------------------------------------


def slip(**changes: str) -> corrections.Slip:
    said = {"old_text": "minska", "new_text": "motverka", "reasons": "Ett ord blev fel."}
    return corrections.Slip(CorrectedPart.REASONS, **{**said, **changes})


def test_a_correction_stands_beside_the_decision(eva: User) -> None:
    """INV-23: old and new in a sealed letter; the decision is not touched."""
    decision = after.dispatched_rejection()
    before = Decision.objects.filter(pk=decision.pk).values().get()
    made = corrections.correct(decision, slip=slip(), write_letter=render_correction, by=eva, now=NOW)
    assert Decision.objects.filter(pk=decision.pk).values().get() == before
    assert (made.old_text, made.new_text, made.entry.visible_to_party) == ("minska", "motverka", True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"old_text": "finns inte"}, "står inte i den delen"),
        ({"new_text": "minska"}, "densamma som den gamla"),
        ({"new_text": ""}, "Skriv hur texten ska vara"),
        ({"old_text": ""}, "Skriv den text som är fel"),
        ({"reasons": ""}, "varför det är ett skrivfel"),
    ],
)
def test_what_is_no_slip_is_refused(eva: User, changes: dict[str, str], message: str) -> None:
    decision = after.dispatched_rejection()
    with pytest.raises(Refused, match=message):
        corrections.correct(decision, slip=slip(**changes), write_letter=after.a_correction, by=eva, now=NOW)
    assert not Correction.objects.exists()


# --- after a dismissal ------------------------------------------------------------------------------------------------


def the_dismissal(appeal: Appeal) -> Appeal | None:
    return appeals.dismissed_among(list(appeals_of(Application.objects.get(pk=appeal.application_id))))


def test_a_dismissal_may_be_appealed_until_a_court_has_tried_it() -> None:
    dismissed = after.appeal_dismissed()
    assert the_dismissal(dismissed) == dismissed
    again = after.appealed(dismissed.decision, of_dismissal=dismissed, now=after.LATER)
    assert the_dismissal(dismissed) is None
    handed_over = after.handed_over_appeal(after.tested_in_time(again, now=after.LATER), now=after.LATER)
    after.settled(handed_over, CourtOutcome.UPHELD)
    assert the_dismissal(dismissed) is None


def test_a_new_decision_is_what_is_appealed_and_not_an_old_dismissal() -> None:
    """Else the appeal of the new decision would count from the old letter, and be late."""
    dismissed = after.appeal_dismissed()
    after.reopened(dismissed.decision, now=after.LATER)
    granted = after.granted_anew(dismissed.decision, now=after.LATER)
    assert (the_dismissal(dismissed), appeals.may_be_appealed(granted.application)) == (None, granted)


def test_the_same_slip_twice_is_one_correction(eva: User) -> None:
    decision = after.dispatched_rejection()
    first, second = (
        corrections.correct(decision, slip=slip(), write_letter=after.a_correction, by=eva, now=NOW) for _ in range(2)
    )
    assert (first, Correction.objects.count()) == (second, 1)


def test_the_same_evidence_twice_is_one_record(rut: User) -> None:
    letter = after.the_letter(after.dispatched_rejection())
    evidence = Evidence(DeliveryKind.POSTED, TODAY)
    first, second = (deliveries.enter(letter, evidence=evidence, by=rut, now=NOW) for _ in range(2))
    assert first == second


def test_an_appeal_of_what_is_replaced_changes_what_is_in_force(eva: User) -> None:
    """46 § FL: it is an appeal of the new decision too, and that is the one there is to change."""
    appeal = after.appealed(after.opened_decision())
    after.reopened(appeal.decision, ReopeningGround.OBVIOUSLY_WRONG)
    granted = after.granted_anew(appeal.decision)
    after.reconsidered(after.tested_in_time(appeal), ReconsideredOutcome.CHANGES)
    assert granted.reopening.ground == ReopeningGround.OBVIOUSLY_WRONG


def test_what_a_court_tries_by_an_earlier_appeal_is_not_changed_meanwhile(eva: User) -> None:
    """39 § FL."""
    appeal = after.tested_in_time(after.appealed(after.opened_decision()))
    after.reconsidered(appeal, ReconsideredOutcome.CHANGES)
    granted = after.granted_anew(appeal.decision)
    after.handed_over_appeal(appeal)
    with pytest.raises(Refused, match="överlämnat till domstolen"):
        after.reopened(granted, ReopeningGround.OBVIOUSLY_WRONG)
