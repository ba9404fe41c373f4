"""Officials' names left out of what the party is sent and shown, with the record intact (33 § FL, INV-36)."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import (
    appeal_timeliness,
    communications,
    completion_requests,
    corrections,
    decision_requests,
    decisions,
    delay_notices,
    messages,
    officials,
)
from grants.domain.completion_requests import Lacking
from grants.domain.corrections import Slip
from grants.domain.decision_problems import decision_problems
from grants.domain.payment_stops import lift
from grants.enums import ApplicationStatus, CorrectedPart, DecisionStatus
from grants.interfaces.letters import render_decision
from grants.interfaces.sealing import seal, seal_of
from grants.models import Application, Decision, OfficialsLeftOut
from journal.domain import documents
from journal.models import Event
from tests import factories
from tests.factories import NOW, THREAT, nameless, payment_stops
from tests.factories import appeals as after
from tests.factories.appeals import LATER, a_correction, a_dismissal, opened_decision
from tests.pages import browser, words

pytestmark = pytest.mark.django_db
NAMES = ("Dag Dahl", "Eva Ek", "Rut Rask", "Kim Kvist")


@pytest.fixture
def case(association: Any) -> Application:
    return factories.application_at(ApplicationStatus.PROPOSED, organisation=association)


def drawn_up(case: Application) -> Decision:
    return decisions.prepare(
        case,
        wording=factories.wording(case, participants="Kim Kvist"),
        write_letter=render_decision,
        by=factories.person("eva"),
        now=NOW,
    )


@pytest.fixture
def sent(case: Application) -> Decision:
    """A decision without names in its letter, decided and sent."""
    nameless(case)
    decision = factories.decided(drawn_up(case))
    return opened_decision(factories.dispatched(decision))


def text_of(content: bytes) -> str:
    pages = pdfium.PdfDocument(content)
    return " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())


def named_in(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


def everything_in(content: bytes) -> str:
    """The words of a PDF, its metadata, its data and every text of its signature."""
    with pikepdf.open(BytesIO(content)) as pdf:
        attached = [pdf.attachments[name].get_file().read_bytes().decode() for name in pdf.attachments]
        metadata = pdf.Root.Metadata.read_bytes().decode()
        texts = [str(thing) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Type" in thing]
        info = str(dict(pdf.docinfo))
    return " ".join([text_of(content), *attached, metadata, info, *texts, content.decode("latin-1")])


def test_nothing_of_what_is_sent_names_anybody(sent: Decision) -> None:
    """Words, metadata, embedded data and seal."""
    letter = documents.read(sent.sent_letter)
    assert named_in(everything_in(letter)) == []
    assert "Beslutet har fattats av en beslutsfattare vid" in text_of(letter)


def test_the_record_names_everybody_is_sealed_and_marked_and_not_sent(sent: Decision) -> None:
    """31 § FL: day, content, decider, rapporteur, participants."""
    record = sent.sealed_record
    assert record is not None
    text = text_of(documents.read(record))
    assert [name for name in ("Dag Dahl", "Eva Ek", "Kim Kvist") if name not in text] == []
    assert ("2 maj 2018" in text, "Beslutshandling för akten" in text) == (True, True)
    entry = sent.application.case.entries.get(document=record)
    assert (entry.visible_to_party, bool(entry.secrecy_rule)) == (False, True)
    assert seal_of(record) is not None


def test_the_row_and_the_events_have_the_names(sent: Decision) -> None:
    made = Event.objects.get(stream_id=sent.application.stream, name="decision_made")
    assert (sent.decider.name, sent.rapporteur.name, made.actor_name) == ("Eva Ek", "Dag Dahl", "Eva Ek")


PARTY_PAGES = ("own_case", "own_messages", "own_conflict", "receipt", "own_decision_request")


def shown_to(client: Client, case: Application, *names: str) -> str:
    number = case.case.number
    pages = [client.get(reverse(name, args=[number]), follow=True).content.decode() for name in names]
    papers = [
        client.get(reverse("own_document", args=[number, entry.serial]))
        for entry in case.case.entries.filter(visible_to_party=True)
    ]
    read = [b"".join(paper) for paper in papers]
    return " ".join([*pages, *(text_of(one) if one.startswith(b"%PDF") else one.decode() for one in read)])


def test_no_page_or_paper_that_the_party_opens_names_anybody(sent: Decision, anna: User) -> None:
    factories.declare_no_conflict(sent.application, "dag")
    shown = shown_to(browser("anna"), sent.application, *PARTY_PAGES)
    shown += browser("anna").get(reverse("own_data")).content.decode()
    shown += browser("anna").get(reverse("notices")).content.decode()
    assert named_in(shown) == []


def test_no_letter_or_message_that_comes_after_names_anybody(case: Application) -> None:
    nameless(case)
    factories.delay_noticed_for_real(case)
    assert named_in(shown_to(browser("anna"), case, *PARTY_PAGES)) == []


def test_the_public_diary_names_nobody(sent: Decision) -> None:
    pages = [reverse("public_diary"), reverse("public_diary_case", args=[sent.application.case.number])]
    assert named_in(" ".join(words(Client().get(page)) for page in pages)) == []


def test_with_the_names_the_same_pages_have_them(case: Application) -> None:
    """So that the sweeps above can fail."""
    decision = opened_decision(factories.dispatched(factories.decided(drawn_up(case))))
    assert (decision.sealed_record, decision.record) == (None, None)
    assert named_in(everything_in(documents.read(decision.sent_letter))) == ["Dag Dahl", "Eva Ek", "Kim Kvist"]
    assert named_in(shown_to(browser("anna"), case, *PARTY_PAGES)) == ["Dag Dahl", "Eva Ek", "Kim Kvist"]


def test_the_threat_is_never_shown_to_the_party(sent: Decision) -> None:
    assert THREAT not in shown_to(browser("anna"), sent.application, *PARTY_PAGES)


def test_a_letter_drawn_up_before_has_to_be_drawn_up_anew(case: Application) -> None:
    decision = factories.prepared(case)
    nameless(case)
    with pytest.raises(Refused, match="Brevet har ersatts"):
        decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=decision.decider, now=NOW)
    assert drawn_up(case).officials_left_out


def test_named_again_the_next_letter_has_the_names(case: Application, eva: User) -> None:
    nameless(case)
    drawn_up(case)
    officials.name_again(case, by=eva, now=NOW)
    decision = drawn_up(case)
    assert (decision.officials_left_out, decision.record) == (False, None)
    assert case.decisions.filter(status=DecisionStatus.REPLACED).count() == 1


@pytest.mark.parametrize(("reason", "why"), [(" ", "Skriv vilken risk"), ("x" * 1001, "högst 1000")])
def test_a_reason_is_needed(case: Application, eva: User, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        officials.leave_out(case, reason=reason, by=eva, now=NOW)


def test_names_are_left_out_once_and_given_again_once(case: Application, eva: User) -> None:
    with pytest.raises(Refused, match="inte utelämnade"):
        officials.name_again(case, by=eva, now=NOW)
    nameless(case)
    with pytest.raises(Refused, match="redan utelämnade"):
        officials.leave_out(case, reason=THREAT, by=eva, now=NOW)
    assert OfficialsLeftOut.objects.get().reason == THREAT


def test_the_page_leaves_names_out_and_gives_them_again(case: Application, eva: User) -> None:
    factories.declare_no_conflict(case, "eva")
    number = case.case.number
    eva_at = browser("eva")
    assert eva_at.post(reverse("officials", args=[number]), {"reason": ""}).status_code == 422
    eva_at.post(reverse("officials", args=[number]), {"reason": THREAT})
    assert THREAT in words(eva_at.get(reverse("officials", args=[number])))
    assert "namn är utelämnade" in words(eva_at.get(reverse("decision", args=[number])))
    eva_at.post(reverse("officials_named", args=[number]))
    assert OfficialsLeftOut.objects.get().lifted_by == eva


# --- what somebody writes ---------------------------------------------------------------------------------------------

NAMING = "Ring DAG DAHL om det."


def written(case: Application) -> list[Callable[[str], Any]]:
    """Whatever of a text by the agency goes to the party in a case, and that can be sent in it now."""
    dag, due_on = factories.person("dag"), NOW.date() + timedelta(days=14)
    asked = {"items": [Lacking(factories.ASKED, "Mål.")], "due_on": due_on, "by": dag, "now": NOW}
    return [
        lambda text: messages.send(case, text=text, by=dag, now=NOW),
        lambda text: communications.send(case, text=text, due_on=due_on, by=dag, now=NOW),
        lambda text: completion_requests.request(case, **asked, consequence=text),
        lambda text: completion_requests.request(
            case, **{**asked, "items": [Lacking(factories.ASKED, text)]}, consequence="Kan avvisas."
        ),
        lambda text: delay_notices.send(
            case, reasons=text, expected_on=due_on, write_letter=factories.a_delay_letter, by=dag, now=NOW
        ),
    ]


def test_no_text_to_the_party_names_an_official_either() -> None:
    case = factories.application_at(ApplicationStatus.IN_REVIEW)
    nameless(case)
    for write in written(case):
        with pytest.raises(Refused, match="texten nämner Dag Dahl"):
            write(NAMING)
    assert not case.case.entries.filter(direction="out").exists()


def test_without_a_name_they_go_out() -> None:
    case = factories.application_at(ApplicationStatus.IN_REVIEW)
    nameless(case)
    written(case)[1]("Ring växeln.")
    assert case.communications.count() == 1


def test_where_officials_are_named_a_text_may_name_them() -> None:
    case = factories.application_at(ApplicationStatus.IN_REVIEW)
    written(case)[1](NAMING)
    assert case.communications.count() == 1


@pytest.mark.parametrize("field", ["reasons", "conditions"])
def test_the_decision_lacks_nothing_but_that_a_text_names_somebody(field: str, case: Application) -> None:
    nameless(case)
    found = decision_problems(case, factories.wording(case, **{field: NAMING}), by=factories.person("eva"), now=NOW)
    assert [one.field for one in found] == [field]
    assert "texten nämner Dag Dahl" in found[0].message


@pytest.mark.parametrize(("new_text", "reasons"), [(NAMING, "Skrivfel."), ("motverka", NAMING)])
def test_nor_does_a_correction(new_text: str, reasons: str, sent: Decision) -> None:
    slip = Slip(CorrectedPart.REASONS, "minska", new_text, reasons)
    with pytest.raises(Refused, match="texten nämner Dag Dahl"):
        corrections.correct(sent, slip=slip, write_letter=a_correction, by=factories.person("eva"), now=NOW)


def test_nor_does_a_decision_to_dismiss_an_appeal() -> None:
    appeal = after.tested_late()
    nameless(appeal.application)
    with pytest.raises(Refused, match="texten nämner Dag Dahl"):
        appeal_timeliness.dismiss(
            appeal, reasons=NAMING, write_letter=a_dismissal, by=factories.person("eva"), now=LATER
        )


def test_nor_does_a_refused_request_for_a_decision() -> None:
    request = factories.decision_requested()
    nameless(request.application)
    with pytest.raises(Refused, match="texten nämner Dag Dahl"):
        decision_requests.refuse(
            request.application,
            reasons=NAMING,
            write_letter=factories.a_refusal_letter,
            by=factories.person("dag"),
            now=factories.AFTER_SIX_MONTHS,
        )


def test_nor_does_a_payment_stop_or_what_lifts_it() -> None:
    grant = payment_stops.a_granted_case()
    nameless(grant.application)
    for texts in ({"reasons": NAMING}, {"not_heard": NAMING}):
        with pytest.raises(Refused, match="texten nämner Dag Dahl"):
            payment_stops.stop_proposed(grant, **texts)
    stop = payment_stops.stop_decided(payment_stops.stop_proposed(grant))
    with pytest.raises(Refused, match="texten nämner Dag Dahl"):
        lift(
            stop,
            reasons=NAMING,
            write_letter=payment_stops.a_stop_letter,
            by=factories.person("eva"),
            now=payment_stops.STOPPED_AT,
        )
