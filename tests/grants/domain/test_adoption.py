"""A scenario becomes proposals: all or nothing, by each case's own officer, exactly as it was shown."""

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import adoption, assessment, assessors, conflicts, frames, proposal_orders, withdrawals
from grants.domain.queries.outcomes import allocation_of, obstacles, waiting_by_officer
from grants.enums import (
    CheckResult,
    ConflictAnswer,
    DecisionKind,
    Ground,
    ProposalOrderStatus,
)
from grants.models import Application, Proposal, ProposalOrder, Scenario
from grants.tasks import make_ordered_proposals
from journal.models import Event, Notice
from tests.database import at_once, everything
from tests.factories import (
    AMOUNT,
    NOW,
    TODAY,
    a_call,
    a_scenario,
    adopted,
    assessed,
    assessed_by,
    assigned,
    declare_no_conflict,
    digest_of,
    invited,
    person,
    ranking_for,
    received,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(db: None) -> list[Application]:
    """The first two of three cases fit in the frame."""
    call = a_call(frame_ore=AMOUNT * 2 - 100_00)
    return [assessed(call, points=points, serial=serial) for serial, points in ((1, 5), (2, 4), (3, 3))]


def of_disa(application: Application) -> Application:
    """The case given to disa instead, who has answered on jäv and finds what dag found."""
    Application.objects.filter(pk=application.pk).update(officer=person("disa"))
    declare_no_conflict(application, "disa")
    application.refresh_from_db()
    return assessed_by(application, "disa", points=application.scores.latest("pk").points)


def proposals() -> list[tuple[str, int, str]]:
    rows = Proposal.objects.order_by("application_id")
    return [(row.kind, row.amount_ore, row.proposed_by.username) for row in rows.select_related("proposed_by")]


def test_the_whole_the_capped_and_nothing_become_their_kinds_with_the_rule_in_the_reasons(
    three: list[Application],
) -> None:
    adopted(a_scenario(three[0], cut="rest", cap_ore=AMOUNT))
    assert proposals() == [
        (DecisionKind.GRANT, AMOUNT, "dag"),
        (DecisionKind.PARTIAL_GRANT, AMOUNT - 100_00, "dag"),
        (DecisionKind.REJECT, 0, "dag"),
    ]
    last = Proposal.objects.get(application=three[2]).reasons.split("\n\n")
    assert last[0].endswith("(3 av 5): Väl beskrivet.")
    assert last[-2].startswith("Det sammanvägda resultatet är 60 procent av det bästa möjliga, plats 3 bland")
    assert last[-1] == (
        "Medlen räcker inte till alla ansökningar, och de fördelas efter resultat. Ansökan föreslås därför bli "
        "avslagen."
    )


def test_what_it_said_is_kept_also_when_the_facts_change(three: list[Application]) -> None:
    scenario = a_scenario(three[0])
    before = allocation_of(scenario, ranking_for(three[0]))
    scenario = adopted(scenario)
    withdrawals.withdraw(three[0], reason="Nej.", by=three[0].submitted_by, now=NOW)
    after = allocation_of(scenario, ranking_for(three[0]))
    assert [(o.rank, o.amount_ore, o.ground) for o in after.outcomes] == [
        (o.rank, o.amount_ore, o.ground) for o in before.outcomes
    ]
    assert (scenario.digest, after.left_ore) == (before.digest, before.left_ore)
    (event,) = Event.objects.filter(name="scenario_adopted")
    assert (event.data["given"], event.data["refused"], event.data["sum_ore"]) == (1, 2, AMOUNT)


def test_a_second_click_changes_nothing(three: list[Application]) -> None:
    scenario = adopted(a_scenario(three[0]))
    before = everything()
    again = adoption.adopt(scenario, digest=scenario.digest, by=person("dag"), now=NOW)
    assert (again, everything()) == (scenario, before)


def test_one_case_in_the_way_stops_all_and_every_such_case_is_named(three: list[Application]) -> None:
    scenario = a_scenario(three[0])
    for application in three[:2]:
        assessment.record_check(
            application,
            requirement=application.ordinance.requirements_for(application.type)[0].code,
            result=CheckResult.NOT_MET,
            source="Register",
            note="Inte ännu.",
            by=person("dag"),
            now=NOW,
        )
    shown = digest_of(scenario)
    before = everything()
    with pytest.raises(Refusals) as refused:
        adoption.adopt(scenario, digest=shown, by=person("dag"), now=NOW)
    assert [str(one).split(":")[0] for one in refused.value.refusals] == [
        three[0].case.number
    ]  # the others get nothing
    assert everything() == before


def test_the_page_finds_the_same_obstacles_before(three: list[Application]) -> None:
    ranking = ranking_for(three[0])
    outcomes = ranking.by(a_scenario(three[0]).rules).outcomes
    cases = {application.pk: application for application in three}
    dag, disa = person("dag"), person("disa")
    assert obstacles(dag, outcomes, cases, today=TODAY) == []
    assert {number for number, _ in obstacles(disa, outcomes, cases, today=TODAY)} == {
        application.case.number for application in three
    }


@pytest.mark.parametrize("change", ["withdrawn", "frame", "scored"])
def test_what_has_changed_since_the_page_was_opened_is_said_and_nothing_done(
    change: str, three: list[Application]
) -> None:
    scenario = a_scenario(three[0])
    shown = digest_of(scenario)
    if change == "withdrawn":
        withdrawals.withdraw(three[0], reason="Nej.", by=three[0].submitted_by, now=NOW)
    elif change == "frame":
        frames.set_amount(
            scenario.call,
            group=scenario.group,
            amount_ore=AMOUNT * 3,
            effective_from=TODAY,
            basis="Ändring",
            by=person("dag"),
            now=NOW,
        )
    else:
        criterion = scenario.call.criteria.first()
        assessment.score(three[2], criterion=criterion, points=5, reasons="Nytt.", by=person("dag"), now=NOW)
        assessors.hand_in(three[2], by=person("dag"), now=NOW)
    with pytest.raises(adoption.Changed):
        adoption.adopt(scenario, digest=shown, by=person("dag"), now=NOW)
    assert proposals() == []


def test_each_officer_proposes_in_own_cases_and_is_told(three: list[Application]) -> None:
    of_disa(three[1])
    scenario = adopted(a_scenario(three[0]))
    assert [who for _, _, who in proposals()] == ["dag", "dag"]
    assert [(share.name, share.cases) for share in waiting_by_officer(scenario)] == [(person("disa").name, 1)]
    assert Notice.objects.get(key=f"scenario:{scenario.pk}").recipient_key == person("disa").actor_key
    assert adoption.propose_own(scenario, by=person("disa"), now=NOW) == 1
    assert sorted(who for _, _, who in proposals()) == ["dag", "dag", "disa"]
    assert waiting_by_officer(scenario) == []


def test_who_is_javig_in_any_ranked_case_adopts_nothing(three: list[Application]) -> None:
    scenario = a_scenario(three[0])
    of_disa(three[2])
    conflicts.declare(three[2], answer=ConflictAnswer.CONFLICT, ground="Vän", by=person("disa"), now=NOW)
    with pytest.raises(Refused, match="jävig i ett av ärendena"):
        adopted(scenario, "disa")


def test_who_has_an_assessment_to_hand_in_adopts_nothing(three: list[Application]) -> None:
    """The scenario would leave out a case that everybody else sees ranked."""
    invited(three[1], "disa")
    with pytest.raises(Refused, match="Lämna först in din egen bedömning"):
        adopted(a_scenario(three[0]), "disa")


def test_a_case_withdrawn_after_the_adoption_leaves_the_rest_free(three: list[Application]) -> None:
    for application in three[:2]:
        of_disa(application)
    scenario = adopted(a_scenario(three[0]))
    withdrawals.withdraw(three[0], reason="Nej.", by=three[0].submitted_by, now=NOW)
    assert adoption.propose_own(scenario, by=person("disa"), now=NOW) == 1


def test_a_newer_adopted_scenario_takes_the_place_of_the_one_before(three: list[Application]) -> None:
    of_disa(three[1])
    first = adopted(a_scenario(three[0]))
    second = adopted(a_scenario(three[0], name="Ny", share=50), "disa")
    with pytest.raises(Refused, match="inte det som gäller"):
        adoption.propose_own(first, by=person("disa"), now=NOW)
    assert second.outcomes.get().ground == Ground.PART


def test_proposals_that_no_longer_fit_in_the_frame_are_refused(three: list[Application]) -> None:
    of_disa(three[0])
    scenario = adopted(a_scenario(three[0]))
    late_comer = assessed(scenario.call, points=5, serial=9)
    assessment.propose(
        late_comer, kind=DecisionKind.GRANT, amount_ore=AMOUNT, reasons="Bra.", by=person("dag"), now=NOW
    )
    with pytest.raises(Refused, match="Ramen räcker inte längre"):
        adoption.propose_own(scenario, by=person("disa"), now=NOW)


def test_a_case_without_answer_on_jav_is_in_the_way(three: list[Application]) -> None:
    Application.objects.filter(pk=three[0].pk).update(officer=person("disa"))
    scenario = adopted(a_scenario(three[0]))
    with pytest.raises(Refusals, match="Ta först ställning"):
        adoption.propose_own(scenario, by=person("disa"), now=NOW)


def test_with_nothing_assessed_there_is_nothing_to_adopt() -> None:
    application = assigned(received())
    with pytest.raises(Refused, match="inget bedömt ärende"):
        adopted(a_scenario(application))


def ordered(scenario: Scenario) -> ProposalOrder:
    return proposal_orders.order(scenario, digest=digest_of(scenario), total=3, by=person("dag"), now=NOW)


def test_an_order_is_carried_out_once_however_often_it_is_sent(
    three: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    order = ordered(a_scenario(three[0]))
    make_ordered_proposals()
    assert not proposal_orders.carry_out(order.pk, now=NOW)
    order.refresh_from_db()
    assert (order.status, proposal_orders.done_of(order), len(proposals())) == (ProposalOrderStatus.DONE, 3, 3)


def test_a_second_order_while_one_waits_is_the_same(three: list[Application]) -> None:
    scenario = a_scenario(three[0])
    assert ordered(scenario) == ordered(scenario)


def test_an_order_that_is_refused_says_by_what_and_leaves_nothing(three: list[Application]) -> None:
    scenario = a_scenario(three[0])
    order = ordered(scenario)
    withdrawals.withdraw(three[0], reason="Nej.", by=three[0].submitted_by, now=NOW)
    proposal_orders.carry_out(order.pk, now=NOW)
    order.refresh_from_db()
    assert (order.status, order.obstacles, proposals()) == (ProposalOrderStatus.REFUSED, [adoption.CHANGED], [])


def test_an_order_whose_worker_fails_says_so_and_leaves_nothing(three: list[Application]) -> None:
    order = ordered(a_scenario(three[0]))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_all() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;"
            "CREATE TRIGGER refuse_all BEFORE INSERT ON grants_proposal FOR EACH ROW EXECUTE FUNCTION refuse_all();"
        )
    proposal_orders.carry_out(order.pk, now=NOW)
    order.refresh_from_db()
    assert (order.status, proposals()) == (ProposalOrderStatus.FAILED, [])
    assert not Scenario.objects.get().is_adopted


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_adopt_two_scenarios_at_once_come_one_after_the_other(cast: dict[str, User]) -> None:
    application = assessed()
    one, other = a_scenario(application), a_scenario(application, name="Andra")
    shown = digest_of(one)
    answers = at_once(
        lambda: adoption.adopt(one, digest=shown, by=person("dag"), now=NOW),
        lambda: adoption.adopt(other, digest=shown, by=person("dag"), now=NOW),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Changed", "Scenario"]
    assert Proposal.objects.count() == 1
