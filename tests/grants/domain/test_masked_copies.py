"""Masks and the copy drawn from them: tried, queued, drawn once, stored once, and never the original."""

from io import BytesIO

import pypdfium2 as pdfium
import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants import tasks
from grants.domain import masked_copies, release_masks
from grants.domain.messages import Attachment
from grants.domain.release_masks import Cut
from grants.enums import ApplicationStatus, MaskKind, ReleaseOutcome
from grants.interfaces.release_letters import mask_font
from grants.models import ReleaseItem
from journal.domain import documents
from journal.models import Document, Event
from tests.factories import NOW, a_pdf, application_at, person
from tests.factories.registry import PROTECTED_NAME, RULE, drawn, mask, masked, posted, release_item, tried

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> ReleaseItem:
    """A letter that is to be released without the name in it."""
    return tried(ReleaseOutcome.MASKED, rule="")


def text_of(document: Document) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(documents.read(document)))


def test_the_copy_has_nothing_of_the_name_and_is_stored_once(item: ReleaseItem) -> None:
    assert PROTECTED_NAME in text_of(item.entry.document)
    mask(item)
    copy = drawn(item).copy
    assert (text_of(copy), b"Hemlig" in documents.read(copy)) == ("", False)
    assert masked_copies.draw_due(font=mask_font, now=NOW) == 0


def test_the_copy_says_how_often_each_phrase_was_found(item: ReleaseItem) -> None:
    mask(item)
    mask(item, words="Finns inte")
    assert drawn(item).copy_notes["counts"] == {PROTECTED_NAME: 1, "Finns inte": 0}


def test_a_text_of_the_portals_own_is_masked_as_text() -> None:
    case = application_at(ApplicationStatus.IN_REVIEW).case
    entry = posted(case, files=[], way="phone", said=f"{PROTECTED_NAME} ringde.").items.get().entry
    copy = masked(entry).copy
    assert documents.read(copy).decode() == f"█████ [{RULE}] ringde."


def test_a_data_file_is_masked_in_its_values() -> None:
    entry = application_at(ApplicationStatus.IN_REVIEW).case.entries.get(serial=1)
    item = tried(ReleaseOutcome.MASKED, entry, rule="")
    mask(item, words="Föreningen Grannsamverkan Öster")
    copy = drawn(item).copy
    assert "Grannsamverkan" in documents.read(entry.document).decode()
    assert "Grannsamverkan" not in documents.read(copy).decode()


def test_a_page_of_a_text_cannot_be_masked_and_the_row_says_so() -> None:
    entry = application_at(ApplicationStatus.IN_REVIEW).case.entries.get(serial=1)
    item = tried(ReleaseOutcome.MASKED, entry, rule="")
    mask(item, kind=MaskKind.PAGE, page=1)
    after = drawn(item)
    assert (after.copy, after.copy_problem) == (
        None,
        "Texter och datafiler maskeras med ord, inte med sidor eller delar av sidor.",
    )


def test_what_cannot_be_drawn_is_not_tried_again_until_it_is_ordered_again(rut: User) -> None:
    entry = posted(files=[Attachment("trasig.pdf", BytesIO(b"%PDF-1.7 trasig"), 15)]).items.get().entry
    item = tried(ReleaseOutcome.MASKED, entry, rule="")
    mask(item)
    assert drawn(item).copy_problem.startswith("PDF-filen går inte att läsa.")
    assert masked_copies.draw_due(font=mask_font, now=NOW) == 0
    release_masks.order_copy(item, by=rut, now=NOW)
    item.refresh_from_db()
    assert item.is_drawing


def test_a_change_of_the_masks_takes_the_copy_back(rut: User) -> None:
    item = masked()
    mask(item, kind=MaskKind.PAGE, page=1)
    item.refresh_from_db()
    assert (item.copy, item.copy_made_at, item.is_drawing) == (None, None, False)


def test_taking_a_mask_back_takes_the_copy_back(rut: User) -> None:
    item = masked()
    release_masks.remove(item.masks.get(), by=rut, now=NOW)
    item.refresh_from_db()
    assert (item.copy, item.masks.count()) == (None, 0)


def test_ordering_twice_is_one_order(item: ReleaseItem, rut: User) -> None:
    mask(item)
    for _ in range(2):
        release_masks.order_copy(item, by=rut, now=NOW)
    assert Event.objects.filter(name="masked_copy_ordered").count() == 1


def test_a_copy_without_a_mask_is_refused(item: ReleaseItem, rut: User) -> None:
    with pytest.raises(Refused, match="minst en maskering"):
        release_masks.order_copy(item, by=rut, now=NOW)


@pytest.mark.parametrize(
    ("cut", "field"),
    [
        (Cut(MaskKind.WORDS, rule=RULE, words="a"), "words"),
        (Cut(MaskKind.WORDS, rule=" ", words="Anna"), "rule"),
        (Cut(MaskKind.PAGE, rule=RULE), "page"),
        (Cut(MaskKind.AREA, rule=RULE, page=1), "width"),
        (Cut(MaskKind.AREA, rule=RULE, page=1, left=900, width=200, height=10), "width"),
    ],
    ids=["one sign", "no rule", "no page", "no size", "outside the page"],
)
def test_a_mask_that_takes_nothing_away_is_refused(cut: Cut, field: str, item: ReleaseItem, rut: User) -> None:
    with pytest.raises(Refused) as refused:
        release_masks.add(item, cut, by=rut, now=NOW)
    assert refused.value.field == field


def test_only_what_is_to_be_released_in_part_is_masked() -> None:
    with pytest.raises(Refused, match="Pröva först"):
        mask(release_item())


def test_an_office_document_cannot_be_masked_and_is_said_not_to_be() -> None:
    item = tried(ReleaseOutcome.MASKED, rule="")
    item.entry.document.content_type = "application/vnd.oasis.opendocument.text"
    with pytest.raises(Refused, match="går inte att maskera"):
        release_masks.check_can_be_masked(item)


def test_the_event_log_never_holds_the_words(item: ReleaseItem) -> None:
    release_masks.remove(mask(item), by=person("rut"), now=NOW)
    assert [event for event in Event.objects.all() if PROTECTED_NAME in str(event.data)] == []


def test_a_picture_without_text_says_where_words_cannot_be_found() -> None:
    content = a_pdf()
    entry = posted(files=[Attachment("tom.pdf", content, len(content.getvalue()))]).items.get().entry
    item = tried(ReleaseOutcome.MASKED, entry, rule="")
    mask(item)
    assert drawn(item).copy_notes["without_text"] == [1]


def test_the_sweep_draws_what_is_ordered(item: ReleaseItem, rut: User) -> None:
    mask(item)
    release_masks.order_copy(item, by=rut, now=NOW)
    tasks.draw_masked_copies()
    item.refresh_from_db()
    assert (item.copy is None, item.copy_pages, item.copy_of_pages) == (False, 1, 1)


def test_a_copy_of_masks_that_were_changed_while_it_was_drawn_is_not_kept(item: ReleaseItem, rut: User) -> None:
    mask(item)
    release_masks.order_copy(item, by=rut, now=NOW)

    def font_while_a_mask_is_added() -> bytes:
        mask(item, kind=MaskKind.PAGE, page=1)
        return mask_font()

    assert masked_copies.draw(item.pk, font=font_while_a_mask_is_added, now=NOW) is False
    item.refresh_from_db()
    assert (item.copy, item.is_drawing) == (None, False)
