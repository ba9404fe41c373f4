"""Whatever people do on one draft, and in whatever order: each text that was ever sent can be read again.

A state machine of hypothesis plays pages that are opened, saved late, in conflict, given up, restored and copied,
answers that hide other questions and show them again, and an officer who publishes new versions of the form, to which
the draft moves.
"""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import User
from grants.domain import calls, copying, drafts, form_moves, form_versions, revisions
from grants.domain.answers import is_empty
from grants.domain.saving import Opened
from grants.models import Draft
from grants.question_rules import Condition
from grants.questions import Form, Question, QuestionGroup, QuestionKind
from tests import factories
from tests.factories import NOW

K = QuestionKind
KEYS = ("title", "asks", "summary", "period_start")
TEXTS = st.text(alphabet="abcåäö 🙂", min_size=1, max_size=6).filter(str.strip)
DAYS = st.sampled_from(["2018-06-01", "2018-07-01", "2018-12-31", "2018-1"])  # the last one is half a date
# What the question "summary" may become in a later version, None where it is dropped.
SUMMARY = Question("summary", K.LONG_TEXT, "Sammanfatta", max_length=100)
SUMMARIES: tuple[Question | None, ...] = (
    SUMMARY,
    None,
    replace(SUMMARY, label="Berätta kort", kind=K.TEXT),
    replace(SUMMARY, max_length=3),
    replace(SUMMARY, kind=K.YES_NO),
    replace(SUMMARY, kind=K.NUMBER),
    replace(SUMMARY, when=Condition("asks", ("ja",))),
)
WRITTEN: dict[QuestionKind, st.SearchStrategy[Any]] = {K.YES_NO: st.booleans(), K.NUMBER: st.integers(2, 9)}


def a_form(summary: Question | None) -> Form:
    """The facts on a page of their own and, on the page "about", all that the machine writes."""
    [facts] = factories.asking().groups
    apart = tuple(question for question in facts.questions if question.key not in KEYS)
    written = {question.key: question for question in facts.questions}
    asks = Question("asks", K.YES_NO, "Söker ni annat?", required=False)
    about = (written["title"], asks, *([summary] if summary else []), written["period_start"])
    return Form((QuestionGroup("about", "Om projektet", about), QuestionGroup("facts", "Fakta", apart)))


