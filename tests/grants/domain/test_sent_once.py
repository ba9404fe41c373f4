"""The same post of an opened page, many times at the same moment: one row, one entry of the diary, one telling."""

from collections.abc import Callable
from typing import Any

import pytest

from grants.domain import communications, completion_requests, messages
from grants.domain.completion_requests import Lacking
from grants.enums import ApplicationStatus
from grants.models import Application, Communication, CompletionRequest, Message
from journal.models import Notice
from tests.database import at_once
from tests.factories import ASKED, CONSEQUENCE, DUE, NOW, application_at, person, signatory_of

pytestmark = pytest.mark.django_db(transaction=True)
ONCE: dict[str, Any] = {"page_key": "sidan", "now": NOW}


def write_to_agency(application: Application) -> Message:
    return messages.receive(application, text="Hej!", by=signatory_of(application.organisation), **ONCE)


def write_to_party(application: Application) -> Message:
    return messages.send(application, text="Hej!", by=person("dag"), **ONCE)


def communicate(application: Application) -> Communication:
    return communications.send(application, text="Ni har en skuld.", due_on=DUE, by=person("dag"), **ONCE)


def ask(application: Application) -> CompletionRequest:
    items = [Lacking(ASKED, "Otydligt.")]
    return completion_requests.request(
        application, items=items, due_on=DUE, consequence=CONSEQUENCE, by=person("dag"), **ONCE
    )


@pytest.mark.parametrize("send", [write_to_agency, write_to_party, communicate, ask], ids=lambda send: send.__name__)
def test_it_is_sent_once(send: Callable[[Application], Any]) -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    before = application.case.entries.count()
    made = at_once(*[lambda: send(application)] * 4)
    assert [type(each).objects.count() for each in made] == [1] * 4
    assert application.case.entries.count() == before + 1
    told = Notice.objects.filter(case_number=application.case.number).values_list("key", "recipient_key")
    assert len(set(told)) == len(told) > 0
