"""Post, a secrecy mark and requests for public documents, played through the real verbs on the days before now."""

from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.db import transaction

from delmos.demo.people import Cast
from delmos.demo.year_2018 import at
from delmos.lib.dates import stockholm_date
from delmos.lib.pdf import render_pdf
from grants.domain import general_cases, masked_copies, post, release_masks, releases, secrecy
from grants.domain.messages import Attachment
from grants.domain.release_masks import Cut
from grants.enums import MaskKind, ReleaseOutcome
from grants.interfaces.release_letters import mask_font, render_cover
from grants.models import GeneralCase
from grants.series import GENERAL, REFERRALS
from journal.domain.post import Incoming
from journal.enums import CounterpartKind, PostWay
from journal.models import Post, RegistryEntry

HEALTH = "21 kap. 1 §"
WRITER = "Maj-Britt Påhittad"
QUESTION = f"""
<h1>Fråga om stöd till vår gård</h1>
<p>Hej! Jag heter {WRITER} och bor på Lindkullevägen 12.</p>
<p>Vi är några grannar som vill ordna träffar på gården. Efter min operation i våras orkar jag inte skriva en lång
ansökan. Finns det något enklare bidrag att söka?</p>
<p>Med vänlig hälsning<br>{WRITER}</p>
"""
REFERRAL = (
    "<h1>Remiss</h1><p>Ni ges tillfälle att yttra er över förslaget till handlingsplan senast om fyra veckor.</p>"
)
REPLY = "<h1>Svar på din fråga</h1><p>Det finns inget enklare bidrag just nu. Ring oss gärna, så berättar vi mer.</p>"


@transaction.atomic
def ensure_registry(cast: Cast, *, now: datetime) -> None:
    """Play the scene unless the diary has post already."""
    if Post.objects.exists():
        return
    today = stockholm_date(now)
    letter = _letter(cast, now=at(today - timedelta(days=6), 9))
    _referral(cast, now=at(today - timedelta(days=3), 10))
    _released_in_part(letter, cast, now=at(today - timedelta(days=2), 11))
    releases.receive(
        wanted="Alla ansökningar som kom in förra veckan.", by=cast["rut"], now=at(today - timedelta(days=1), 13)
    )


def _letter(cast: Cast, *, now: datetime) -> RegistryEntry:
    """A private person's letter with a case of its own: marked, given to an officer, and answered."""
    made = post.register_in_new_case(
        GENERAL,
        case_title="Fråga om stöd till en gårdsgrupp",
        incoming=Incoming(
            way=PostWay.LETTER,
            arrived_on=stockholm_date(now) - timedelta(days=1),
            title="Fråga om stöd till en gårdsgrupp",
            counterpart=WRITER,
            counterpart_kind=CounterpartKind.PERSON,
            title_is_checked=True,
        ),
        files=[_pdf("brev.pdf", QUESTION)],
        by=cast["rut"],
        now=now,
    )
    entry = made.items.get().entry
    secrecy.mark(entry, sections=[HEALTH], note="Uppgift om en operation.", by=cast["rut"], now=now)
    general = GeneralCase.objects.select_related("case").get(case=made.case)
    general = general_cases.assign(general, officer=cast["disa"], by=cast["rut"], now=now + timedelta(hours=1))
    general_cases.answer(
        general,
        title="Svar på fråga",
        title_is_checked=True,
        files=[_pdf("svar.pdf", REPLY)],
        by=cast["disa"],
        now=now + timedelta(days=1),
    )
    entry.refresh_from_db()
    return entry


def _referral(cast: Cast, *, now: datetime) -> None:
    """A referral by e-mail, which waits for an officer."""
    post.register_in_new_case(
        REFERRALS,
        case_title="Remiss av förslag till handlingsplan",
        incoming=Incoming(
            way=PostWay.EMAIL,
            arrived_on=stockholm_date(now),
            title="Remiss av förslag till handlingsplan",
            counterpart="Länsstyrelsen i Rönnbacken",
            counterpart_kind=CounterpartKind.ORGANISATION,
            title_is_checked=True,
        ),
        files=[_pdf("remiss.pdf", REFERRAL)],
        by=cast["rut"],
        now=now,
    )


def _released_in_part(entry: RegistryEntry, cast: Cast, *, now: datetime) -> None:
    """Somebody has asked for the letter, and got it without the writer's name and what is said of her health."""
    rut = cast["rut"]
    request = releases.receive(wanted="Brevet om stöd till en gårdsgrupp.", by=rut, now=now)
    releases.choose(request, entries=[entry], by=rut, now=now)
    item = releases.try_item(
        request.items.get(),
        outcome=ReleaseOutcome.MASKED,
        note="Brevet kan lämnas ut utan namnet, adressen och uppgiften om operationen.",
        by=rut,
        now=now,
    )
    rule = f"{HEALTH} OSL"
    for words in (WRITER, "Lindkullevägen 12", "Efter min operation i våras"):
        release_masks.add(item, Cut(MaskKind.WORDS, rule=rule, words=words), by=rut, now=now)
    release_masks.order_copy(item, by=rut, now=now)
    masked_copies.draw(item.pk, font=mask_font, now=now)
    releases.answer(request, write_cover=render_cover, by=rut, now=now + timedelta(minutes=30))


def _pdf(name: str, body: str) -> Attachment:
    html = f'<html lang="sv"><head><title>{name}</title></head><body>{body}</body></html>'
    content = render_pdf(html, assets=settings.BASE_DIR / "static")
    return Attachment(name, BytesIO(content), len(content))
