"""A document that is asked for, as its pages show it: how it was tried, and its pages one at a time."""

from dataclasses import dataclass

from delmos.lib.faces import Face
from delmos.lib.masking import Unreadable
from delmos.lib.page_pictures import MASKABLE, page_count
from delmos.lib.refusal import Refused
from grants.enums import ReleaseOutcome
from grants.models import ReleaseItem
from journal.domain import documents

UNTRIED = Face("Ska prövas", "Ska prövas", "waiting")
OUTCOMES: dict[str, Face] = {
    ReleaseOutcome.RELEASED: Face(ReleaseOutcome.RELEASED.label, "Lämnas ut", "success"),
    ReleaseOutcome.MASKED: Face(ReleaseOutcome.MASKED.label, "Lämnas ut delvis", "active"),
    ReleaseOutcome.REFUSED: Face(ReleaseOutcome.REFUSED.label, "Lämnas inte ut", "danger"),
}


def face_of(item: ReleaseItem) -> Face:
    """How far the trial of a document has come."""
    return OUTCOMES.get(item.outcome, UNTRIED)


@dataclass(frozen=True, slots=True)
class Looked:
    """The page looked at and how many there are; none of a text, which is masked by its words alone.

    ``problem`` says why no page can be shown.
    """

    page: int = 1
    pages: int = 0
    problem: str = ""

    @property
    def before(self) -> int:
        """The page before this one; 0 on the first."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after this one; 0 on the last."""
        return self.page + 1 if self.page < self.pages else 0


def looked_at(item: ReleaseItem, page: int) -> Looked:
    """What can be shown of the page ``page`` of the original; the last one when there are not so many."""
    document = item.entry.document
    if document is None or document.content_type not in MASKABLE:
        return Looked()
    try:
        pages = page_count(documents.read(document), document.content_type)
    except (Unreadable, Refused) as problem:
        return Looked(problem=str(problem))
    return Looked(page=min(page, pages), pages=pages)


def notes_on(item: ReleaseItem) -> list[str]:
    """What whoever looks at the copy must know: what was not found, and the pages where words cannot be found."""
    notes = [
        f"”{phrase}” hittades inte. Titta själv igenom varje sida."
        for phrase, count in item.copy_notes.get("counts", {}).items()
        if not count
    ]
    if pages := item.copy_notes.get("without_text"):
        notes.append(
            f"{_pages(pages)} är {'en bild' if len(pages) == 1 else 'bilder'} utan text som går att söka i. Där hittas "
            "inga ord. Maskera hela sidan eller delar av den."
        )
    if pages := item.copy_notes.get("with_pictures"):
        notes.append(f"{_pages(pages)} har bilder. Ord i bilderna hittas inte.")
    return notes


def _pages(pages: list[int]) -> str:
    numbers = ", ".join(map(str, pages))
    return f"Sida {numbers}" if len(pages) == 1 else f"Sidorna {numbers}"
