"""Letters: context → HTML → tagged PDF. What a letter says comes from the decision, its ordinance version, and the
standing texts in force when it is drawn up (`grants.letter_texts`).

A render function takes ``draft``, a text that is not published, to show the letter as it would be with it.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.dates import stockholm_date
from delmos.lib.money import format_sek
from delmos.lib.pdf import render_pdf
from delmos.lib.template import tidpunkt
from grants.clocks import may_ask_from
from grants.domain.proposal_lines import lines_of
from grants.domain.queries.letter_texts import bound, in_force
from grants.domain.queries.officials import left_out
from grants.domain.requested import budget_years, requested_by_year
from grants.enums import LetterKind
from grants.interfaces.decision_data import decision_data
from grants.interfaces.letter_words import Values, day, everywhere, of_application, said
from grants.interfaces.sealing import seal
from grants.models import (
    Application,
    ConflictRuling,
    Decision,
    DecisionRequest,
    DelayNotice,
    Dissent,
    LetterText,
    Withdrawal,
)

STATIC = Path(settings.BASE_DIR) / "static"
A_PERSON = "den som frågan gäller"


def decision_html(decision: Decision, *, draft: LetterText | None = None) -> str:
    """The decision letter as HTML, with the contents of INV-12 and the appeal text of INV-13."""
    application = decision.application
    values = {
        **of_application(application),
        "belopp": format_sek(decision.amount_ore),
        "budgetår": _years_in_words(decision),
        "sista_dag_redovisning": day(decision.report_due_on),
        "regel": decision.appeal_law,
    }
    if not decision.officials_left_out:
        values |= {"beslutsfattare": decision.decider.name, "föredragande": _name(decision.rapporteur)}
    return _html(
        "letters/decision.html",
        said(_texts_of(decision), values, draft=draft),
        {
            "decision": decision,
            "application": application,
            "organisation": application.organisation,
            "ordinance": application.ordinance,
            "budget": _budget(decision),
            "lines": lines_of(decision),
            "conditions": decision.condition_lines,
            "parts": decision.parts,
            "years": _years(decision),
            "applied_by_year": _applied_by_year(application),
            "present": decision.present_in_words,
            "unconfirmed": application.ordinance.confirmed_on is None,
        },
    )


def render_dissent(dissent: Dissent, *, draft: LetterText | None = None) -> bytes:
    """A dissenting opinion, a page of its own, as a sealed PDF. It leaves names out where the decision does."""
    decision = dissent.decision
    role = "föredragit ärendet" if decision.rapporteur_id == dissent.noted_by_id else "deltagit i handläggningen"
    values = {"beslutsdag": day(decision.decided_on)}
    context = {"dissent": dissent, "decision": decision, "role": role}
    letter = letter_of_case(LetterKind.DISSENT, decision.application, dissent.noted_at, values, context, draft)
    return letter if draft else seal(letter)


def render_decision(decision: Decision, *, draft: LetterText | None = None) -> bytes:
    """The decision letter as PDF/A-3a and PDF/UA-1, with the decision as data inside. Not yet sealed: it is read first.

    Reads only files of the project.
    """
    return render_pdf(decision_html(decision, draft=draft), assets=STATIC, data=decision_data(decision))


def render_write_off(withdrawal: Withdrawal, *, draft: LetterText | None = None) -> bytes:
    """The decision to write a withdrawn application off, as a sealed PDF/A-3a and PDF/UA-1."""
    values = {"återkallad": tidpunkt(withdrawal.withdrawn_at), "beslutsfattare": _name(withdrawal.written_off_by)}
    letter = letter_of_case(
        LetterKind.WRITE_OFF,
        withdrawal.application,
        withdrawal.written_off_at,
        values,
        {"withdrawal": withdrawal},
        draft,
    )
    return letter if draft else seal(letter)


def render_delay_notice(notice: DelayNotice, *, draft: LetterText | None = None) -> bytes:
    """The notice of delay, as a tagged, archival PDF."""
    application = notice.application
    values = {
        "beräknad_dag": day(notice.expected_on),
        "får_begära_från": day(may_ask_from(application.begun_at)),
        "tjänsteman": _name(notice.settled_by),
    }
    context = {"notice": notice}
    return letter_of_case(LetterKind.DELAY_NOTICE, application, notice.settled_at, values, context, draft)


def render_request_refused(request: DecisionRequest, *, draft: LetterText | None = None) -> bytes:
    """The decision that refuses a request for a decision, with how it is appealed, as a sealed PDF."""
    application = request.application
    values = {
        "begäran_inkom": day(request.came_in_on),
        "regel": request.appeal_law,
        "beslutsfattare": _name(request.refused_by),
    }
    context = {"request": request, "unconfirmed": application.ordinance.confirmed_on is None}
    letter = letter_of_case(LetterKind.REQUEST_REFUSED, application, request.refused_at, values, context, draft)
    return letter if draft else seal(letter)


def render_conflict_ruling(ruling: ConflictRuling, *, draft: LetterText | None = None) -> bytes:
    """What the agency has found on a question of jäv, as a sealed PDF. A case may have come to no application yet."""
    question = ruling.question
    nameless = _nameless(question.case_id, draft)
    values = {
        **everywhere(question.case.number),
        "person": A_PERSON if nameless else question.person.name,
        "beslutsfattare": _name(ruling.ruled_by),
    }
    texts = in_force(LetterKind.CONFLICT_RULING, on=stockholm_date(ruling.ruled_at))
    context = {"ruling": ruling, "question": question, "number": question.case.number, "nameless": nameless}
    letter = _pdf("letters/conflict_ruling.html", said(texts, values, draft=draft), context)
    return letter if draft else seal(letter)


def letter_of_case(
    letter: LetterKind,
    application: Application,
    at: datetime | None,
    values: Values,
    context: dict[str, Any],
    draft: LetterText | None = None,
) -> bytes:
    """A letter about an application, with the texts in force the day it is drawn up."""
    if at is None:
        raise ValueError("a letter is drawn up at a moment")
    texts = in_force(letter, ordinance_key=application.ordinance_key, on=stockholm_date(at))
    frame = {
        "application": application,
        "organisation": application.organisation,
        "nameless": _nameless(application.case_id, draft),
    }
    filled = said(texts, {**of_application(application), **values}, draft=draft)
    return _pdf(f"letters/{letter}.html", filled, {**frame, **context})


def _nameless(case_id: int | None, draft: LetterText | None) -> bool:
    """Whether the letter names no official: as the case is marked, or to show the text that is there then."""
    if draft and draft.block == "officials_left_out":
        return True
    return case_id is not None and left_out(case_id) is not None


def _texts_of(decision: Decision) -> Any:
    """Those that the decision is bound to; one that is being drawn up is bound already, an invented one is not."""
    if decision.texts:
        return bound(LetterKind.DECISION, decision.texts, kind=decision.kind)
    return in_force(
        LetterKind.DECISION,
        ordinance_key=decision.application.ordinance_key,
        kind=decision.kind,
        on=decision.decided_on,
    )


def _budget(decision: Decision) -> list[Any]:
    """The rows of the budget; an invented case has none stored."""
    application = decision.application
    return list(application.budget.all()) if decision.gives_money and application.pk else []


def _years(decision: Decision) -> list[tuple[int, int, int]]:
    """Each budget year with what is applied for and what is given, in öre, when there are several."""
    if not decision.gives_money or not decision.application.pk:
        return []
    requested = requested_by_year(decision.application)
    given = {row.budget_year: row.amount_ore for row in decision.parts.amounts}
    years = sorted({*requested, *given})
    return [(year, requested.get(year, 0), given.get(year, 0)) for year in years] if len(years) > 1 else []


def _applied_by_year(application: Application) -> bool:
    """Whether the application says how much it asks for in each year: a budget of one year does not."""
    return bool(application.pk) and budget_years(application) > 1


def _years_in_words(decision: Decision) -> str:
    years = [str(row.budget_year) for row in decision.parts.amounts] or [str(decision.budget_year)]
    return f"budgetåren {', '.join(years[:-1])} och {years[-1]}" if len(years) > 1 else f"budgetåret {years[0]}"


def _name(person: Any) -> str:
    return person.name if person else ""


def _pdf(template: str, *contexts: dict[str, Any]) -> bytes:
    return render_pdf(_html(template, *contexts), assets=STATIC)


def _html(template: str, *contexts: dict[str, Any]) -> str:
    return render_to_string(template, {name: value for context in contexts for name, value in context.items()})
