"""The diary: post, general cases, marks, and requests for documents with their masks."""

from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings

from accounts.models import User
from delmos.lib.pdf import render_pdf
from grants.domain import general_cases, masked_copies, post, release_decisions, release_masks, releases, secrecy
from grants.domain.messages import Attachment
from grants.domain.queries.diary import entries_for
from grants.domain.release_masks import Cut
from grants.enums import MaskKind, ReleaseOutcome
from grants.interfaces.release_letters import mask_font
from grants.models import GeneralCase, Mask, ReleaseItem, ReleaseRequest
from grants.series import GENERAL
from journal.domain.post import Incoming
from journal.enums import CounterpartKind, PostWay
from journal.models import Case, Post, RegistryEntry
from tests.factories.moments import NOW, TODAY
from tests.factories.people import person
from tests.factories.remembered import remembered

RULE = "21 kap. 1 § OSL"
PROTECTED_NAME = "Vilhelmina Hemlig"
LETTER_TEXT = f"<p>Hej! Jag heter {PROTECTED_NAME} och bor på Storgatan 4.</p>"


def a_letter_file(body: str = LETTER_TEXT, name: str = "brev.pdf") -> Attachment:
    """A PDF with words in its text layer."""
    html = f'<html lang="sv"><head><title>Brev</title></head><body>{body}</body></html>'
    content = render_pdf(html, assets=settings.BASE_DIR / "static")
    return Attachment(name, BytesIO(content), len(content))


def incoming(**changes: Any) -> Incoming:
    """A letter from an organisation that came today, with ``changes``."""
    usual: dict[str, Any] = {
        "way": PostWay.LETTER,
        "arrived_on": TODAY,
        "title": "Fråga om en utlysning",
        "counterpart": "Byalaget Norra Ängen",
        "counterpart_kind": CounterpartKind.ORGANISATION,
        "title_is_checked": True,
    }
    return Incoming(**{**usual, **changes})


@remembered
def posted(case: Case | None = None, *, files: list[Attachment] | None = None, **changes: Any) -> Post:
    """Post registered by rut: in ``case``, or in a new general case."""
    by, sent = person("rut"), [a_letter_file()] if files is None else files
    if case:
        return post.register(case, incoming=incoming(**changes), files=sent, page_key="", by=by, now=NOW)
    return post.register_in_new_case(
        GENERAL, case_title="Fråga om stöd till byalag", incoming=incoming(**changes), files=sent, by=by, now=NOW
    )


@remembered
def posted_by_a_person(**changes: Any) -> Post:
    """A letter from a private person, of whom nothing may be shown outside the agency."""
    who = {"counterpart": PROTECTED_NAME, "counterpart_kind": CounterpartKind.PERSON, "title_is_checked": False}
    return posted(**{**who, "title": f"Brev från {PROTECTED_NAME}", **changes})


@remembered
def general_case(*, officer: str = "") -> GeneralCase:
    """A general case with its letter, given to ``officer``."""
    found = GeneralCase.objects.select_related("case", "officer").get(case=posted().case)
    if officer:
        return general_cases.assign(found, officer=person(officer), by=person("rut"), now=NOW)
    return found


@remembered
def marked(entry: RegistryEntry, *, sections: tuple[str, ...] = ("21 kap. 1 §",), note: str = "") -> RegistryEntry:
    """The document of ``entry``, marked by rut."""
    secrecy.mark(entry, sections=sections, note=note, by=person("rut"), now=NOW)
    entry.refresh_from_db()
    return entry


@remembered
def a_letter_entry() -> RegistryEntry:
    """The row in the diary of a letter from a private person."""
    return entries_for(person("rut")).get(post_item__post=posted_by_a_person())


@remembered
def release_requested(*, contact: str = "svaret@example.org", wanted: str = "Brevet om byalag.") -> ReleaseRequest:
    """A request that nothing is chosen for yet."""
    return releases.receive(wanted=wanted, contact=contact, by=person("rut"), now=NOW)


@remembered
def release_item(entry: RegistryEntry | None = None) -> ReleaseItem:
    """A document that is asked for and not tried yet."""
    request = release_requested()
    releases.choose(request, entries=[entry or a_letter_entry()], by=person("rut"), now=NOW)
    return request.items.select_related("entry__case", "entry__document").get()


@remembered
def tried(
    outcome: ReleaseOutcome, entry: RegistryEntry | None = None, *, rule: str = RULE, note: str = "Prövat."
) -> ReleaseItem:
    """A document that is asked for and tried by rut."""
    return releases.try_item(release_item(entry), outcome=outcome, rule=rule, note=note, by=person("rut"), now=NOW)


@remembered
def mask(item: ReleaseItem, *, kind: MaskKind = MaskKind.WORDS, by: User | None = None, **place: Any) -> Mask:
    """A mask on the name in the letter, or on ``place``."""
    words = {"words": PROTECTED_NAME} if kind is MaskKind.WORDS else {}
    cut = Cut(kind=kind, rule=RULE, **{**words, **place})
    return release_masks.add(item, cut, by=by or person("rut"), now=NOW)


@remembered
def masked(entry: RegistryEntry | None = None) -> ReleaseItem:
    """A document to be released without the name in it, with its copy drawn."""
    item = tried(ReleaseOutcome.MASKED, entry, rule="")
    mask(item)
    return drawn(item)


@remembered
def drawn(item: ReleaseItem) -> ReleaseItem:
    """The item after its masked copy was ordered and drawn."""
    release_masks.order_copy(item, by=person("rut"), now=NOW)
    masked_copies.draw_due(font=mask_font, now=NOW)
    return ReleaseItem.objects.select_related("request__case", "entry__case", "entry__document", "copy").get(pk=item.pk)


def a_cover(request: ReleaseRequest, items: list[ReleaseItem]) -> bytes:
    """Stands for the letters, whose own tests render them."""
    return f"{request.case.number}: {len(items)}".encode()


@remembered
def answered(item: ReleaseItem) -> ReleaseRequest:
    """The request of a document, answered by rut."""
    return releases.answer(item.request, write_cover=a_cover, by=person("rut"), now=NOW)


@remembered
def written_wanted(item: ReleaseItem) -> ReleaseRequest:
    """The request of a document held back, in which a written decision is wanted."""
    return release_decisions.want_written(item.request, by=person("rut"), now=NOW)


EARLIER = date(2018, 4, 27)
