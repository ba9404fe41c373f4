"""A matter that is delayed: the notice drafted and sent, the request made by the signatory and refused by dag."""

from datetime import UTC, date, datetime
from typing import Any

from grants.domain import decision_requests, delay_notices
from grants.interfaces.letters import render_delay_notice
from grants.interfaces.sealing import seal
from grants.models import Application, DecisionRequest, DelayNotice
from tests.factories.applications import assigned, received
from tests.factories.drafts import a_pdf
from tests.factories.people import person, signatory_of
from tests.factories.remembered import remembered

# Counted from NOW, 2 May 2018, on which the applications come in.
AFTER_FIVE_MONTHS = datetime(2018, 10, 2, 10, 0, tzinfo=UTC)
AFTER_SIX_MONTHS = datetime(2018, 11, 5, 10, 0, tzinfo=UTC)
EXPECTED = date(2018, 12, 14)
DELAYED_BECAUSE = "Vi har fått dubbelt så många ansökningar som förra året."
NOT_NOW_BECAUSE = "Kontrollen hos Kronofogden är inte klar."


def a_delay_letter(notice: DelayNotice) -> bytes:
    """A letter that differs with its case. The verb takes the writer of letters as an argument."""
    return a_pdf(f"{notice.application.case.number} försenat").read()


def a_refusal_letter(request: DecisionRequest) -> bytes:
    """A sealed decision that differs with its case."""
    return seal(a_pdf(f"{request.application.case.number} avslag på begäran").read())


@remembered
def delay_drafted(application: Application | None = None, *, now: datetime = AFTER_FIVE_MONTHS) -> DelayNotice:
    """The draft that the portal writes when five months have passed."""
    application = application or assigned(received())
    delay_notices.draft_due(now=now)
    return application.delay_notices.select_related("application__case").latest("pk")


@remembered
def delay_noticed(application: Application, *, now: datetime = AFTER_FIVE_MONTHS, **changes: Any) -> DelayNotice:
    """A notice sent by dag."""
    said = {"reasons": DELAYED_BECAUSE, "expected_on": EXPECTED, **changes}
    return delay_notices.send(application, **said, write_letter=a_delay_letter, by=person("dag"), now=now)


@remembered
def delay_noticed_for_real(application: Application, *, now: datetime = AFTER_FIVE_MONTHS) -> DelayNotice:
    """A notice sent by dag, with the portal's own letter."""
    said = {"reasons": DELAYED_BECAUSE, "expected_on": EXPECTED}
    return delay_notices.send(application, **said, write_letter=render_delay_notice, by=person("dag"), now=now)


@remembered
def delay_declined(application: Application, *, now: datetime = AFTER_FIVE_MONTHS) -> DelayNotice:
    """Dag says why no notice is needed."""
    return delay_notices.decline(application, reasons="Beslutet fattas i morgon.", by=person("dag"), now=now)


@remembered
def decision_requested(
    application: Application | None = None, *, text: str = "Vi behöver veta.", now: datetime = AFTER_SIX_MONTHS
) -> DecisionRequest:
    """Asked for by the signatory."""
    application = application or assigned(received())
    return decision_requests.ask(application, text=text, by=signatory_of(application.organisation), now=now)


@remembered
def decision_request_refused(
    application: Application | None = None, *, now: datetime = AFTER_SIX_MONTHS
) -> DecisionRequest:
    """Asked for, and refused by dag."""
    application = decision_requested(application).application
    return decision_requests.refuse(
        application, reasons=NOT_NOW_BECAUSE, write_letter=a_refusal_letter, by=person("dag"), now=now
    )
