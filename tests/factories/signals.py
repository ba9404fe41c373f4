"""Signals of risk: raised by the search, on things that two applicants share."""

from datetime import datetime
from io import BytesIO
from typing import Any

from applicants.domain import payment_accounts
from applicants.enums import AccountKind
from applicants.models import Organisation, PaymentAccount
from grants.domain import drafts
from grants.domain.signals import review
from grants.domain.signals.search import search
from grants.enums import SignalKind, SignalOutcome
from grants.models import Application, Call, Signal, SignalReview
from grants.questions import QuestionKind
from tests.factories.applications import received
from tests.factories.drafts import a_draft, sign
from tests.factories.moments import NOW
from tests.factories.people import an_association, person, signatory_of
from tests.factories.remembered import remembered

SHARED_ACCOUNT = "5050-1055"
ANOTHER = 801  # the serial of the other applicant
LONG_TEXT = (
    "Vi har under tre år mött ungdomar på gården varje fredag kväll och sett hur de första samtalen blir till vänskap. "
    "Nu vill vi öppna verkstaden också på söndagar, så att den som inte vågar komma ensam kan ta med sig en granne. "
    "Två ledare finns alltid på plats, och den ena talar flera språk. Varje termin bygger vi något som hela kvarteret "
    "får nytta av: bänkar, odlingslådor och en scen där barnen själva bestämmer vad som spelas."
)


@remembered
def stated_account(organisation: Organisation, number: str = SHARED_ACCOUNT, *, now: datetime = NOW) -> PaymentAccount:
    """A bankgiro that the organisation's signatory has stated."""
    return payment_accounts.state(
        organisation, kind=AccountKind.BANKGIRO, number=number, by=signatory_of(organisation), now=now
    )


@remembered
def another_applicant(application: Application, serial: int = ANOTHER, **answers: Any) -> Application:
    """The application of another association in the same call."""
    return received(application.call, organisation=an_association(serial), **answers)


@remembered
def with_file(call: Call, organisation: Organisation, content: bytes, name: str) -> Application:
    """An application that has come in with this PDF."""
    draft = a_draft(call, organisation=organisation)
    question = next(asked.key for asked in draft.form.form.questions if asked.kind is QuestionKind.FILES)
    by = signatory_of(organisation)
    drafts.attach(draft, question=question, name=name, content=BytesIO(content), size=len(content), by=by, now=NOW)
    application = sign(draft)
    assert application is not None
    return application


@remembered
def searched(application: Application, *, now: datetime = NOW) -> list[Signal]:
    """What the case's officer finds now that was not there before."""
    return search(application, by=person("dag"), now=now)


@remembered
def a_signal(application: Application) -> Signal:
    """That another applicant has the same payment account, found in a case of dag's."""
    other = another_applicant(application, title="En annan sökandes projekt")
    stated_account(application.organisation)
    stated_account(other.organisation)
    searched(application)
    return application.signals.get(kind=SignalKind.ACCOUNT)


@remembered
def reviewed_signal(
    signal: Signal, outcome: SignalOutcome = SignalOutcome.CONFIRMED, *, now: datetime = NOW
) -> SignalReview:
    """dag's stand on it."""
    return review.review(signal, outcome=outcome, note="Kontot tillhör grannföreningen.", by=person("dag"), now=now)
