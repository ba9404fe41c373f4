"""The versions of a draft as a person reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from delmos.lib.faces import Face
from grants.domain.revisions import unfit
from grants.enums import RevisionAct
from grants.interfaces.question_forms import shown
from grants.models import Draft, DraftRevision
from grants.questions import Form

FACES: dict[RevisionAct, Face] = {
    RevisionAct.SAVED: Face("Sparat", "Sparat", "success"),
    RevisionAct.SET_ASIDE: Face("Lagt åt sidan", "Lagt åt sidan", "warning"),
    RevisionAct.RESTORED: Face("Återställt", "Återställt", "active"),
    RevisionAct.COPIED: Face("Kopierat", "Kopierat", "active"),
    RevisionAct.MOVED: Face("Flyttat", "Flyttat till ny formulärversion", "active"),
}
GONE = "finns inte längre i formuläret"


@dataclass(frozen=True, slots=True)
class Entry:
    """One version: what it was, where, and each answer before and after."""

    revision: DraftRevision
    face: Face
    title: str
    changes: list[dict[str, Any]]


def entries(draft: Draft, revisions: Iterable[DraftRevision]) -> list[Entry]:
    """The versions with their changes, in the order given."""
    read = _Reader(draft)
    return [
        Entry(
            revision,
            FACES[RevisionAct(revision.act)],
            read.titles.get(revision.group, "En del som inte längre finns"),
            read.changes_of(revision),
        )
        for revision in revisions
    ]


def differences(draft: Draft, revision: DraftRevision, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Label, text now and text then of each of the ``answers`` of a version, in the order of the form."""
    read = _Reader(draft)
    return read.texts(draft.answers, answers, was_old=False, is_old=read.is_before_the_move(revision))


class _Reader:
    """Reads answers that were given on any version of the draft's form: each by the question that it answers.

    A question may ask for something else since the draft moved. An answer of before that is read by the earlier forms.
    """

    def __init__(self, draft: Draft) -> None:
        self.form, self.first_year = draft.form.form, draft.call.budget_year
        self.earlier, self.last_move = _before_the_move(draft)
        forms = (*self.earlier[::-1], self.form)
        self.titles = {group.key: group.title for form in forms for group in form.groups}
        self.labels = {question.key: question.label for form in forms for question in form.questions}

    def is_before_the_move(self, revision: DraftRevision) -> bool:
        return revision.number < self.last_move

    def changes_of(self, revision: DraftRevision) -> list[dict[str, Any]]:
        """Label, text before and text after of each answer that a version changed."""
        moved, old = revision.act == RevisionAct.MOVED, self.is_before_the_move(revision)
        return self.texts(revision.before, revision.after, was_old=old or moved, is_old=old and not moved)

    def texts(
        self, before: Mapping[str, Any], after: Mapping[str, Any], *, was_old: bool, is_old: bool
    ) -> list[dict[str, Any]]:
        asked = [question.key for question in self.form.questions]
        gone = [key for key in self.labels if key not in asked]
        return [
            {
                "label": f"{self.labels[key]} ({GONE})" if key in gone else self.labels[key],
                "before": self._text(key, before.get(key), old=was_old),
                "after": self._text(key, after[key], old=is_old),
            }
            for key in (*asked, *gone)
            if key in after
        ]

    def _text(self, key: str, value: Any, *, old: bool) -> str:
        forms = (*self.earlier, self.form) if old else (self.form, *self.earlier)
        known = (question for form in forms for question in form.questions if question.key == key)
        return shown(next(asked for asked in known if not unfit(asked, value, None)), value, first_year=self.first_year)


def _before_the_move(draft: Draft) -> tuple[tuple[Form, ...], int]:
    """The earlier versions of the draft's form, newest first, and the number of the version that last moved it."""
    if draft.form.number == 1:
        return (), 0
    earlier = draft.call.forms.filter(stage=draft.stage, number__lt=draft.form.number).order_by("-number")
    last = draft.revisions.filter(act=RevisionAct.MOVED).first()
    return tuple(version.form for version in earlier), last.number if last else 0
