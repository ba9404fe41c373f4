"""Drafts: the applicant's own space, from the first answer to the signed application."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from applicants.enums import MandateRole, SignRule
from applicants.models import Mandate, Organisation
from applicants.permissions import check_may_act_for, check_may_sign_for, valid_on
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refusals, Refused
from grants.domain import applications, facts, mandates, signatures
from grants.domain.answers import check_file_fits, missing_answers
from grants.domain.revisions import lock
from grants.domain.saving import Kept as Kept
from grants.domain.saving import Opened as Opened
from grants.domain.saving import Stale as Stale
from grants.domain.saving import keep_group as keep_group
from grants.domain.saving import save_group as save_group
from grants.enums import Stage
from grants.models import Application, Call, Draft, DraftFile, Signature
from grants.policies import (
    check_arrival,
    check_call_takes_drafts,
    check_may_apply,
    check_not_cancelled,
)
from grants.questions import QuestionKind
from journal.domain import uploads
from journal.policies import is_rejected

MAX_FILES = 10
STATEMENT = (
    "Jag försäkrar att uppgifterna i ansökan är riktiga och fullständiga, och att jag har rätt att företräda sökanden."
)
EXPRESSION_STATEMENT = "Jag lämnar intresseanmälan för sökanden, och uppgifterna i den är riktiga."
STATEMENTS = {Stage.APPLICATION: STATEMENT, Stage.EXPRESSION: EXPRESSION_STATEMENT}


@transaction.atomic
def start(call: Call, *, organisation: Organisation, by: User, now: datetime) -> Draft:
    """Begin the first step of the call, or go on with the organisation's open draft of it.

    Raises Refused when the call is not open, the organisation may not apply, or ``by`` has no mandate.
    """
    check_may_act_for(by, organisation, now=now)
    stage = call.stages[0]
    being_written = {"stage": stage, "application": None, "expression": None, "invitation": None}
    open_draft = Draft.objects.filter(call=call, organisation=organisation, **being_written).first()
    if open_draft:
        return open_draft
    check_call_takes_drafts(call, now=now)
    check_may_apply(call, organisation)
    form = call.newest_form(stage)
    draft, _ = Draft.objects.get_or_create(
        call=call,
        organisation=organisation,
        **being_written,
        defaults={"form": form, "created_at": now, "created_by": by, "saved_at": now, "saved_by": by},
    )
    return draft


@transaction.atomic
def attach(
    draft: Draft, *, question: str, name: str, content: BinaryIO, size: int, by: User, now: datetime
) -> DraftFile:
    """Attach a file under ``question``. Raises Refused for a file that take_in refuses, or one too many."""
    draft = lock(draft, by=by, now=now)
    asking = next((known for known in draft.form.form.questions if known.key == question), None)
    if asking is None or asking.kind is not QuestionKind.FILES:
        raise Refused("Det går inte att lägga till bilagor här.")
    check_file_fits(asking, size=size, count=draft.files.filter(question=question).count())
    if draft.files.count() >= MAX_FILES:
        raise Refused(f"En ansökan kan ha högst {MAX_FILES} bilagor.", field="file")
    taken = uploads.take_in(name, content, size=size, by=by, now=now)
    file = DraftFile.objects.create(
        draft=draft, question=question, document=taken.document, name=taken.name, added_at=now, added_by=by
    )
    _touch(draft, by=by, now=now)
    return file


@transaction.atomic
def detach(file: DraftFile, *, by: User, now: datetime) -> None:
    """Remove a file from its draft."""
    draft = lock(file.draft, by=by, now=now)
    draft.files.filter(pk=file.pk).delete()
    _touch(draft, by=by, now=now)


def freeze(draft: Draft) -> bytes:
    """Exactly what is signed: call, applicant, questions, answers and files as canonical JSON (INV-6).

    Only what is asked for with the draft's own answers: an answer that a condition has hidden stays in the draft alone.
    """
    content = {
        "call": {
            "title": draft.call.title,
            "ordinance": draft.call.ordinance_key,
            "budget_year": draft.call.budget_year,
        },
        "applicant": {
            "name": draft.organisation.name,
            "organisation_number": draft.organisation.organisation_number,
            "type": draft.organisation.kind,
        },
        "form": {"version": draft.form.number, **draft.form.definition},
        "answers": draft.asked.only(draft.answers),
        "files": [
            {"question": file.question, "name": file.name, "sha256": file.document_id} for file in draft.asked_files()
        ],
        "statement": STATEMENTS[Stage(draft.stage)],
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def problems(draft: Draft) -> list[Refused]:
    """Everything that stands between the draft and its signature, all at once."""
    form = draft.form.form
    files = list(draft.files.select_related("document__scan"))
    found = missing_answers(form, draft.answers, files=Counter(file.question for file in files))
    if not found:
        found = facts.problems(draft.call, draft.answers, stage=Stage(draft.stage))
    asked = {question.key for question in form.asked(draft.answers).questions}
    return [*found, *_rejected_files([file for file in files if file.question in asked])]


@transaction.atomic
def sign(
    draft: Draft, *, content_sha256: str, accepts_late: bool = False, by: User, now: datetime
) -> Application | None:
    """Sign what was shown, and submit when the sign rule is satisfied (INV-2, 3, 5, 6).

    ``content_sha256`` is the hash of the frozen bytes the signer was shown; ``now`` the server's receipt. Returns the
    application, also when it is already submitted (a double click), or None while a second signature is awaited.
    Raises Refused when something is missing or has changed since it was shown, and when the call has closed and
    ``accepts_late`` is not set.
    """
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("call", "organisation", "form", "invitation__case")
        .get(pk=draft.pk)
    )
    mandate = check_may_sign_for(by, draft.organisation, now=now)
    if draft.application:
        return draft.application
    if draft.stage != Stage.APPLICATION:
        raise Refused("En intresseanmälan lämnas in utan underskrift.")
    mandates.check_may_submit(mandate, draft.call.ordinance)
    frozen = freeze(draft)
    if sha256(frozen).hexdigest() != content_sha256:
        raise Refused("Ansökan har ändrats sedan du granskade den. Granska den igen och skriv sedan under.")
    check_not_cancelled(draft.call)
    if found := problems(draft):
        raise Refusals(found)
    check_arrival(draft.call, Stage.APPLICATION, accepts_late=accepts_late, now=now)
    Signature.objects.get_or_create(
        draft=draft, signed_by=by, content_sha256=content_sha256, defaults={"statement": STATEMENT, "signed_at": now}
    )
    if not _all_signed(draft, mandate, content_sha256, now=now):
        signatures.ask_the_others(draft, content_sha256=content_sha256, by=by, now=now)
        return None
    application = applications.receive(draft, frozen, by=by, now=now)
    draft.application = application
    draft.save(update_fields=["application"])
    return application


def _touch(draft: Draft, *, by: User, now: datetime) -> None:
    draft.saved_at, draft.saved_by = now, by
    draft.save(update_fields=["saved_at", "saved_by"])
    signatures.tell_of_change(draft, by=by, now=now)


def _rejected_files(files: Iterable[DraftFile]) -> Iterator[Refused]:
    """A file that is still being checked stops nobody: the scanner's trouble must cost no applicant the deadline."""
    for file in files:
        if is_rejected(file.document):
            yield Refused(
                f"Filen {file.name} är avvisad: viruskontrollen hittade något skadligt i den. Ta bort filen, och lägg "
                "till en ny kopia från en dator utan virus om den behövs.",
                field=file.question,
            )


def _all_signed(draft: Draft, mandate: Mandate, content_sha256: str, *, now: datetime) -> bool:
    """Whether enough people have signed these bytes. Somebody who has lost the mandate since no longer counts."""
    needed = 2 if mandate.sign_rule == SignRule.JOINTLY else 1
    signers = draft.signatures.filter(content_sha256=content_sha256).values("signed_by")
    valid = Mandate.objects.filter(
        valid_on(stockholm_date(now)),
        organisation=draft.organisation,
        role=MandateRole.SIGNATORY,
        person__in=signers,
    )
    return valid.values("person").distinct().count() >= needed
