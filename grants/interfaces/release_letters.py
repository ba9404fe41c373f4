"""Letters about public documents: the list that goes with the copies, and a refusal with how to appeal it."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.dates import stockholm_date
from delmos.lib.pdf import plain_font, render_pdf
from grants.domain.queries.letter_texts import in_force
from grants.enums import LetterKind
from grants.interfaces.letter_words import COURT_OF_RELEASE, everywhere, said
from grants.models import LetterText, Mask, ReleaseItem, ReleaseRequest

STATIC = Path(settings.BASE_DIR) / "static"
FONT = STATIC / "fonts" / "source-sans-3-latin-400-normal.woff2"


def render_cover(request: ReleaseRequest, items: list[ReleaseItem], *, draft: LetterText | None = None) -> bytes:
    """The letter that lists what is released, wholly or in part, and what is not, as a tagged PDF (PDF/UA-1)."""
    return _pdf(LetterKind.RELEASE_COVER, request, items, at=request.closed_at, draft=draft)


def render_refusal(request: ReleaseRequest, items: list[ReleaseItem], *, draft: LetterText | None = None) -> bytes:
    """The agency's decision not to release, with its reasons and how to appeal it, as a tagged PDF (PDF/UA-1)."""
    return _pdf(LetterKind.RELEASE_REFUSAL, request, items, at=request.decided_at, draft=draft)


@lru_cache(maxsize=1)
def mask_font() -> bytes:
    """The portal's own font, for the rules on the masks."""
    return plain_font(FONT.read_bytes())


def _pdf(
    letter: LetterKind,
    request: ReleaseRequest,
    items: list[ReleaseItem],
    *,
    at: datetime | None,
    draft: LetterText | None,
) -> bytes:
    if at is None:
        raise ValueError("a letter is drawn up at a moment")
    values = {
        **everywhere(request.case.number, you="du", court=COURT_OF_RELEASE),
        "beslutsfattare": request.decided_by.name if request.decided_by else "",
        "föredragande": " och ".join(sorted({item.decided_by.name for item in items if item.decided_by})),
    }
    rules = [rules_of(item) for item in items]
    context = {
        **said(in_force(letter, on=stockholm_date(at)), values, draft=draft),
        "request": request,
        "rows": [{"item": item, "rules": found} for item, found in zip(items, rules, strict=True)],
        "held_back": any(rules),
    }
    return render_pdf(render_to_string(f"letters/{letter}.html", context), assets=STATIC)


def rules_of(item: ReleaseItem) -> list[str]:
    """The rules that keep the document, or parts of it, from being released; each once."""
    return list(dict.fromkeys(filter(None, [item.rule, *(mask.rule for mask in _masks(item))])))


def _masks(item: ReleaseItem) -> list[Mask]:
    """Those of an item that is stored; the one of an invented request has none."""
    return list(item.masks.all()) if item.pk else []
