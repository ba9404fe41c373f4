"""What happens with the delay of a case, in the words of its timeline."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from delmos.lib.dates import format_date

FOR_THE_PARTY: dict[str, str] = {
    "delay_notice_sent": "Vi har underrättat er om att ärendet är försenat",
    "decision_requested": "Ni har begärt att ärendet avgörs",
    "decision_request_refused": "Vi har avslagit er begäran om att ärendet avgörs",
}
FOR_STAFF: dict[str, str] = {
    "delay_notice_drafted": "Utkast till underrättelse om försening",
    "delay_notice_sent": "Sökanden underrättad om försening",
    "delay_notice_declined": "Underrättelse om försening behövdes inte",
    "decision_requested": "Sökanden begärde att ärendet avgörs",
    "decision_request_refused": "Begäran om avgörande avslagen",
}
DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "delay_notice_sent": lambda data: f"Ärendet beräknas vara avgjort {_day(data['expected_on'])}.",
    "decision_requested": lambda data: f"Inkom {_day(data['came_in_on'])}. Svar senast {_day(data['due_on'])}.",
}


def _day(stored: str) -> str:
    return format_date(date.fromisoformat(stored))
