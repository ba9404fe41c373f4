"""Formal checks, points and the proposal: what is missing is said, and what was written stays."""

import pytest
from django.urls import reverse

from grants.enums import ApplicationStatus, CheckResult, DecisionKind
from grants.models import Check, Proposal, Score
from tests import factories
from tests.factories import AMOUNT
from tests.pages import browser, errors, filled

PROPOSAL = {"kind": "partial_grant", "amount": "250 000", "reasons": "Planen är tydlig. 🙂"}
REQUESTED = "300 000 kr"


@pytest.fixture
def under_review(association, clock):
    return factories.assigned(factories.received())


@pytest.fixture
def assessed(under_review):
    return factories.scored(factories.checked(under_review))


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def propose(application, **changes):
    return browser("dag").post(page("proposal", application), {**PROPOSAL, **changes})


def status_of(application):
    application.refresh_from_db()
    return application.status


# --- checks ----------------------------------------------------------------------------------------------------------

MET = {"result": "met", "source": "Stadgarna", "note": ""}


def test_a_check_is_recorded_and_shown(under_review):
    dag = browser("dag")
    assert dag.post(page("check", under_review, "non_profit"), MET)["Location"] == page("checks", under_review)
    rows = dag.get(page("checks", under_review)).context["rows"]
    assert [(r.code, face.staff) for r, found, face in rows if found] == [("non_profit", "Uppfyllt")]


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
    assert filled(response.context["form"]) == data


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
        ({"amount": "0"}, "Belopp – Beloppet ska vara större än 0 kr."),
        ({"amount": ""}, "Belopp – Beloppet ska vara större än 0 kr."),
        ({"amount": "-5 000"}, "Belopp – Beloppet ska vara större än 0 kr."),
        (
            {"amount": "mycket"},
            "Belopp – Beloppet går inte att läsa. Skriv kronor med siffror, till exempel 250 000 eller 1 000,50.",
        ),
        ({"amount": "300 000,01"}, f"Belopp – Beloppet får inte vara högre än det sökta, {REQUESTED}."),
        (
            {"kind": "grant"},
            f"Förslag – Bifall gäller hela det sökta beloppet, {REQUESTED}. Välj delvis bifall för ett lägre belopp.",
        ),
        ({"amount": "300 000"}, "Förslag – Beloppet är hela det sökta. Välj bifall."),
        ({"kind": "reject"}, "Belopp – Ett avslag eller en avvisning har inget belopp."),
        (
            {"kind": "dismiss", "amount": ""},
            "Förslag – Ansökan kom in i tid. Den kan avvisas först när ett föreläggande inte har följts. "
            "(20 § förvaltningslagen (2017:900))",
        ),
        ({"reasons": " "}, "Skäl – Skriv skälen för förslaget."),
    ],
)
def test_a_proposal_that_does_not_fit_is_refused_and_stays_as_written(assessed, change, sentence):
    response = propose(assessed, **change)
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert filled(response.context["form"]) == {**PROPOSAL, **change}
    assert (Proposal.objects.count(), status_of(assessed)) == (0, ApplicationStatus.IN_REVIEW)


def test_amounts_are_read_to_the_ore(assessed):
    propose(assessed, amount="1 000,50 kr")
    assert Proposal.objects.get().amount_ore == 100050


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
    refused = propose(under_review, kind="grant", amount=str(AMOUNT // 100))
    assert errors(refused) == [
        "Kravet ”Inga skulder för skatt eller avgifter” är inte uppfyllt. (4 § förordningen (2018:119))"
    ]
    assert propose(under_review, kind="reject", amount="").status_code == 302
    assert Check.objects.latest("pk").result == CheckResult.NOT_MET
