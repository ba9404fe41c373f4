"""The decision: over the letter that was shown, by somebody else than the rapporteur, within the frame."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from grants.domain import ledger
from grants.enums import ApplicationStatus, CheckResult, DecisionKind, DecisionStatus
from grants.models import Decision
from tests import factories
from tests.factories import LATE
from tests.pages import browser, errors, filled, flashes, lead, words

ANSWER_FIRST = "Ta först ställning till om du är jävig i ärendet."
NO_CONFLICT = {"answer": "none"}
REASONS = "(32 § förvaltningslagen (2017:900))"


@pytest.fixture
def proposed(association, clock):
    return factories.proposed(factories.assigned(factories.received()))


@pytest.fixture
def letter(proposed):
    """A decision drawn up by eva, ready to be made."""
    return factories.prepared(proposed)


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def compose(application, username="eva", **changes):
    """Write the decision as the page suggests it, but for ``changes``."""
    client = browser(username)
    form = client.get(page("decision_compose", application)).context["form"]
    return client.post(page("decision_compose", application), filled(form, **changes))


def decide(decision, username="eva"):
    data = {"letter_sha256": decision.letter_id}
    return browser(username).post(page("decide", decision.application), data)


def status_of(thing):
    thing.refresh_from_db()
    return thing.status


def nothing_is_decided(decision):
    return status_of(decision) == DecisionStatus.PREPARED and ledger.balance_of(decision.application).granted == 0


# --- the letter ------------------------------------------------------------------------------------------------------


def test_the_page_suggests_the_proposal_and_draws_up_a_letter(proposed):
    response = compose(proposed)
    assert response["Location"] == page("decision", proposed)
    made = Decision.objects.get()
    assert (made.kind, made.amount_ore, made.decider.username) == (DecisionKind.GRANT, proposed.requested_ore, "eva")
    fetched = browser("eva").get(page("letter", proposed))
    assert b"".join(fetched).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": "0"}, "Belopp – Beloppet ska vara större än 0 kr."),
        ({"amount": "-1"}, "Belopp – Beloppet ska vara större än 0 kr."),
        ({"amount": "300 001"}, "Belopp – Beloppet får inte vara högre än det sökta, 300 000 kr."),
        (
            {"amount": "100 000"},
            "Beslut – Bifall gäller hela det sökta beloppet, 300 000 kr. Välj delvis bifall för ett lägre belopp.",
        ),
        ({"reasons": ""}, f"Skäl – Skriv skälen för beslutet. {REASONS}"),
        (
            {"rules_cited": " "},
            f"Bestämmelser som har tillämpats – Ange de bestämmelser som har tillämpats. {REASONS}",
        ),
        ({"picked": []}, "Egna villkor – Ange villkoren för bidraget. (förordningen (2018:119))"),
        (
            {"report_due_on": "2018-05-02"},
            "Sista dag för slutredovisning – Ange en sista dag för slutredovisning som ligger framåt i tiden. "
            "(förordningen (2018:119))",
        ),
        (
            {"report_due_on": "snart"},
            "Sista dag för slutredovisning – Skriv datumet som år-månad-dag, till exempel 2018-05-15.",
        ),
    ],
)
def test_a_decision_that_says_too_little_gets_no_letter_and_stays_as_written(proposed, change, sentence):
    response = compose(proposed, **change)
    assert (response.status_code, errors(response)) == (422, [sentence])
    (name, text) = next(iter(change.items()))
    assert response.context["form"][name].value() == text
    assert Decision.objects.count() == 0


def test_a_refused_decision_keeps_the_letter_drawn_up_before(letter):
    assert compose(letter.application, amount="0").status_code == 422
    assert status_of(letter) == DecisionStatus.PREPARED


# --- who may decide --------------------------------------------------------------------------------------------------


def test_nobody_decides_in_a_case_one_has_presented(letter, dag):
    User.objects.filter(pk=dag.pk).update(roles=[Role.CASE_OFFICER, Role.DECIDER])
    response = decide(letter, "dag")
    assert (response.status_code, lead(response)) == (
        409,
        "Du har föredragit ärendet och kan inte också besluta i det.",
    )
    assert words(response).count("20 § myndighetsförordningen (2007:515)") == 1
    assert nothing_is_decided(letter)


def test_nobody_writes_the_decision_in_a_case_one_has_presented(proposed, dag):
    User.objects.filter(pk=dag.pk).update(roles=[Role.CASE_OFFICER, Role.DECIDER])
    response = compose(proposed, "dag")
    assert (response.status_code, errors(response)) == (
        422,
        ["Du har föredragit ärendet och kan inte också besluta i det. (20 § myndighetsförordningen (2007:515))"],
    )


def test_nobody_decides_without_having_answered_on_jav(letter):
    factories.anybody("edit", name="Edit Eng", roles=(Role.DECIDER,))
    client = browser("eva")
    client.force_login(User.objects.get(username="edit"))
    response = client.post(page("decide", letter.application), {"letter_sha256": letter.letter_id})
    assert (response.status_code, lead(response)) == (409, ANSWER_FIRST)
    assert nothing_is_decided(letter)


def test_a_decider_who_declares_jav_cannot_open_the_case(letter):
    eva = browser("eva")
    eva.post(page("conflict", letter.application), {"answer": "conflict", "point": "party", "ground": "Min granne."})
    assert decide(letter).status_code == 404
    assert (status_of(letter), status_of(letter.application)) == (DecisionStatus.REPLACED, ApplicationStatus.PROPOSED)


# --- the decision ----------------------------------------------------------------------------------------------------


def test_a_replaced_letter_is_not_decided(letter):
    factories.prepared(letter.application, reasons="Andra skäl.")
    response = decide(letter)
    assert (response.status_code, lead(response)) == (
        409,
        "Brevet har ersatts av ett nytt sedan du öppnade sidan. Läs det nya och fatta sedan beslutet.",
    )
    assert status_of(letter) == DecisionStatus.REPLACED
    assert status_of(letter.application) == ApplicationStatus.PROPOSED


def test_a_letter_drawn_up_again_word_for_word_can_be_decided(letter):
    again = factories.prepared(letter.application)
    assert again.letter_id == letter.letter_id
    assert decide(again).status_code == 302
    assert (status_of(letter), status_of(again)) == (DecisionStatus.REPLACED, DecisionStatus.DECIDED)


def test_a_double_click_decides_once(letter):
    answers = [decide(letter) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [page("decision", letter.application)] * 2
    assert ledger.balance_of(letter.application).granted == letter.amount_ore


@pytest.mark.parametrize("sha", ["", "0" * 64, "\x00"])
def test_a_letter_that_does_not_exist_is_not_found(letter, sha):
    url = page("decide", letter.application)
    assert browser("eva").post(url, {"letter_sha256": sha}).status_code == 404
    assert nothing_is_decided(letter)


def test_a_decision_above_the_frame_is_refused_before_its_letter(association, clock):
    call = factories.a_call(frame_ore=250_000_00)
    response = compose(factories.application_at(ApplicationStatus.PROPOSED, call=call), reasons="Mina egna skäl.")
    assert (response.status_code, errors(response)) == (
        422,
        ["Belopp – Ramen räcker inte. Kvar att bevilja är 250 000 kr, och beslutet gäller 300 000 kr."],
    )
    assert "Mina egna skäl." in words(response)


def test_a_frame_used_up_since_the_letter_refuses_the_decision_and_keeps_the_letter(association, clock):
    call = factories.a_call(frame_ore=350_000_00)
    letter = factories.decision_at(DecisionStatus.PREPARED, call=call)
    other = factories.an_association(7)
    factories.decision_at(DecisionStatus.DECIDED, call=call, organisation=other)
    response = decide(letter)
    assert (response.status_code, lead(response)) == (
        409,
        "Ramen räcker inte. Kvar att bevilja är 50 000 kr, och beslutet gäller 300 000 kr.",
    )
    assert nothing_is_decided(letter)


def test_back_from_a_refusal_leads_to_the_page_one_came_from(letter, dag):
    factories.prepared(letter.application, reasons="Andra skäl.")
    came_from = f"http://testserver{page('decision', letter.application)}"
    client, data = browser("eva"), {"letter_sha256": letter.letter_id}
    response = client.post(page("decide", letter.application), data, headers={"referer": came_from})
    assert response.context["back_url"] == came_from


@pytest.mark.parametrize("came_from", ["", "https://evil.example/", "javascript:alert(1)"])
def test_back_from_a_refusal_never_leads_elsewhere(letter, came_from):
    factories.prepared(letter.application, reasons="Andra skäl.")
    client, data = browser("eva"), {"letter_sha256": letter.letter_id}
    response = client.post(page("decide", letter.application), data, headers={"referer": came_from})
    assert response.context["back_url"] == "/"


# --- sending back ----------------------------------------------------------------------------------------------------


def test_the_decider_sends_the_case_back_with_what_is_missing(proposed):
    response = browser("eva").post(page("send_back", proposed), {"reason": "Kontrollera stadgarna."})
    assert flashes(response) == ["Ärendet är tillbaka hos handläggaren."]
    assert status_of(proposed) == ApplicationStatus.IN_REVIEW
    assert words(browser("dag").get(page("case", proposed))).count("Kontrollera stadgarna.") == 1


def test_what_is_missing_stays_written_when_the_case_is_already_back(proposed):
    eva, url = browser("eva"), page("send_back", proposed)
    eva.post(url, {"reason": "Kontrollera stadgarna."})
    response = eva.post(url, {"reason": "Räkna om beloppet."})
    assert (response.status_code, len(errors(response))) == (422, 1)
    assert "Räkna om beloppet." in words(response)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" ", "Skriv vad handläggaren behöver göra."),
        ("å" * 501, "Texten är för lång. Högst 500 tecken får plats, och den har 501."),
        ("\x00", "Texten innehåller ett tecken som inte går att spara."),
    ],
)
def test_a_case_is_not_sent_back_without_a_readable_reason(proposed, reason, sentence):
    response = browser("eva").post(page("send_back", proposed), {"reason": reason})
    assert (response.status_code, errors(response)) == (422, [f"Vad behöver handläggaren göra? – {sentence}"])
    assert response.context["form"]["reason"].value() == reason
    assert status_of(proposed) == ApplicationStatus.PROPOSED


# --- reject and dismiss ----------------------------------------------------------------------------------------------


@pytest.fixture
def unfit(association, clock):
    """A proposed rejection of an applicant with a debt."""
    application = factories.scored(factories.checked(factories.assigned(factories.received())))
    factories.applications.assessment.record_check(
        application,
        requirement="tax_debt",
        result=CheckResult.NOT_MET,
        source="Kronofogden",
        note="Skuld på 40 000 kr.",
        by=factories.person("dag"),
        now=factories.NOW,
    )
    data = {"kind": "reject", "amount": "", "reasons": "Sökanden har en skuld för skatt."}
    browser("dag").post(page("proposal", application), data)
    factories.declare_no_conflict(application, "eva")
    return application


def test_a_rejection_over_a_failed_check_needs_communication_or_a_ground(unfit):
    factories.delegated(factories.person("eva"))
    response = compose(unfit)
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Skäl för att inte kommunicera – En kontroll talar mot sökanden. Kommunicera den först och vänta tills "
            "sökanden har svarat eller svarstiden har gått ut. Annars behöver du skriva varför kommunicering är "
            "uppenbart obehövlig. (25 § förvaltningslagen (2017:900))"
        ],
    )
    assert Decision.objects.count() == 0


def test_a_communicated_rejection_is_decided_sent_and_read_by_the_applicant(unfit):
    factories.delegated(factories.person("eva"))
    assert compose(unfit, communication="Skickad 3 april, svarstiden gick ut 17 april.").status_code == 302
    decide(Decision.objects.get())
    factories.declare_no_conflict(unfit, "rut")
    assert browser("rut").post(page("dispatch", unfit)).status_code == 302
    assert status_of(unfit) == ApplicationStatus.REJECTED
    own = browser("anna").get(page("own_case", unfit))
    assert (own.context["face"].applicant, own.context["decision"].kind) == ("Avslagen", "reject")
    assert browser("farah").get(page("payment_prepare", unfit)).status_code == 404


def test_a_late_application_is_dismissed(association, clock):
    application = factories.assigned(factories.received(now=LATE), now=LATE)
    clock(LATE)
    dag = browser("dag")
    suggested = dag.get(page("proposal", application)).context["form"]
    assert (suggested["kind"].value(), suggested["reasons"].value()) == (
        DecisionKind.DISMISS,
        "Ansökan kom in efter att utlysningen hade stängt.",
    )
    assert dag.post(page("proposal", application), filled(suggested)).status_code == 302
    browser("eva").post(page("conflict", application), NO_CONFLICT)
    factories.delegated(factories.person("eva"))
    assert compose(application).status_code == 302
    assert decide(Decision.objects.get()).status_code == 302
    assert status_of(application) == ApplicationStatus.DISMISSED


def test_a_late_application_is_not_granted(association, clock):
    application = factories.proposed(
        factories.assigned(factories.received(now=LATE), now=LATE), kind=DecisionKind.DISMISS, now=LATE
    )
    clock(LATE)
    response = compose(application, kind="grant", amount="300 000")
    assert (response.status_code, errors(response)) == (
        422,
        ["Beslut – Ansökan kom in för sent och kan bara avvisas. (22 § förvaltningslagen (2017:900))"],
    )


# --- until it is sent ------------------------------------------------------------------------------------------------


def test_the_applicant_learns_nothing_before_the_decision_is_sent(letter):
    decide(letter)
    own = browser("anna").get(page("own_case", letter.application))
    assert (own.context["decision"], own.context["letter_serial"]) == (None, None)
    assert own.context["face"].applicant == "Vi handlägger ansökan"
    letter.refresh_from_db()
    serials = letter.application.case.entries.filter(document=letter.sealed_letter).values_list("serial", flat=True)
    assert [browser("anna").get(page("own_document", letter.application, s)).status_code for s in serials] == [404]


def test_nothing_is_sent_before_it_is_decided(letter):
    assert browser("rut").post(page("dispatch", letter.application)).status_code == 404
    assert nothing_is_decided(letter)


def test_a_decision_is_sent_once(letter):
    decide(letter)
    factories.declare_no_conflict(letter.application, "rut")
    rut, url = browser("rut"), page("dispatch", letter.application)
    assert [rut.post(url).status_code for _ in range(2)] == [302, 409]
    assert letter.application.case.entries.filter(title="Beslutsbrev").count() == 1
