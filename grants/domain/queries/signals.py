"""The signals of a case as a person may read them: what points at a case of that person's jäv is closed (INV-8)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Prefetch, QuerySet, Value, When

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import one
from grants.domain.signals.kinds import BY_CODE, Kind
from grants.enums import ConflictAnswer, SignalKind, SignalStatus
from grants.models import Application, Signal, SignalReview
from grants.permissions import conflict_answer, without_conflict
from grants.workflow import APPLICATION

HIDDEN = "Signalen pekar på något som du inte får se på grund av jäv. En kollega tar ställning till den."


@dataclass(frozen=True, slots=True)
class Shown:
    """A signal with its kind; ``seen``: the reader may know what it points at.

    ``may_judge``: the reader is the case's officer, or stands in for one who may not know.
    """

    signal: Signal
    kind: Kind
    seen: bool
    may_judge: bool

    @property
    def explanation(self) -> str:
        return self.signal.explanation if self.seen else HIDDEN

    @property
    def other(self) -> Application | None:
        return self.signal.other if self.seen else None

    @property
    def reviews(self) -> list[SignalReview]:
        """The stands taken, the newest first: nothing of what is closed to the reader."""
        return sorted(self.signal.reviews.all(), key=lambda review: -review.pk) if self.seen else []


def signals_in(application: Application, person: User) -> list[Shown]:
    """The signals of the case: what waits for a stand first, then the heaviest. Two queries."""
    shown = [_shown(signal, application, person) for signal in _signals(application, person)]
    order = list(SignalStatus)
    return sorted(shown, key=lambda one: (order.index(one.signal.status), -one.kind.weight, one.signal.pk))


def signal_of(application: Application, pk: int, person: User) -> Shown:
    """One signal of the case. Raises NotYours for another's."""
    return _shown(one(_signals(application, person), pk=pk), application, person)


def may_know(signal: Signal, person: User) -> bool:
    """Whether ``person`` is not kept out by jäv of the case that the signal points at."""
    return signal.other is None or conflict_answer(person, signal.other) is not ConflictAnswer.CONFLICT


def _shown(signal: Any, application: Application, person: User) -> Shown:
    allowed = "review_signal" in APPLICATION.acts_from(application.status) and person.may(Permission.ASSESS_CASES)
    is_judge = application.officer_id == person.pk or (application.officer is not None and not signal.officer_may)
    stands = signal.status is not SignalStatus.GONE
    return Shown(signal, BY_CODE[SignalKind(signal.kind)], signal.seen, allowed and stands and signal.seen and is_judge)


def _seen_by(person: User) -> Case:
    open_to = Exists(Application.objects.filter(without_conflict(person), pk=OuterRef("other")))
    return Case(When(other=None, then=Value(True)), default=open_to, output_field=BooleanField())


def _signals(application: Application, person: User) -> QuerySet[Signal]:
    stands = Prefetch("reviews", SignalReview.objects.select_related("reviewed_by").order_by("pk"))
    return (
        Signal.objects.filter(application=application)
        .select_related("other__case", "other__organisation")
        .prefetch_related(stands)
        .annotate(seen=_seen_by(person), officer_may=_seen_by(application.officer or person))
        .order_by("pk")
    )
