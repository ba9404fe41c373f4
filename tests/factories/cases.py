"""An application in any status, also those that lie behind a decision, a payment and a report."""

from typing import Any

from grants.enums import ApplicationStatus, DecisionKind, DecisionStatus, ReportStatus
from grants.models import Application
from tests.factories.applications import early_application_at
from tests.factories.completions import completion_requested
from tests.factories.decisions import decision_at
from tests.factories.remembered import remembered
from tests.factories.reports import report_at
from tests.factories.withdrawals import withdrawn_application_at

_KINDS = {
    ApplicationStatus.GRANTED: DecisionKind.GRANT,
    ApplicationStatus.PARTIALLY_GRANTED: DecisionKind.PARTIAL_GRANT,
    ApplicationStatus.REJECTED: DecisionKind.REJECT,
    ApplicationStatus.DISMISSED: DecisionKind.DISMISS,
}


@remembered
def application_at(status: ApplicationStatus, **arrival: Any) -> Application:
    """An application in this status. ``arrival`` is ``call``, ``organisation``, ``cost_rows`` or single answers."""
    if status in _KINDS:
        application = decision_at(DecisionStatus.DECIDED, kind=_KINDS[status], **arrival).application
    elif status in (ApplicationStatus.WITHDRAWN, ApplicationStatus.WRITTEN_OFF):
        application = withdrawn_application_at(status, **arrival)
    elif status == ApplicationStatus.CLOSED:
        application = report_at(ReportStatus.APPROVED, **arrival).application
    elif status == ApplicationStatus.COMPLETING:
        application = completion_requested(**arrival).application
    else:
        application = early_application_at(status, **arrival)
    return Application.objects.select_related("case", "call", "organisation").get(pk=application.pk)
