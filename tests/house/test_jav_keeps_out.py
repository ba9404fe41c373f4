"""Jäv keeps a person out of a case wholly: every address of it, and every list, count, file and notice (INV-8).

Each address that takes an argument says here whether it is about a case; a new one fails until it does.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from grants.domain import conflict_questions, conflicts
from grants.enums import ConflictAnswer, ConflictOutcome, ConflictPoint
from grants.models import Application, ConflictQuestion, Expression
from grants.permissions import Matter
from journal.domain.notices import notify
from journal.enums import MailStatus
from journal.models import Case, Mail, Notice
from tests import factories
from tests.house.addresses import EXTERNAL, NAMES, PATTERNS, POST_ONLY, STAFF, WHO, Scene, undone

pytestmark = pytest.mark.django_db

AGENCY = STAFF | EXTERNAL

PAYMENTS = ("payment", "payment_attest", "payment_mark_paid", "payment_cancel")
# Open to some at the agency, with an argument, and about something else than a case.
NOT_OF_A_CASE = {
    "account_email_confirm",
    "account_link",
    "account_reset_password_from_key",
    "account_verify",
    "bulk_act",
    "call_calendar",
    "call_detail",
    "call_form",
    "condition",
    "delegation_end",
    "eligibility",
    "expression_list",
    "invitation",
    "jk_list",
    "jk_list_csv",
    "jk_list_pdf",
    "letter_text",
    "letter_text_discard",
    "letter_text_preview",  # of a case only by its number, behind the gate of the case (test_letter_text_pages.py)
    "letter_text_publish",
    "mail_again",
    "mandate_file",
    "mandate_review",
    "mandate_revoke",
    "openid_connect_callback",
    "openid_connect_login",
    "own_list",  # the cases of whoever looks
    "proposal_order",
    "public_diary_case",  # what anybody may read
    "ranking",  # these name no case that is closed to who looks: tests/grants/views/test_ranking.py
    "ranking_sheet",
    "scenario",
    "scenario_adopt",
    "scenario_compare",
    "scenario_copy",
    "scenario_edit",
    "scenario_new",
    "scenario_propose",
    "scenario_remove",
    "subscription_confirm",
    "subscription_end",
    "worklist_file",
    "worklist_file_download",
    "worklist_view_remove",
    "worklist_view_start",
}
WITH_ARGUMENTS = {name for name in NAMES if "<" in PATTERNS[name] and WHO[name] & AGENCY}
OF_A_CASE = sorted(WITH_ARGUMENTS - NOT_OF_A_CASE)
PUBLIC = {"public_diary"}  # what anybody may read, without signing in
LISTS = sorted(name for name in set(NAMES) - PUBLIC - POST_ONLY if "<" not in PATTERNS[name] and WHO[name] & AGENCY)


def declared(matter: Matter, person: User) -> None:
    """The person says so."""
    conflicts.declare(matter, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=person, now=factories.NOW)


def asked(matter: Matter, person: User) -> None:
    """A colleague has raised the question, and nobody has ruled."""
    colleague = factories.anybody("kollegan", roles=(Role.REGISTRAR,))
    conflict_questions.raise_about(
        matter, person=person, point=ConflictPoint.OTHER, ground="Vän", by=colleague, now=factories.NOW
    )


def upheld(matter: Matter, person: User) -> None:
    """The party objected, and was right."""
    ruler = factories.anybody("chefen", roles=(Role.MANAGER,))
    conflicts.declare(matter, answer=ConflictAnswer.NONE, by=ruler, now=factories.NOW)
    conflict_questions.rule(
        factories.an_objection(matter, person.username, by=factories.signatory_of(matter.organisation).username),
        outcome=ConflictOutcome.UPHELD,
        reasons="Vänner.",
        write_letter=factories.a_ruling,
        by=ruler,
        now=factories.NOW,
    )


Jav = Callable[[Matter, User], None]
EVERY_JAV = pytest.mark.parametrize("jav", [declared, asked, upheld])


def case_of(scene: Scene, name: str) -> Case:
    """The case that the address is about."""
    if name in PAYMENTS:
        return scene.paid.case
    if name == "conflict_question":
        return scene.question.case
    return next(case for case in Case.objects.all() if f"/{case.number}/" in scene.url(name))


def keep_out(jav: Jav, case: Case, person: User) -> None:
    """Jäv of ``person`` in the case. The diary's own cases know the open question alone."""
    matters = {matter.case: matter for matter in everything_of_a_case()}
    if matter := matters.get(case):
        return jav(matter, person)
    ConflictQuestion.objects.create(
        case=case, person=person, point=ConflictPoint.OTHER, ground="Vän", raised_at=factories.NOW, raised_by=person
    )


