"""Three people assess one application: a colleague, and a researcher from outside on a phone; they meet, and less is
proposed row by row."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import User
from grants.models import Consensus, Proposal
from tests import factories
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
FAR = "Stor spridning"


@pytest.mark.django_db(transaction=True)
def test_three_people_assess_one_application(cast: dict[str, User], visit: Visit) -> None:
    now = timezone.now()
    application = factories.sign(factories.a_draft(factories.an_open_call_today(), now=now), now=now)
    assert application is not None
    number = factories.checked(factories.assigned(application, now=now), now=now).case.number
    dag = visit("dag")
    the_officer_invites(dag, number)
    the_researcher_assesses(visit("ines", narrow=True), number)
    the_colleague_assesses(visit("disa"), number)
    the_officer_assesses_and_sees_the_others(dag, number)
    they_meet(dag, number)
    less_is_proposed_row_by_row(dag, number)


def the_officer_invites(dag: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/bedomning/").look("scores-alone").press("Bjud in och hantera bedömare")
    dag.choose("Disa Duvall").choose("Ines Isaksson, extern bedömare").look("assessors-invite").press("Bjud in")
    dag.look("assessors")
    assert dag.sees("Inbjudan är skickad.")


def the_researcher_assesses(ines: Visitor, number: str) -> None:
    ines.look("assessor-home").go("/bedomningar/").look("assessments").go(f"/bedomningar/{number}/")
    ines.look("assessment-conflict").choose("Jag är inte jävig").press("Spara").look("assessment")
    for order in range(1, 5):
        ines.go(f"/bedomningar/{number}/kriterium/{order}/").look("assessment-score" if order == 1 else "")
        ines.choose("1 – Mycket svagt").write("Motivering", "Målgruppen är för snäv.").press("Spara bedömningen")
    ines.press("Lämna in min bedömning").look("assessment-in")
    assert ines.sees("Nu ser du de andras.")


def the_colleague_assesses(disa: Visitor, number: str) -> None:
    disa.go(f"/bedomningar/{number}/").choose("Jag är inte jävig").press("Spara")
    for order in range(1, 5):
        disa.go(f"/bedomningar/{number}/kriterium/{order}/").choose("4 – Bra")
        disa.write("Motivering", "Metoden är prövad.").press("Spara bedömningen")
    assert not disa.sees("Målgruppen är för snäv.")
    disa.press("Lämna in min bedömning").look()
    assert disa.sees(FAR)


def the_officer_assesses_and_sees_the_others(dag: Visitor, number: str) -> None:
    for order in range(1, 5):
        dag.go(f"/handlaggning/{number}/bedomning/{order}/").choose("3 – Godtagbart")
        dag.write("Motivering", "Rimlig plan.").press("Spara bedömningen")
    dag.look("scores-own")
    assert not dag.sees(FAR)
    dag.press("Lämna in min bedömning").look("scores-spread")
    assert dag.sees(FAR)


def they_meet(dag: Visitor, number: str) -> None:
    dag.press("Anteckna ett samsynsmöte").look("consensus")
    dag.write("Vad kom mötet fram till?", "Målgruppen är snäv men den nås.")
    dag.page.get_by_label("Överenskommen poäng på ”Genomförande och budget”").select_option("4")
    dag.press("Spara anteckningen").look("scores-consensus")
    assert dag.sees("Målgruppen är snäv men den nås.")
    assert Consensus.objects.get().agreed.count() == 1


def less_is_proposed_row_by_row(dag: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/forslag/").choose("Delvis bifall")
    dag.write("Godtas av ”Lokal”", "60 000").write("Varför mindre av ”Lokal” godtas", "Lokalen delas med en annan.")
    dag.write("Föreslås för ”Lokal”", "50 000").press("Räkna om summorna").look("proposal-rows")
    assert dag.sees("250 000 kr")
    dag.press("Lämna förslaget").go(f"/handlaggning/{number}/beslut/").look("decision-rows")
    assert dag.sees("Lokalen delas med en annan.")
    assert Proposal.objects.get().amount_ore == 250_000_00
