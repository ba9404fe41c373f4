"""What is signed, read back from the very bytes whose hash is signed: as a page, and as PDF."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.pdf import render_pdf
from grants.interfaces.answers import Section, sections
from grants.questions import TITLE, Form

STATIC = Path(settings.BASE_DIR) / "static"


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """A file as the signed bytes name it."""

    question: str
    name: str
    sha256: str


class Frozen:
    """The content of an application as `drafts.freeze` wrote it (INV-6)."""

    def __init__(self, content: bytes) -> None:
        self.sha256 = sha256(content).hexdigest()
        self._said: Mapping[str, Any] = json.loads(content)

    @property
    def title(self) -> str:
        return str(self._said["answers"].get(TITLE) or "Utan namn")

    @property
    def call(self) -> str:
        return str(self._said["call"]["title"])

    @property
    def applicant(self) -> Mapping[str, str]:
        """Name, organisation number and type."""
        return dict(self._said["applicant"])

    @property
    def statement(self) -> str:
        return str(self._said["statement"])

    @property
    def form(self) -> Form:
        return Form.from_json(self._said["form"])

    @cached_property
    def files(self) -> list[FrozenFile]:
        return [FrozenFile(**file) for file in self._said["files"]]

    @property
    def sections(self) -> list[Section]:
        """Key, title and answers of every page."""
        return sections(self.form, self._said["answers"], self.files, first_year=self._said["call"]["budget_year"])


def frozen_html(frozen: Frozen, *, number: str = "") -> str:
    """The content as HTML; ``number`` is the case number when it is submitted."""
    return render_to_string(
        "letters/application.html", {"agency": settings.AGENCY_NAME, "frozen": frozen, "number": number}
    )


def render_frozen(frozen: Frozen, *, number: str = "") -> bytes:
    """The content as a tagged, archival PDF."""
    return render_pdf(frozen_html(frozen, number=number), assets=STATIC)
