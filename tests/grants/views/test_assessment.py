"""Formal checks, points and the proposal: what is missing is said, and what was written stays."""

import pytest
from django.urls import reverse

from delmos.lib.money import format_sek
from grants.enums import ApplicationStatus, CheckResult, DecisionKind
from grants.models import Check, Proposal, ProposalLine, Score
from tests import factories
from tests.factories import BUDGET
from tests.pages import browser, errors, filled, words

REQUESTED = "300 000 kr"
FIRST, SECOND = (label for label, _ in BUDGET)


@pytest.fixture
def under_review(association, clock):
    return factories.assigned(factories.received())


@pytest.fixture
def assessed(under_review):
    return factories.scored(factories.checked(under_review))


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def proposal(application, *, lines=(), **changes):
    """A proposal as the page sends it: 50 000 kr less on the first row, unless ``lines`` or ``changes`` say otherwise.

    ``lines``: for each row what is eligible, why that is less, and what is proposed.
    """
    data = {"kind": "partial_grant", "reasons": "Planen är tydlig. 🙂", **changes}
    rows = list(application.budget.all())
    whole = [(format_sek(row.amount_ore), "", format_sek(row.amount_ore)) for row in rows]
    less = (whole[0][0], "", format_sek(rows[0].amount_ore - 50_000_00))
    for row, (eligible, why, proposed) in zip(rows, lines or (less, *whole[1:]), strict=True):
        data |= {f"eligible_{row.pk}": eligible, f"why_less_{row.pk}": why, f"proposed_{row.pk}": proposed}
    return data


def propose(application, **changes):
    return browser("dag").post(page("proposal", application), proposal(application, **changes))


def status_of(application):
    application.refresh_from_db()
    return application.status


# --- checks ----------------------------------------------------------------------------------------------------------

MET = {"result": "met", "source": "Stadgarna", "note": ""}


def test_a_check_is_recorded_and_shown(under_review):
    dag = browser("dag")
    assert dag.post(page("check", under_review, "non_profit"), MET)["Location"] == page("checks", under_review)
    rows = dag.get(page("checks", under_review)).context["rows"]
    assert [(row.requirement.code, row.face.staff) for row in rows if row.check] == [("non_profit", "Uppfyllt")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"result": ""}, "Välj om kravet är uppfyllt."),
        ({"result": "kanske"}, None),
        ({"source": " "}, "Skriv var uppgiften är hämtad."),
        ({"result": "not_met"}, "Skriv vad som inte är uppfyllt. (3 § förordningen (2018:119))"),
        ({"source": "å" * 201}, None),
    ],
)
def test_a_check_that_says_too_little_is_refused(under_review, change, sentence):
    data = {**MET, **change}
    response = browser("dag").post(page("check", under_review, "non_profit"), data)
    (said,) = errors(response)
    assert (response.status_code, Check.objects.count()) == (422, 0)
    assert sentence in (None, said.split(" – ")[1])
    assert filled(response.context["form"]) == {**data, "serial": "", "file": ""}


@pytest.mark.parametrize(("name", "part"), [("check", "hittepa"), ("score", 99), ("score", 0)])
def test_a_requirement_or_criterion_that_does_not_exist_is_not_found(under_review, name, part):
    dag, url = browser("dag"), page(name, under_review, part)
    assert [dag.get(url).status_code, dag.post(url, MET).status_code] == [404, 404]


def test_another_officer_does_not_prepare_the_case(under_review):
    factories.declare_no_conflict(under_review, "disa")
    response = browser("disa").post(page("check", under_review, "non_profit"), MET)
    assert (response.status_code, errors(response), Check.objects.count()) == (
        422,
        ["Ärendet är fördelat till en annan handläggare."],
        0,
    )


# --- points ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"points": "4", "reasons": " "}, ["Motivering – Motivera poängen."]),
        ({"points": "", "reasons": "Bra"}, ["Poäng, 0 är sämst och 5 är bäst – Välj en poäng."]),
    ],
)
def test_points_have_reasons_and_reasons_have_points(under_review, data, said):
    response = browser("dag").post(page("score", under_review, 1), data)
    assert (response.status_code, errors(response), Score.objects.count()) == (422, said, 0)
    assert filled(response.context["form"]) == data


@pytest.mark.parametrize("points", ["6", "-1", "fyra", "4,5"])
def test_points_outside_the_scale_are_refused(under_review, points):
    response = browser("dag").post(page("score", under_review, 1), {"points": points, "reasons": "Bra 👍"})
    assert (response.status_code, list(response.context["form"].errors), Score.objects.count()) == (422, ["points"], 0)
    assert response.context["form"]["reasons"].value() == "Bra 👍"


def test_points_once_given_can_be_changed_and_the_newest_count(under_review):
    dag = browser("dag")
    for points in ("2", "5"):
        dag.post(page("score", under_review, 1), {"points": points, "reasons": "Bra"})
    (first, newest), *_ = dag.get(page("scores", under_review)).context["rows"]
    assert (first.order, newest.points, Score.objects.count()) == (1, 5, 2)


# --- the proposal ----------------------------------------------------------------------------------------------------


