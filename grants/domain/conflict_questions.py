"""Questions of jäv: raised about somebody by a colleague or by the party, tried and ruled by another (FL 16–18 §§)."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, roles_with
from applicants.permissions import check_may_manage
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from grants.domain.conflicts import keep_out, locked_case
from grants.domain.letters_out import PLAIN_TEXT, made_before
from grants.domain.telling import tell_party, without_conflict
from grants.enums import ConflictAnswer, ConflictOutcome, ConflictPoint
from grants.models import Application, ConflictQuestion, ConflictRuling, Expression
from grants.permissions import Matter, check_case_act, check_may, check_not_conflicted, conflict_answer
from grants.workflow import CONFLICT, CONFLICT_QUESTION
from journal.domain import cases, documents, events
from journal.domain.notices import notify
from journal.enums import Direction
from journal.models import RegistryEntry

# Makes the document of a ruling that is not yet saved: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[ConflictRuling], bytes]
MAX_GROUND = 2000  # characters


@transaction.atomic
def raise_about(
    matter: Matter, *, person: User, point: ConflictPoint, ground: str, page_key: str = "", by: User, now: datetime
) -> ConflictQuestion:
    """Say that a colleague may be jävig in the case. From now on ``person`` is kept out, until somebody has ruled.

    The same post of a page a second time gives the question that stands. Raises Refused about oneself (who knows of
    jäv of their own declares it), about somebody who does not work here, without a circumstance, and while the matter
    stands as asked already.
    """
    matter = locked_case(matter)
    check_may(by, Permission.SEE_CASES)
    check_not_conflicted(by, matter)
    if raised := made_before(ConflictQuestion.objects.filter(case=matter.case_id), page_key):
        return raised
    if person.pk == by.pk:
        raise Refused("Gäller det dig själv tar du ställning till ditt eget jäv.", law=CONFLICT, field="person")
    if conflict_answer(person, matter) is ConflictAnswer.CONFLICT:
        raise Refused(f"{person.name} är redan utanför ärendet på grund av jäv.", law=CONFLICT, field="person")
    question = _draft(matter, person, point, ground, page_key=page_key, by=by, now=now)
    return _ask(question, matter, now=now)


@transaction.atomic
def object_to(
    matter: Matter, *, name: str, point: ConflictPoint, ground: str, page_key: str = "", by: User, now: datetime
) -> ConflictQuestion:
    """The party objects that whoever at the agency is called ``name`` may be jävig. The objection goes in the diary.

    The same post of a page a second time gives the question that stands. Raises Refused without a mandate to do so,
    when nobody or several have that name, when it is settled already, and without a circumstance.
    """
    matter = locked_case(matter)
    check_may_manage(by, matter.organisation, now=now)
    if raised := made_before(ConflictQuestion.objects.filter(case=matter.case_id), page_key):
        return raised
    person = _named(name)
    upheld = ConflictQuestion.objects.filter(ruling__outcome=ConflictOutcome.UPHELD, person=person)
    if upheld.filter(case=matter.case_id).exists():
        raise Refused(f"Vi har redan beslutat att {person.name} inte får ta del i ärendet.", law=CONFLICT, field="name")
    question = _draft(matter, person, point, ground, page_key=page_key, by=by, now=now)
    question.by_party, question.entry = True, _registered(question, matter, now=now)
    return _ask(question, matter, now=now)


@transaction.atomic
def rule(
    question: ConflictQuestion,
    *,
    outcome: ConflictOutcome,
    reasons: str,
    write_letter: LetterWriter,
    by: User,
    now: datetime,
) -> ConflictRuling:
    """Find that the person is jävig and stays out for good, or is not and may act again (16 § second paragraph, 18 §).

    The ruling is a document of the diary, which the party reads when the objection was its own. A second click gives
    the ruling that stands. Raises Refused for who raised the question or is concerned by it, for the wrong role,
    unanswered or open jäv of one's own, without reasons, and when it is ruled already.
    """
    matter = locked_case(matter_of(question))
    check_case_act(by, Permission.RULE_CONFLICTS, matter, law=CONFLICT)
    ruled = ConflictRuling.objects.filter(question=question).first()
    if ruled and (ruled.ruled_by_id, ruled.outcome) == (by.pk, outcome):
        return ruled
    question = ConflictQuestion.objects.select_related("case", "person", "raised_by", "ruling").get(pk=question.pk)
    check_may_rule(question, by)
    step = CONFLICT_QUESTION.check(outcome, question.status)
    if not reasons.strip():
        raise Refused("Skriv skälen för beslutet.", law=CONFLICT, field="reasons")
    ruling = ConflictRuling(question=question, outcome=outcome, reasons=reasons.strip(), ruled_at=now, ruled_by=by)
    ruling.entry = cases.register(
        matter.case,
        direction=Direction.OUT if question.by_party else Direction.DRAWN_UP,
        title="Beslut i fråga om jäv",
        counterpart=matter.organisation.name if question.by_party else "",
        document=documents.store(write_letter(ruling), content_type="application/pdf", by=by, now=now),
        by=by,
        now=now,
    )
    ruling.save(force_insert=True)
    events.record(
        matter.stream,
        step.event,
        by=by,
        now=now,
        question=question.pk,
        outcome=outcome,
        entries=[ruling.entry.serial],
    )
    _tell_of_ruling(ruling, matter, now=now)
    return ruling


def matter_of(question: ConflictQuestion) -> Matter:
    """What the case of the question has come to: its application, or else its expression."""
    return (
        Application.objects.filter(case=question.case_id).first()
        or Expression.objects.filter(case=question.case_id).get()
    )


def check_may_rule(question: ConflictQuestion, person: User) -> None:
    """Frågan prövas av någon annan än den som väckte den och den som den gäller."""
    if question.person_id == person.pk:
        raise Refused("Frågan gäller dig. Någon annan ska pröva den.", law=CONFLICT)
    if question.raised_by_id == person.pk:
        raise Refused("Du har väckt frågan. Någon annan ska pröva den.", law=CONFLICT)


def _draft(
    matter: Matter, person: User, point: ConflictPoint, ground: str, *, page_key: str, by: User, now: datetime
) -> ConflictQuestion:
    """The question, not yet saved. Raises Refused when there is nothing to try."""
    if not person.works_at_agency:
        raise Refused("Välj någon som arbetar hos oss.", field="person")
    if not ground.strip():
        raise Refused("Skriv vilken omständighet det gäller.", law=CONFLICT, field="ground")
    if len(ground.strip()) > MAX_GROUND:
        raise Refused(f"Texten är för lång. Högst {MAX_GROUND} tecken får plats.", field="ground")
    return ConflictQuestion(
        case=matter.case,
        person=person,
        point=point,
        ground=ground.strip(),
        page_key=page_key,
        raised_at=now,
        raised_by=by,
    )


def _ask(question: ConflictQuestion, matter: Matter, *, now: datetime) -> ConflictQuestion:
    """Save it, keep the person out from this moment, and tell the person and those who may rule."""
    by, person, number = question.raised_by, question.person, matter.case.number
    question.save(force_insert=True)
    entries = [question.entry.serial] if question.entry else []
    events.record(
        matter.stream,
        "conflict_raised",
        by=by,
        now=now,
        question=question.pk,
        person=person.actor_key,
        entries=entries,
    )
    keep_out(matter, person, by=by, now=now)
    notify(
        [person],
        key=f"conflict:{question.pk}",
        title=f"En fråga om jäv gäller dig i {number}. Du kan inte öppna ärendet förrän frågan är prövad.",
        url=reverse("notices"),
        now=now,
    )
    rulers = without_conflict(matter).filter(roles__overlap=roles_with(Permission.RULE_CONFLICTS)).exclude(pk=by.pk)
    notify(
        rulers,
        key=f"conflict-to-rule:{question.pk}",
        title=f"En fråga om jäv väntar på prövning i {number}",
        url=reverse("conflict_question", args=[question.pk]),
        case_number=number,
        now=now,
    )
    return question


def _registered(question: ConflictQuestion, matter: Matter, *, now: datetime) -> RegistryEntry:
    """The objection as it came in, in the diary."""
    title = "Invändning om jäv"
    lines = (
        title,
        f"Ärende {matter.case.number}",
        f"Från {matter.organisation.name}, genom {question.raised_by.name}",
        format_date(stockholm_date(now)),
        "",
        f"Gäller: {question.person.name}",
        f"Grund: {question.get_point_display()}",
        "",
        question.ground,
    )
    text = "\n".join(lines).encode()
    return cases.register(
        matter.case,
        direction=Direction.IN,
        title=title,
        counterpart=matter.organisation.name,
        document=documents.store(text, content_type=PLAIN_TEXT, by=question.raised_by, now=now),
        by=question.raised_by,
        now=now,
    )


def _tell_of_ruling(ruling: ConflictRuling, matter: Matter, *, now: datetime) -> None:
    question, number = ruling.question, matter.case.number
    person, raised_by, key = question.person, question.raised_by, f"conflict-ruled:{question.pk}"
    if conflict_answer(person, matter) is ConflictAnswer.CONFLICT:
        title = f"Frågan om jäv som gäller dig i {number} är prövad. Du får inte ta del i ärendet."
        notify([person], key=key, title=title, url=reverse("notices"), now=now)
    else:
        title = f"Frågan om jäv som gäller dig i {number} är prövad. Du får ta del i ärendet."
        notify([person], key=key, title=title, url=reverse("case", args=[number]), case_number=number, now=now)
    if question.by_party:
        tell_party(matter, key=key, title="Vi har prövat er invändning om jäv", page="own_case", now=now)
    elif raised_by.pk != person.pk and conflict_answer(raised_by, matter) is not ConflictAnswer.CONFLICT:
        title = f"Frågan om jäv som du väckte i {number} är prövad"
        notify([raised_by], key=key, title=title, url=reverse("case", args=[number]), case_number=number, now=now)


def _named(name: str) -> User:
    """Whoever at the agency has this name. Raises Refused for nobody, and for several."""
    found = User.objects.filter(name__iexact=" ".join(name.split()), is_active=True).exclude(roles=[])
    if len(found) == 1:
        return found[0]
    how_many = "Flera hos oss heter så." if found else "Vi hittar ingen hos oss med det namnet."
    raise Refused(f"{how_many} Skriv i stället ett meddelande till oss och berätta vem ni menar.", field="name")
