"""Every letter of the portal as it is sent: a machine finds no fault with its accessibility, and its seal holds.

Each template of `templates/letters/` has its letters here; a new template fails until it does.
"""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from django.conf import settings

from delmos.lib.pdf import render_pdf
from delmos.lib.pdf_bundle import Paper, Placed
from grants.domain import corrections, dissents, release_decisions
from grants.domain.corrections import Slip
from grants.domain.payment_stops import decide
from grants.domain.queries.jk_list import Delayed
from grants.enums import (
    ApplicationStatus,
    BatchStatus,
    CorrectedPart,
    DecisionKind,
    DecisionStatus,
    ExpressionStatus,
    ReleaseOutcome,
)
from grants.interfaces.appeal_bundles import STATIC, front_html
from grants.interfaces.appeal_letters import render_correction, render_dismissal
from grants.interfaces.batch_papers import render_listing, render_protocol
from grants.interfaces.drafts_as_pdf import draft_pdf
from grants.interfaces.frozen import Frozen, render_frozen
from grants.interfaces.jk_list import as_pdf
from grants.interfaces.letters import (
    render_conflict_ruling,
    render_decision,
    render_delay_notice,
    render_dissent,
    render_request_refused,
    render_write_off,
)
from grants.interfaces.payment_stop_letters import render_lift, render_stop
from grants.interfaces.receipts import render_receipt
from grants.interfaces.release_letters import render_cover, render_refusal
from grants.interfaces.sealing import seal, sealer
from grants.models import Application, Decision, Dissent
from journal.domain import documents
from tests import factories
from tests.factories import appeals as after
from tests.factories import payment_stops
from tests.factories.applications import early_application_at
from tests.factories.registry import tried, written_wanted

pytestmark = pytest.mark.django_db

FRAME = "letter"  # the template that the others extend
Letter = Callable[[], bytes]


def decided(kind: DecisionKind, **arrival: Any) -> bytes:
    return seal(render_decision(factories.decision_at(DecisionStatus.PREPARED, kind=kind, **arrival)))


def to_a_municipality() -> bytes:
    return decided(DecisionKind.GRANT, call=factories.a_call(factories.MUNICIPALITIES), organisation=factories.gavle())


def not_appealable() -> bytes:
    decision = factories.decision_at(DecisionStatus.PREPARED, kind=DecisionKind.REJECT)
    decision.appealable, decision.appeal_law = False, "25 § förordningen (2024:199)"
    return render_decision(decision)


def without_names() -> bytes:
    case = factories.application_at(ApplicationStatus.PROPOSED)
    factories.nameless(case)
    return render_decision(factories.prepared(case))


def for_the_file() -> bytes:
    return render_decision(factories.decision_at(DecisionStatus.PREPARED).naming_officials())


def of_a_kind(kind: DecisionKind) -> Letter:
    return lambda: decided(kind)


def over_two_years() -> bytes:
    """A grant of two budget years in three instalments, one of which waits for a status report."""
    return seal(render_decision(factories.decision_at_waiting(factories.proposed_over_years())))


def dissented() -> bytes:
    decision = factories.decision_at(DecisionStatus.DECIDED)
    return render_dissent(a_dissent_in(decision))


def dissented_without_names() -> bytes:
    case = factories.application_at(ApplicationStatus.PROPOSED)
    factories.nameless(case)
    return render_dissent(a_dissent_in(factories.decided(factories.prepared(case))))


def without_presentation() -> bytes:
    decision = factories.decision_at(DecisionStatus.PREPARED)
    decision.rapporteur = None
    return render_decision(decision)


def a_dissent_in(decision: Decision) -> Dissent:
    text = "Ansökan borde ha avslagits."
    by = decision.rapporteur
    assert by is not None
    return dissents.note(decision, text=text, write_page=factories.a_dissent, by=by, now=factories.NOW)


def written_off() -> bytes:
    case = early_application_at(ApplicationStatus.IN_REVIEW)
    factories.withdrawn(case)
    return render_write_off(factories.written_off(case))


def handed_in() -> Application:
    return factories.application_at(ApplicationStatus.RECEIVED)


def as_signed() -> bytes:
    case = handed_in()
    return render_frozen(Frozen(documents.read(case.content)), number=case.case.number)


def ruled() -> bytes:
    """On a question of jäv."""
    case = factories.application_at(ApplicationStatus.IN_REVIEW)
    return render_conflict_ruling(factories.ruled(factories.an_objection(case)))


def listed_for_decision() -> bytes:
    return render_listing(factories.batch_at(BatchStatus.READY))


def recorded() -> bytes:
    return seal(render_protocol(factories.batch_at(BatchStatus.DECIDED)))


def delayed() -> bytes:
    return render_delay_notice(factories.delay_noticed(factories.application_at(ApplicationStatus.IN_REVIEW)))


def request_refused(*, appealable: bool) -> bytes:
    request = factories.decision_request_refused()
    request.appealable = appealable
    return render_request_refused(request)


def released() -> bytes:
    request = tried(ReleaseOutcome.REFUSED).request
    request.closed_at = factories.NOW
    return render_cover(request, list(request.items.all()))


def release_refused() -> bytes:
    request = written_wanted(tried(ReleaseOutcome.REFUSED))
    by = factories.person("eva")
    release_decisions.decide(request, reasons="Skada kan antas.", write_letter=render_refusal, by=by, now=factories.NOW)
    request.refresh_from_db()
    return documents.read(request.decision)