def test_a_proposal_goes_to_the_decider(assessed):
    assert propose(assessed)["Location"] == page("case", assessed)
    made = Proposal.objects.get()
    assert (made.kind, made.amount_ore, made.reasons) == (
        DecisionKind.PARTIAL_GRANT,
        250_000_00,
        "Planen är tydlig. 🙂",
    )
    assert status_of(assessed) == ApplicationStatus.PROPOSED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lines": [("0", "Nej", "0")] * 2}, "Beloppet ska vara större än 0 kr."),
        (
            {"lines": [("200 000", "", ""), ("100 000", "", "1")]},
            f"Föreslås för ”{FIRST}” – Skriv ett belopp, eller 0.",
        ),
        (
            {"lines": [("200 000", "", "mycket"), ("100 000", "", "1")]},
            f"Föreslås för ”{FIRST}” – Beloppet går inte att läsa. Skriv kronor med siffror, till exempel 250 000 "
            "eller 1 000,50.",
        ),
        (
            {"lines": [("150 000", " ", "100 000"), ("100 000", "", "1")]},
            f"Varför mindre av ”{FIRST}” godtas – Skriv varför inte hela ”{FIRST}” godtas.",
        ),
        (
            {"lines": [("200 000,01", "", "100 000"), ("100 000", "", "1")]},
            f"Godtas av ”{FIRST}” – Godtagen kostnad för ”{FIRST}” ska vara mellan 0 kr och 200 000 kr.",
        ),
        (
            {"lines": [("150 000", "Resan", "150 000,01"), ("100 000", "", "1")]},
            f"Föreslås för ”{FIRST}” – Förslaget för ”{FIRST}” får inte vara högre än den godtagna kostnaden.",
        ),
        (
            {"kind": "grant"},
            f"Förslag – Bifall gäller hela det sökta beloppet, {REQUESTED}. Välj delvis bifall för ett lägre belopp.",
        ),
        (
            {"lines": [("200 000", "", "200 000"), ("100 000", "", "100 000")]},
            "Förslag – Beloppet är hela det sökta. Välj bifall.",
        ),
        (
            {"kind": "dismiss"},
            "Förslag – Ansökan kom in i tid. Den kan avvisas först när ett föreläggande inte har följts. "
            "(20 § förvaltningslagen (2017:900))",
        ),
        ({"reasons": " "}, "Skäl – Skriv skälen för förslaget."),
    ],
)
def test_a_proposal_that_does_not_fit_is_refused_and_stays_as_written(assessed, change, sentence):
    response = propose(assessed, **change)
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert filled(response.context["form"]) == proposal(assessed, **change)
    assert (Proposal.objects.count(), status_of(assessed)) == (0, ApplicationStatus.IN_REVIEW)


def test_amounts_are_read_to_the_ore(assessed):
    propose(assessed, lines=[("200 000", "", "1 000,50 kr"), ("0", "Ingår redan", "0")])
    assert Proposal.objects.get().amount_ore == 100050
    assert list(ProposalLine.objects.values_list("eligible_ore", "why_less", "proposed_ore")) == [
        (200_000_00, "", 100050),
        (0, "Ingår redan", 0),
    ]


def test_the_sums_are_counted_anew_without_proposing(assessed):
    lines = [("150 000", "Resan", "120 000"), ("100 000", "", "30 000")]
    response = propose(assessed, lines=lines, recount="1")
    assert (response.status_code, response.context["form"].sums) == (200, (300_000_00, 250_000_00, 150_000_00))
    assert Proposal.objects.count() == 0


def test_the_decider_reads_the_rows_of_the_proposal(assessed):
    propose(assessed, lines=[("150 000", "Resan hör inte hit.", "120 000"), ("100 000", "", "30 000")])
    assert f"{FIRST} 200 000 kr 150 000 kr 120 000 kr Resan hör inte hit." in words(
        browser("eva").get(page("decision", assessed))
    )


def test_without_every_assessment_a_reason_is_asked_for_and_kept(under_review):
    factories.invited(under_review, "ines")
    factories.scored(factories.checked(under_review))
    assert errors(propose(under_review)) == [
        "Varför väntar du inte på alla bedömningar? – Bedömningen är inte inne från Ines Isaksson. Vänta, eller skriv "
        "varför förslaget lämnas utan den."
    ]
    propose(under_review, without="Ines är sjuk.")
    assert Proposal.objects.get().without == "Ines är sjuk."
    assert "Ines är sjuk." in words(browser("eva").get(page("decision", under_review)))


def test_nothing_is_proposed_before_every_criterion_is_scored(under_review):
    response = propose(factories.checked(under_review))
    names = ", ".join(criterion.name for criterion in under_review.call.criteria.all())
    assert (response.status_code, errors(response)) == (
        422,
        [f"Bedöm först: {names}. (32 § förvaltningslagen (2017:900))"],
    )


def test_money_is_not_proposed_before_every_check_is_made(under_review):
    response = propose(factories.scored(under_review))
    titles = [r.title for r in under_review.ordinance.requirements_for(under_review.type) if r.excludes]
    said = [line.split(" är inte gjord.")[0] for line in errors(response)]
    assert (response.status_code, said) == (422, [f"Kontrollen ”{title}”" for title in titles])


def test_the_page_starts_from_the_reasons_of_the_points(assessed):
    form = browser("dag").get(page("proposal", assessed)).context["form"]
    first = assessed.call.criteria.first()
    assert form["reasons"].value().split("\n\n")[0] == f"{first.name} (4 av 5): Väl beskrivet."


def test_a_rejection_over_a_failed_check_is_proposed_without_an_amount(under_review):
    factories.scored(factories.checked(under_review))
    data = {"result": "not_met", "source": "Kronofogden", "note": "Skuld på 40 000 kr."}
    browser("dag").post(page("check", under_review, "tax_debt"), data)
    whole = [(format_sek(ore), "", format_sek(ore)) for _, ore in BUDGET]
    refused = propose(under_review, kind="grant", lines=whole)
    assert errors(refused) == [
        "Kravet ”Inga skulder för skatt eller avgifter” är inte uppfyllt. (4 § förordningen (2018:119))"
    ]
    assert propose(under_review, kind="reject").status_code == 302
    assert Check.objects.latest("pk").result == CheckResult.NOT_MET
