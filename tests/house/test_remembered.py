"""What the factories remember is what they would make: the same rows and things, and the same to do afterwards."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from grants.enums import DecisionKind, DecisionStatus
from grants.models import Application, Decision
from tests import factories
from tests.database import everything
from tests.factories import appeals, remembered
from tests.house.addresses import undone

pytestmark = pytest.mark.django_db
Q = CaptureQueriesContext


@pytest.fixture
def twice() -> Iterator[None]:
    """Everything here is made for the first time: nothing of what other tests have made is known."""
    known = dict(remembered._steps)
    remembered._steps.clear()
    yield
    remembered._steps.update(known)


def asked() -> int:
    """How many statements a rejection costs that is sent to the party."""
    with Q(connection) as made:
        factories.decision_at(DecisionStatus.DISPATCHED, kind=DecisionKind.REJECT)
    return len(made)


def in_an_empty_database() -> Iterator[None]:
    """Two turns, each as a test of its own."""
    for _ in range(2):
        with undone():
            remembered.begin(may=True)
            yield
    remembered.begin(may=False)


def test_the_rows_are_those_that_were_made_and_cost_nothing(twice: None) -> None:
    found, costs = [], []
    for _ in in_an_empty_database():
        costs.append(asked())
        found.append(everything())
    made, put_back = found
    assert put_back == made
    assert [len(rows) > 0 for rows in made.values()].count(True) > 25
    assert costs[0] > 200
    assert costs[1] == 0


def test_what_the_database_keeps_by_itself_is_put_back_too(twice: None) -> None:
    """The words of the index are kept by a trigger, and reckoned into a vector."""
    found = []
    for _ in in_an_empty_database():
        factories.received()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM grants_caseindex")
            found.append(cursor.fetchall())
    assert found[0] == found[1] != []


def test_a_step_changes_what_it_was_given_as_it_did(twice: None) -> None:
    seen = []
    for _ in in_an_empty_database():
        application = factories.assigned(factories.received())
        proposed = factories.proposed(application)
        seen.append((proposed is application, vars(application)["status"], application.officer))
    assert seen[0] == seen[1]
    assert seen[0][1] == "proposed"


def test_a_state_that_was_put_back_goes_on_under_all_its_guards(twice: None) -> None:
    """Its triggers are awake again, and the next row has a number of its own."""
    for _ in in_an_empty_database():
        decision = factories.decision_at(DecisionStatus.DISPATCHED)
        with pytest.raises(Exception, match="DELETE"), transaction.atomic():
            Decision.objects.all()._raw_delete(using="default")
        other = factories.received(decision.application.call, organisation=factories.an_association(7))
        assert Application.objects.count() == 2
        assert other.pk > decision.application.pk


def test_what_is_done_after_the_commit_is_done_again(twice: None) -> None:
    told = []
    for _ in in_an_empty_database():
        before = len(connection.run_on_commit)
        factories.received()
        told.append(len(connection.run_on_commit) - before)
    assert told[0] == told[1] > 0


def test_after_a_write_of_the_test_itself_all_is_made(twice: None) -> None:
    costs = []
    for _ in in_an_empty_database():
        factories.person("dag").save()
        costs.append(asked())
    assert min(costs) > 200


def test_after_a_savepoint_that_is_taken_back_all_is_made(twice: None) -> None:
    """What was made in it is gone, though it was made in this test."""
    costs = []
    for _ in in_an_empty_database():
        with undone():
            factories.received()
        costs.append(asked())
    assert min(costs) > 200


def test_what_cannot_be_compared_is_made(twice: None) -> None:
    costs = []
    for _ in in_an_empty_database():
        decision = appeals.opened_decision()
        with Q(connection) as made:
            appeals.appealed(decision, files=[appeals.a_file()])
        costs.append(len(made))
    assert min(costs) > 10
