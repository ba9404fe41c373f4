"""Two who register the same organisation at the same moment: one of them does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from applicants.domain import organisations
from applicants.domain.mandates import Terms
from applicants.enums import MandateRole
from applicants.models import Organisation
from delmos.lib.identity import make_organisation_number
from delmos.lib.refusal import Refused
from tests.factories import NOW, anybody

AGENT = Terms(MandateRole.AGENT)


@pytest.mark.django_db(transaction=True)
def test_a_municipality_is_claimed_by_one_of_two_at_once() -> None:
    start = Barrier(2)

    def claim(person: User, number: str) -> str:
        start.wait(timeout=30)
        try:
            organisations.claim("0184", organisation_number=number, terms=AGENT, by=person, now=NOW)
        except Refused as refused:
            return refused.message
        finally:
            connection.close()
        return ""

    people = [anybody("kim"), anybody("alex")]
    numbers = [make_organisation_number(prefix) for prefix in ("212000900", "212000901")]
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(claim, people, numbers))
    assert answers == ["", organisations.TAKEN]
    assert Organisation.objects.count() == 1
