"""The results of many cases, as a ranking reads them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants.domain.queries.points import assessed, points_of
from grants.models import Application
from tests.factories import a_question, an_association, assigned, invited, pointed, received, scored

pytestmark = pytest.mark.django_db


def test_any_number_of_cases_takes_one_query() -> None:
    first = scored(assigned(received()))
    others = [scored(assigned(received(first.call, organisation=an_association(n)))) for n in (1, 2)]
    with CaptureQueriesContext(connection) as queries:
        found = points_of([first.pk, *(other.pk for other in others)])
    assert (set(found.values()), len(queries)) == ({80}, 1)


def test_a_case_is_assessed_when_an_assessment_is_handed_in() -> None:
    whole = scored(assigned(received()))
    pointed(assigned(received(whole.call, organisation=an_association(1))), "dag")
    assert list(Application.objects.filter(assessed())) == [whole]


def test_the_assessment_of_somebody_who_may_be_javig_does_not_count() -> None:
    application = scored(assigned(received()))
    invited(application, "disa")
    a_question(application, "dag")
    assert list(Application.objects.filter(assessed())) == []
