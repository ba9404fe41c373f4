"""An officer opens a case with signals, dismisses one, confirms one, and finds the case in the list by its risk."""

import pytest
from django.utils import timezone

from applicants.domain import organisations
from applicants.enums import MandateRole
from grants.domain.signals.search import search_due
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def number() -> str:
    """A case of dag's whose applicant shares signatory, account and a text with another one."""
    now = timezone.now()
    call = factories.an_open_call_today()
    mine = factories.sign(factories.a_draft(call, now=now, measures=factories.LONG_TEXT), now=now)
    second = factories.an_association(1)
    other = factories.sign(factories.a_draft(call, organisation=second, now=now, goals=factories.LONG_TEXT), now=now)
    assert mine and other
    factories.assigned(mine, now=now)
    organisations.add_mandate(
        other.organisation,
        person=factories.person("anna"),
        role=MandateRole.SIGNATORY,
        by=factories.signatory_of(other.organisation),
        now=now,
    )
    for application in (mine, other):
        factories.stated_account(application.organisation, now=now)
    while search_due(now=now):
        pass
    return mine.case.number


def test_signals_are_judged_and_found(visit, number):
    dag = visit("dag").go(f"/handlaggning/{number}/")
    assert dag.sees("3 att ta ställning till")
    dag.press("Signaler (3)").look("signals")
    judge(dag, "Gemensam firmatecknare", "Avfärda: det har en förklaring eller saknar betydelse", "signal-judge")
    judge(dag, "Gemensamt betalkonto", "Bekräfta: det har betydelse för ärendet")
    dag.look("signals-judged")
    assert dag.sees("Kassören är gemensam.")
    dag.press("Sök efter signaler nu").look()
    assert dag.sees("Sökningen är gjord.")
    dag.go("/handlaggning/?risk=bekraftad").look("worklist-risk")
    assert dag.sees(number)
    assert dag.sees("Bekräftad risk")
    dag.go(f"/handlaggning/{number}/forslag/").look("proposal-signals")
    assert dag.sees("De avgör ingenting och hindrar inget beslut.")


def judge(dag, kind, choice, shot=""):
    section = dag.page.locator("section.signal").filter(has=dag.page.get_by_role("heading", name=kind))
    section.get_by_role("link", name="Ta ställning").click()
    dag.page.wait_for_load_state()
    dag.look(shot).choose(choice).write("Anteckning", "Kassören är gemensam.").press("Spara")
