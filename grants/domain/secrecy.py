"""The registrar marks what may be secret: a warning for whoever is asked for it, and no answer (OSL 5:5, INV-29)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain.diary_gates import check_may_open_entry, check_may_read_entry, check_may_register, locked_case
from grants.permissions import check_may
from grants.workflow import READING, SECRECY_MARK
from journal.domain import readings, secrecy
from journal.models import Case, Reading, RegistryEntry, SecrecyMark
from journal.policies import is_sensitive
from journal.secrecy import RULES

MAX_RULE = 120  # characters
BETWEEN = "; "
AND_MORE = "m.fl."


@transaction.atomic
def mark(
    entry: RegistryEntry, *, sections: Sequence[str], own_words: str = "", note: str = "", by: User, now: datetime
) -> SecrecyMark:
    """Mark a document under the rules ``sections`` and ``own_words``. To change a mark, it is lifted and set anew.

    Raises Refused for others than a registrar without jäv, for a document that is marked, and without a rule.
    """
    entry = _locked(entry)
    check_may_read_entry(by, entry, law=SECRECY_MARK)
    if entry.secrecy_rule:
        raise Refused("Handlingen är redan sekretessmarkerad.", law=SECRECY_MARK)
    return secrecy.mark_document(entry, rule=rule_of(sections, own_words), note=note.strip(), by=by, now=now)


@transaction.atomic
def lift(entry: RegistryEntry, *, why: str, by: User, now: datetime) -> SecrecyMark:
    """Take the mark away from a document, with the reason. Raises Refused when there is none, and without a reason."""
    entry = _locked(entry)
    check_may_read_entry(by, entry, law=SECRECY_MARK)
    if not entry.secrecy_rule:
        raise Refused("Handlingen är inte sekretessmarkerad.", law=SECRECY_MARK)
    return secrecy.mark_document(entry, rule="", note=_reason(why), by=by, now=now)


@transaction.atomic
def protect(case: Case, *, sections: Sequence[str], own_words: str = "", by: User, now: datetime) -> SecrecyMark:
    """Mark who the counterpart of the case is as protected. Raises Refused as `mark`."""
    case = locked_case(case)
    check_may_register(by, case, law=SECRECY_MARK)
    if case.counterpart_rule:
        raise Refused("Motpartens identitet är redan skyddad.", law=SECRECY_MARK)
    return secrecy.mark_counterpart(case, rule=rule_of(sections, own_words), by=by, now=now)


@transaction.atomic
def unprotect(case: Case, *, why: str, by: User, now: datetime) -> SecrecyMark:
    """Take the protection of the counterpart's identity away. Raises Refused as `lift`."""
    case = locked_case(case)
    check_may_register(by, case, law=SECRECY_MARK)
    if not case.counterpart_rule:
        raise Refused("Motpartens identitet är inte skyddad.", law=SECRECY_MARK)
    return secrecy.mark_counterpart(case, rule="", note=_reason(why), by=by, now=now)


@transaction.atomic
def open_marked(entry: RegistryEntry, *, by: User, now: datetime) -> Reading | None:
    """Let ``by`` read a document of the diary. A sensitive one is logged; any other gives None (INV-31).

    Raises Refused for a role that does not need it, and for one that cannot open the row at all.
    """
    if not is_sensitive(entry):
        return None
    check_may(by, Permission.OPEN_SENSITIVE, law=READING)
    check_may_open_entry(by, entry)
    return readings.record(entry.case, readings.of_document(entry), by=by, now=now)


def rule_of(sections: Sequence[str], own_words: str) -> str:
    """The rules of the list, and one in own words, as a mark has them. Raises Refused for none, or too many."""
    known = {rule.section: rule.short for rule in RULES}
    if any(section not in known for section in sections):
        raise Refused("Välj bestämmelser i listan.", field="sections")
    written = BETWEEN.join([*(known[section] for section in sections), *filter(None, [own_words.strip()])])
    if not written:
        raise Refused("Välj eller skriv den bestämmelse som gäller.", law=SECRECY_MARK, field="sections")
    if len(written) > MAX_RULE:
        raise Refused(f"Bestämmelserna får tillsammans ha högst {MAX_RULE} tecken.", field="own_words")
    return written


def rules_together(marks: Iterable[str]) -> str:
    """The rules of several marks as one mark has them, each once. Where they do not all fit, it says so."""
    rules = list(dict.fromkeys(rule for mark in marks for rule in mark.split(BETWEEN)))
    written = BETWEEN.join(rules)
    while len(written) > MAX_RULE:
        rules.pop()
        written = BETWEEN.join([*rules, AND_MORE])
    return written


def _reason(why: str) -> str:
    if not why.strip():
        raise Refused("Skriv varför markeringen tas bort.", law=SECRECY_MARK, field="why")
    return why.strip()


def _locked(entry: RegistryEntry) -> RegistryEntry:
    return RegistryEntry.objects.select_for_update(of=("self",)).select_related("case").get(pk=entry.pk)
