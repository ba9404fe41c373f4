"""What is left of the frames that a case may draw on."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from delmos.lib.dates import stockholm_date
from grants.enums import PostingKind
from grants.models import Application, Frame, FrameAmount, Posting


@dataclass(frozen=True, slots=True)
class FrameLeft:
    """Size, granted and left of one frame, in öre."""

    budget_year: int
    size: int
    granted: int

    @property
    def left(self) -> int:
        return self.size - self.granted


def frames_left(application: Application, now: datetime) -> list[FrameLeft]:
    """The frames that a decision in the case may draw on, by year, as they stand at ``now``. One query, no lock."""
    call = application.call
    sizes = FrameAmount.objects.filter(frame=OuterRef("pk"), effective_from__lte=stockholm_date(now))
    frames = Frame.objects.filter(call=call, group=application.group, budget_year__gte=call.budget_year)
    rows = frames.order_by("budget_year").values_list(
        "budget_year",
        Coalesce(Subquery(sizes.order_by("-effective_from", "-pk").values("amount_ore")[:1]), 0),
        Coalesce(_posted(PostingKind.GRANTED), 0) - Coalesce(_posted(PostingKind.WITHDRAWN), 0),
    )
    return [FrameLeft(year, size, int(granted)) for year, size, granted in rows]


def _posted(kind: PostingKind) -> Subquery:
    rows = Posting.objects.filter(
        call=OuterRef("call"), application__group=OuterRef("group"), budget_year=OuterRef("budget_year"), kind=kind
    )
    return Subquery(rows.order_by().values("call").annotate(total=Sum("amount_ore")).values("total"))
