"""The versions of a draft as a person reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from delmos.lib.faces import Face
from grants.enums import RevisionAct
from grants.interfaces.question_forms import shown
from grants.models import Draft, DraftRevision

FACES: dict[RevisionAct, Face] = {
    RevisionAct.SAVED: Face("Sparat", "Sparat", "success"),
    RevisionAct.SET_ASIDE: Face("Lagt åt sidan", "Lagt åt sidan", "warning"),
    RevisionAct.RESTORED: Face("Återställt", "Återställt", "active"),
    RevisionAct.COPIED: Face("Kopierat", "Kopierat", "active"),
    RevisionAct.MOVED: Face("Flyttat", "Flyttat till ny formulärversion", "active"),
}
GONE = "En fråga som inte längre finns i formuläret"


@dataclass(frozen=True, slots=True)
class Entry:
    """One version: what it was, where, and each answer before and after."""

    revision: DraftRevision
    face: Face
    title: str
    changes: list[dict[str, Any]]


def entries(draft: Draft, revisions: Iterable[DraftRevision]) -> list[Entry]:
    """The versions with their changes, in the order given."""
    titles = {group.key: group.title for group in draft.form.form.groups}
    return [
        Entry(
            revision,
            FACES[RevisionAct(revision.act)],
            titles.get(revision.group, "En del som inte längre finns"),
            texts(draft, revision.before, revision.after),
        )
        for revision in revisions
    ]


def texts(draft: Draft, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Label, text before and text after of each answer in ``after``, in the order of the form."""
    asked = {question.key: question for question in draft.form.form.questions}
    order = [*(key for key in asked if key in after), *(key for key in after if key not in asked)]

    def text(key: str, value: Any) -> str:
        return shown(asked[key], value) if key in asked else _plain(value)

    return [
        {
            "label": asked[key].label if key in asked else GONE,
            "before": text(key, before.get(key)),
            "after": text(key, after[key]),
        }
        for key in order
    ]


def _plain(value: Any) -> str:
    return "" if value in (None, "", []) else str(value)
