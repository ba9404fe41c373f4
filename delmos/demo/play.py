"""One case of today's scene under way: what it has come to, and the acts that take it further, in their order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from applicants.models import Organisation
from delmos.demo import appealed, assessing, conflicts, over_years, steps, written
from delmos.demo.people import Cast, review_mandates, state_account, verify_account
from delmos.demo.steps import Outcome
from delmos.demo.story import Story
from delmos.demo.texts import TEXTS_TODAY
from delmos.demo.themes import THEMES_TODAY
from delmos.demo.today import Scene
from delmos.demo.year_2018 import at
from delmos.lib.dates import stockholm_date
from grants.domain import applications, decision_requests, delay_notices, reports, withdrawals
from grants.enums import DecisionKind
from grants.interfaces.letters import render_write_off
from grants.models import Appeal, Application, Call, CompletionRequest, Decision, FinalReport, Payment

OTHER_MONEY = "Vi har fått pengar till projektet från kommunen."
ASKED_FOR_DECISION = "Vi behöver veta om vi kan hyra lokalen nästa termin."


class Play:
    """A case of which each act sets what the next one needs."""

    application: Application
    asked: CompletionRequest
    decision: Decision
    appealed: Appeal
    payment: Payment
    report: FinalReport

    def __init__(self, scene: Scene, story: Story, call: Call, organisation: Organisation, signatory: User, cast: Cast):
        self.scene, self.story, self.call = scene, story, call
        self.organisation, self.signatory, self.cast = organisation, signatory, cast

    @property
    def outcome(self) -> Outcome:
        """The whole of what was asked for, four fifths of it, or nothing."""
        asked = self.story.requested_ore
        amounts = {DecisionKind.GRANT: asked, DecisionKind.PARTIAL_GRANT: asked // 5 * 4}
        return Outcome(self.scene.kind, amounts.get(self.scene.kind, 0))

    def apply(self, now: datetime) -> None:
        self.application = steps.apply(
            self.call, self.organisation, self.story, by=self.signatory, now=now, late=self.scene.late
        )

    def assign(self, now: datetime) -> None:
        officer = self.cast["dag"]
        if self.scene.conflicted:
            applications.assign(self.application, officer=officer, by=self.cast["rut"], now=now - steps.HOUR)
            conflicts.step_aside(self.application, officer, self.cast, now=now - steps.HOUR)
            officer = self.cast["disa"]
        self.application = steps.assign(self.application, officer, self.cast, now=now)

    def ask(self, now: datetime) -> None:
        self.asked = steps.request_completion(self.application, now=now)

    def note(self, now: datetime) -> None:
        written.note(self.application, by=self.cast["dag"], now=now)

    def complete(self, now: datetime) -> None:
        written.complete(self.asked, by=self.signatory, now=now)

    def object(self, now: datetime) -> None:
        conflicts.object_to_officer(self.application, self.cast["dag"], by=self.signatory, now=now)

    def communicate(self, now: datetime) -> None:
        steps.communicate(self.application, now=now)

    def be_delayed(self, now: datetime) -> None:
        delay_notices.draft_due(now=now)

    def tell_of_delay(self, now: datetime) -> None:
        steps.tell_of_delay(self.application, now=now)

    def ask_for_decision(self, now: datetime) -> None:
        decision_requests.ask(self.application, text=ASKED_FOR_DECISION, by=self.signatory, now=now)

    def withdraw(self, now: datetime) -> None:
        withdrawals.withdraw(self.application, reason=OTHER_MONEY, by=self.signatory, now=now)

    def write_off(self, now: datetime) -> None:
        withdrawals.write_off(self.application, write_letter=render_write_off, by=self.cast["dag"], now=now)

    def check(self, now: datetime) -> None:
        if not self.scene.late:
            review_mandates(self.organisation, self.cast, now=now)
            steps.check(self.application, now=now)

    def invite(self, now: datetime) -> None:
        assessing.invite(self.application, self.cast, now=now)

    def assess(self, now: datetime) -> None:
        assessing.assess(self.application, self.story, self.cast, now=now)

    def score(self, now: datetime) -> None:
        steps.score(self.application, self.story, strong=self.scene.kind is not DecisionKind.REJECT, now=now)

    def propose(self, now: datetime) -> None:
        if not self.scene.late:
            self.score(now)
        steps.propose(self.application, self.story, self.outcome, now=now + steps.HOUR)

    def draw_up(self, now: datetime) -> None:
        more = {}
        if self.scene.over_years:
            over_years.ensure_room(self.call, self.cast, now=now)
            more = over_years.laid_out(
                self.application, self.outcome.amount_ore, self.cast, on=stockholm_date(now), now=now
            )
        self.decision = steps.draw_up(self.application, self.story, self.outcome, self.cast, now=now, **more)

    def decide(self, now: datetime) -> None:
        self.decision = steps.decide(self.decision, self.cast, now=now)

    def dissent(self, now: datetime) -> None:
        over_years.dissent(self.decision, self.cast, now=now)

    def dispatch(self, now: datetime) -> None:
        self.decision = steps.dispatch(self.decision, self.cast, now=now)

    def open(self, now: datetime) -> None:
        appealed.open_letter(self.decision, by=self.signatory, now=now)

    def appeal(self, now: datetime) -> None:
        self.appealed = appealed.appeal(self.decision, by=self.signatory, now=now)

    def look_into(self, now: datetime) -> None:
        self.appealed = appealed.look_into(self.appealed, self.cast, now=now)

    def hand_over(self, now: datetime) -> None:
        appealed.hand_over(self.appealed, self.cast, now=now)

    def state(self, now: datetime) -> None:
        state_account(self.organisation, by=self.signatory, now=now)

    def verify(self, now: datetime) -> None:
        verify_account(self.organisation, self.cast, now=now)

    def prepare(self, now: datetime) -> None:
        self.payment = steps.prepare_payment(self.application, self.cast, now=now)

    def attest(self, now: datetime) -> None:
        self.payment = steps.attest(self.payment, self.application, self.cast, now=now)

    def mark_paid(self, now: datetime) -> None:
        self.payment = steps.mark_paid(self.payment, self.cast, paid_on=stockholm_date(now), now=now)

    def hand_in(self, now: datetime) -> None:
        self.report = reports.save(
            self.application, account=self._account(), base_version=0, by=self.signatory, now=now - steps.HOUR
        )
        self.report = reports.submit(self.report, base_version=self.report.version, by=self.signatory, now=now)

    def approve(self, now: datetime) -> None:
        reports.approve(self.report, note="Redovisningen stämmer med beslutet.", by=self.cast["dag"], now=now)

    def _account(self) -> reports.Account:
        rows = list(self.application.budget.all())
        spent = {row.pk: row.amount_ore for row in rows}
        spent[rows[0].pk] -= self.scene.unspent_ore + self.story.requested_ore - self.outcome.amount_ore
        return reports.Account(
            results="126 personer provade ett uppdrag, och 64 av dem är kvar. Tolv mentorer är utbildade.",
            relation_to_purpose="Fler har blivit delaktiga i föreningen, i linje med syftet med bidraget.",
            follow_up="Vi fortsätter att räkna nya uppdrag varje halvår och redovisar dem på årsmötet.",
            spent=spent,
        )


@dataclass(frozen=True, slots=True)
class Act:
    """A step of a case: what a scene calls it, how many days after the arrival it comes, and what is done."""

    name: str
    days: int
    run: Callable[[Play, datetime], None]


USUAL: tuple[Act, ...] = (
    Act("applied", 0, Play.apply),
    Act("assigned", 1, Play.assign),
    Act("checked", 3, Play.check),
    Act("proposed", 6, Play.propose),
    Act("drawn up", 9, Play.draw_up),
    Act("decided", 9, Play.decide),
    Act("dispatched", 10, Play.dispatch),
    Act("opened", 11, Play.open),
    Act("stated", 12, Play.state),
    Act("verified", 14, Play.verify),
    Act("prepared", 16, Play.prepare),
    Act("attested", 17, Play.attest),
    Act("paid", 20, Play.mark_paid),
    Act("reported", 38, Play.hand_in),
    Act("approved", 44, Play.approve),
)
_ASSIGNED, _WITHDRAWN = USUAL[:2], Act("withdrawn", 4, Play.withdraw)
_ASKED = (*_ASSIGNED, Act("completing", 4, Play.ask))
# Five months are at most 153 days, and six at most 184.
_DELAYED = (*USUAL[:3], Act("delayed", 154, Play.be_delayed))
_APPEALED = (*USUAL[:8], Act("appealed", 25, Play.appeal))
_NOTICED = Act("noticed", 158, Play.tell_of_delay)
# The cases that leave the usual way: every act up to what the scene calls the last one.
ASIDE: dict[str, tuple[Act, ...]] = {
    "completing": _ASKED,
    "scored": (*USUAL[:3], Act("scored", 6, Play.score)),
    "completed": (*_ASKED, Act("noted", 6, Play.note), Act("completed", 9, Play.complete)),
    "objected": (*_ASSIGNED, Act("objected", 3, Play.object)),
    "invited": (*USUAL[:3], Act("invited", 4, Play.invite)),
    "assessed": (*USUAL[:3], Act("assessed", 5, Play.assess)),
    "dissented": (*USUAL[:6], Act("dissented", 10, Play.dissent)),
    "appealed": _APPEALED,
    "handed over": (*_APPEALED, Act("looked into", 28, Play.look_into), Act("handed over", 31, Play.hand_over)),
    "communicated": (*_ASSIGNED, Act("communicated", 4, Play.communicate)),
    "delayed": _DELAYED,
    "noticed": (*_DELAYED, _NOTICED),
    "requested": (*_DELAYED, _NOTICED, Act("requested", 207, Play.ask_for_decision)),
    "withdrawn": (*_ASSIGNED, _WITHDRAWN),
    "written off": (*_ASSIGNED, _WITHDRAWN, Act("written off", 6, Play.write_off)),
}


def run(play: Play, *, now: datetime) -> None:
    """Take the case as far as its scene says. The letter that waits for its decider is drawn up now, dated today."""
    arrived = stockholm_date(now) - timedelta(days=play.scene.days_ago)
    for number, act in enumerate(_way_to(play.scene.until)):
        waits = act.name == play.scene.until == "drawn up"
        act.run(play, now if waits else at(arrived + timedelta(days=act.days), 9 + number % 6))


def todays_story(key: int, seat: str, county: str, call: Call) -> Story:
    """What an organisation with its seat in this municipality applies for."""
    return Story(
        key=key * 7919,
        theme=THEMES_TODAY[key % len(THEMES_TODAY)],
        texts=TEXTS_TODAY,
        seat_municipality=seat,
        county_codes=(county,),
        requested_ore=180_000_00 + key * 17_500_00,
        starts_on=call.project_starts_on,
        ends_on=call.project_ends_on,
        active_since=date(2003 + key % 20, 4, 1),
    )


def _way_to(until: str) -> tuple[Act, ...]:
    """The acts that lead to ``until``, with that one last. Raises ValueError for a name that no act has."""
    return ASIDE.get(until) or USUAL[: [act.name for act in USUAL].index(until) + 1]
