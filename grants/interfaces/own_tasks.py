"""What the applicant has to do in its case now."""

from django.urls import reverse

from delmos.lib.dates import format_date
from delmos.lib.faces import Face
from grants.domain.queries.correspondence import unanswered_communications, unanswered_requests
from grants.models import Application
from grants.workflow import APPLICATION

TODO = Face("Att göra", "Att göra", "waiting")
LATE = Face("Svarstiden har gått ut", "Svarstiden har gått ut", "warning")


def own_tasks(application: Application) -> list[dict[str, object]]:
    """Requests for completion and material that wait for an answer, as the task list takes them."""
    number = application.case.number
    acts = APPLICATION.acts_from(application.status)
    tasks: list[dict[str, object]] = []
    if "complete_late" in acts:
        tasks += [
            {
                "title": "Komplettera ansökan",
                "url": reverse("own_completion", args=[number, found.number]),
                "hint": f"Svara senast {format_date(found.due_on)}.",
                "face": TODO if found.is_open else LATE,
            }
            for found in unanswered_requests(application)
        ]
    if "answer_communication" in acts:
        tasks += [
            {
                "title": "Yttra er över material i ärendet",
                "url": reverse("own_communication", args=[number, found.number]),
                "hint": f"Svara senast {format_date(found.due_on)}.",
                "face": TODO,
            }
            for found in unanswered_communications(application)
        ]
    return tasks
