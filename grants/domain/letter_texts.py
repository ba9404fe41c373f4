"""The standing texts of letters: the lawyer writes a version, and publishes it from a day (INV-12, INV-13)."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.merge_fields import TextRefused
from delmos.lib.refusal import Refusals, Refused
from grants.domain.queries.letter_texts import Chosen, in_force
from grants.enums import DecisionKind, LetterKind
from grants.letter_texts import BLOCKS, OF_AN_APPLICATION, Block
from grants.models import LetterText
from grants.ordinances import ordinance_version
from grants.permissions import check_may
from journal.domain import events


@transaction.atomic
def write(
    letter: LetterKind,
    block: str,
    *,
    text: str,
    ordinance_key: str = "",
    kind: str = "",
    by: User,
    now: datetime,
) -> LetterText:
    """Write a draft of a text, or write the draft that there is anew. It is for one wording of an ordinance and one
    kind of decision, or for all of them.

    Raises Refused for a field that the text may not use, and for what the letter does not differ by.
    """
    check_may(by, Permission.EDIT_LETTER_TEXTS)
    asked = BLOCKS[letter][block]
    _check_scope(letter, asked, ordinance_key, kind)
    text = text.replace("\r\n", "\n").strip()
    _refusing(lambda: asked.check(text))
    found, _ = LetterText.objects.select_for_update().get_or_create(
        letter=letter,
        block=block,
        ordinance_key=ordinance_key,
        decision_kind=kind,
        published_at=None,
        defaults={"text": text, "written_at": now, "written_by": by},
    )
    found.text, found.written_at, found.written_by = text, now, by
    found.save(update_fields=["text", "written_at", "written_by"])
    events.record(
        found.stream, "letter_text_written", by=by, now=now, version=found.pk, ordinance=ordinance_key, kind=kind
    )
    return found


@transaction.atomic
def publish(draft: LetterText, *, starts_on: date, by: User, now: datetime) -> LetterText:
    """Put the text in force from a Swedish day. Letters drawn up from that day on have it; older ones keep theirs.

    Raises Refusals for everything that the law asks of the text and that it lacks, and Refused for a day that has been,
    a text that says what is said already, and one that is published.
    """
    check_may(by, Permission.EDIT_LETTER_TEXTS)
    draft = _locked_draft(draft)
    block = block_of(draft)
    if lacking := list(block.lacks(draft.text, kind=draft.decision_kind)):
        raise Refusals([Refused(sentence, law=block.law, field="text") for sentence in lacking])
    if starts_on < stockholm_date(now):
        raise Refused("Välj i dag eller en senare dag. Brev som redan är upprättade ändras inte.", field="starts_on")
    if draft.text == before(draft, on=starts_on).text:
        raise Refused("Texten är likadan som den som gäller. Det finns inget att publicera.", field="text")
    draft.starts_on, draft.published_at, draft.published_by = starts_on, now, by
    draft.save(update_fields=["starts_on", "published_at", "published_by"])
    events.record(
        draft.stream, "letter_text_published", by=by, now=now, version=draft.pk, starts_on=starts_on, text=draft.text
    )
    return draft


@transaction.atomic
def discard(draft: LetterText, *, by: User, now: datetime) -> None:
    """Throw a draft away. Raises Refused for a text that is published: that one stands."""
    check_may(by, Permission.EDIT_LETTER_TEXTS)
    draft = _locked_draft(draft)
    events.record(draft.stream, "letter_text_discarded", by=by, now=now, version=draft.pk, text=draft.text)
    draft.delete()


def block_of(version: LetterText) -> Block:
    """What the text is, and what is asked of it."""
    return BLOCKS[LetterKind(version.letter)][version.block]


def before(version: LetterText, *, on: date) -> Chosen:
    """What is said on a day where the version is for, without it."""
    texts = in_force(LetterKind(version.letter), ordinance_key=version.ordinance_key, kind=version.decision_kind, on=on)
    return texts[version.block]


def _locked_draft(draft: LetterText) -> LetterText:
    found = LetterText.objects.select_for_update().filter(pk=draft.pk, published_at=None).first()
    if found is None:
        raise Refused("Texten är redan publicerad eller bortkastad. Ladda om sidan.")
    return found


def _check_scope(letter: LetterKind, block: Block, ordinance_key: str, kind: str) -> None:
    if ordinance_key:
        if letter not in OF_AN_APPLICATION:
            raise Refused("Det här brevet är lika för alla förordningar.", field="ordinance_key")
        ordinance_version(ordinance_key)
    if kind:
        if not block.has_kinds:
            raise Refused("Den här texten är lika för alla slag av beslut.", field="kind")
        DecisionKind(kind)


def _refusing(check: Callable[[], None]) -> None:
    try:
        check()
    except TextRefused as refused:
        raise Refused(str(refused), field="text") from refused
