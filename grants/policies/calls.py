"""A call: who may begin, send in and call off, and when."""

from collections.abc import Iterable
from datetime import datetime

from applicants.models import Organisation
from delmos.lib.dates import format_moment
from delmos.lib.refusal import Refused
from grants.enums import CallStatus, DecisionKind, Stage
from grants.models import Call
from grants.models.decision import GIVING
from grants.questions import COUNTIES
from grants.workflow import ARRIVAL


def check_not_cancelled(call: Call) -> None:
    """En inställd utlysning tar inte emot ansökningar."""
    if call.is_cancelled:
        raise Refused("Utlysningen är inställd och går inte att söka. Det ni har skrivit går att läsa och kopiera.")


def check_can_be_cancelled(call: Call, *, now: datetime) -> None:
    """En utlysning kan ställas in tills den stänger. Därefter ska ansökningarna få sina beslut."""
    closed_at = call.closing_of(Stage.APPLICATION)
    if now >= closed_at:
        raise Refused(
            f"Utlysningen stängde {format_moment(closed_at)} och kan inte ställas in. "
            "De ansökningar som har kommit in ska få beslut."
        )


def can_be_cancelled(call: Call, *, now: datetime) -> bool:
    """Whether the call stands as published and has not closed."""
    return call.status == CallStatus.PUBLISHED and now < call.closing_of(Stage.APPLICATION)


def check_call_gives(call: Call, kind: DecisionKind) -> None:
    """Ur en inställd utlysning lämnas inga bidrag."""
    if call.is_cancelled and kind in GIVING:
        raise Refused("Utlysningen är inställd. Ansökan kan inte få bifall.", field="kind")


def check_call_takes_drafts(call: Call, *, now: datetime) -> None:
    """En ansökan kan påbörjas medan utlysningen är öppen."""
    check_not_cancelled(call)
    if call.status != CallStatus.PUBLISHED or now < call.opens_at:
        raise Refused(f"Utlysningen öppnar {format_moment(call.opens_at)}. Du kan inte börja ansöka än.")
    if now >= call.closes_at:
        closed = f"Utlysningen stängde {format_moment(call.closes_at)}."
        if call.has_two_steps:
            raise Refused(f"{closed} Nu kan bara de som har bjudits in efter sin intresseanmälan ansöka.")
        raise Refused(f"{closed} Det går inte att börja en ny ansökan.")


def check_may_apply(call: Call, organisation: Organisation) -> None:
    """Bara de typer av sökande som förordningen nämner kan söka."""
    ordinance = call.ordinance
    if ordinance.group_of(organisation.type) is None:
        names = ", ".join(group.name.lower() for group in ordinance.groups)
        raise Refused(
            f"{organisation.name} är {organisation.get_kind_display().lower()} och kan inte söka här. "
            f"Utlysningen är för {names}.",
            law=ordinance.who_law,
        )


def check_counties(call: Call, codes: Iterable[str]) -> None:
    """När utlysningen är begränsad till län ska allt arbete göras i dem."""
    if call.counties and not set(codes) <= set(call.counties):
        raise Refused(
            f"Utlysningen gäller bara arbete i {', '.join(call.county_names)}.",
            law=call.ordinance.availability_law,
            field=COUNTIES,
        )


def check_arrival(call: Call, stage: Stage, *, accepts_late: bool, now: datetime) -> None:
    """Den som skickar in för sent ska ha fått veta det först (INV-2)."""
    if not is_late(call, now, stage) or accepts_late:
        return
    what, consequence = {
        Stage.APPLICATION: ("ansökan", "kan komma att avvisas"),
        Stage.EXPRESSION: ("intresseanmälan", "leder inte till någon inbjudan"),
    }[stage]
    closed = f"Tiden för {what} gick ut" if call.has_two_steps else "Utlysningen stängde"
    raise Refused(
        f"{closed} {format_moment(call.closing_of(stage))}. Du kan ändå skicka in {what}. Den registreras då som "
        f"inkommen för sent och {consequence}. Kryssa i att du vill skicka in den ändå.",
        law=ARRIVAL,
        field="accepts_late",
    )


def is_late(call: Call, moment: datetime, stage: Stage | str = Stage.APPLICATION) -> bool:
    """Whether something received at ``moment`` (UTC, the server's receipt) came after its step had closed (INV-2)."""
    return moment >= call.closing_of(stage)
