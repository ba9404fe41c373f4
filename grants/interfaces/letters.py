"""Letters: context → HTML → tagged PDF. Everything in a letter comes from the decision and its ordinance version."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.pdf import render_pdf
from grants.enums import DecisionKind
from grants.models import Decision, Withdrawal

STATIC = Path(settings.BASE_DIR) / "static"

OUTCOMES: dict[DecisionKind, str] = {
    DecisionKind.GRANT: "beviljar",
    DecisionKind.PARTIAL_GRANT: "beviljar delvis",
    DecisionKind.REJECT: "avslår",
    DecisionKind.DISMISS: "avvisar",
}
TITLES: dict[DecisionKind, str] = {
    DecisionKind.GRANT: "Beslut om statsbidrag",
    DecisionKind.PARTIAL_GRANT: "Beslut om statsbidrag, delvis bifall",
    DecisionKind.REJECT: "Beslut om avslag på ansökan om statsbidrag",
    DecisionKind.DISMISS: "Beslut att avvisa ansökan om statsbidrag",
}


def decision_html(decision: Decision) -> str:
    """The decision letter as HTML, with the contents of INV-12 and the appeal text of INV-13."""
    application = decision.application
    kind = DecisionKind(decision.kind)
    return render_to_string(
        "letters/decision.html",
        {
            "agency": settings.AGENCY_NAME,
            "decision": decision,
            "application": application,
            "organisation": application.organisation,
            "ordinance": application.ordinance,
            "budget": list(application.budget.all()) if decision.gives_money else [],
            "title": TITLES[kind],
            "outcome": OUTCOMES[kind],
            "conditions": lines(decision.conditions),
            "unconfirmed": application.ordinance.confirmed_on is None,
        },
    )


def render_decision(decision: Decision) -> bytes:
    """The decision letter as a tagged PDF (PDF/UA-1). Reads only files of the project."""
    return render_pdf(decision_html(decision), assets=STATIC)


def render_write_off(withdrawal: Withdrawal) -> bytes:
    """The decision to write a withdrawn application off, as a tagged PDF (PDF/UA-1)."""
    application = withdrawal.application
    html = render_to_string(
        "letters/write_off.html",
        {
            "agency": settings.AGENCY_NAME,
            "withdrawal": withdrawal,
            "application": application,
            "organisation": application.organisation,
        },
    )
    return render_pdf(html, assets=STATIC)


def lines(text: str) -> list[str]:
    """The non-empty lines of ``text``."""
    return [line.strip() for line in text.splitlines() if line.strip()]