def everything_of_a_case() -> Iterator[Matter]:
    yield from Expression.objects.select_related("case")
    yield from Application.objects.select_related("case")


def status(client: Client, scene: Scene, name: str) -> int:
    with undone():
        url = scene.url(name)
        response = client.post(url, scene.data(name)) if name in POST_ONLY else client.get(url)
        b"".join(response)  # reads a streamed file to its end, which closes it
        return response.status_code


def test_every_address_with_an_argument_takes_a_stand() -> None:
    assert NOT_OF_A_CASE <= WITH_ARGUMENTS
    assert [name for name in OF_A_CASE if name not in PAYMENTS and "number" not in PATTERNS[name]] == [
        "conflict_question"
    ]


@EVERY_JAV
@pytest.mark.parametrize("username", sorted(AGENCY))
def test_no_address_of_the_case_opens(username: str, jav: Jav, scene: Scene, clients: dict[str, Client]) -> None:
    """In one case at a time: jäv in another case than the one that the address is about must not be what closes it."""
    about: dict[Case, list[str]] = {}
    for name in (name for name in OF_A_CASE if username in WHO[name]):
        about.setdefault(case_of(scene, name), []).append(name)
    opened = []
    for case, names in about.items():
        with undone():
            keep_out(jav, case, factories.person(username))
            opened += [name for name in names if status(clients[username], scene, name) != 404]
    assert opened == []


@EVERY_JAV
@pytest.mark.parametrize("username", sorted(AGENCY))
def test_no_list_count_file_or_notice_has_the_case(
    username: str, jav: Jav, scene: Scene, clients: dict[str, Client]
) -> None:
    person = factories.person(username)
    with undone():
        matters = list(everything_of_a_case())
        if username in EXTERNAL and jav is declared:
            matters = [scene.assessed]  # nobody from outside answers on jäv where they are not invited
        told_of_all(person, matters)
        for matter in matters:
            jav(matter, person)
        Mail.objects.update(status=MailStatus.FAILED)
        read = read_by(clients[username], username)
        # That a collective decision has come on says nothing of a case on it.
        notices = Notice.objects.exclude(case_number=scene.batch.case.number).filter(recipient_key=person.actor_key)
        titles = notices.values_list("title", flat=True)
        told = [title for title in titles if any(matter.case.number in title for matter in matters)]
    assert [title for title in told if "jäv" not in title] == []
    for title in told:  # that there is a question of jäv in the case, the person is to know
        read = read.replace(title, "")
    assert [matter.case.number for matter in matters if matter.case.number in read] == []
    assert [matter.title for matter in matters if matter.title in read] == []


def told_of_all(person: User, matters: list[Matter]) -> None:
    """Before, the person was told of each case."""
    for matter in matters:
        notify(
            [person],
            key=f"before:{matter.case.number}",
            title=f"Något hände i {matter.case.number}",
            url=reverse("case", args=[matter.case.number]),
            case_number=matter.case.number,
            now=factories.NOW,
        )


def read_by(client: Client, username: str) -> str:
    """Everything that this person reads of the lists, the figures, the files and the statistics."""
    texts = []
    for name in (name for name in LISTS if username in WHO[name]):
        response = client.get(reverse(name))
        texts.append(b"".join(response).decode(errors="replace"))
    return " ".join(texts)


@pytest.mark.parametrize("username", sorted(STAFF))
def test_without_jav_the_lists_have_them(username: str, scene: Scene, clients: dict[str, Client]) -> None:
    """So that the sweep above can fail."""
    assert scene.paid.case.number in read_by(clients[username], username)


def test_without_jav_the_assessors_list_has_theirs(scene: Scene, clients: dict[str, Client]) -> None:
    assert scene.assessed.case.number in read_by(clients["ines"], "ines")


def test_the_figures_of_management_leave_them_out(scene: Scene, clients: dict[str, Client]) -> None:
    with undone():
        for matter in everything_of_a_case():
            asked(matter, factories.person("gun"))
        overview = clients["gun"].get(reverse("home")).context["overview"]
    assert overview.states == []
