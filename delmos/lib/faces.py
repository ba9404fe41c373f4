"""How a status looks to a person: its words, its colour token and its shape (never colour alone)."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["neutral", "waiting", "active", "success", "warning", "danger"]

SHAPES: dict[Tone, str] = {
    "neutral": "○",
    "waiting": "◷",
    "active": "◐",
    "success": "●",
    "warning": "▲",
    "danger": "✕",
}


@dataclass(frozen=True, slots=True)
class Face:
    """The two wordings of a status and its tone.

    ``staff`` is what the agency's people read, ``applicant`` what the applicant reads. The tone chooses both the
    colour token in the style sheet and the shape beside the word.
    """

    staff: str
    applicant: str
    tone: Tone

    @property
    def shape(self) -> str:
        """The sign that carries the tone without colour."""
        return SHAPES[self.tone]
