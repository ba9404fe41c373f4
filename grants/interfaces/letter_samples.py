"""Letters on invented cases, to show a text before it is published. Nothing here is stored, and nobody here is real."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from accounts.models import User
from applicants.enums import OrganisationType
from applicants.models import Organisation
from grants.enums import ConflictOutcome, ConflictPoint, CorrectedPart, DecisionKind, LetterKind, ReleaseOutcome
from grants.interfaces import appeal_letters, letters, payment_stop_letters, release_letters
from grants.letter_texts import OF_AN_APPLICATION
from grants.letter_texts.block import GIVING
from grants.models import (
    Appeal,
    Application,
    Call,
    ConflictQuestion,
    ConflictRuling,
    Correction,
    Decision,
    DecisionAmount,
    DecisionParts,
    DecisionRequest,
    DelayNotice,
    Dissent,
    Instalment,
    LetterText,
    PaymentStop,
    ReleaseItem,
    ReleaseRequest,
    Withdrawal,
)
from grants.ordinances import VERSIONS, ordinance_version
from grants.ordinances.profile import OrdinanceVersion
from journal.models import Case, RegistryEntry

ONE_CASE = "exempel"
ROUTE = {"appeal": True, "no_appeal": False}
OUTCOME = {"upheld": ConflictOutcome.UPHELD, "immaterial": ConflictOutcome.IMMATERIAL}
REASONS = "Det här är ett påhittat ärende. Här står de skäl som gäller i det enskilda fallet."
SOUGHT_ORE, GRANTED_ORE = 450_000_00, 300_000_00


def samples(draft: LetterText) -> list[tuple[str, str]]:
    """The invented cases that the text can be seen in: a code and a name for each."""
    if draft.letter != LetterKind.DECISION:
        return [(ONE_CASE, "Påhittat ärende")]
    kinds = [DecisionKind(draft.decision_kind)] if draft.decision_kind else list(DecisionKind)
    return [(kind.value, f"Påhittat ärende: {kind.label.lower()}") for kind in kinds]


def render(draft: LetterText, code: str, *, today: date) -> bytes:
    """The whole letter with the text, on the invented case ``code``. Raises KeyError for a case that there is not."""
    if code not in dict(samples(draft)):
        raise KeyError(code)
    make: Callable[..., bytes] = {
        LetterKind.DECISION: _decision,
        LetterKind.DISSENT: _dissent,
        LetterKind.WRITE_OFF: _write_off,
        LetterKind.DELAY_NOTICE: _delay_notice,
        LetterKind.REQUEST_REFUSED: _request_refused,
        LetterKind.CONFLICT_RULING: _conflict_ruling,
        LetterKind.APPEAL_DISMISSED: _appeal_dismissed,
        LetterKind.PAYMENT_STOP: _payment_stop,
        LetterKind.PAYMENT_STOP_LIFTED: _payment_stop,
        LetterKind.CORRECTION: _correction,
        LetterKind.RELEASE_COVER: _release,
        LetterKind.RELEASE_REFUSAL: _release,
    }[LetterKind(draft.letter)]
    return make(draft, code, today)


def ordinance_of(draft: LetterText) -> OrdinanceVersion:
    """The wording that the invented case is under: the one that the text is for, or the newest."""
    return ordinance_version(draft.ordinance_key) if draft.ordinance_key else VERSIONS[-1]


def _decision(draft: LetterText, code: str, today: date) -> bytes:
    return letters.render_decision(_made(draft, DecisionKind(code), today), draft=draft)


def _made(draft: LetterText, kind: DecisionKind, today: date) -> Decision:
    application = _application(draft, today)
    rule, gives = application.ordinance.appeal[kind], kind in GIVING
    made = Decision(
        application=application,
        kind=kind,
        budget_year=today.year,
        amount_ore=GRANTED_ORE if gives else 0,
        decided_on=today,
        reasons=REASONS,
        rules_cited=str(application.ordinance.purpose_law),
        conditions="\n".join(application.ordinance.standard_conditions) if gives else "",
        report_due_on=today + timedelta(days=365) if gives else None,
        appealable=ROUTE.get(draft.block, rule.appealable),
        appeal_law=str(rule.law),
        rapporteur=None if draft.block == "officials_alone" else _somebody("Föredragande"),
        decider=_somebody("Beslutsfattare"),
        officials_left_out=draft.block == "officials_left_out",
        prepared_at=_noon(today),
    )
    made.parts = _parts(today) if gives else DecisionParts()
    return made


def _parts(today: date) -> DecisionParts:
    amount = DecisionAmount(budget_year=today.year, amount_ore=GRANTED_ORE)
    instalment = Instalment(number=1, budget_year=today.year, amount_ore=GRANTED_ORE, planned_on=today)
    return DecisionParts((amount,), (instalment,))


def _dissent(draft: LetterText, _: str, today: date) -> bytes:
    made = Dissent(
        decision=_made(draft, DecisionKind.REJECT, today),
        text=REASONS,
        noted_at=_noon(today),
        noted_by=_somebody("Deltagare"),
    )
    return letters.render_dissent(made, draft=draft)


def _write_off(draft: LetterText, _: str, today: date) -> bytes:
    made = Withdrawal(
        application=_application(draft, today),
        withdrawn_at=_noon(today - timedelta(days=7)),
        written_off_at=_noon(today),
        written_off_by=_somebody("Handläggare"),
    )
    return letters.render_write_off(made, draft=draft)


def _delay_notice(draft: LetterText, _: str, today: date) -> bytes:
    made = DelayNotice(
        application=_application(draft, today),
        reasons=REASONS,
        expected_on=today + timedelta(days=60),
        settled_at=_noon(today),
        settled_by=_somebody("Handläggare"),
    )
    return letters.render_delay_notice(made, draft=draft)


def _request_refused(draft: LetterText, _: str, today: date) -> bytes:
    application = _application(draft, today)
    rule = application.ordinance.appeal[DecisionKind.REJECT]
    made = DecisionRequest(
        application=application,
        came_in_on=today - timedelta(days=14),
        reasons=REASONS,
        appealable=ROUTE.get(draft.block, rule.appealable),
        appeal_law=str(rule.law),
        refused_at=_noon(today),
        refused_by=_somebody("Handläggare"),
    )
    return letters.render_request_refused(made, draft=draft)


def _conflict_ruling(draft: LetterText, _: str, today: date) -> bytes:
    question = ConflictQuestion(
        case=_case(),
        person=_somebody("Handläggare"),
        point=ConflictPoint.OTHER,
        by_party=True,
        raised_at=_noon(today - timedelta(days=7)),
        raised_by=_somebody("Firmatecknare"),
    )
    made = ConflictRuling(
        question=question,
        outcome=OUTCOME.get(draft.block, ConflictOutcome.NOT_UPHELD),
        reasons=REASONS,
        ruled_at=_noon(today),
        ruled_by=_somebody("Beslutsfattare"),
    )
    return letters.render_conflict_ruling(made, draft=draft)


def _appeal_dismissed(draft: LetterText, _: str, today: date) -> bytes:
    received, due = today - timedelta(days=40), today - timedelta(days=19)
    made = Appeal(
        application=_application(draft, today),
        came_in_on=today - timedelta(days=10),
        dismissal_reasons=REASONS,
        dismissed_at=_noon(today),
        dismissed_by=_somebody("Beslutsfattare"),
    )
    return appeal_letters.dismissal(made, received_on=received, due_on=due, draft=draft)


def _payment_stop(draft: LetterText, _: str, today: date) -> bytes:
    decision = _made(draft, DecisionKind.GRANT, today)
    decider = _somebody("Beslutsfattare")
    rule = decision.application.ordinance.stop
    made = PaymentStop(
        application=decision.application,
        decision=decision,
        ground=next(iter(rule.grounds)) if rule else "Grunden står i förordningen.",
        from_instalment=1,
        amount_ore=GRANTED_ORE,
        reasons=REASONS,
        proposed_by=_somebody("Föredragande"),
        decided_at=_noon(today),
        decided_by=decider,
        lift_reasons=REASONS,
        lifted_at=_noon(today),
        lifted_by=decider,
    )
    if draft.letter == LetterKind.PAYMENT_STOP:
        return payment_stop_letters.stop_letter(made, at=_noon(today), decider=decider, draft=draft)
    return payment_stop_letters.render_lift(made, draft=draft)


def _correction(draft: LetterText, _: str, today: date) -> bytes:
    made = Correction(
        decision=_made(draft, DecisionKind.REJECT, today),
        part=CorrectedPart.REASONS,
        old_text="projetet",
        new_text="projektet",
        reasons=REASONS,
        corrected_at=_noon(today),
        corrected_by=_somebody("Beslutsfattare"),
    )
    return appeal_letters.render_correction(made, draft=draft)


def _release(draft: LetterText, _: str, today: date) -> bytes:
    request = ReleaseRequest(
        case=_case(),
        reasons=REASONS,
        closed_at=_noon(today),
        decided_at=_noon(today),
        decided_by=_somebody("Beslutsfattare"),
    )
    item = ReleaseItem(
        request=request,
        entry=RegistryEntry(case=_case(), serial=1, title="Brev"),
        outcome=ReleaseOutcome.REFUSED,
        rule="21 kap. 1 § OSL",
        decided_by=_somebody("Registrator"),
    )
    render_letter = (
        release_letters.render_cover if draft.letter == LetterKind.RELEASE_COVER else release_letters.render_refusal
    )
    return render_letter(request, [item], draft=draft)


def _application(draft: LetterText, today: date) -> Application:
    ordinance = ordinance_of(draft)
    kind = next(iter(sorted(ordinance.groups[0].types)))
    return Application(
        case=_case(),
        call=Call(title="Exempelutlysningen", purpose=ordinance.purpose, contact="registrator@example.se"),
        organisation=Organisation(
            name="Exempelföreningen",
            organisation_number="8029999999",
            kind=OrganisationType(kind),
            address="Exempelgatan 1, 123 45 Exempelstad",
        ),
        applicant_type=kind,
        ordinance_key=ordinance.key if draft.letter in OF_AN_APPLICATION else "",
        title="Exempelprojektet",
        requested_ore=SOUGHT_ORE,
        county_codes=["21"],
        period_starts_on=today + timedelta(days=30),
        period_ends_on=today + timedelta(days=330),
        received_at=_noon(today - timedelta(days=120)),
        begun_at=_noon(today - timedelta(days=120)),
    )


def _case() -> Case:
    return Case(number="EXEMPEL-2025-00001", counterpart="Exempelföreningen")


def _somebody(role: str) -> User:
    return User(name=f"Exempel {role}")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
