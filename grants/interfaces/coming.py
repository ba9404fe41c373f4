"""What is to come in the applicant's case: days to answer and report by, and money that is decided and not yet paid."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from delmos.lib.dates import days_left, format_date
from delmos.lib.money import format_sek
from grants.domain.ledger import Balance
from grants.models import Application, Communication, CompletionRequest, Decision, FinalReport
from grants.workflow import APPLICATION

Row = dict[str, object]


def coming(
    application: Application,
    *,
    requests: Iterable[CompletionRequest],
    communications: Iterable[Communication],
    decision: Decision | None,
    balance: Balance | None,
    report: FinalReport | None,
    today: date,
) -> list[Row]:
    """The rows: money without a day first, since the report waits for it, and then the nearest day first.

    ``requests`` and ``communications`` are those that nobody has answered; ``decision`` is one that has been sent, with
    its ``balance``, and None before: what is decided and not sent is not the party's to know.
    """
    number = application.case.number
    rows = [
        *_to_answer(number, requests, communications, acts=APPLICATION.acts_from(application.status), today=today),
        *(_after(number, decision, balance, report, today=today) if decision and balance else ()),
    ]
    return sorted(rows, key=lambda row: str(row["on"] or date.min))


def _to_answer(
    number: str,
    requests: Iterable[CompletionRequest],
    communications: Iterable[Communication],
    *,
    acts: Iterable[str],
    today: date,
) -> Iterator[Row]:
    if "complete" in acts:
        for asked in requests:
            if asked.is_open:
                url = reverse("own_completion", args=[number, asked.number])
                yield _row("Komplettera ansökan", asked.due_on, today, asked.consequence, url, "Svara på begäran")
    if "answer_communication" in acts:
        for shown in communications:
            if today <= shown.due_on:
                url = reverse("own_communication", args=[number, shown.number])
                text = "Därefter kan vi besluta i ärendet."
                yield _row("Yttra er över material i ärendet", shown.due_on, today, text, url, "Läs och svara")


def _after(
    number: str, decision: Decision, balance: Balance, report: FinalReport | None, *, today: date
) -> Iterator[Row]:
    yield from _to_pay(decision, balance, today=today)
    if decision.report_due_on and not (report and report.submitted_at):
        is_open = balance.disbursed > 0
        text = "" if is_open else "Redovisningen öppnar när bidraget är utbetalt."
        url = reverse("own_report", args=[number]) if is_open else ""
        yield _row("Slutredovisning", decision.report_due_on, today, text, url, "Lämna slutredovisningen")


def _to_pay(decision: Decision, balance: Balance, *, today: date) -> Iterator[Row]:
    """The instalments that are left, or one sum without a day where what is left is not what was planned."""
    unpaid = decision.parts.unpaid
    stop = decision.parts.stop
    left = balance.remaining - (stop.amount_ore if stop else 0)
    if stop:
        text = "Vi har beslutat om hinder mot utbetalning. Skälen står i beslutet."
        yield _row(f"{format_sek(stop.amount_ore)} betalas inte ut", None, today, text)
    if sum(part.amount_ore for part in unpaid) == left:
        for part in unpaid:
            text = "Först ska vi ha godkänt er lägesrapport." if part.waits else "Beviljat och inte utbetalt än."
            when = f"Tidigast {format_date(part.planned_on)}"
            yield _row(f"Utbetalning av {format_sek(part.amount_ore)}", None, today, text, when=when)
    elif left > 0:
        yield _row(f"Utbetalning av {format_sek(left)}", None, today, "Beviljat och inte utbetalt än.")


def _row(
    title: str, on: date | None, today: date, text: str, url: str = "", link_text: str = "", *, when: str = ""
) -> Row:
    left = days_left(on, today) if on else ""
    return {"title": title, "on": on, "when": when, "left": left, "text": text, "url": url, "link_text": link_text}
