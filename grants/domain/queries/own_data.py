"""Everything the portal stores about a person, for that person (GDPR article 15 and 20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from accounts.domain.identities import links_of, stream_of
from accounts.enums import Door, Role, Way
from accounts.models import SignIn, User
from applicants.models import Mandate
from grants.domain.queries.drafts import drafts_written_by
from grants.domain.queries.mails import readable_by
from grants.domain.queries.readings import readings_by
from grants.models import Signature, Subscription
from grants.permissions import blocking
from journal.models import Event, Mail, Notice

Row = dict[str, str | datetime | date | None]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of data: what it is, why it is there and how long, and the rows. ``key`` names it in the export."""

    key: str
    title: str
    why: str
    rows: list[Row]


def own_data(person: User) -> list[Section]:
    """Every section, the newest rows first. Ten queries, eleven for staff, whatever the number of rows."""
    return [
        _profile(person),
        _ways_in(person),
        _sign_ins(person),
        _mandates(person),
        _drafts(person),
        _signatures(person),
        _acts(person),
        *_readings(person),
        *_messages(person),
    ]


def _profile(person: User) -> Section:
    roles = ", ".join(Role(role).label for role in person.roles)
    row: Row = {
        "name": person.name,
        "email": person.email,
        "username": person.username,
        "roles": roles,
        "registered_at": person.joined_at,
        "last_signed_in_at": person.last_login,
    }
    why = "Behövs för att du ska ha ett konto. Sparas så länge kontot finns, namnet så länge det står i ett ärende."
    return Section("profile", "Du", why, [row])


def _ways_in(person: User) -> Section:
    rows: list[Row] = [
        {"kind": Door(link.provider).label, "since": link.date_joined, "last_used_at": link.last_login}
        for link in links_of(person).order_by("pk")
    ]
    rows += [
        {"kind": str(found.get_type_display()), "since": found.created_at, "last_used_at": found.last_used_at}
        for found in Authenticator.objects.filter(user=person).order_by("pk")
    ]
    if person.has_usable_password():
        rows.append({"kind": "Lösenord"})
    why = (
        "Behövs för att känna igen dig när du loggar in. Ditt personnummer sparas inte, bara ett avtryck som inte går "
        "att läsa baklänges. Försvinner när kontot avslutas."
    )
    return Section("sign_in", "Hur du loggar in", why, rows)


def _sign_ins(person: User) -> Section:
    found = SignIn.objects.filter(signed_in_by=person).order_by("-signed_in_at", "-pk")
    rows: list[Row] = [{"at": row.signed_in_at, "way": Way(row.way).label, "level": row.level} for row in found]
    why = "Visar om någon annan än du har loggat in på kontot. Sparas i ett år, och försvinner när kontot avslutas."
    return Section("sign_ins", "Inloggningar", why, rows)


def _mandates(person: User) -> Section:
    found = Mandate.objects.filter(person=person).select_related("organisation").order_by("-granted_at", "-pk")
    rows: list[Row] = [
        {
            "organisation": mandate.organisation.name,
            "role": mandate.get_role_display(),
            "from": mandate.valid_from,
            "to": mandate.valid_to,
            "ended_at": mandate.ended_at,
        }
        for mandate in found
    ]
    why = "Visar att du hade rätt att företräda organisationen. Bevaras enligt arkivlagen (1990:782)."
    return Section("mandates", "Behörigheter", why, rows)


def _drafts(person: User) -> Section:
    rows: list[Row] = [
        {
            "call": draft.call.title,
            "organisation": draft.organisation.name,
            "last_saved_at": draft.saved_at,
            "comments": str(draft.own_comments or ""),
        }
        for draft in drafts_written_by(person)
    ]
    why = (
        "Utkast hör till organisationen och syns inte för myndigheten. De finns kvar hos organisationen. Om de inte "
        f"skickas in tas gamla versioner bort {settings.DRAFT_VERSIONS_DAYS} dagar efter att utlysningen har stängt."
    )
    return Section("drafts", "Utkast du har skrivit i", why, rows)


def _signatures(person: User) -> Section:
    found = Signature.objects.filter(signed_by=person).select_related("draft__call", "draft__organisation")
    rows: list[Row] = [
        {
            "at": row.signed_at,
            "call": row.draft.call.title,
            "organisation": row.draft.organisation.name,
            "way": Way(row.way).label,
            "level": row.level,
            "proven_at": row.proven_at,
        }
        for row in found.order_by("-signed_at", "-pk")
    ]
    why = "Visar vem som skrev under, och hur säkert vi vet det. Bevaras enligt arkivlagen (1990:782)."
    return Section("signatures", "Ansökningar du har skrivit under", why, rows)


def _acts(person: User) -> Section:
    """What the person did in a case they are kept out of by jäv is their own data; which case it was is not (INV-8)."""
    hidden = Exists(blocking().filter(case__number=OuterRef("stream_id"), person=person))
    found = Event.objects.filter(Q(actor_key=person.actor_key) | Q(stream_id=stream_of(person)))
    rows: list[Row] = [
        {"at": event.at, "in": None if event.hidden else event.stream_id, "what": event.name}
        for event in found.annotate(hidden=hidden).order_by("-at", "-pk")
    ]
    why = "Vem som gjort vad i ett ärende är en del av ärendet och bevaras enligt arkivlagen (1990:782)."
    return Section("acts", "Det du har gjort", why, rows)


def _readings(person: User) -> Iterable[Section]:
    """Nobody but staff opens what is logged."""
    if not person.works_at_agency:
        return
    rows: list[Row] = [
        {"at": reading.read_at, "case": None if reading.hidden else reading.case.number, "part": reading.part}
        for reading in readings_by(person)
    ]
    why = "Visar vem som har öppnat känsliga uppgifter i ett ärende. Bevaras så länge ärendet bevaras."
    yield Section("readings", "Känsliga uppgifter du har öppnat", why, rows)


def _messages(person: User) -> Iterable[Section]:
    notices: list[Row] = [
        {"at": notice.created_at, "title": notice.title, "case": notice.case_number}
        for notice in Notice.objects.filter(recipient_key=person.actor_key).order_by("-created_at", "-pk")
    ]
    own = Mail.objects.filter(to__iexact=person.email).order_by("-pk") if person.email else Mail.objects.none()
    sent: list[Row] = [
        {"at": mail.queued_at, "subject": mail.subject, "sent_at": mail.sent_at} for mail in readable_by(person, own)
    ]
    yield Section("notices", "Meddelanden till dig", "Försvinner när kontot avslutas.", notices)
    watched = Subscription.objects.filter(email__iexact=person.email) if person.email else Subscription.objects.none()
    wanted: list[Row] = [{"email": found.email, "confirmed_at": found.confirmed_at} for found in watched]
    yield Section("subscriptions", "Bevakningar", "Finns tills du avslutar bevakningen i ett av mejlen.", wanted)
    yield Section("mail", "Mejl till din adress", "Sparas för att vi ska kunna visa att de skickats.", sent)
