"""The page of signals, the stand on one of them, and where else they are told of."""

import pytest
from django.urls import reverse

from grants.domain import conflicts
from grants.domain.queries.signals import HIDDEN
from grants.domain.signals.search import search_due
from grants.enums import ApplicationStatus, ConflictAnswer, SignalStatus
from grants.models import CaseRisk
from tests import factories
from tests.pages import browser, errors, flashes, words


@pytest.fixture
def signal(association, clock):
    return factories.a_signal(factories.application_at(ApplicationStatus.IN_REVIEW))


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def test_each_signal_says_what_why_whence_when_and_where_it_points(signal):
    said = words(browser("farah").get(page("signals", signal.application)))
    assert "Bankgiro 5050-1055 är eller har varit sökandens betalkonto, och en annan sökandes." in said
    assert f"Pekar på {signal.other.case.number} , {signal.other.organisation.name}" in said
    assert "Källa Portalens betalkonton, 2 maj 2018" in said
    assert "Ta ställning" not in said


def test_the_officer_takes_a_stand_and_it_is_told_with_its_note(signal):
    dag = browser("dag")
    address = page("signal", signal.application, signal.pk)
    response = dag.post(address, {"outcome": "dismissed", "note": "Föreningarna delar kassör."})
    assert (response.status_code, flashes(response)) == (
        302,
        ["Ditt ställningstagande till ”Gemensamt betalkonto” är sparat."],
    )
    assert signal.status is SignalStatus.DISMISSED
    said = words(dag.get(page("signals", signal.application)))
    assert "Avfärda: det har en förklaring eller saknar betydelse Föreningarna delar kassör." in said


def test_a_stand_without_choice_and_note_is_refused_by_its_fields(signal):
    response = browser("dag").post(page("signal", signal.application, signal.pk), {"note": ""})
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Vad kommer du fram till? – Välj om du bekräftar eller avfärdar.",
            "Anteckning – Skriv varför du bekräftar eller avfärdar signalen.",
        ],
    )


def test_another_officer_reads_and_is_refused(signal):
    factories.declare_no_conflict(signal.application, "disa")
    disa, address = browser("disa"), page("signal", signal.application, signal.pk)
    assert "Det gör ärendets handläggare." in words(disa.get(address))
    assert disa.post(address, {"outcome": "confirmed", "note": "Ja."}).status_code == 422
    assert disa.post(page("signals_search", signal.application)).status_code == 422


def test_who_is_kept_out_of_the_other_case_reads_neither_name_nor_number(signal):
    factories.reviewed_signal(signal)
    conflicts.declare(
        signal.other, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=factories.person("eva"), now=factories.NOW
    )
    eva, application = browser("eva"), signal.application
    read = "".join(
        words(eva.get(page(name, application))) for name in ("signals", "case", "history", "decision", "documents")
    )
    assert HIDDEN in read
    secret = (signal.other.case.number, signal.other.organisation.name, "grannföreningen", "5050-1055")
    assert [word for word in secret if word in read] == []


def test_the_search_is_made_at_once(association, clock):
    application = factories.application_at(ApplicationStatus.IN_REVIEW, active_since="2017-01-01")
    dag = browser("dag")
    assert "Portalen har inte sökt i ärendet än." in words(dag.get(page("signals", application)))
    assert flashes(dag.post(page("signals_search", application))) == ["Sökningen är gjord."]
    assert "Ny organisation" in words(dag.get(page("signals", application)))
    assert not CaseRisk.objects.get(pk=application.pk).is_due


@pytest.mark.parametrize("name", ["case", "proposal"])
def test_the_case_and_the_proposal_say_how_many_wait(signal, name):
    assert "1 att ta ställning till" in words(browser("dag").get(page(name, signal.application)))


def test_the_decider_is_told_and_not_hindered(association, clock):
    application = factories.application_at(ApplicationStatus.PROPOSED)
    factories.reviewed_signal(factories.a_signal(application))
    for name in ("decision", "decision_compose"):
        said = words(browser("eva").get(page(name, application)))
        assert "Signaler i ärendet: 1 bekräftad . De avgör ingenting och hindrar inget beslut." in said


def test_the_party_reads_nothing_of_them(signal):
    factories.reviewed_signal(signal)
    anna = browser("anna")
    for name in ("own_case", "own_messages"):
        assert "ignal" not in words(anna.get(page(name, signal.application)))
    assert anna.get(page("signals", signal.application)).status_code == 404


def test_the_work_list_shows_and_filters_by_risk(signal):
    dag = browser("dag")
    rows = dag.get(reverse("worklist"), {"risk": "oppna"})
    assert [row.application for row in rows.context["rows"]] == [signal.application]
    assert "Signaler: Att ta ställning till" in words(rows)
    assert "1 att ta ställning till" in words(rows)
    assert [row.application for row in dag.get(reverse("worklist"), {"risk": "inga"}).context["rows"]] == [signal.other]


def test_a_risk_that_is_not_known_does_not_narrow(signal):
    search_due(now=factories.NOW)
    assert len(browser("dag").get(reverse("worklist"), {"risk": "hemlig"}).context["rows"]) == 2
