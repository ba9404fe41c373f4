"""The decision letter: what the law asks it to say (INV-12, INV-13), and how a screen reader and an archive meet it."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest

from delmos.lib.money import format_sek
from grants.domain.proposal_lines import granted_lines
from grants.enums import DecisionKind, DecisionStatus
from grants.interfaces.letters import decision_html, render_decision
from grants.models import Decision
from tests import factories
from tests.factories.calls import FRAME, framed
from tests.factories.years import NEXT_YEAR, YEAR

pytestmark = pytest.mark.django_db


def words(decision: Decision) -> str:
    return " ".join(decision_html(decision).replace("\u00a0", " ").split())


def a_decision(kind: DecisionKind = DecisionKind.GRANT, **arrival: Any) -> Decision:
    return factories.decision_at(DecisionStatus.PREPARED, kind=kind, **arrival)


@pytest.fixture
def grant() -> Decision:
    return a_decision()


@pytest.mark.parametrize(
    "said",
    [
        "beviljar er ansökan. Ni får <strong>300 000 kr</strong> i statsbidrag för budgetåret 2018",
        "Grannar möts",
        "Minska och motverka segregation på lokal nivå.",
        "1 juni 2018 – 31 december 2018",
        "<h2>Villkor</h2>",
        "Sista dag att lämna slutredovisning är <strong>31 januari 2019</strong>",
        "<h3>När utbetalningen kan stoppas</h3>",
        "<h3>När bidraget kan behöva betalas tillbaka</h3>",
    ],
)
def test_a_grant_states_what_the_ordinance_asks_for(grant: Decision, said: str) -> None:
    """INV-12."""
    assert said in words(grant)


def test_every_ground_for_reclaim_of_the_ordinance_is_there(grant: Decision) -> None:
    missing = [ground for ground in grant.application.ordinance.reclaim_grounds if ground not in words(grant)]
    assert missing == []


def test_a_letter_names_case_day_decider_and_rapporteur(grant: Decision) -> None:
    """FL 31 §."""
    text = words(grant)
    assert grant.rapporteur is not None
    named = (grant.application.case.number, "2 maj 2018", grant.decider.name, grant.rapporteur.name)
    assert [name for name in named if name not in text] == []


def test_a_partial_grant_shows_what_was_asked_for_and_what_is_given() -> None:
    decision = a_decision(DecisionKind.PARTIAL_GRANT)
    text = words(decision)
    assert ("beviljar delvis er ansökan" in text, "Sökt belopp" in text, "Beviljat belopp" in text) == (True,) * 3
    first = granted_lines(decision.application, decision.amount_ore)[0]
    cells = "".join(f"<td>{format_sek(ore)}</td>" for ore in (first.cost_ore, first.proposed_ore))
    assert f'<th scope="row">{first.budget_row.label}</th>{cells}'.replace("\u00a0", " ") in text


def test_a_decision_on_another_amount_than_proposed_shows_the_budget_that_was_applied_for() -> None:
    decision = a_decision(DecisionKind.PARTIAL_GRANT)
    decision.amount_ore -= 1_00
    text = words(decision)
    assert ("Budgeten i ansökan" in text, "Budgeten, rad för rad" in text) == (True, False)


def test_a_grant_of_two_years_shows_what_is_sought_and_given_each_year_and_how_it_is_paid() -> None:
    """INV-12."""
    text = words(factories.decision_over_years(DecisionStatus.PREPARED))
    said = (
        "i statsbidrag för budgetåren 2018 och 2019",
        '<th scope="row">2018</th><td class="num">200 000 kr</td><td class="num">150 000 kr</td>',
        '<th scope="row">2019</th><td class="num">100 000 kr</td><td class="num">90 000 kr</td>',
        "Bidraget betalas ut i 3 rater",
        '<th scope="row">3</th><td>2019</td><td>1 februari 2019</td><td>Inget villkor</td>',
    )
    assert [part for part in said if part not in text] == []


def test_what_is_sought_each_year_stands_only_where_the_application_says_it() -> None:
    """A budget of one year may be granted over two; nobody has then sought anything of a single year."""
    call = factories.a_call()
    framed(call, FRAME, year=NEXT_YEAR)
    factories.an_authority()
    case = factories.proposed(factories.assigned(factories.received(call)))
    text = words(factories.prepared(case, amounts={YEAR: 200_000_00, NEXT_YEAR: 100_000_00}))
    row = '<th scope="row">2019</th><td class="num">100 000 kr</td></tr>'
    assert (row in text, ">Sökt</th>" in text) == (True, False)


def test_a_grant_that_is_paid_at_once_says_so(grant: Decision) -> None:
    assert "Bidraget betalas ut vid ett tillfälle, tidigast 2 maj 2018." in words(grant)


def test_a_rejection_gives_its_reasons_and_no_money() -> None:
    decision = a_decision(DecisionKind.REJECT)
    text = words(decision)
    assert ("avslår er ansökan om 300 000 kr" in text, decision.reasons in text, "Villkor" in text) == (
        True,
        True,
        False,
    )


def test_an_appealable_decision_tells_how(grant: Decision) -> None:
    """INV-13, FL 33 och 43–44 §§."""
    text = words(grant)
    told = ("Hur ni överklagar", "inom tre veckor från den dag då ni fick del av beslutet", "bidrag@example.se")
    assert ([part for part in told if part not in text], grant.appealable) == ([], True)


def test_a_decision_that_cannot_be_appealed_says_so_with_the_rule(grant: Decision) -> None:
    """INV-13."""
    grant.appealable, grant.appeal_law = False, "25 § förordningen (2024:199)"
    text = words(grant)
    assert 'Det här beslutet får inte överklagas. <span class="law">(25 § förordningen (2024:199))' in text
    assert "Hur ni överklagar" not in text


def test_a_letter_under_an_unconfirmed_profile_says_that_it_is_a_demonstration(grant: Decision) -> None:
    assert "är inte bekräftade av en jurist" in words(grant)


def test_what_the_applicant_wrote_is_text_and_never_markup() -> None:
    decision = a_decision(title="<script>alert(1)</script> & co")
    assert ("<script>" in words(decision), "&lt;script&gt;" in words(decision)) == (False, True)


def test_the_letter_is_a_tagged_archival_pdf_in_swedish_with_title(grant: Decision) -> None:
    """PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3)."""
    with pikepdf.open(BytesIO(render_decision(grant))) as pdf, pdf.open_metadata() as metadata:
        root = pdf.Root
        found = (
            str(root.Lang),
            bool(root.MarkInfo.Marked),
            bool(root.ViewerPreferences.DisplayDocTitle),
            metadata.get("pdfuaid:part"),
            metadata.pdfa_status,
            metadata.get("dc:title"),
        )
    number = grant.application.case.number
    assert found == ("sv", True, True, "1", "3A", f"Beslut om statsbidrag, {number}")


def test_every_font_of_the_letter_is_embedded(grant: Decision) -> None:
    with pikepdf.open(BytesIO(render_decision(grant))) as pdf:
        descriptors = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
        embedded = ["/FontFile2" in font or "/FontFile3" in font for font in descriptors]
    assert embedded == [True] * len(embedded) != []
