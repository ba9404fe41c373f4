"""What the applicant has to do in its case now."""

from collections.abc import Iterable

from django.urls import reverse

from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.faces import Face
from grants.domain.queries.appeals import Letter
from grants.models import Application, Communication, CompletionRequest
from grants.workflow import APPLICATION

TODO = Face("Att göra", "Att göra", "waiting")
LATE = Face("Svarstiden har gått ut", "Svarstiden har gått ut", "warning")


def own_tasks(
    application: Application, *, requests: Iterable[CompletionRequest], communications: Iterable[Communication]
) -> list[dict[str, object]]:
    """These requests for completion and this material, that nobody has answered, as the task list takes them."""
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
            for found in requests
        ]
    if "answer_communication" in acts:
        tasks += [
            {
                "title": "Yttra er över material i ärendet",
                "url": reverse("own_communication", args=[number, found.number]),
                "hint": f"Svara senast {format_date(found.due_on)}.",
                "face": TODO,
            }
            for found in communications
        ]
    return tasks


def letters_to_open(application: Application, letters: Iterable[Letter]) -> list[dict[str, object]]:
    """The letters that nobody has opened yet, as the task list takes them."""
    return [
        {
            "title": f"Öppna brevet: {letter.entry.title}",
            "url": reverse("own_letter", args=[application.case.number, letter.entry.serial]),
            "hint": f"Vi skickade det {format_date(stockholm_date(letter.entry.occurred_at))}.",
            "face": TODO,
        }
        for letter in letters
        if letter.is_closed
    ]
