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

from accounts.enums import Role
from applicants.domain import payment_accounts
from applicants.enums import AccountKind
from applicants.models import Organisation, PaymentAccount
from grants.enums import (
    ApplicationStatus,
    BatchStatus,
    ConflictOutcome,
    DecisionStatus,
    ExpressionStatus,
    LetterKind,
    PaymentStatus,
    ReportStatus,
    SheetKind,
)
from grants.letter_texts import BLOCKS
from grants.models import Application, FinalReport, LetterText, Payment, ReleaseItem, SavedView, Signal, WorklistFile
from journal.domain import outbox
from journal.domain.notices import notify
from journal.enums import MailStatus
from journal.models import Mail
from tests import factories
from tests.factories import registry
from tests.house.addresses import undone
from tests.pages import browser

pytestmark = pytest.mark.django_db

MOST, MANY = 12, 30
ROW = re.compile("<tr|<li|<article")

# The lists, with who looks and what they cost: session and person are the first two queries of everybody signed in.
LISTS = {
    ("home", "visitor"): 1,
    ("home", "anna"): 7,
    ("home", "dag"): 12,
    ("home", "eva"): 7,
    ("home", "rut"): 6,
    ("home", "farah"): 6,
    ("home", "gun"): 6,
    ("notices", "anna"): 4,
    ("own_data", "anna"): 12,
    ("undelivered_mails", "rut"): 3,
    ("registry", "rut"): 3,
    ("release_list", "rut"): 3,
    ("public_diary", "visitor"): 2,
    ("clock_board", "dag"): 6,
    ("assessments", "ines"): 3,
    ("home", "ines"): 3,
    ("worklist", "dag"): 11,
    ("ranking_groups", "dag"): 6,
    ("worklist_views", "dag"): 5,
    ("worklist_files", "dag"): 3,
    ("batch_list", "dag"): 3,
    ("expression_calls", "dag"): 3,
    ("payment_list", "farah"): 4,
    ("account_list", "farah"): 3,
    ("mandate_list", "dag"): 3,
    ("conflict_list", "gun"): 4,
    ("delegation_list", "gun"): 3,
    ("commitment_list", "gun"): 6,
    ("home", "lars"): 3,
    ("letter_text_list", "lars"): 3,
    ("condition_list", "lars"): 4,
    ("call_list", "visitor"): 1,
    ("call_list", "anna"): 3,
    ("manage_calls", "dag"): 4,
    ("county_table", "gun"): 6,
}


# Single pages at their dearest, each case in the state in which the person has most to see.
PAGES = {
    ("case", "dag", "in_review"): 11,
    ("case", "eva", "proposed"): 10,
    ("case", "dag", "reported"): 11,
    ("case", "farah", "reported"): 11,
    ("correspondence", "dag", "corresponded"): 11,
    ("own_messages", "anna", "corresponded"): 5,
    ("own_case", "anna", "corresponded"): 12,
    ("case", "dag", "corresponded"): 11,
    ("completion_new", "dag", "in_review"): 4,
    ("communication_new", "dag", "in_review"): 4,
    ("checks", "dag", "in_review"): 9,
    ("scores", "dag", "in_review"): 7,
    ("proposal", "dag", "in_review"): 8,
    ("scores", "dag", "assessed"): 10,
    ("assessors", "dag", "assessed"): 6,
    ("assessor_end", "dag", "assessed"): 4,
    ("consensus", "dag", "assessed"): 8,
    ("assessment", "ines", "assessed"): 12,
    ("assessment_score", "ines", "assessed"): 7,
    ("assessment_conflict", "ines", "assessed"): 3,
    ("signals", "dag", "signalled"): 5,
    ("signals", "farah", "signalled"): 5,
    ("signal", "dag", "signalled"): 5,
    ("case_assign", "rut", "received"): 5,
    ("case_reassign", "rut", "in_review"): 4,
    ("conflict", "dag", "in_review"): 4,
    ("conflict_raise", "dag", "in_review"): 4,
    ("conflict_question", "gun", ""): 4,
    ("own_conflict", "anna", "in_review"): 5,
    ("officials", "eva", "proposed"): 5,
    ("letter_text", "lars", ""): 6,
    ("condition", "lars", ""): 3,
    ("condition_new", "lars", ""): 2,
    ("decision", "eva", "prepared"): 11,
    ("decision", "rut", "reported"): 11,
    ("decision_compose", "eva", "proposed"): 12,
    ("payment_prepare", "farah", "reported"): 12,
    ("report_review", "dag", "reported"): 11,
    ("own_case", "anna", "reported"): 12,
    ("receipt", "anna", "reported"): 5,
    ("own_report", "anna", "reported"): 11,
    ("own_list", "anna", ""): 3,
    ("draft", "anna", ""): 7,
    ("draft_group", "anna", ""): 7,
    ("draft_revisions", "anna", ""): 4,
    ("draft_revision", "anna", ""): 5,
    ("draft_sources", "anna", ""): 4,
    ("draft_preview", "anna", ""): 4,
    ("draft_check", "anna", ""): 7,
    ("draft_hand_in", "anna", ""): 6,
    ("withdraw", "anna", "in_review"): 4,
    ("readings", "rut", "in_review"): 4,
    ("own_decision_request", "anna", "in_review"): 6,
    ("delay_notice", "dag", "in_review"): 4,
    ("decision_request", "dag", "in_review"): 4,
    ("decision_request_enter", "rut", "in_review"): 3,
    ("history", "dag", "corresponded"): 7,
    ("history", "dag", "reported"): 7,
    ("documents", "dag", "corresponded"): 4,
    ("document_page", "dag", "reported"): 4,
    ("case_application", "dag", "corresponded"): 8,
    ("case_changes", "dag", "corresponded"): 7,
    ("note_new", "dag", "in_review"): 3,
    ("score", "dag", "in_review"): 7,
    ("check", "dag", "in_review"): 10,
    ("write_off", "dag", "withdrawn"): 4,
    ("batch", "eva", "batch"): 11,
    ("batch_new", "eva", ""): 3,
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
    ("manage_call", "dag", ""): 7,
    ("manage_form_versions", "dag", ""): 4,
    ("draft_left_over", "anna", ""): 4,
    ("call_form", "visitor", ""): 2,
    ("eligibility", "visitor", ""): 1,
}

