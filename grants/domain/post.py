"""Post from outside the portal, registered in a case that is there or in a new one (OSL 5 kap. 1 §, INV-3)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import general_cases
from grants.domain.diary_gates import check_may_register, in_turn, locked_case
from grants.domain.messages import MAX_FILES, Attachment
from grants.domain.telling import tell_agency
from grants.models import Application, GeneralCase
from grants.permissions import check_may
from grants.workflow import ARRIVAL, DOCUMENTATION, REGISTRATION
from journal.domain import events, uploads
from journal.domain import post as diary
from journal.domain.notices import notify
from journal.domain.post import Incoming
from journal.enums import PostWay
from journal.models import Case, Post

MAX_SAID = 8000  # characters
SPOKEN = (PostWay.PHONE, PostWay.VISIT)
TOLD = "Det har kommit post i ärendet"


@transaction.atomic
def register(
    case: Case, *, incoming: Incoming, files: Sequence[Attachment] = (), page_key: str = "", by: User, now: datetime
) -> Post:
    """Register the post in ``case`` and tell its officer. The same post of a page a second time gives what stands.

    Raises Refused for others than a registrar without jäv, for a day that has not come, without a title or somebody it
    is from, without a document, and for a file that is not taken in (field "attached").
    """
    in_turn(by)
    case = locked_case(case)
    check_may_register(by, case)
    _check(incoming, files, now=now)
    return _before(page_key) or _enter(case, incoming, files, page_key=page_key, by=by, now=now)


@transaction.atomic
def register_in_new_case(
    series: str,
    *,
    case_title: str,
    incoming: Incoming,
    files: Sequence[Attachment] = (),
    page_key: str = "",
    by: User,
    now: datetime,
) -> Post:
    """Open a general case in ``series`` with its first document. As `register`; raises Refused without a case title."""
    check_may(by, Permission.REGISTER_CASES, law=REGISTRATION)
    in_turn(by)
    _check(incoming, files, now=now)
    if found := _before(page_key):
        return found
    general = general_cases.open_case(
        series,
        title=case_title,
        counterpart=incoming.counterpart,
        counterpart_kind=incoming.counterpart_kind,
        title_is_checked=incoming.title_is_checked,
        by=by,
        now=now,
    )
    return _enter(general.case, incoming, files, page_key=page_key, by=by, now=now)


def _check(incoming: Incoming, files: Sequence[Attachment], *, now: datetime) -> None:
    if incoming.arrived_on > stockholm_date(now):
        raise Refused("Dagen då handlingen kom in kan inte ligga framåt i tiden.", law=ARRIVAL, field="arrived_on")
    if not incoming.title.strip():
        raise Refused("Skriv i korthet vad handlingen gäller.", law=REGISTRATION, field="title")
    if incoming.counterpart_kind and not incoming.counterpart.strip():
        raise Refused("Skriv vem handlingen kommer från.", law=REGISTRATION, field="counterpart")
    if incoming.counterpart.strip() and not incoming.counterpart_kind:
        raise Refused("Välj om det är en organisation eller en privatperson.", field="counterpart_kind")
    if incoming.said.strip() and incoming.way not in SPOKEN:
        raise Refused("Vad någon har sagt skrivs bara vid besök och telefon.", field="said")
    if len(incoming.said) > MAX_SAID:
        raise Refused(f"Texten är för lång. Högst {MAX_SAID} tecken får plats.", field="said")
    if len(files) > MAX_FILES:
        raise Refused(f"Högst {MAX_FILES} handlingar åt gången.", field="attached")
    if not files and not incoming.said.strip():
        raise _without_document(incoming.way)


def _without_document(way: PostWay) -> Refused:
    if way in SPOKEN:
        return Refused("Skriv vad som sades, eller lägg till en handling.", law=DOCUMENTATION, field="said")
    return Refused("Lägg till minst en handling.", law=REGISTRATION, field="attached")


def _before(page_key: str) -> Post | None:
    """What the same post of the same opened page has registered already."""
    return Post.objects.filter(page_key=page_key).first() if page_key else None


def _enter(
    case: Case, incoming: Incoming, files: Sequence[Attachment], *, page_key: str, by: User, now: datetime
) -> Post:
    post = diary.enter(case, incoming, taken_in(files, by=by, now=now), page_key=page_key, by=by, now=now)
    events.record(
        case.number,
        "post_registered",
        by=by,
        now=now,
        post=post.pk,
        way=post.way,
        arrived_on=post.arrived_on,
        entries=list(post.items.values_list("entry__serial", flat=True)),
    )
    _tell_officer(case, post, by=by, now=now)
    return post


def taken_in(files: Sequence[Attachment], *, by: User, now: datetime) -> list[uploads.TakenIn]:
    """The files through the one door for files from outside. Raises Refused (field "attached") that names the file."""
    taken = []
    for file in files:
        try:
            taken.append(uploads.take_in(file.name, file.content, size=file.size, by=by, now=now))
        except Refused as refusal:
            raise Refused(f"{file.name}: {refusal.message}", field="attached") from refusal
    return taken


def _tell_officer(case: Case, post: Post, *, by: User, now: datetime) -> None:
    """A notice to the officer of the case; a case without one is seen in the registrar's own lists."""
    key = f"post:{post.pk}"
    application = Application.objects.select_related("case", "officer").filter(case=case).first()
    if application and application.officer_id:
        tell_agency(application, key=key, title=TOLD, page="case", now=now)
    general = GeneralCase.objects.select_related("officer").filter(case=case).first()
    if general and general.officer and general.officer != by:
        url = reverse("general_case", args=[case.number])
        notify([general.officer], key=key, title=TOLD, url=url, case_number=case.number, now=now)
