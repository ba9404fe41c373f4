"""The shape of an ordinance profile: the law of one grant as dated, cited data.

A profile is reviewed code. A call is made under one version, and every case keeps that version for ever (INV-1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from applicants.enums import OrganisationType
from delmos.lib.base_amounts import base_amount
from delmos.lib.refusal import Law
from grants.enums import DecisionKind
from grants.question_rules import Condition

# When the agency must have approved the evidence of those who signed. Never before drafting.
MandateReview = Literal["before_submission", "before_decision"]


@dataclass(frozen=True, slots=True)
class ApplicantGroup:
    """Applicants that share a frame, for example ``("local_government", "Kommuner och regioner", …)``."""

    code: str
    name: str
    types: frozenset[OrganisationType]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What an applicant can answer of a demand before applying (”Får vi söka?”).

    ``kind``: ``yes_no``; ``started_on``, the day the activity began, weighed against ``minimum_years_active``; or
    ``municipality``, one of ``municipalities`` (codes of an annex). ``met_by``: the answer to a yes or no that meets
    the demand. ``otherwise``: what any other answer leads to, ``no`` or that the agency must ``examine`` it, and
    ``unmet`` the sentence that says so.
    """

    question: str
    unmet: str
    kind: Literal["yes_no", "started_on", "municipality"] = "yes_no"
    met_by: bool = True
    otherwise: Literal["no", "examine"] = "no"
    help: str = ""
    municipalities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A formal demand that an officer checks in each case (INV-18).

    ``excludes``: when it is not met no grant may be given. ``valid_days``: how old the check may be at the decision and
    at each payment; None for what does not change once it is checked. ``types``: whom it concerns; empty means
    everybody. ``sources``: where the officer looks. ``self_check``: how applicants may try it themselves; None when
    only the agency can. ``sensitive``: whoever opens the result is logged, as of the democracy condition (lag 2024:488
    9 §, INV-31), and nothing selects on it (10 §, INV-30).
    """

    code: str
    title: str
    question: str
    law: Law
    excludes: bool = True
    valid_days: int | None = None
    types: frozenset[OrganisationType] = frozenset()
    sources: tuple[str, ...] = ()
    self_check: SelfCheck | None = None
    sensitive: bool = False

    def concerns(self, kind: OrganisationType) -> bool:
        """Whether applicants of this type are checked."""
        return not self.types or kind in self.types


@dataclass(frozen=True, slots=True)
class AppealRule:
    """Whether a kind of decision may be appealed, and by which rule (INV-13)."""

    appealable: bool
    law: Law


@dataclass(frozen=True, slots=True)
class InstalmentRule:
    """In how many instalments the money of one budget year may be paid (INV-20).

    ``most`` at the most; with ``above_base_amounts`` only when the year's amount exceeds that many prisbasbelopp of the
    year of the decision, and otherwise in one. ``status_report``: an instalment may wait for an approved status report.
    """

    law: Law
    most: int = 1
    above_base_amounts: int = 0
    status_report: bool = False

    def most_of(self, amount_ore: int, *, decided_in: int) -> int:
        """The number of instalments allowed for ``amount_ore`` (öre) of one budget year."""
        if not self.above_base_amounts:
            return self.most
        base = base_amount(decided_in)
        return self.most if base and amount_ore > self.above_base_amounts * base else 1


@dataclass(frozen=True, slots=True)
class StopRule:
    """An ordinance's own rule (``stop_law``) on payment stop (hinder mot utbetalning): a decision beside the grant.

    ``grounds``: what a stop may rest on, by a code that is kept with each decision. ``no_appeal``: the rule that lets
    nobody appeal it, as in every ordinance here that has one.
    """

    grounds: Mapping[str, str]
    no_appeal: Law


@dataclass(frozen=True, slots=True)
class DefaultQuestion:
    """A question that a new call under this ordinance starts with. ``kind`` is a QuestionKind's value.

    ``sensitive``: whoever opens the answer at the agency is logged, and it is never searched (INV-30, INV-31).
    """

    key: str
    kind: str
    label: str
    help: str = ""
    required: bool = True
    max_length: int = 0
    law: Law | None = None
    choices: tuple[str, ...] = ()
    max_words: int = 0
    when: Condition | None = None
    required_when: Condition | None = None
    years: int = 1
    cofunding: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class DefaultGroup:
    """A page of questions in the form that a new call starts with. ``when``: asked for only when this holds."""

    key: str
    title: str
    questions: tuple[DefaultQuestion, ...]
    when: Condition | None = None


EXPRESSION_KEYS = ("title", "summary", "counties")
SOUGHT_AMOUNT = DefaultQuestion(
    key="sought_amount",
    kind="money",
    label="Ungefär hur mycket vill ni söka?",
    help="En uppskattning räcker. Ni kan söka ett annat belopp om ni blir inbjudna.",
)


# What the points of the usual scale, 0 to 5, mean; the agency's to change in each call.
SCALE_WORDS = ("Underlag saknas", "Mycket svagt", "Svagt", "Godtagbart", "Bra", "Mycket bra")


@dataclass(frozen=True, slots=True)
class DefaultCriterion:
    """An assessment criterion that a new call starts with; weights are whole per cent and sum to 100.

    The scale goes from ``lowest`` to ``highest``, and ``words`` says what each point of it means.
    """

    name: str
    description: str
    weight: int
    law: Law | None = None
    lowest: int = 0
    highest: int = 5
    words: tuple[str, ...] = SCALE_WORDS


@dataclass(frozen=True)
class OrdinanceVersion:
    """One wording of an ordinance, in force from ``valid_from`` to ``valid_to`` (both days included).

    ``confirmed_on``: the day a lawyer at the agency confirmed the profile against the statute book; ``None`` until
    then, and production refuses to publish a call under it. ``uncertain``: what that lawyer must look at.

    ``stop_law`` and ``stop_text`` say what stands between a grant and its payment. ``stop`` is None where that is
    general law alone: the grant is then changed by a new decision, and there is no stop beside it.
    """

    sfs: str
    title: str
    short_title: str
    valid_from: date
    valid_to: date | None
    purpose: str
    purpose_law: Law
    who_law: Law
    availability_law: Law
    groups: tuple[ApplicantGroup, ...]
    funds: tuple[str, ...]
    funds_law: Law
    requirements: tuple[Requirement, ...]
    decision_law: Law
    payment_law: Law
    report_law: Law
    stop_law: Law
    reclaim_law: Law
    stop_text: str
    reclaim_grounds: tuple[str, ...]
    appeal: Mapping[DecisionKind, AppealRule]
    form: tuple[DefaultGroup, ...]
    criteria: tuple[DefaultCriterion, ...]
    mandate_review: MandateReview
    instalments: InstalmentRule
    standard_conditions: tuple[str, ...] = ()
    stop: StopRule | None = None
    change_duty_law: Law | None = None
    minimum_years_active: int = 0
    source: str = ""
    confirmed_on: date | None = None
    uncertain: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        """The version's name in the database, for example ``2018:118/2018-04-06``."""
        return f"{self.sfs}/{self.valid_from.isoformat()}"

    @property
    def citation(self) -> str:
        """How the ordinance is cited, for example ``förordningen (2018:118) om …``."""
        return f"förordningen ({self.sfs}) {self.title}"

    def group_of(self, kind: OrganisationType) -> ApplicantGroup | None:
        """The group that applicants of ``kind`` belong to, or None when they may not apply."""
        return next((group for group in self.groups if kind in group.types), None)

    def group(self, code: str) -> ApplicantGroup:
        """The group with this code. Raises KeyError for an unknown code."""
        for group in self.groups:
            if group.code == code:
                return group
        raise KeyError(f"{self.key} has no group {code!r}")

    def requirements_for(self, kind: OrganisationType) -> tuple[Requirement, ...]:
        """The formal demands that concern applicants of ``kind``, in the ordinance's order."""
        return tuple(requirement for requirement in self.requirements if requirement.concerns(kind))

    @property
    def expression_form(self) -> tuple[DefaultGroup, ...]:
        """The short form that an expression of interest starts with, in a call in two steps.

        Its questions are those of the application, so that an invited applicant need not answer them twice, and the
        amount, which has no budget to stand on yet.
        """
        asked = {question.key: question for group in self.form for question in group.questions}
        short = tuple(asked[key] for key in EXPRESSION_KEYS if key in asked)
        return (DefaultGroup(key="about", title="Vad ni vill göra", questions=(*short, SOUGHT_AMOUNT)),)

    def in_force_on(self, day: date) -> bool:
        """Whether this wording is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
