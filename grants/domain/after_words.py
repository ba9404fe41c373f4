"""What has happened after a decision, in words: for the party, and for staff."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from delmos.lib.dates import format_date
from delmos.lib.money import format_sek
from grants.enums import CourtOutcome, DeliveryKind, ReopeningGround, TimelinessGround

FOR_THE_PARTY: dict[str, str] = {
    "letter_received": "Ni har fått del av ett brev från oss",
    "appeal_received": "Vi har tagit emot ert överklagande",
    "appeal_dismissed": "Vi har avvisat överklagandet",
    "appeal_handed_over": "Vi har lämnat över överklagandet till domstolen",
    "appeal_settled": "Domstolen har avgjort överklagandet",
    "appeal_final": "Domstolens avgörande har fått laga kraft",
    "case_reopened": "Vi har tagit upp ärendet igen",
    "decision_corrected": "Vi har rättat ett skrivfel i beslutet",
    "payment_stopped": "Vi har beslutat om hinder mot utbetalning",
    "payment_stop_lifted": "Vi har upphävt hindret mot utbetalning",
    "legal_force_noted": "Beslutet har fått laga kraft",
}
FOR_STAFF: dict[str, str] = {
    "letter_received": "Parten har fått del av ett brev",
    "letter_sent_too": "Brevet skickat också på annat sätt",
    "delivery_struck": "Uppgift om delgivning struken",
    "legal_force_noted": "Laga kraft",
    "legal_force_taken_back": "Anteckning om laga kraft borttagen",
    "appeal_received": "Överklagande inkommet",
    "appeal_tested": "Överklagandets tid prövad",
    "appeal_test_returned": "Frågan om tiden lämnad tillbaka",
    "appeal_dismissed": "Överklagandet avvisat",
    "appeal_reinstated": "Överklagandet upptaget igen",
    "appeal_reconsidered": "Det överklagade beslutet omprövat",
    "appeal_bundle_ordered": "Akten till domstolen beställd",
    "appeal_bundle_made": "Akten till domstolen klar",
    "appeal_handed_over": "Överklagandet överlämnat till domstol",
    "appeal_settled": "Domstolen har avgjort överklagandet",
    "appeal_final": "Domstolens avgörande har fått laga kraft",
    "case_reopened": "Ärendet upptaget igen",
    "decision_corrected": "Skrivfel i beslutet rättat",
    "payment_stop_proposed": "Hinder mot utbetalning föreslaget",
    "payment_stop_dropped": "Förslaget om hinder mot utbetalning nedlagt",
    "payment_stopped": "Hinder mot utbetalning beslutat",
    "payment_stop_lifted": "Hindret mot utbetalning upphävt",
    "payment_stop_ended": "Hindret mot utbetalning upphörde med beslutet",
}


def _letter(data: Mapping[str, Any]) -> str:
    kind = DeliveryKind(data["kind"]).label
    return f"Handling {data['letter']}, {format_date(date.fromisoformat(data['happened_on']))}. {kind}."


DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "letter_received": _letter,
    "letter_sent_too": _letter,
    "legal_force_noted": lambda data: (
        f"Sista dag att överklaga var {format_date(date.fromisoformat(data['due_on']))}, och inget överklagande kom in."
    ),
    "appeal_tested": lambda data: f"{TimelinessGround(data['ground']).label}.",
    "appeal_handed_over": lambda data: f"{data['court']}.",
    "appeal_settled": lambda data: f"{data['court']}. {CourtOutcome(data['outcome']).label}.",
    "appeal_final": lambda data: f"{format_date(date.fromisoformat(data['final_on'])).capitalize()}.",
    "case_reopened": lambda data: f"{ReopeningGround(data['ground']).label}.",
    **dict.fromkeys(
        ("payment_stop_proposed", "payment_stopped", "payment_stop_lifted"),
        lambda data: f"{format_sek(data['amount_ore'])}.",
    ),
    "decision_corrected": lambda data: f"”{data['old']}” ska vara ”{data['new']}”.",
}
