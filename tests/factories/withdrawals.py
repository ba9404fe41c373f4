"""Withdrawals: made by the signatory, written off by dag."""

from accounts.models import User
from grants.domain import withdrawals
from grants.enums import ApplicationStatus
from grants.interfaces.sealing import seal
from grants.models import Application, Withdrawal
from tests.factories.applications import early_application_at
from tests.factories.drafts import a_pdf
from tests.factories.moments import NOW
from tests.factories.people import declare_no_conflict, person, signatory_of
from tests.factories.remembered import remembered


def a_write_off(withdrawal: Withdrawal) -> bytes:
    """A sealed decision that differs with its case. The verb takes the writer of letters as an argument."""
    return seal(a_pdf(f"{withdrawal.application.case.number} avskrivet").read())


@remembered
def withdrawn(application: Application, *, reason: str = "Vi har fått andra pengar.") -> Withdrawal:
    """Taken back by the signatory."""
    return withdrawals.withdraw(application, reason=reason, by=signatory_of(application.organisation), now=NOW)


@remembered
def written_off(application: Application, *, by: User | None = None) -> Withdrawal:
    """The case of a withdrawn application written off by dag."""
    declare_no_conflict(application, "dag")
    return withdrawals.write_off(application, write_letter=a_write_off, by=by or person("dag"), now=NOW)


@remembered
def withdrawn_application_at(status: ApplicationStatus, **arrival: object) -> Application:
    """An application in one of the two states of a withdrawal, with dag as its officer."""
    application = early_application_at(ApplicationStatus.IN_REVIEW, **arrival)
    withdrawn(application)
    if status == ApplicationStatus.WRITTEN_OFF:
        written_off(application)
    application.refresh_from_db()
    return application
