"""”Får vi söka?”: what the rules of a call say of answers that an applicant gives. Nothing is read or stored here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from applicants.enums import OrganisationType
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.geography import municipality
from delmos.lib.refusal import Law
from grants.enums import Stage
from grants.models import Call
from grants.ordinances.profile import Requirement, SelfCheck

# An answer: yes or no, a day, the code of a municipality, or None when the applicant does not know.
Answer = bool | date | str | None
AREA = "call_counties"


class Verdict(IntEnum):
    """What an answer leads to; of several, the highest is what holds."""

    YES = 0
    EXAMINE = 1
    NO = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What one demand says: the verdict, the reason in a sentence, and the rule."""

    title: str
    verdict: Verdict
    reason: str
    law: Law


@dataclass(frozen=True, slots=True)
class Result:
    """All findings, the applicant's type first, and the demands that only the agency can try."""

    findings: tuple[Finding, ...]
    tried_later: tuple[Requirement, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Whether the applicant may apply, as far as the answers go."""
        return max(finding.verdict for finding in self.findings)


def asked(call: Call, kind: OrganisationType) -> tuple[Requirement, ...]:
    """The demands that applicants of ``kind`` can try themselves, as the call and its ordinance version have them."""
    own = [requirement for requirement in call.ordinance.requirements_for(kind) if requirement.self_check]
    return (*own, *_area(call))


def try_out(call: Call, kind: OrganisationType | None, answers: Mapping[str, Answer], *, today: date) -> Result:
    """What the rules say of an applicant of ``kind`` (None: of no type that the portal knows) with these answers.

    ``answers`` by requirement code; one that is missing counts as not known.
    """
    ordinance = call.ordinance
    group = ordinance.group_of(kind) if kind else None
    if kind is None or group is None:
        names = ", ".join(known.name.lower() for known in ordinance.groups)
        return Result((Finding("Vem som kan söka", Verdict.NO, f"Utlysningen är för {names}.", ordinance.who_law),))
    may = Finding("Vem som kan söka", Verdict.YES, f"{kind.label} kan söka.", ordinance.who_law)
    requirements = asked(call, kind)
    findings = (_finding(call, requirement, answers.get(requirement.code), today) for requirement in requirements)
    later = (known for known in ordinance.requirements_for(kind) if not known.self_check and known.excludes)
    return Result((may, *findings), tuple(known for known in later if known.code != "applicant_type"))


def _area(call: Call) -> list[Requirement]:
    if not call.counties:
        return []
    names = ", ".join(call.county_names)
    check = SelfCheck(question=f"Ska allt arbete göras i {names}?", unmet=f"Utlysningen gäller bara arbete i {names}.")
    law = call.ordinance.availability_law
    return [Requirement(code=AREA, title="Län", question=check.question, law=law, self_check=check)]


def _finding(call: Call, requirement: Requirement, answer: Answer, today: date) -> Finding:
    check = requirement.self_check
    if check is None:
        raise ValueError(f"{requirement.code} is not for the applicant to try")
    if answer is None:
        verdict, reason = Verdict.EXAMINE, "Ta reda på det innan ni söker. Vi prövar det i ansökan."
    elif isinstance(answer, date):
        verdict, reason = _years(call, check, answer, today)
    elif isinstance(answer, bool):
        verdict, reason = _met(check, answer == check.met_by)
    else:
        verdict, reason = _met(check, answer in check.municipalities)
        if verdict is Verdict.YES:
            reason = f"{municipality(answer).formal_name} finns i förordningens bilaga."
    return Finding(requirement.title, verdict, reason, requirement.law)


def _met(check: SelfCheck, met: bool) -> tuple[Verdict, str]:
    if met:
        return Verdict.YES, "Kravet är uppfyllt, som ni har svarat."
    return (Verdict.EXAMINE if check.otherwise == "examine" else Verdict.NO), check.unmet


def _years(call: Call, check: SelfCheck, started_on: date, today: date) -> tuple[Verdict, str]:
    """Years are counted to the day of the application, so waiting within the call may be enough."""
    old_enough_on = _years_later(started_on, call.ordinance.minimum_years_active)
    if old_enough_on <= today:
        return _met(check, True)
    if old_enough_on > _last_day(call, Stage.APPLICATION):
        return _met(check, False)
    then = "Sök tidigast då."
    if call.has_two_steps and old_enough_on > _last_day(call, Stage.EXPRESSION):
        then = "Lämna intresseanmälan i tid. Blir ni inbjudna, ansök tidigast då."
    return Verdict.YES, f"{check.unmet} Det har ni gjort från och med {format_date(old_enough_on)}. {then}"


def _last_day(call: Call, stage: Stage) -> date:
    """The last Swedish day on which something can be received in time."""
    return stockholm_date(call.closing_of(stage) - timedelta(microseconds=1))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, counted to a year without it
        return date(day.year + years, 3, 1)