class OneDraft(RuleBasedStateMachine):
    """Two people and the pages they have open. ``sent`` is every answer that a save was told to keep."""

    pages = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.people: list[User] = [factories.person("anna"), factories.person("bo")]
        self.officer = factories.person("dag")
        self.source: Draft = factories.a_draft(title="Förra årets namn")
        self.call = factories.an_unpublished_call()
        calls.edit_form(self.call, edit=lambda _: a_form(SUMMARY), by=self.officer, now=factories.BEFORE)
        self.call = calls.publish(self.call, by=self.officer, now=factories.BEFORE)
        self.draft = drafts.start(self.call, organisation=factories.association(), by=self.people[0], now=NOW)
        self.sent: set[tuple[str, Any]] = set()
        self.opened = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(target=pages, who=st.integers(0, 1))
    def open_a_page(self, who: int) -> dict[str, Any]:
        self.opened += 1
        self.draft.refresh_from_db()
        return {
            "by": self.people[who],
            "version": self.draft.version_of("about"),
            "page": f"p{self.opened}",
            "form": self.draft.form,
            **{question.key: self.draft.answers.get(question.key) for question in self._asked().questions},
        }

    @rule(page=pages, data=st.data())
    def write(self, page: dict[str, Any], data: st.DataObject) -> None:
        """Write on an opened page, which then saves all of its fields."""
        for question in page["form"].form.group("about").questions:
            strategy = DAYS if question.kind is K.DATE else WRITTEN.get(question.kind, TEXTS)
            if data.draw(st.booleans()):
                page[question.key] = data.draw(strategy)
        self._save(page)

    @rule(page=pages)
    def save_again(self, page: dict[str, Any]) -> None:
        self._save(page)

    @rule(page=pages, key=st.sampled_from(["title", "summary"]), mine=st.booleans())
    def choose(self, page: dict[str, Any], key: str, mine: bool) -> None:
        """Choose between two texts, having seen the one that is saved now."""
        self.draft.refresh_from_db()
        if mine:
            self._save(page, seen={key: self.draft.version_of("about")})
        else:
            self._save(page, let_go=frozenset({key}))

    @rule(data=st.data(), who=st.integers(0, 1))
    def restore(self, data: st.DataObject, who: int) -> None:
        self.draft.refresh_from_db()
        if self.draft.revision:
            number = data.draw(st.integers(1, self.draft.revision))
            revisions.restore(self.draft, number=number, by=self.people[who], now=NOW)

    @rule(overwrite=st.sets(st.sampled_from(KEYS)))
    def copy(self, overwrite: set[str]) -> None:
        copying.copy(self.draft, source=self.source, overwrite=overwrite, by=self.people[0], now=NOW)

    @rule(summary=st.sampled_from(SUMMARIES))
    def publish_a_new_version(self, summary: Question | None) -> None:
        """The officer drops, renames, retypes, limits or hides a question, or brings it back."""
        form = a_form(summary)
        if form != self.call.newest_form().form:
            form_versions.begin(self.call, by=self.officer, now=NOW)
            calls.edit_form(self.call, edit=lambda _: form, by=self.officer, now=NOW)
            form_versions.publish(self.call, note="Ändrat.", by=self.officer, now=NOW)

    @rule(who=st.integers(0, 1))
    def move(self, who: int) -> None:
        """Every answer that stood, or was left over before, stands in the new version or is listed."""
        self.draft.refresh_from_db()
        newer = form_moves.newer_form(self.draft)
        if newer:
            before = self._standing() | self._listed()
            form_moves.move(self.draft, to=newer, by=self.people[who], now=NOW)
            self.draft.refresh_from_db()
            assert before - self._standing() - self._listed() == set()

    def _save(self, page: dict[str, Any], **more: Any) -> None:
        """Send a page, which may have been opened on an earlier version of the form than the draft has now."""
        self.draft.refresh_from_db()
        asked = page["form"].form.group("about").questions
        answers = {key: page[key] for key in KEYS if key in page}
        kept = drafts.keep_group(
            self.draft,
            group="about",
            answers=answers,
            opened=Opened(page["version"], page["page"], asked=asked, **more),
            by=page["by"],
            now=NOW,
        )
        refused = {refusal.field for refusal in kept.refusals}
        assert refused <= {"period_start", "summary"}
        self.sent |= {(key, value) for key, value in answers.items() if not is_empty(value) and key not in refused}

    def _asked(self) -> QuestionGroup:
        return self.draft.form.form.group("about")

    def _standing(self) -> set[tuple[str, Any]]:
        answers = ((key, self.draft.answers.get(key)) for key in KEYS)
        return {(key, value) for key, value in answers if not is_empty(value)}

    def _listed(self) -> set[tuple[str, Any]]:
        return {(item.question.key, item.answer) for item in form_moves.left_over(self.draft)}

    @invariant()
    def every_answer_can_be_read(self) -> None:
        self.draft.refresh_from_db()
        found = self._standing() | self._listed()
        for before, after in self.draft.revisions.values_list("before", "after"):
            found |= {(key, value) for part in (before, after) for key, value in part.items() if key in KEYS}
        assert self.sent - found == set()

    @invariant()
    def what_is_hidden_is_left_out_of_what_is_signed(self) -> None:
        self.draft.refresh_from_db()
        asked = {question.key: question for question in self._asked().questions}
        hidden = bool("summary" in asked and asked["summary"].when and self.draft.answers.get("asks") is not True)
        signed = self.draft.asked.only(self.draft.answers)
        assert ("summary" in signed) == ("summary" in asked.keys() & self.draft.answers.keys() and not hidden)

    @invariant()
    def every_answer_that_stands_fits_its_question(self) -> None:
        self.draft.refresh_from_db()
        standing = [(question, self.draft.answers.get(question.key)) for question in self._asked().questions]
        assert [reason for each in standing if (reason := revisions.unfit(*each, self.call.times))] == []

    @invariant()
    def the_versions_lead_to_what_stands(self) -> None:
        """Played from the first to the last, the versions give the answers; played backwards, the empty draft."""
        played: dict[str, Any] = {}
        for act, after in self.draft.revisions.order_by("number").values_list("act", "after"):
            played |= {} if act == "set_aside" else after
        assert played == self.draft.answers
        assert [value for value in revisions.answers_at(self.draft, 0).values() if not is_empty(value)] == []

    @invariant()
    def the_versions_are_numbered_without_a_gap(self) -> None:
        numbers = list(self.draft.revisions.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, self.draft.revision + 1))


@pytest.mark.django_db
def test_no_sequence_of_acts_loses_an_answer() -> None:
    """Rolled back after every example, so that each begins with an empty draft."""
    run_state_machine_as_test(
        OneDraft,
        settings=settings(
            max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
