"""Whatever people do on one draft, and in whatever order: each text that was ever sent can be read again.

A state machine of hypothesis plays pages that are opened, saved late, in conflict, given up, restored and copied.
"""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import User
from grants.domain import copying, drafts, revisions
from grants.domain.saving import Opened
from grants.models import Draft
from tests import factories
from tests.factories import NOW

KEYS = ("title", "summary", "period_start")
TEXTS = st.text(alphabet="abcåäö 🙂", min_size=1, max_size=6).filter(str.strip)
DAYS = st.sampled_from(["2018-06-01", "2018-07-01", "2018-12-31", "2018-1"])  # the last one is half a date
ANSWERS = st.dictionaries(st.sampled_from(KEYS[:2]), TEXTS, max_size=2)


class OneDraft(RuleBasedStateMachine):
    """Two people and the pages they have open. ``sent`` is every answer that a save was told to keep."""

    pages = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.people: list[User] = [factories.person("anna"), factories.person("bo")]
        self.source: Draft = factories.a_draft(title="Förra årets namn")
        call = factories.a_call()
        self.draft = drafts.start(call, organisation=factories.association(), by=self.people[0], now=NOW)
        self.sent: set[tuple[str, str]] = set()
        self.opened = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(target=pages, who=st.integers(0, 1))
    def open_a_page(self, who: int) -> dict[str, Any]:
        self.opened += 1
        self.draft.refresh_from_db()
        shown = {key: self.draft.answers.get(key) or "" for key in KEYS}
        return {"by": self.people[who], "version": self.draft.version_of("about"), "page": f"p{self.opened}", **shown}

    @rule(page=pages, written=ANSWERS, day=st.none() | DAYS)
    def write(self, page: dict[str, Any], written: dict[str, str], day: str | None) -> None:
        """Write on an opened page, which then saves all of its fields."""
        page.update(written, **({"period_start": day} if day else {}))
        self._save(page)

    @rule(page=pages)
    def save_again(self, page: dict[str, Any]) -> None:
        self._save(page)

    @rule(page=pages, key=st.sampled_from(KEYS[:2]), mine=st.booleans())
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

    def _save(self, page: dict[str, Any], **more: Any) -> None:
        answers = {key: page[key] for key in KEYS}
        kept = drafts.keep_group(
            self.draft,
            group="about",
            answers=answers,
            opened=Opened(page["version"], page["page"], **more),
            by=page["by"],
            now=NOW,
        )
        refused = {refusal.field for refusal in kept.refusals}
        assert refused <= {"period_start"}
        self.sent |= {(key, value) for key, value in answers.items() if value and key not in refused}

    @invariant()
    def every_answer_can_be_read(self) -> None:
        self.draft.refresh_from_db()
        found = set(self.draft.answers.items() & self.sent)
        for before, after in self.draft.revisions.values_list("before", "after"):
            found |= {(key, value) for part in (before, after) for key, value in part.items() if key in KEYS}
        assert self.sent - found == set()

    @invariant()
    def the_versions_lead_to_what_stands(self) -> None:
        """Played from the first to the last, the versions give the answers; played backwards, the empty draft."""
        played: dict[str, Any] = {}
        for act, after in self.draft.revisions.order_by("number").values_list("act", "after"):
            played |= {} if act == "set_aside" else after
        assert played == self.draft.answers
        assert {value for value in revisions.answers_at(self.draft, 0).values() if value} == set()

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
            max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