def appeal_dismissed() -> bytes:
    return render_dismissal(after.appeal_dismissed())


def corrected() -> bytes:
    decision = after.dispatched_rejection()
    slip = Slip(CorrectedPart.REASONS, old_text="minska", new_text="motverka", reasons="Ett ord blev fel.")
    made = corrections.correct(
        decision, slip=slip, write_letter=after.a_correction, by=factories.person("eva"), now=factories.NOW
    )
    return render_correction(made)


def stopped() -> bytes:
    stop = payment_stops.stop_proposed()
    made = decide(stop, write_letter=render_stop, by=factories.person("eva"), now=payment_stops.STOPPED_AT)
    assert made.letter is not None
    return documents.read(made.letter)


def stop_lifted() -> bytes:
    stop = payment_stops.stop_lifted()
    return render_lift(stop)


def before_the_file() -> bytes:
    """What stands first in the file for the court: the letter, and a table of contents of two rows."""
    bundle = after.bundle_made()
    rows = list(bundle.appeal.application.case.entries.order_by("serial")[:2])
    papers = [Paper(entry.title, "brev.pdf", is_pdf=True, open=lambda: None) for entry in rows]
    placed = [Placed(paper, first=2 + place, pages=1) for place, paper in enumerate(papers)]
    return render_pdf(front_html(bundle, rows, placed), assets=STATIC)


def to_jk(*cases: Delayed) -> bytes:
    return as_pdf(cases, year=2018, today=date(2019, 2, 1))


A_DELAYED_CASE = Delayed("BID-2018-00001", factories.NOW, "Grannar möts", "Utlysningen", "Föreningen")


# By template, and what tells its letters apart.
LETTERS: dict[tuple[str, str], Letter] = {
    **{("decision", kind.value): of_a_kind(kind) for kind in DecisionKind},
    ("decision", "municipality"): to_a_municipality,
    ("decision", "not appealable"): not_appealable,
    ("decision", "without names"): without_names,
    ("decision", "for the file"): for_the_file,
    ("decision", "over two years"): over_two_years,
    ("decision", "without presentation"): without_presentation,
    ("dissent", ""): dissented,
    ("dissent", "without names"): dissented_without_names,
    ("batch", "listing"): listed_for_decision,
    ("batch", "protocol"): recorded,
    ("appeal_dismissed", ""): appeal_dismissed,
    ("correction", ""): corrected,
    ("payment_stop", ""): stopped,
    ("payment_stop_lifted", ""): stop_lifted,
    ("appeal_bundle", "its front"): before_the_file,
    ("write_off", ""): written_off,
    ("conflict_ruling", ""): ruled,
    ("delay_notice", ""): delayed,
    ("request_refused", "appealable"): lambda: request_refused(appealable=True),
    ("request_refused", "not appealable"): lambda: request_refused(appealable=False),
    ("receipt", ""): lambda: render_receipt(handed_in()),
    ("receipt", "expression"): lambda: render_receipt(factories.expression_at(ExpressionStatus.RECEIVED)),
    ("application", ""): as_signed,
    ("draft", ""): lambda: draft_pdf(factories.a_draft(), now=factories.NOW),
    ("release_cover", ""): released,
    ("release_refusal", ""): release_refused,
    ("jk_list", "empty"): to_jk,
    ("jk_list", "one case"): lambda: to_jk(A_DELAYED_CASE),
}


def faults(content: bytes, folder: Path) -> list[tuple[str, str]]:
    """What pdfua finds, warnings too: the number of its rule, and what it says."""
    path = folder / "letter.pdf"
    path.write_bytes(content)
    return [(finding.rule_id, finding.message) for finding in pdfua.validate(str(path)).findings]


def stated(content: bytes) -> tuple[str, str | None, str, bool]:
    """What the file says of itself: PDF/A, PDF/UA, its language, and whether it has a title."""
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        return (
            metadata.pdfa_status,
            metadata.get("pdfuaid:part"),
            str(pdf.Root.get("/Lang", "")),
            bool(metadata.get("dc:title")),
        )


def test_every_template_of_a_letter_is_here() -> None:
    found = {path.stem for path in (settings.BASE_DIR / "templates" / "letters").glob("*.html")}
    assert {template for template, _ in LETTERS} == found - {FRAME}


@pytest.mark.parametrize("name", LETTERS, ids=" ".join)
def test_a_machine_finds_nothing_wrong_and_the_letter_is_for_the_archive(name: tuple[str, str], tmp_path: Path) -> None:
    """PDF/UA-1 (ISO 14289-1), in as far as a machine without a reader can tell, warnings too; and PDF/A-3a."""
    letter = LETTERS[name]()
    assert faults(letter, tmp_path) == []
    assert stated(letter) == ("3A", "1", "sv", True)


def test_the_machine_would_find_a_letter_without_structure(tmp_path: Path) -> None:
    content = factories.a_pdf().read()
    assert faults(content, tmp_path) != []
    assert stated(content)[:2] == ("", None)


def test_a_sealed_letter_holds() -> None:
    letter = decided(DecisionKind.GRANT)
    assert sealer().verify(letter, at=factories.NOW).name == "Delegationen mot segregation"
