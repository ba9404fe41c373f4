"""A decision: its amount, its kind, what must come before it, and the frame."""

from collections.abc import Mapping
from datetime import date

from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from grants.enums import OF_A_COURT, CheckResult, DecisionKind, ReopeningGround
from grants.models import Application, Check, Decision
from grants.policies.calls import is_late
from grants.policies.examination import has_been_communicated, has_unanswered_order, signals_confirmed_at
from grants.workflow import ARRIVAL, COMMUNICATION, COMPLETING


def check_amount(application: Application, kind: DecisionKind, amount_ore: int) -> None:
    """Ett bifall gäller hela det sökta beloppet, ett delvis bifall en del av det, ett avslag inget (INV-17)."""
    requested = application.requested_ore
    if kind in (DecisionKind.REJECT, DecisionKind.DISMISS):
        if amount_ore:
            raise Refused("Ett avslag eller en avvisning har inget belopp.", field="amount")
        return
    if amount_ore <= 0:
        raise Refused("Beloppet ska vara större än 0 kr.", field="amount")
    if amount_ore > requested:
        raise Refused(f"Beloppet får inte vara högre än det sökta, {format_sek(requested)}.", field="amount")
    if kind is DecisionKind.GRANT and amount_ore != requested:
        raise Refused(
            f"Bifall gäller hela det sökta beloppet, {format_sek(requested)}. Välj delvis bifall för ett lägre belopp.",
            field="kind",
        )
    if kind is DecisionKind.PARTIAL_GRANT and amount_ore == requested:
        raise Refused("Beloppet är hela det sökta. Välj bifall.", field="kind")


def check_amounts_of_years(requested: Mapping[int, int], amounts: Mapping[int, int], own_year: int) -> None:
    """Det som beviljas för ett budgetår får inte överstiga det som är sökt för året (INV-17)."""
    refusals = []
    for year, amount in amounts.items():
        field = "amount" if year == own_year else f"amount_{year}"
        if amount < 0 and len(amounts) > 1:
            refusals.append(Refused(f"Beloppet för {year} ska vara större än 0 kr.", field=field))
        elif len(requested) > 1 and amount > max(requested.get(year, 0), 0):
            sought = format_sek(max(requested.get(year, 0), 0))
            refusals.append(Refused(f"Beloppet för {year} får inte vara högre än det sökta, {sought}.", field=field))
    if refusals:
        raise Refusals(refusals)


def check_kind_fits_arrival(application: Application, kind: DecisionKind) -> None:
    """Bara en ansökan som kom in för sent avvisas: andra brister kräver först ett föreläggande (INV-2, 7)."""
    late = can_only_be_dismissed(application)
    if late and kind is not DecisionKind.DISMISS:
        raise Refused("Ansökan kom in för sent och kan bara avvisas.", law=ARRIVAL, field="kind")
    if not late and kind is DecisionKind.DISMISS and not has_unanswered_order(application):
        raise Refused(
            "Ansökan kom in i tid. Den kan avvisas först när ett föreläggande inte har följts.",
            law=COMPLETING,
            field="kind",
        )


def can_only_be_dismissed(application: Application) -> bool:
    """Whether it came too late, and no dismissal of it was set aside, by a court or as obviously wrong."""
    if not is_late(application.call, application.received_at):
        return False
    set_aside = (*OF_A_COURT, ReopeningGround.OBVIOUSLY_WRONG)
    return not application.reopenings.filter(decision__kind=DecisionKind.DISMISS, ground__in=set_aside).exists()


def check_communicated(
    application: Application, kind: DecisionKind, ground: str, checks: dict[str, Check], *, on: date
) -> None:
    """Uppgifter från andra som talar mot sökanden ska kommuniceras innan sökanden får mindre än det sökta.

    Annars ska skälet att låta bli antecknas.

    Uppgifterna är kontroller som inte är uppfyllda, och signaler som handläggaren har bekräftat (INV-11).
    """
    if kind not in (DecisionKind.REJECT, DecisionKind.PARTIAL_GRANT) or ground.strip():
        return
    checked = [check.checked_at for check in checks.values() if check.result == CheckResult.NOT_MET]
    signalled = signals_confirmed_at(application)
    negative = [*checked, *signalled]
    if negative and not has_been_communicated(application, since=max(negative), on=on):
        what = "En kontroll" if checked else "En bekräftad signal"
        raise Refused(
            f"{what} talar mot sökanden. Kommunicera den först och vänta tills sökanden har svarat eller "
            "svarstiden har gått ut. Annars behöver du skriva varför kommunicering är uppenbart obehövlig.",
            law=COMMUNICATION,
            field="communication",
        )


def check_worse_is_communicated(
    application: Application, earlier: Decision | None, amount_ore: int, ground: str, *, on: date
) -> None:
    """Det som gör att ett beslut ändras till det sämre ska sökanden ha fått yttra sig över (25 § FL, INV-11, 22)."""
    if earlier is None or amount_ore >= earlier.amount_ore or ground.strip():
        return
    reopened = getattr(earlier, "reopening", None)
    if reopened and not has_been_communicated(application, since=reopened.reopened_at, on=on):
        raise Refused(
            "Det nya beslutet är sämre för sökanden. Kommunicera det som talar för det först och vänta tills sökanden "
            "har svarat eller svarstiden har gått ut. Annars behöver du skriva varför det är uppenbart obehövligt.",
            law=COMMUNICATION,
            field="communication",
        )


def check_frame(frame_ore: int, granted_ore: int, amount_ore: int) -> None:
    """Summan av beviljade bidrag får inte överstiga ramen (INV-16)."""
    if granted_ore + amount_ore > frame_ore:
        raise Refused(
            f"Ramen räcker inte. Kvar att bevilja är {format_sek(frame_ore - granted_ore)}, "
            f"och beslutet gäller {format_sek(amount_ore)}.",
            field="amount",
        )