# Of the ranking, with a case that is assessed and two scenarios.
PAGES |= {
    ("ranking", "dag", ""): 9,
    ("scenario", "gun", ""): 8,
    ("scenario_compare", "eva", ""): 8,
    ("scenario_adopt", "dag", ""): 10,
}

# Of the diary, by the name of the page, the person and the sort of thing.
PAGES |= {
    ("registry_post_find", "rut", ""): 2,
    ("registry_post_new", "rut", ""): 2,
    ("registry_post", "rut", "general"): 3,
    ("registry_entry", "rut", "general"): 4,
    ("registry_counterpart", "rut", "general"): 4,
    ("general_case", "rut", "general"): 5,
    ("general_case", "dag", "general"): 5,
    ("general_case_answer", "rut", "general"): 3,
    ("general_case_assign", "rut", "general"): 4,
    ("general_case_close", "rut", "general"): 3,
    ("release", "rut", "released"): 7,
    ("release_choose", "rut", "released"): 5,
    ("release_item", "rut", "released"): 6,
    ("release_masks", "rut", "released"): 6,
    ("release_decide", "eva", "released"): 6,
    ("public_diary_case", "visitor", "general"): 2,
}

SUMS = {("home", "gun"), ("county_table", "gun"), ("letter_text_list", "lars")}  # figures, not rows
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
    keep(0)
    factories.text_drafted()
    factories.condition_written()
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
    olle, under_question = factories.anybody("olle", roles=(Role.CASE_OFFICER,)), factories.received(**arrival)
    factories.ruled(factories.a_question(under_question, olle), ConflictOutcome.NOT_UPHELD)
    return {
        "question": factories.a_question(under_question, olle),
        "call": call,
        "unpublished": factories.an_unpublished_call(),
        "draft": draft,
        **{status.value: factories.application_at(status, **arrival) for status in states},
        "assessed": an_assessed_case(**arrival),
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
        "signalled": signalled(arrival),
        "account": stated(factories.gavle()),
        "authority": factories.an_authority(),
        "expression": expression,
        "short_draft": factories.an_expression_draft(expression.call),
        "mandate": factories.an_asked_mandate(association, by=factories.anybody("asks")),
        "batch": factories.batch_at(BatchStatus.READY, factories.some_proposed(1)),
        "general": registry.general_case(officer="dag"),
        "released": a_release(),
        **ranked(),
    }


def an_assessed_case(**arrival: Any) -> Application:
    """A case with an assessor who has handed in, as the officer has, and who waits for no other."""
    application = factories.application_at(ApplicationStatus.IN_REVIEW, **arrival)
    factories.invited(application, "ines")
    factories.a_meeting(factories.assessed_by(factories.scored(application), "ines"), first=5)
    return application


def ranked() -> dict[str, Any]:
    """Two scenarios about one case."""
    application = factories.assessed(serial=700)
    return {f"scenario_{name}": factories.a_scenario(application, name=name) for name in ("one", "two")}


def signalled(arrival: dict[str, Any]) -> Application:
    """A case with signals of several kinds, one of them judged."""
    signal = factories.a_signal(factories.application_at(ApplicationStatus.IN_REVIEW, **arrival))
    factories.reviewed_signal(signal)
    return signal.application


def a_release() -> ReleaseItem:
    """A document released in part, with a written decision wanted."""
    item = registry.masked()
    registry.written_wanted(item)
    return item


def tell(number: int) -> None:
    notify([factories.person("anna")], key=f"notice:{number}", title="Något har hänt", url="/", now=factories.NOW)
    outbox.queue("notice", key=f"back:{number}", to="a@example.se", context={}, now=factories.NOW)
    Mail.objects.filter(key=f"back:{number}").update(status=MailStatus.BOUNCED)


