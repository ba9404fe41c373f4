"""What the state of a thing allows, whoever asks. Each rule raises with a sentence a citizen may read."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef

from applicants.enums import AccountStatus
from applicants.models import Organisation, PaymentAccount
from delmos.lib.dates import format_date, format_moment, stockholm_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from delmos.lib.workflow import Transition
from grants.enums import (
    ApplicationStatus,
    CallStatus,
    CheckResult,
    CompletionStatus,
    DecisionKind,
    DecisionStatus,
    ExpressionStatus,
    Stage,
)
from grants.models import Application, Call, Check, Criterion, Decision, Expression, Proposal, Score
from grants.models.decision import GIVING
from grants.ordinances.profile import Requirement
from grants.questions import COUNTIES
from grants.workflow import APPLICATION, ARRIVAL, COMMUNICATION, COMPLETING, INTERNAL_CONTROL, REASONS

GRANTED = frozenset({ApplicationStatus.GRANTED, ApplicationStatus.PARTIALLY_GRANTED, ApplicationStatus.CLOSED})
DECIDED = GRANTED | {ApplicationStatus.REJECTED, ApplicationStatus.DISMISSED}


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


def check_invited_may_start(expression: Expression, *, now: datetime) -> None:
    """I en utlysning i två steg ansöker bara den som har bjudits in efter sin intresseanmälan."""
    if expression.status != ExpressionStatus.INVITED:
        raise Refused("Bara den som har bjudits in efter sin intresseanmälan kan ansöka i den här utlysningen.")
    check_not_cancelled(expression.call)
    closing = expression.call.closing_of(Stage.APPLICATION)
    if now >= closing:
        raise Refused(f"Tiden att ansöka gick ut {format_moment(closing)}. Det går inte att börja en ny ansökan.")


def check_may_invite(expression: Expression) -> None:
    """Alla behandlas lika: den vars intresseanmälan kom in för sent bjuds inte in."""
    check_not_cancelled(expression.call)
    if expression.is_late:
        raise Refused("Intresseanmälan kom in för sent, så sökanden kan inte bjudas in.", law=ARRIVAL)


def can_still_apply(expression: Expression, *, now: datetime) -> bool:
    """Whether an application after the invitation can still come in in time."""
    return not expression.call.is_cancelled and now < expression.call.closing_of(Stage.APPLICATION)


def can_lapse(expression: Expression, *, now: datetime) -> bool:
    """Whether no application can come: the call is called off, or the invited has not applied in time."""
    invited = expression.status == ExpressionStatus.INVITED
    return expression.call.is_cancelled or (invited and not can_still_apply(expression, now=now))


def check_may_lapse(expression: Expression, *, now: datetime) -> None:
    """Den som väntar på besked ska få det, och den som är inbjuden får ansöka tills tiden är ute."""
    if can_lapse(expression, now=now):
        return
    if expression.status == ExpressionStatus.INVITED:
        closing = format_moment(expression.call.closing_of(Stage.APPLICATION))
        raise Refused(f"Sökanden kan ansöka till {closing}. Vänta till dess.")
    raise Refused("Sökanden väntar på besked. Ge sökanden det först.")


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


def step_of_the_party(act: str, application: Application) -> Transition:
    """The row of the table for an act of the applicant.

    Its refusal names no state: how a case is decided is not said before the decision is sent.
    """
    step = APPLICATION.transition(act)
    if application.status not in step.sources:
        raise Refused(f"Det går inte att {step.label.lower()} nu.", law=step.law)
    return step


def check_may_withdraw(application: Application) -> None:
    """En ansökan kan återkallas tills den är beslutad."""
    if application.status not in DECIDED:
        return
    if not application.decisions.filter(status=DecisionStatus.DISPATCHED).exists():
        raise Refused("Ansökan håller på att avgöras och kan inte återkallas. Ni får beslutet när det är skickat.")
    raise Refused(
        "Ansökan är beslutad och kan inte återkallas. Hör av er till oss om ni inte vill ha bidraget."
        if application.status in GRANTED
        else "Ansökan är beslutad och kan inte återkallas."
    )


def check_may_take_back(expression: Expression) -> None:
    """En intresseanmälan kan återkallas tills sökanden har fått besked om den."""
    if expression.settled_at:
        invited = expression.status == ExpressionStatus.INVITED
        raise Refused(
            "Ni har fått besked om intresseanmälan, så den kan inte återkallas."
            f"{' Ni behöver inte ansöka om ni inte vill.' if invited else ''}"
        )


def check_counties(call: Call, codes: Iterable[str]) -> None:
    """När utlysningen är begränsad till län ska allt arbete göras i dem."""
    if call.counties and not set(codes) <= set(call.counties):
        raise Refused(
            f"Utlysningen gäller bara arbete i {', '.join(call.county_names)}.",
            law=call.ordinance.availability_law,
            field=COUNTIES,
        )


def is_late(call: Call, moment: datetime, stage: Stage | str = Stage.APPLICATION) -> bool:
    """Whether something received at ``moment`` (UTC, the server's receipt) came after its step had closed (INV-2)."""
    return moment >= call.closing_of(stage)


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


def newest_checks(application: Application) -> dict[str, Check]:
    """The newest check of each requirement, by requirement code."""
    return {check.requirement: check for check in application.checks.select_related("checked_by").order_by("pk")}


def check_exclusions(application: Application, *, on: date, checks: dict[str, Check] | None = None) -> None:
    """Före bifall och varje utbetalning ska varje formellt krav vara kontrollerat och uppfyllt (INV-18, 19)."""
    found = newest_checks(application) if checks is None else checks
    refusals = [
        refusal
        for requirement in application.ordinance.requirements_for(application.type)
        if requirement.excludes and (refusal := _exclusion(requirement, found.get(requirement.code), on=on))
    ]
    if refusals:
        raise Refusals(refusals)


def _exclusion(requirement: Requirement, check: Check | None, *, on: date) -> Refused | None:
    if check is None:
        return Refused(f"Kontrollen ”{requirement.title}” är inte gjord.", law=requirement.law)
    if check.result == CheckResult.NOT_MET:
        return Refused(f"Kravet ”{requirement.title}” är inte uppfyllt.", law=requirement.law)
    checked_on = stockholm_date(check.checked_at)
    if checked_on + timedelta(days=requirement.valid_days) < on:
        return Refused(
            f"Kontrollen ”{requirement.title}” är från {format_date(checked_on)} och gäller i "
            f"{requirement.valid_days} dagar. Gör om den.",
            law=requirement.law,
        )
    return None


def check_all_scored(criteria: list[Criterion], scores: dict[int, Score]) -> None:
    """Varje kriterium ska vara bedömt med skäl före ett förslag."""
    missing = [criterion.name for criterion in criteria if criterion.pk not in scores]
    if missing:
        raise Refused(f"Bedöm först: {', '.join(missing)}.", law=REASONS)


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


def check_kind_fits_arrival(application: Application, kind: DecisionKind) -> None:
    """Bara en ansökan som kom in för sent avvisas: andra brister kräver först ett föreläggande (INV-2, 7)."""
    late = is_late(application.call, application.received_at)
    if late and kind is not DecisionKind.DISMISS:
        raise Refused("Ansökan kom in för sent och kan bara avvisas.", law=ARRIVAL, field="kind")
    if not late and kind is DecisionKind.DISMISS and not has_unanswered_order(application):
        raise Refused(
            "Ansökan kom in i tid. Den kan avvisas först när ett föreläggande inte har följts.",
            law=COMPLETING,
            field="kind",
        )


def has_unanswered_order(application: Application) -> bool:
    """Whether a request for completion was not answered in time, and has not been since (INV-7)."""
    return application.completion_requests.filter(status=CompletionStatus.EXPIRED).exists()


def has_been_communicated(application: Application, *, since: datetime, on: date) -> bool:
    """Whether material was sent to the party after ``since``, and answered or due before the Swedish day ``on``."""
    sent = application.communications.filter(sent_at__gte=since).prefetch_related("replies")
    return any(communication.is_done(on) for communication in sent)


def check_communicated(
    application: Application, kind: DecisionKind, ground: str, checks: dict[str, Check], *, on: date
) -> None:
    """Uppgifter från andra som talar mot sökanden ska kommuniceras före avslag, eller skälet att låta bli antecknas."""
    negative = [check.checked_at for check in checks.values() if check.result == CheckResult.NOT_MET]
    if kind is not DecisionKind.REJECT or not negative or ground.strip():
        return
    if not has_been_communicated(application, since=max(negative), on=on):
        raise Refused(
            "En kontroll talar mot sökanden. Kommunicera den först och vänta tills sökanden har svarat eller "
            "svarstiden har gått ut. Annars behöver du skriva varför kommunicering är uppenbart obehövlig.",
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


def check_account_verified(account: PaymentAccount | None, organisation: Organisation) -> PaymentAccount:
    """Pengar betalas bara till ett konto som två ekonomer har kontrollerat att det tillhör mottagaren (INV-20)."""
    if account is None:
        raise Refused(f"{organisation.name} har inte uppgett något betalkonto.", law=INTERNAL_CONTROL)
    if account.status != AccountStatus.VERIFIED or account.organisation_id != organisation.pk:
        raise Refused(
            f"{account} är inte kontrollerat av två ekonomer. Kontrollera kontot först.", law=INTERNAL_CONTROL
        )
    return account


def check_dispatched(decision: Decision | None) -> Decision:
    """Ett bidrag betalas ut först när beslutet är skickat till mottagaren (INV-20)."""
    if decision is None or decision.dispatched_at is None or not decision.gives_money:
        raise Refused("Det finns inget expedierat beslut om bidrag att betala ut.")
    return decision


def newest_proposal(application: Application) -> Proposal | None:
    """The proposal that counts."""
    return application.proposals.select_related("proposed_by").order_by("-pk").first()


def newest_scores(application: Application) -> dict[int, Score]:
    """The newest score of each criterion, by criterion id."""
    return {score.criterion_id: score for score in application.scores.order_by("pk")}


def scored_criteria(application: Application) -> tuple[int, int]:
    """How many of the call's criteria are scored, and how many there are. One query."""
    counted = application.call.criteria.aggregate(
        all=Count("pk"),
        scored=Count("pk", filter=Exists(Score.objects.filter(application=application, criterion=OuterRef("pk")))),
    )
    return counted["scored"], counted["all"]
