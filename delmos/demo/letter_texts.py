"""What the lawyer of the demonstration has written: a text that holds, one that is being written, and a condition."""

from datetime import datetime

from django.db import transaction

from delmos.demo.people import Cast
from delmos.lib.dates import stockholm_date
from grants.domain import conditions, letter_texts
from grants.domain.conditions import ConditionWording
from grants.enums import ConditionNeed, LetterKind
from grants.models import LetterText
from grants.ordinances.standard_2025 import VERSIONS as STANDARD

REPORT = (
    "Sista dag att lämna slutredovisning är **{{ sista_dag_redovisning }}**. Redovisningen lämnas i portalen, under "
    "ert ärende på Mina sidor. [{{ regel_redovisning }}]"
)
STOP = "{{ text_om_stopp }} Hör av er till oss så snart ni vet att något har ändrats."
CONDITION = "Bjud in oss till minst en av projektets träffar."


@transaction.atomic
def ensure_letter_texts(cast: Cast, *, now: datetime) -> None:
    """Write them, unless the lawyer has written something already."""
    if LetterText.objects.exists():
        return
    lars, today = cast["lars"], stockholm_date(now)
    report = letter_texts.write(
        LetterKind.DECISION, "report", text=REPORT, ordinance_key=STANDARD[0].key, by=lars, now=now
    )
    letter_texts.publish(report, starts_on=today, by=lars, now=now)
    letter_texts.write(LetterKind.DECISION, "payment_stop", text=STOP, by=lars, now=now)
    wording = ConditionWording(
        text=CONDITION, law="", need=ConditionNeed.OPTIONAL, starts_on=today, ordinance_keys=(STANDARD[0].key,)
    )
    conditions.write("bjud-in-oss", wording=wording, by=lars, now=now)