def keep(number: int) -> None:
    dag = factories.person("dag")
    SavedView.objects.create(name=f"Vy {number}", saved_at=factories.NOW, saved_by=dag)
    WorklistFile.objects.create(kind=SheetKind.CSV, ordered_at=factories.NOW, ordered_by=dag)


def letter_texts(number: int) -> None:
    block = list(BLOCKS[LetterKind.DECISION])[number % 8]
    factories.condition_written(code=f"villkor-{number}")
    copy(LetterText.objects.earliest("pk"), block=block, ordinance_key=f"2018:{number}")


def stated(organisation: Organisation) -> PaymentAccount:
    by = factories.signatory_of(organisation)
    return payment_accounts.state(organisation, kind=AccountKind.BANKGIRO, number="5050-1055", by=by, now=factories.NOW)


def one_more_of_each(rows: dict[str, Any], number: int) -> None:
    """A copy of every row, past the verbs: thirty walks through all of them would take minutes."""
    stated(factories.an_association(number))
    factories.an_asked_mandate(rows["mandate"].organisation, by=factories.anybody(f"asks{number}"))
    copy(rows["authority"], authority=copy(rows["authority"].authority, budget_year=2030 + number))
    tell(number)
    letter_texts(number)
    copy(rows["question"])
    factories.delegated(factories.person("eva"), most_ore=number * 1_000_00)
    keep(number)
    call = copy(rows["call"], slug=f"copy-{number}")
    copy(rows["unpublished"], slug=f"unpublished-{number}")
    copy(rows["draft"], call=call, pk=uuid4())
    expression = rows["expression"]
    short_call = copy(expression.call, slug=f"two-steps-{number}")
    its_case = copy(expression.case, serial=900_000 + number, number=f"BID 2018-{900_000 + number}")
    copy(expression, call=short_call, case=its_case)
    general, release = rows["general"], rows["released"].request
    general_case = copy(general.case, serial=900_000 + number, number=f"ALM-2018-{900_000 + number}")
    copy(general, case=general_case)
    copy(general.case.entries.get(serial=1), case=general_case)
    batch = rows["batch"]
    its_case = copy(batch.case, serial=900_000 + number, number=f"SAM-2018-{900_000 + number}")
    copy(batch, case=its_case)
    release_case = copy(release.case, serial=900_000 + number, number=f"UTL-2018-{900_000 + number}")
    its_release = copy(release, case=release_case)
    copy(rows["released"], request=its_release)
    for application in (row for row in rows.values() if isinstance(row, Application)):
        serial = 1000 * number + application.case.serial
        case = copy(application.case, serial=serial, number=f"{application.case.series} 2018-{serial}")
        its_copy = copy(application, case=case)
        for decision in application.decisions.all():
            decision_copy = copy(decision, application=its_copy)
            for part in (*decision.amounts.all(), *decision.instalments.all()):
                copy(part, decision=decision_copy)
            for payment in decision.payments.all():
                copy(payment, decision=decision_copy)
        for report in FinalReport.objects.filter(application=application):
            copy(report, application=its_copy)
        for assessor in application.assessors.all():
            copy(assessor, application=its_copy)


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
    query = f"?s={rows['scenario_one'].pk}&s={rows['scenario_two'].pk}" if name == "scenario_compare" else ""
    assert cost(username, reverse(name, args=arguments(name, rows, state)) + query)[0] == PAGES[key]


def test_no_page_costs_more_than_twelve() -> None:
    assert [key for key, queries in [*LISTS.items(), *PAGES.items()] if queries > MOST] == []


def arguments(name: str, rows: dict[str, Any], state: str) -> list[Any]:
    draft = rows["draft"]
    number = rows[state].case.number if hasattr(rows.get(state), "case") else ""
    return {
        "draft": [draft.pk],
        "own_list": ["inskickade"],
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
        "conflict_question": [rows["question"].pk],
        "letter_text": ["decision", "purpose"],
        "condition": ["bjud-in"],
        "condition_new": [],
        "document_page": [number, 1],
        **{
            name: [rows["scenario_one"].call.slug, rows["scenario_one"].group]
            for name in ("ranking", "scenario_compare")
        },
        **{name: [rows["scenario_one"].pk] for name in ("scenario", "scenario_adopt")},
        "score": [number, 1],
        "assessment_score": [number, 1],
        "assessor_end": [number, rows["assessed"].assessors.get().pk],
        "signal": [number, Signal.objects.earliest("pk").pk],
        "check": [number, "tax_debt"],
        "payment": [Payment.objects.latest("pk").pk],
        "registry_entry": [rows["general"].case.number, 1],
        "registry_post_find": [],
        "registry_post_new": [],
        **{
            name: [rows["released"].request.case.number, rows["released"].pk]
            for name in ("release_item", "release_masks")
        },
        **{name: [rows["released"].request.case.number] for name in ("release", "release_choose", "release_decide")},
    }.get(name, [] if not state else None) or ([number] if state else [])
