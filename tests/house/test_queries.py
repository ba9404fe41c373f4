"""Every list costs the same number of queries with 1 row and with 30, and no page costs more than twelve."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applicants.domain import payment_accounts
from applicants.enums import AccountKind
from applicants.models import Organisation, PaymentAccount
from grants.enums import ApplicationStatus, DecisionStatus, ExpressionStatus, PaymentStatus, ReportStatus
from grants.models import Application, FinalReport, Payment
from journal.domain import outbox
from journal.domain.notices import notify
from journal.enums import MailStatus
from journal.models import Mail
from tests import factories
from tests.house.addresses import undone
from tests.pages import browser

pytestmark = pytest.mark.django_db

MOST, MANY = 12, 30
ROW = re.compile("<tr|<li|<article")

# The lists, with who looks and what they cost: session and person are the first two queries of everybody signed in.
LISTS = {
    ("home", "visitor"): 1,
    ("home", "anna"): 7,
    ("home", "dag"): 8,
    ("home", "eva"): 3,
    ("home", "rut"): 5,
    ("home", "farah"): 6,
    ("home", "gun"): 4,
    ("notices", "anna"): 4,
    ("own_data", "anna"): 12,
    ("undelivered_mails", "rut"): 3,
    ("worklist", "dag"): 3,
    ("expression_calls", "dag"): 3,
    ("payment_list", "farah"): 4,
    ("account_list", "farah"): 3,
    ("mandate_list", "dag"): 3,
    ("call_list", "visitor"): 1,
    ("call_list", "anna"): 3,
    ("manage_calls", "dag"): 4,
    ("county_table", "gun"): 6,
}


# Single pages at their dearest, each case in the state in which the person has most to see.
PAGES = {
    ("case", "dag", "in_review"): 12,
    ("case", "eva", "proposed"): 12,
    ("case", "dag", "reported"): 11,
    ("case", "farah", "reported"): 11,
    ("correspondence", "dag", "corresponded"): 11,
    ("own_messages", "anna", "corresponded"): 5,
    ("own_case", "anna", "corresponded"): 11,
    ("case", "dag", "corresponded"): 12,
    ("completion_new", "dag", "in_review"): 4,
    ("communication_new", "dag", "in_review"): 4,
    ("checks", "dag", "in_review"): 5,
    ("scores", "dag", "in_review"): 5,
    ("proposal", "dag", "in_review"): 6,
    ("case_assign", "rut", "received"): 5,
    ("conflict", "dag", "in_review"): 3,
    ("decision", "eva", "prepared"): 12,
    ("decision", "rut", "reported"): 12,
    ("decision_compose", "eva", "proposed"): 5,
    ("payment_prepare", "farah", "reported"): 9,
    ("report_review", "dag", "reported"): 8,
    ("own_case", "anna", "reported"): 11,
    ("receipt", "anna", "reported"): 5,
    ("own_report", "anna", "reported"): 8,
    ("draft", "anna", ""): 7,
    ("draft_group", "anna", ""): 7,
    ("draft_revisions", "anna", ""): 4,
    ("draft_revision", "anna", ""): 5,
    ("draft_sources", "anna", ""): 4,
    ("draft_preview", "anna", ""): 4,
    ("draft_check", "anna", ""): 7,
    ("draft_hand_in", "anna", ""): 6,
    ("withdraw", "anna", "in_review"): 4,
    ("write_off", "dag", "withdrawn"): 4,
    ("own_expression", "anna", "expression"): 7,
    ("expression", "dag", "expression"): 8,
    ("expression_list", "dag", ""): 5,
    ("call_detail", "anna", ""): 7,
    ("organisation", "anna", ""): 6,
    ("organisation_edit", "anna", ""): 3,
    ("invitation_new", "anna", ""): 3,
    ("mandate", "anna", ""): 5,
    ("mandate_role", "anna", ""): 3,
    ("mandate_review", "dag", ""): 5,
    ("payment", "farah", ""): 4,
    ("account_verify", "farah", ""): 3,
    ("manage_call", "dag", ""): 6,
    ("manage_form_versions", "dag", ""): 4,
    ("draft_left_over", "anna", ""): 4,
    ("call_form", "visitor", ""): 2,
    ("eligibility", "visitor", ""): 1,
}

SUMS = {("home", "gun"), ("county_table", "gun")}  # figures, not rows
CAPPED = {("own_data", "anna")}  # the ten newest of each kind, which one of each already fills

Costs = dict[tuple[str, str], tuple[int, int]]  # queries, and rows shown


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """One row of each sort. The portal's clock stands at the day of the factories, when the calls are open."""
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: factories.NOW)
        yield one_of_each()


@pytest.fixture(scope="module")
def costs(rows: dict[str, Any]) -> tuple[Costs, Costs]:
    """What each list costs with one row of each sort, and with thirty."""
    few = {key: cost(key[1], reverse(key[0])) for key in LISTS}
    with undone():
        for number in range(1, MANY):
            one_more_of_each(rows, number)
        return few, {key: cost(key[1], reverse(key[0])) for key in LISTS}


