"""What is left of a frame."""

from dataclasses import dataclass
from datetime import datetime

from delmos.lib.dates import stockholm_date
from grants.domain import frames, ledger
from grants.models import Application


@dataclass(frozen=True, slots=True)
class FrameLeft:
    """Size, granted and left of one frame, in öre."""

    size: int
    granted: int

    @property
    def left(self) -> int:
        return self.size - self.granted


def frame_left(application: Application, now: datetime) -> FrameLeft:
    """The frame that a decision in the case would draw on, as it stands at ``now``. Two queries, no lock."""
    call = application.call
    size = frames.amounts_on(call, stockholm_date(now)).get(application.group, 0)
    return FrameLeft(size, ledger.granted_in(call.pk, application.group, call.budget_year))
