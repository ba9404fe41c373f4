"""What holds for a whole form: keys are unique, and each condition asks about an earlier question."""

from collections.abc import Mapping

from delmos.lib.geography import COUNTIES, MUNICIPALITIES
from delmos.lib.refusal import Refused
from grants.facts import FIXED
from grants.question_kinds import DECIDING, QuestionKind
from grants.question_rules import NO, YES, Condition
from grants.questions import Form, Question, QuestionGroup


def check_form(form: Form) -> None:
    """Raises Refused for a form in which two questions share a key, or a condition could never be settled.

    A condition may ask only about an earlier question, so that none goes in a ring, and only for answers that can be
    picked. A question that carries a fact has none, and neither has its page.
    """
    keys = [question.key for question in form.questions]
    if len(keys) != len(set(keys)):
        raise Refused("Två frågor har samma nyckel.", field="key")
    earlier: dict[str, Question] = {}
    for group in form.groups:
        _check_group(group, earlier)
        for question in group.questions:
            _check_question(question, earlier)
            earlier[question.key] = question


def answers_to_pick(question: Question) -> tuple[str, ...]:
    """The answers that a condition may name; none for a question that nothing may depend on."""
    if question.kind not in DECIDING:
        return ()
    return _FIXED_ANSWERS.get(question.kind, question.choices)


_FIXED_ANSWERS: Mapping[QuestionKind, tuple[str, ...]] = {
    QuestionKind.YES_NO: (YES, NO),
    QuestionKind.COUNTIES: tuple(county.code for county in COUNTIES),
    QuestionKind.MUNICIPALITIES: tuple(municipality.code for municipality in MUNICIPALITIES),
}


def _check_group(group: QuestionGroup, earlier: dict[str, Question]) -> None:
    if group.when is None:
        return
    if any(question.key in FIXED for question in group.questions):
        raise Refused(f"Sidan ”{group.title}” har frågor som systemet behöver och ska alltid visas.", field="when")
    _check_condition(group.when, earlier, f"Sidan ”{group.title}”")


def _check_question(question: Question, earlier: dict[str, Question]) -> None:
    if question.when and question.key in FIXED:
        raise Refused(f"Frågan ”{question.label}” behövs av systemet och ska alltid visas.", field="when")
    for field, condition in (("when", question.when), ("required_when", question.required_when)):
        if condition:
            _check_condition(condition, earlier, f"Frågan ”{question.label}”", field=field)


def _check_condition(condition: Condition, earlier: dict[str, Question], what: str, *, field: str = "when") -> None:
    asked = earlier.get(condition.question)
    if asked is None:
        raise Refused(
            f"{what} beror på svaret på en annan fråga. Den frågan ska finnas kvar och stå före.", field=field
        )
    if not condition.values or not set(condition.values) <= set(answers_to_pick(asked)):
        raise Refused(
            f"{what} beror på ett svar som inte kan väljas på frågan ”{asked.label}”. Ändra villkoret först.",
            field=field,
        )