def one_of_each() -> dict[str, Any]:
    """By state or kind: a draft, an account to check, calls, and a case in each state that waits for somebody."""
    tell(0)
    call, association = factories.a_call(frame_ore=10_000_000_00), factories.association()
    draft = factories.a_draft(call)
    arrival = {"call": factories.a_call(frame_ore=10_000_000_00), "organisation": association}
    states = (
        ApplicationStatus.WITHDRAWN,
        ApplicationStatus.RECEIVED,
        ApplicationStatus.IN_REVIEW,
        ApplicationStatus.PROPOSED,
    )
    expression = factories.expression_at(ExpressionStatus.ASSESSED)
    prepared = factories.decision_at(DecisionStatus.PREPARED, **arrival).application
    return {
        "call": call,
        "unpublished": factories.an_unpublished_call(),
        "draft": draft,
        **{status.value: factories.application_at(status, **arrival) for status in states},
        "corresponded": factories.corresponded(factories.application_at(ApplicationStatus.IN_REVIEW, **arrival)),
        "prepared": prepared,
        **{
            status.value: factories.decision_at(status, **arrival).application
            for status in (DecisionStatus.DECIDED, DecisionStatus.DISPATCHED)
        },
        **{
            f"payment_{status.value}": factories.payment_at(status, **arrival).decision.application
            for status in (PaymentStatus.PREPARED, PaymentStatus.ATTESTED)
        },
        "reported": factories.report_at(ReportStatus.SUBMITTED, **arrival).application,
        "account": stated(factories.gavle()),
        "expression": expression,
        "short_draft": factories.an_expression_draft(expression.call),
        "mandate": factories.an_asked_mandate(association, by=factories.anybody("asks")),
    }


def tell(number: int) -> None:
    notify([factories.person("anna")], key=f"notice:{number}", title="Något har hänt", url="/", now=factories.NOW)
    outbox.queue("notice", key=f"back:{number}", to="a@example.se", context={}, now=factories.NOW)
    Mail.objects.filter(key=f"back:{number}").update(status=MailStatus.BOUNCED)


def stated(organisation: Organisation) -> PaymentAccount:
    by = factories.signatory_of(organisation)
    return payment_accounts.state(organisation, kind=AccountKind.BANKGIRO, number="5050-1055", by=by, now=factories.NOW)


def one_more_of_each(rows: dict[str, Any], number: int) -> None:
    """A copy of every row, past the verbs: thirty walks through all of them would take minutes."""
    stated(factories.an_association(number))
    factories.an_asked_mandate(rows["mandate"].organisation, by=factories.anybody(f"asks{number}"))
    tell(number)
    call = copy(rows["call"], slug=f"copy-{number}")
    copy(rows["unpublished"], slug=f"unpublished-{number}")
    copy(rows["draft"], call=call, pk=uuid4())
    expression = rows["expression"]
    short_call = copy(expression.call, slug=f"two-steps-{number}")
    its_case = copy(expression.case, serial=900_000 + number, number=f"BID 2018-{900_000 + number}")
    copy(expression, call=short_call, case=its_case)
    for application in (row for row in rows.values() if isinstance(row, Application)):
        serial = 1000 * number + application.case.serial
        case = copy(application.case, serial=serial, number=f"{application.case.series} 2018-{serial}")
        its_copy = copy(application, case=case)
        for decision in application.decisions.all():
            decision_copy = copy(decision, application=its_copy)
            for payment in decision.payments.all():
                copy(payment, decision=decision_copy)
        for report in FinalReport.objects.filter(application=application):
            copy(report, application=its_copy)


def copy(row: Any, **changes: Any) -> Any:
    """A new row like ``row`` but for ``changes``."""
    made = type(row).objects.get(pk=row.pk)
    made.pk, made._state.adding = None, True
    for name, value in changes.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made


def cost(username: str, url: str) -> tuple[int, int]:
    """How many queries the page costs this person, and how many rows it shows. The page must be the person's to see."""
    client = Client() if username == "visitor" else browser(username)
    with undone(), CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries), len(ROW.findall(response.content.decode().split("<main")[1]))


@pytest.mark.parametrize("key", LISTS, ids=" ".join)
def test_a_list_costs_the_same_with_one_row_and_with_thirty(key: tuple[str, str], costs: tuple[Costs, Costs]) -> None:
    (few, one_row), (many, rows) = (measured[key] for measured in costs)
    assert (few, many) == (LISTS[key], LISTS[key])
    assert rows > one_row or key in SUMS | CAPPED


@pytest.mark.parametrize("key", PAGES, ids=" ".join)
def test_a_page_costs_what_it_says(key: tuple[str, str, str], rows: dict[str, Any]) -> None:
    name, username, state = key
    assert cost(username, reverse(name, args=arguments(name, rows, state)))[0] == PAGES[key]


def test_no_page_costs_more_than_twelve() -> None:
    assert [key for key, queries in [*LISTS.items(), *PAGES.items()] if queries > MOST] == []


def arguments(name: str, rows: dict[str, Any], state: str) -> list[Any]:
    draft = rows["draft"]
    return {
        "draft": [draft.pk],
        "draft_group": [draft.pk, draft.form.form.groups[-1].key],
        **{name: [draft.pk] for name in ("draft_revisions", "draft_sources", "draft_preview")},
        "draft_revision": [draft.pk, 1],
        "draft_check": [draft.pk],
        "draft_hand_in": [rows["short_draft"].pk],
        "expression_list": [rows["expression"].call.slug],
        "call_detail": [rows["call"].slug],
        "call_form": [rows["call"].slug],
        "eligibility": [rows["call"].slug],
        "manage_call": [rows["unpublished"].slug],
        "manage_form_versions": [rows["call"].slug],
        "draft_left_over": [draft.pk],
        "organisation": [draft.organisation.organisation_number],
        "organisation_edit": [draft.organisation.organisation_number],
        "invitation_new": [draft.organisation.organisation_number],
        "mandate": [rows["mandate"].pk],
        "mandate_role": [rows["mandate"].pk],
        "mandate_review": [rows["mandate"].pk],
        "account_verify": [rows["account"].pk],
        "payment": [Payment.objects.latest("pk").pk],
    }.get(name) or [rows[state].case.number]
