"""Every address × every person of the cast: who may come in, and 404 for everybody else (a sweep over the URLconf)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from grants.domain import drafts
from grants.enums import CallStatus, DecisionStatus, ReportStatus
from grants.models import Application, Call, Draft, DraftFile
from tests import factories

pytestmark = pytest.mark.django_db

ANYBODY = frozenset({"anna", "bo", "cecilia", "dag", "disa", "eva", "farah", "filip", "gun", "rut", "visitor"})
SIGNED_IN = ANYBODY - {"visitor"}
APPLICANTS = frozenset({"anna", "bo", "cecilia"})
PARTY = frozenset({"anna", "bo"})
STAFF = SIGNED_IN - APPLICANTS
OFFICERS = frozenset({"dag", "disa"})
DECIDERS = frozenset({"eva"})
ECONOMISTS = frozenset({"farah", "filip"})
REGISTRARS = frozenset({"rut"})
NOBODY_YET: frozenset[str] = frozenset()  # of the cast: the page is there for who has set up a second factor

# Who may come in, by the name of the address. A name that is missing here fails the sweep.
WHO: dict[str, frozenset[str]] = {
    "home": ANYBODY,
    "healthz": ANYBODY,
    "accessibility": ANYBODY,
    "call_list": ANYBODY,
    "call_detail": ANYBODY,
    "county_table": ANYBODY,
    "county_table_csv": ANYBODY,
    "county_table_json": ANYBODY,
    "demo_sign_in": ANYBODY,
    "account_login": ANYBODY,
    "account_logout": ANYBODY,
    "account_inactive": ANYBODY,
    "account_reset_password": ANYBODY,
    "account_reset_password_done": ANYBODY,
    "account_reset_password_from_key": ANYBODY,
    "account_reset_password_from_key_done": ANYBODY,
    "mfa_authenticate": ANYBODY,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": NOBODY_YET,
    "mfa_view_recovery_codes": NOBODY_YET,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": NOBODY_YET,
    "organisation_new": APPLICANTS,
    "organisation": PARTY,
    "draft_start": PARTY,
    "draft": PARTY,
    "draft_group": PARTY,
    "draft_attach": PARTY,
    "draft_file": PARTY,
    "draft_detach": PARTY,
    "draft_check": PARTY,
    "own_case": PARTY,
    "receipt": PARTY,
    "own_document": PARTY,
    "own_report": PARTY,
    "worklist": STAFF,
    "case": STAFF,
    "document": STAFF,
    "conflict": STAFF,
    "decision": STAFF,
    "letter": STAFF,
    "report_review": STAFF,
    "case_assign": REGISTRARS,
    "checks": OFFICERS,
    "check": OFFICERS,
    "scores": OFFICERS,
    "score": OFFICERS,
    "proposal": OFFICERS,
    "decision_compose": DECIDERS,
    "decide": DECIDERS,
    "send_back": DECIDERS,
    "dispatch": OFFICERS | REGISTRARS,
    "payment_list": ECONOMISTS,
    "payment_prepare": ECONOMISTS,
    "payment": ECONOMISTS,
    "payment_attest": ECONOMISTS,
    "payment_mark_paid": ECONOMISTS,
    "payment_cancel": ECONOMISTS,
    "repayment": ECONOMISTS,
    "account_list": ECONOMISTS,
    "account_verify": ECONOMISTS,
}
MANAGE = "manage_"  # every address of the pages that manage calls
POST_ONLY = frozenset(
    {
        "draft_start",
        "draft_attach",
        "draft_detach",
        "decide",
        "dispatch",
        "send_back",
        "payment_attest",
        "payment_mark_paid",
        "payment_cancel",
        "repayment",
    }
)


@dataclass
class Scene:
    """One of each thing that an address can name, all of the association of anna and bo."""

    draft: Draft
    file: DraftFile
    paid: Application
    proposed: Application
    draft_call: Call

    def arguments(self, name: str) -> dict[str, Any]:
        number = {"number": self.paid.case.number}
        return {
            "call_detail": {"slug": self.draft.call.slug},
            "organisation": {"number": self.draft.organisation.organisation_number},
            "account_verify": {"pk": self.draft.organisation.accounts.latest("pk").pk},
            "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
            "draft_start": {"slug": self.draft.call.slug},
            "draft": {"reference": self.draft.pk},
            "draft_group": {"reference": self.draft.pk, "key": self.draft.form.form.groups[0].key},
            "draft_attach": {"reference": self.draft.pk, "question": self.file.question},
            "draft_file": {"reference": self.draft.pk, "pk": self.file.pk},
            "draft_detach": {"reference": self.draft.pk, "pk": self.file.pk},
            "draft_check": {"reference": self.draft.pk},
            "own_document": {**number, "serial": 1},
            "document": {**number, "serial": 1},
            "check": {**number, "code": self.paid.ordinance.requirements[0].code},
            "score": {**number, "order": 1},
            "decide": {"number": self.proposed.case.number},
            "send_back": {"number": self.proposed.case.number},
            "decision_compose": {"number": self.proposed.case.number},
            **{
                name: {"pk": self.paid.decisions.latest("pk").payments.latest("pk").pk}
                for name in ("payment", "payment_attest", "payment_mark_paid", "payment_cancel")
            },
        }.get(name, number)

    def data(self, name: str) -> dict[str, str]:
        return {
            "draft_start": {"organisation": self.draft.organisation.organisation_number},
            "decide": {"letter_sha256": self.proposed.decisions.latest("pk").letter_id},
        }.get(name, {})


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Built once for the whole sweep and taken back after it: no request is allowed to leave a trace."""
    with django_db_blocker.unblock(), _undone():
        yield _build()


