"""What every model of the house declares: sensitivity, who beside when, its migration, its word."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

from tests.database import ROOMS

MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
EVERY_MODEL = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)

# Words that are the same in both languages.
SAME_IN_BOTH = {"delegation", "scenario", "person", "signal", "status", "version", "organisation", "sha256", "hash"}
# Moments without a person beside them, and why.
WHEN_WITHOUT_WHO = {
    "accounts.User.joined_at": "the account's own beginning, not an act in a case",
    "grants.AppealBundle.made_at": "a task does it",
    "grants.AppealTime.final_at": "a task does it",
    "grants.Application.begun_at": "received_at, or when it was opened again, whose event says who",
    "grants.Application.received_at": "the server's receipt; submitted_by says who sent it",
    "grants.Call.closes_at": "a time that is planned, not an act",
    "grants.Call.invited_close_at": "a time that is planned, not an act",
    "grants.Call.opens_at": "a time that is planned, not an act",
    "grants.ConflictDeclaration.declared_at": "the column person says who",
    "grants.Expression.received_at": "the server's receipt; submitted_by says who sent it",
    "grants.CaseRisk.searched_at": "a task does it, or an officer, whose event says who",
    "grants.FormVersion.published_at": "published with its call, whose published_by says who",
    "journal.Mail.claimed_at": "a task does it",
    "journal.Mail.next_try_at": "a time that is planned, not an act",
    "journal.Mail.queued_at": "the act that queued it has its own event",
    "journal.Mail.sent_at": "a task does it",
    "journal.Notice.created_at": "the act that it tells of has its own event",
    "journal.Notice.read_at": "recipient_key says who",
    "grants.Announcement.done_at": "a task does it",
    "grants.Subscription.confirmed_at": "a visitor does it, who has no account",
    "grants.Subscription.requested_at": "a visitor does it, who has no account",
    "grants.Signal.ended_at": "a task does it, or an officer, whose event says who",
    "grants.Signal.found_at": "a task does it, or an officer, whose event says who",
    "grants.Signature.proven_at": "signed_by says who",
    "grants.DelayNotice.begun_at": "what the notice counts its months from, copied from the case",
    "grants.DelayNotice.drafted_at": "a task does it, or settled_by",
    "grants.ReleaseItem.copy_made_at": "a task does it",
    "grants.ExpressionReceipt.drawn_at": "a task does it",
    "grants.Receipt.drawn_at": "a task does it",
    "journal.Scan.next_try_at": "a time that is planned, not an act",
    "journal.Scan.scanned_at": "a task does it",
    "journal.RegistryEntry.occurred_at": "when a document came or was drawn up; registered_by says who entered it",
    "grants.ProposalOrder.done_at": "a task does it",
    "grants.BatchDecision.step_began_at": "what the time left is reckoned from; the step itself has its event",
    "grants.WorklistFile.done_at": "a task does it",
    "reporting.Watermark.checked_at": "a task does it",
    "reporting.Watermark.moved_at": "a task does it",
}


@EVERY_MODEL
def test_every_column_is_classified_exactly_once(model: type[Model]) -> None:
    assert sorted(model.COLUMNS.names) == sorted(field.name for field in model._meta.concrete_fields)


@EVERY_MODEL
def test_whatever_may_be_published_is_not_personal_elsewhere(model: type[Model]) -> None:
    """A foreign key to a person is never public."""
    people = {
        field.name for field in model._meta.concrete_fields if field.related_model is apps.get_model("accounts.User")
    }
    assert people & set(model.COLUMNS.public.split()) == set()


def moments_without_who() -> Iterator[str]:
    for model in MODELS:
        names = {field.name for field in model._meta.concrete_fields}
        for name in sorted(names):
            if name.endswith("_at") and f"{name.removesuffix('_at')}_by" not in names:
                yield f"{model._meta.label}.{name}"


def test_every_moment_says_by_whom() -> None:
    assert sorted(moments_without_who()) == sorted(WHEN_WITHOUT_WHO)


def test_every_by_says_when() -> None:
    """The other way; submitted_by of what has come in stands beside received_at, the server's receipt."""
    alone = [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.concrete_fields
        if field.name.endswith("_by") and not hasattr(model, f"{field.name.removesuffix('_by')}_at")
    ]
    assert alone == ["grants.Application.submitted_by", "grants.Expression.submitted_by"]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_model_has_its_word_in_the_glossary() -> None:
    text = (settings.BASE_DIR / "docs" / "ordlista.md").read_text(encoding="utf-8")
    terms = [cell.strip() for row in re.findall(r"^\| ([^|]+)\|", text, re.MULTILINE) for cell in row.split(",")]
    assert [str(model._meta.verbose_name) for model in MODELS if model._meta.verbose_name not in terms] == []


@EVERY_MODEL
def test_every_field_has_a_swedish_name(model: type[Model]) -> None:
    unnamed = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and str(field.verbose_name) == field.name.replace("_", " ")
    ]
    assert [name for name in unnamed if name not in SAME_IN_BOTH] == []
