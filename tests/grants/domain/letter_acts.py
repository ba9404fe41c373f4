"""The verbs of the letters' texts, of the library of conditions, and of names left out, for the tests of every verb."""

from typing import Any

from accounts.models import User
from grants.domain import conditions, letter_texts, officials
from grants.domain.conditions import ConditionWording
from grants.enums import ApplicationStatus, ConditionNeed, LetterKind
from grants.models import Application, ConditionText, LetterText, OfficialsLeftOut
from tests.factories import NOW, PURPOSE, THREAT, TODAY, application_at, nameless, text_drafted
from tests.grants.domain.acts import Act, nothing


def write_text(_: None, by: User) -> LetterText:
    return letter_texts.write(LetterKind.DECISION, "purpose", text=PURPOSE, by=by, now=NOW)


def publish_text(draft: LetterText, by: User) -> LetterText:
    return letter_texts.publish(draft, starts_on=TODAY, by=by, now=NOW)


def discard_text(draft: LetterText, by: User) -> None:
    letter_texts.discard(draft, by=by, now=NOW)


def write_condition(_: None, by: User) -> ConditionText:
    wording = ConditionWording(text="Bjud in oss.", law="", need=ConditionNeed.OPTIONAL, starts_on=TODAY)
    return conditions.write("bjud-in", wording=wording, by=by, now=NOW)


def proposed() -> Application:
    return application_at(ApplicationStatus.PROPOSED)


def already_nameless() -> Application:
    application = proposed()
    nameless(application)
    return application


def leave_out(application: Application, by: User) -> OfficialsLeftOut:
    return officials.leave_out(application, reason=THREAT, by=by, now=NOW)


def name_again(application: Application, by: User) -> Any:
    return officials.name_again(application, by=by, now=NOW)


LAWYER, LEAVERS_OUT = ("lars",), ("eva", "rut")
LETTER_ACTS = (
    Act("letter_texts.write", nothing, write_text, LAWYER, "letter_text_written"),
    Act("letter_texts.publish", text_drafted, publish_text, LAWYER, "letter_text_published"),
    Act("letter_texts.discard", text_drafted, discard_text, LAWYER, "letter_text_discarded"),
    Act("conditions.write", nothing, write_condition, LAWYER, "condition_written"),
    Act("officials.leave_out", proposed, leave_out, LEAVERS_OUT, "officials_left_out"),
    Act("officials.name_again", already_nameless, name_again, LEAVERS_OUT, "officials_named_again"),
)