@pytest.fixture(scope="module")
def clients(scene: Scene) -> dict[str, Client]:
    """A browser per person of the cast, signed in."""
    return {username: _signed_in(factories.person(username)) for username in SIGNED_IN}


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _build() -> Scene:
    factories.gavle()
    paid = factories.report_at(ReportStatus.SUBMITTED).application
    proposed = factories.decision_at(DecisionStatus.PREPARED).application
    draft = factories.a_draft()
    question = next(q.key for q in draft.form.form.questions if q.kind == "files")
    content = factories.a_pdf()
    file = drafts.attach(
        draft,
        question=question,
        name="Stadgar.pdf",
        content=content,
        size=len(content.getvalue()),
        by=factories.person("anna"),
        now=factories.NOW,
    )
    return Scene(draft, file, paid, proposed, factories.an_unpublished_call())


def names_of(resolver: URLResolver) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield str(entry.name), str(entry.pattern)
        else:
            yield from names_of(entry)


NAMES = sorted({name for name, _ in names_of(get_resolver(settings.ROOT_URLCONF)) if not name.startswith(MANAGE)})


def test_every_address_says_who_may_come_in() -> None:
    assert sorted(WHO) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_only_the_right_people_come_in(name: str, scene: Scene, clients: dict[str, Client]) -> None:
    url = reverse(name, kwargs=scene.arguments(name) if _takes_arguments(name) else {})
    came_in = {username for username, client in clients.items() if _ask(client, url, name, scene).status_code != 404}
    assert came_in == WHO[name] - {"visitor"}


@pytest.mark.parametrize("name", NAMES)
def test_a_visitor_is_asked_to_sign_in(name: str, scene: Scene) -> None:
    url = reverse(name, kwargs=scene.arguments(name) if _takes_arguments(name) else {})
    response = _ask(Client(), url, name, scene)
    led_to_sign_in = response.status_code == 302 and response["Location"].startswith(f"{reverse('account_login')}?")
    assert led_to_sign_in is ("visitor" not in WHO[name])


@pytest.mark.parametrize("name", [n for n, _ in names_of(get_resolver(settings.ROOT_URLCONF)) if n.startswith(MANAGE)])
def test_only_officers_manage_calls(name: str, scene: Scene, clients: dict[str, Client]) -> None:
    url = _manage_url(name, scene)
    for username in SIGNED_IN - OFFICERS:
        with _undone():
            assert clients[username].post(url).status_code == 404, username


def test_a_draft_call_is_not_public(scene: Scene) -> None:
    assert scene.draft_call.status == CallStatus.DRAFT
    assert Client().get(reverse("call_detail", args=[scene.draft_call.slug])).status_code == 404


def _takes_arguments(name: str) -> bool:
    return any("<" in pattern for found, pattern in names_of(get_resolver(settings.ROOT_URLCONF)) if found == name)


def _manage_url(name: str, scene: Scene) -> str:
    pattern = next(p for found, p in names_of(get_resolver(settings.ROOT_URLCONF)) if found == name)
    known: dict[str, Any] = {"slug": scene.draft_call.slug, "key": "title", "group": "about", "direction": "upp"}
    names = [part.split(">")[0].split(":")[-1] for part in pattern.split("<")[1:]]
    return reverse(name, kwargs={argument: known[argument] for argument in names})


def _ask(client: Client, url: str, name: str, scene: Scene) -> Any:
    with _undone():
        response = client.post(url, scene.data(name)) if name in POST_ONLY else client.get(url)
        b"".join(response)  # reads a streamed file to its end, which closes it
        return response


class _undone:
    """What a request changes is taken back, so that everybody meets the same scene."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
