"""The standing texts of a letter with its fields filled in: what a template shows of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from delmos.lib.merge_fields import as_html, as_plain
from delmos.lib.money import format_sek
from delmos.lib.template import datum
from grants.domain.queries.letter_texts import Chosen
from grants.models import Application, LetterText

COURT, COURT_OF_RELEASE = "förvaltningsrätten", "kammarrätten"
TIME = "inom tre veckor från den dag då {you} fick del av beslutet"

Values = dict[str, str]
Texts = dict[str, Chosen]


def everywhere(number: str, *, you: str = "ni", court: str = COURT) -> Values:
    """The fields that every letter has."""
    return {
        "myndighet": settings.AGENCY_NAME,
        "diarienummer": number,
        "domstol": court,
        "tid_att_överklaga": TIME.format(you=you),
    }


def of_application(application: Application) -> Values:
    """The fields that every letter about an application has."""
    ordinance = application.ordinance
    return {
        **everywhere(application.case.number),
        "projekt": application.title,
        "sökt_belopp": format_sek(application.requested_ore),
        "syfte": application.call.purpose,
        "kontakt": application.call.contact,
        "inkom": day(application.received_at),
        "regel_redovisning": str(ordinance.report_law),
        "regel_utbetalning": str(ordinance.payment_law),
        "regel_återkrav": str(ordinance.reclaim_law),
        "text_om_stopp": ordinance.stop_text,
    }


def said(texts: Texts, values: Values, *, draft: LetterText | None = None) -> dict[str, Any]:
    """What a template takes: each text as HTML under its code in ``say``, the heading as the title of the file, and the
    versions that the letter is made with. ``draft`` stands in for the text that it is a version of.

    A field that this letter has no value for is empty, since the text that uses it is not shown then.
    """
    if draft:
        texts = {**texts, draft.block: Chosen(texts[draft.block].block, draft.text, "förhandsvisning")}
    filled = _Empty(values)
    return {
        "agency": settings.AGENCY_NAME,
        "say": {code: _html(chosen, filled) for code, chosen in texts.items()},
        "title": as_plain(texts["heading"].text, filled),
        "made_with": "; ".join(f"{code} {chosen.version}" for code, chosen in texts.items()),
        "preview": draft is not None,
    }


def day(value: date | datetime | None) -> str:
    """A day in words; of a moment, its Swedish day."""
    return datum(value)


def _html(chosen: Chosen, values: Mapping[str, str]) -> SafeString:
    return mark_safe(as_html(chosen.text, values, inline=chosen.block.inline))


class _Empty(dict[str, str]):
    def __missing__(self, _: str) -> str:
        return ""
