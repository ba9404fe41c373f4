"""Standing texts and conditions, written by lars."""

from datetime import date, datetime
from typing import Any

from delmos.lib.dates import stockholm_date
from grants.domain import conditions, letter_texts, officials
from grants.domain.conditions import ConditionWording
from grants.enums import ConditionNeed, LetterKind
from grants.models import Application, ConditionText, LetterText, OfficialsLeftOut
from tests.factories.moments import NOW
from tests.factories.people import declare_no_conflict, person
from tests.factories.remembered import remembered

PURPOSE = "Bidraget är till det som utlysningen anger: {{ syfte }}"
THREAT = "En av dem som har handlagt ärendet har fått ett hot."


@remembered
def text_drafted(text: str = PURPOSE, *, block: str = "purpose", now: datetime = NOW, **scope: Any) -> LetterText:
    """A draft of a text of the decision letter, unless ``scope`` names another."""
    letter = scope.pop("letter", LetterKind.DECISION)
    return letter_texts.write(letter, block, text=text, by=person("lars"), now=now, **scope)


@remembered
def text_published(
    text: str = PURPOSE, *, starts_on: date | None = None, now: datetime = NOW, **scope: Any
) -> LetterText:
    """The same, published from that day."""
    draft = text_drafted(text, now=now, **scope)
    return letter_texts.publish(draft, starts_on=starts_on or stockholm_date(now), by=person("lars"), now=now)


@remembered
def condition_written(
    text: str = "Ni ska bjuda in oss en gång.", *, code: str = "bjud-in", now: datetime = NOW, **changes: Any
) -> ConditionText:
    """A condition that may be chosen, unless ``changes`` say otherwise."""
    whole: dict[str, Any] = {
        "text": text,
        "law": "",
        "need": ConditionNeed.OPTIONAL,
        "starts_on": stockholm_date(now),
    }
    return conditions.write(code, wording=ConditionWording(**{**whole, **changes}), by=person("lars"), now=now)


@remembered
def nameless(application: Application, *, now: datetime = NOW) -> OfficialsLeftOut:
    """Eva leaves the names of officials out."""
    declare_no_conflict(application, "eva", now=now)
    return officials.leave_out(application, reason=THREAT, by=person("eva"), now=now)
