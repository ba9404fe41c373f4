"""Several assessors, page by page: nobody reads the others before their own is in, and from outside little is read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.domain import assessment, assessors, secrecy
from grants.enums import BulkActKind, DecisionKind
from grants.models import Assessment, Assessor, Consensus, Score
from journal.models import Reading
from tests import factories
from tests.factories import NOW, person
from tests.house.addresses import PATTERNS, POST_ONLY, WHO
from tests.pages import browser, errors, flashes, words

INVITED = ("disa", "ines")
LISTS = ("home", "worklist", "assessments", "notices", "own_data", "own_data_file")


@pytest.fixture
def case(association, clock):
    """Under review by dag, with a file and a sensitive answer; disa and ines are invited."""
    application = factories.assigned(factories.received_with_a_file())
    factories.invited(application, *INVITED)
    return application


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def pages_of(application, username):
    """Every address of the case that the person may open, and the lists and files that could name it."""
    known = {"number": application.case.number, "order": 1, "serial": 1, "code": "tax_debt"}
    for name, pattern in PATTERNS.items():
        if name in POST_ONLY or username not in WHO.get(name, ()):
            continue
        wanted = [part.split(">")[0].split(":")[-1] for part in pattern.split("<")[1:]]
        if name in LISTS or ("number" in wanted and set(wanted) <= known.keys()):
            yield reverse(name, kwargs={key: known[key] for key in wanted})


def read_by(application, username):
    client, texts = browser(username), {}
    for url in pages_of(application, username):
        texts[url] = b"".join(client.get(url)).decode(errors="replace")
    return texts


# --- hidden until one's own is in -------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["dag", *INVITED])
def test_nothing_of_the_others_is_read_before_ones_own_is_in(case, username):
    """Points, reasons, results, the note of the meeting and an earlier proposal: on no page, list, file or timeline."""
    others = [name for name in ("dag", *INVITED) if name != username]
    for name in others:
        factories.assessed_by(case, name, points=1)
    factories.pointed(case, username, points=5)
    secrets = [factories.secret(name) for name in others]
    if username != "dag":
        secrets.append(factories.a_meeting(case).text)
    before = read_by(case, username)
    assert [(url, secret) for secret in secrets for url, text in before.items() if secret in text] == []
    assert [url for url, text in before.items() if "1 av 5" in text or "20 %" in text] == []
    assessors.hand_in(case, by=person(username), now=NOW)
    shown = "assessment" if username == "ines" else "scores"
    after = browser(username).get(page(shown, case)).content.decode()
    assert [secret for secret in secrets if secret not in after] == []


def test_points_that_are_not_in_are_nobody_elses(case):
    factories.pointed(case, "ines")
    for name in ("dag", "disa"):
        factories.assessed_by(case, name, points=4)
    assert [
        (name, url)
        for name in ("dag", "disa", "rut", "eva")
        for url, text in read_by(case, name).items()
        if factories.secret("ines") in text
    ] == []


def test_a_returned_proposal_is_not_read_by_whoever_assesses_anew(case, eva):
    factories.assessed_by(factories.assessed_by(factories.scored(factories.checked(case)), "disa"), "ines")
    amount, kind = case.requested_ore, DecisionKind.GRANT
    assessment.propose(case, kind=kind, amount_ore=amount, reasons="Skälen röjer.", by=person("dag"), now=NOW)
    factories.declare_no_conflict(case, "eva")
    assessment.return_to_officer(case, reason="Be fler.", by=eva, now=NOW)
    olle = factories.anybody("olle", name="Olle Ohm", roles=tuple(person("disa").roles))
    assessors.invite(case, people=[olle], by=person("dag"), now=NOW)
    client = browser("disa")
    client.force_login(olle)
    assert client.get(page("decision", case)).status_code == 404
    assert browser("disa").get(page("decision", case)).status_code == 200


# --- from outside -----------------------------------------------------------------------------------------------------


def test_jav_comes_first(case):
    other = factories.assigned(factories.received(case.call))
    assessors.invite(other, people=[person("ines")], by=person("dag"), now=NOW)
    ines = browser("ines")
    for name, more in (("assessment", ()), ("assessment_score", (1,))):
        assert ines.get(page(name, other, *more))["Location"] == page("assessment_conflict", other)
    response = ines.post(page("assessment_conflict", other), {"answer": "none"})
    assert response["Location"] == page("assessment", other)
    assert list(Reading.objects.filter(case=other.case).values_list("part", "read_by")) == [
        ("application", person("ines").actor_key)
    ]


def test_jav_from_outside_closes_the_case(case):
    ines = browser("ines")
    data = {"answer": "conflict", "point": "other", "ground": "Jag satt i styrelsen."}
    assert ines.post(page("assessment_conflict", case), data)["Location"] == reverse("assessments")
    assert ines.get(page("assessment", case)).status_code == 404


def test_from_outside_only_the_application_is_read(case):
    """Not the sensitive answers, the checks, the notes, the account, the timeline or the other case."""
    factories.noted(factories.checked(case))
    text = words(browser("ines").get(page("assessment", case)))
    sensitive = [question.label for question in case.form.form.sensitive]
    assert case.title in text and sensitive
    absent = [*sensitive, "Formella kontroller", "Registerutdrag", "Historik", "Känslig uppgift"]
    assert [words_ for words_ in absent if words_ in text] == []
    links = browser("ines").get(page("assessment", case)).content.decode()
    assert "/handlaggning/" not in links


def test_no_other_page_of_the_agency_opens_from_outside(case):
    ines = browser("ines")
    urls = [url for url in {*pages_of(case, "dag"), *pages_of(case, "eva")} if url not in set(pages_of(case, "ines"))]
    assert len(urls) > 30
    assert [url for url in urls if ines.get(url).status_code not in (404, 405)] == []


def test_a_file_is_read_by_post_and_logged_and_a_marked_one_not_at_all(case):
    ines = browser("ines")
    (entry,) = ines.get(page("assessment", case)).context["documents"]
    response = ines.post(page("assessment_document", case, entry.serial))
    assert (response.status_code, b"".join(response)[:4]) == (200, b"%PDF")
    assert Reading.objects.get(part=f"document:{entry.serial}").reader_name == "Ines Isaksson"
    secrecy.mark(entry, sections=["21 kap. 1 §"], note="Hälsa", by=person("rut"), now=NOW)
    assert ines.post(page("assessment_document", case, entry.serial)).status_code == 404
    assert ines.get(page("assessment", case)).context["documents"] == []


def test_an_assessor_scores_hands_in_and_sees_the_others(case):
    factories.scored(case)
    ines = browser("ines")
    for order in range(1, 5):
        data = {"points": "2", "reasons": "Budgeten är tunn."}
        assert ines.post(page("assessment_score", case, order), data)["Location"] == page("assessment", case)
    assert ines.get(page("assessment", case)).context["result"] is None
    response = ines.post(page("assessment_hand_in", case))
    assert flashes(response) == ["Din bedömning är inlämnad. Nu ser du de andras."]
    assert ines.get(page("assessment", case)).context["result"].totals == [80, 40]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"points": "4", "reasons": " "}, ["Motivering – Motivera poängen."]),
        ({"points": "", "reasons": "Bra"}, ["Poäng, 0 är sämst och 5 är bäst – Välj en poäng."]),
    ],
)
def test_what_is_lacking_is_said_to_the_assessor(case, data, said):
    response = browser("ines").post(page("assessment_score", case, 1), data)
    assert (response.status_code, errors(response), Score.objects.count()) == (422, said, 0)


def test_the_list_says_what_waits_and_what_is_done(case):
    assert "Inte inlämnad" in words(browser("ines").get(reverse("assessments")))
    assert case.title in words(browser("ines").get(reverse("home")))
    factories.assessed_by(case, "ines")
    assert "Inte inlämnad" not in words(browser("ines").get(reverse("assessments")))
    assert case.title not in words(browser("ines").get(reverse("home")))


# --- the officer ------------------------------------------------------------------------------------------------------


def test_the_officer_invites_and_lets_go(association, clock):
    application = factories.assigned(factories.received())
    dag, (disa, ines) = browser("dag"), (person("disa"), person("ines"))
    dag.post(page("assessors", application), {"people": [disa.pk, ines.pk]})
    assert list(application.assessors.values_list("person__username", flat=True)) == ["disa", "ines"]
    (first, _) = application.assessors.all()
    assert errors(dag.post(page("assessor_end", application, first.pk), {"reason": ""})) == [
        "Varför avslutas inbjudan? – Skriv varför inbjudan avslutas."
    ]
    dag.post(page("assessor_end", application, first.pk), {"reason": "Tjänstledig."})
    assert "Disa Duvall, avslutad 2 maj 2018 av Dag Dahl: Tjänstledig." in words(
        dag.get(page("assessors", application))
    )


def test_many_cases_are_assessed_by_the_same_people(association, clock):
    cases = [factories.assigned(factories.received(factories.a_call())) for _ in range(2)]
    data = {"vald": [case.case.number for case in cases], "people": [person("ines").pk], "opened": "sidan"}
    url = reverse("bulk_act", args=[BulkActKind.INVITE])
    response = browser("dag").post(url, data)
    assert flashes(response) == ["Bedömarna är inbjudna till 2 ärenden."]
    assert set(Assessor.objects.values_list("application", "person__username")) == {(case.pk, "ines") for case in cases}


def test_the_meeting_is_noted_with_the_points_it_agreed_on(case):
    factories.assessed_by(factories.scored(case), "disa", points=1)
    dag, first = browser("dag"), case.call.criteria.earliest("order")
    form = dag.get(page("consensus", case)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"text": "Budgeten bär.", f"points_{first.pk}": "4", "held_on": "2018-05-02"}
    assert form["participants"].value() == "Dag Dahl, Disa Duvall"
    assert dag.post(page("consensus", case), data)["Location"] == page("scores", case)
    assert list(Consensus.objects.get().agreed.values_list("criterion", "points")) == [(first.pk, 4)]
    assert "Samsynsmöte 2 maj 2018 Budgeten bär." in words(dag.get(page("scores", case)))


def test_a_colleague_hands_in_on_the_pages_of_the_case(case):
    factories.pointed(case, "disa")
    assert browser("disa").post(page("scores_hand_in", case))["Location"] == page("scores", case)
    assert Assessment.objects.get().handed_in_by == person("disa")


def test_ten_assessors_cost_no_more_than_twelve_queries(case):
    roles = tuple(person("disa").roles)
    more = [factories.anybody(f"bedömare{number}", roles=roles) for number in range(8)]
    assessors.invite(case, people=more, by=person("dag"), now=NOW)
    for who in more:
        factories.declare_no_conflict_of(case, who)
    for name in ("dag", *INVITED):
        factories.assessed_by(case, name)
    for who in more:
        for criterion in case.call.criteria.all():
            assessment.score(case, criterion=criterion, points=2, reasons="Bra.", by=who, now=NOW)
        assessors.hand_in(case, by=who, now=NOW)
    factories.a_meeting(case, first=3)
    costs = {}
    for name, username in (
        ("scores", "dag"),
        ("assessors", "dag"),
        ("consensus", "dag"),
        ("proposal", "dag"),
        ("assessment", "ines"),
    ):
        client = browser(username)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(name, case)).status_code == 200
        costs[name] = len(queries)
    assert {name: cost for name, cost in costs.items() if cost > 12} == {}
