"""One invented application: an answer to every question of a form, always the same for the same key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from delmos.demo.texts import COST_ROWS
from delmos.demo.themes import Theme
from delmos.lib.geography import municipality
from grants.questions import Form, Question, QuestionGroup, QuestionKind

KRONA = 100  # öre
T = TypeVar("T")

_YES_NO = {
    "respects_democracy": True,
    "other_state_grants": False,
    "public_debt": False,
    "insolvency": False,
    "market_activity": False,
    "own_reclaim": False,
}


@dataclass(frozen=True, slots=True)
class Story:
    """What the answers are made from. ``key`` chooses among wordings; amounts in öre, days Swedish."""

    key: int
    theme: Theme
    texts: Mapping[str, Sequence[str]]
    seat_municipality: str
    county_codes: tuple[str, ...]
    requested_ore: int
    starts_on: date
    ends_on: date
    active_since: date

    def answers(self, form: Form) -> dict[str, dict[str, Any]]:
        """The answers of ``form`` by group key. Raises KeyError for a question without invented answers."""
        return {group.key: self.group_answers(group) for group in form.groups}

    def group_answers(self, group: QuestionGroup) -> dict[str, Any]:
        """The answers of one page; attachments are left out, since they are added one by one."""
        answers: dict[str, Any] = {}
        for question in group.questions:
            concerned = question.when is None or question.when.holds(answers.get(question.when.question))
            if concerned and question.kind is not QuestionKind.FILES:
                answers[question.key] = self._answer(question)
        return answers

    def pick(self, choices: Sequence[T], salt: str) -> T:
        """One of ``choices``, by the key and a salt that keeps choices independent of each other."""
        return choices[(self.key // (7 + sum(map(ord, salt)))) % len(choices)]

    def _answer(self, question: Question) -> Any:
        if question.kind is QuestionKind.CHOICE:
            return self.pick(question.choices, question.key)
        if question.key in self.texts:
            return self._filled(self.pick(self.texts[question.key], question.key))
        if question.key in _YES_NO:
            return _YES_NO[question.key]
        return self._facts()[question.key]

    def _facts(self) -> dict[str, Any]:
        return {
            "title": self._filled(self.theme.title),
            "period_start": self.starts_on.isoformat(),
            "period_end": self.ends_on.isoformat(),
            "counties": list(self.county_codes),
            "budget": self.budget(),
            "sought_amount": self.requested_ore,
            "own_funding": (10_000 + self.key % 40 * 1_000) * KRONA,
            "active_since": self.active_since.isoformat(),
            "members": 24 + self.key % 380,
        }

    def budget(self) -> list[dict[str, Any]]:
        """Rows in whole kronor that sum to the requested amount; the first takes what rounding leaves."""
        rows = self.pick(COST_ROWS, "budget")
        amounts = [self.requested_ore * share // 100 // KRONA * KRONA for _, share in rows]
        amounts[0] += self.requested_ore - sum(amounts)
        return [{"label": label, "amount_ore": amount} for (label, _), amount in zip(rows, amounts, strict=True)]

    def _filled(self, text: str) -> str:
        theme = self.theme
        filled = text.format(
            place=municipality(self.seat_municipality).name,
            topic=theme.topic,
            who=theme.who,
            partner=theme.partner,
            work=theme.work,
        )
        return filled[:1].upper() + filled[1:]
