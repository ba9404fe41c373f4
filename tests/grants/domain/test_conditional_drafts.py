"""A draft whose questions depend on each other: what is hidden is kept, and is never signed."""

import json

import pytest

from delmos.lib.refusal import Refused
from grants.domain import drafts
from grants.domain.table_answers import partners
from grants.models import BudgetRow
from grants.question_rules import Condition
from grants.questions import BUDGET, Question, QuestionGroup, QuestionKind
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

K = QuestionKind
YES = Condition("asks", ("ja",))
ASKS = Question("asks", K.YES_NO, "Söker ni annat?")
MORE = Question("more", K.TEXT, "Vad?", when=YES)
PAPERS = Question("papers", K.FILES, "Papper", when=YES, max_files=1, max_megabytes=1)
WHO = Question("who", K.PARTNERS, "Vilka?", when=YES)
GROUP = QuestionGroup("other", "Annat", (ASKS, MORE, PAPERS, WHO))


@pytest.fixture
def draft(association):
    return factories.a_draft(factories.a_call_asking(GROUP), asks=True)


def save(draft, **answers):
    version = draft.version_of("other")
    return drafts.save_group(
        draft, group="other", answers=answers, base_version=version, by=factories.person("bo"), now=NOW
    )


def attach(draft, text="papper"):
    content = factories.a_pdf(text)
    return drafts.attach(
        draft,
        question="papers",
        name=f"{text}.pdf",
        content=content,
        size=len(content.getvalue()),
        by=factories.person("bo"),
        now=NOW,
    )


def frozen(draft):
    return json.loads(drafts.freeze(draft))


def test_an_answer_that_is_no_longer_asked_for_stays_in_the_draft(draft):
    assert save(draft, asks=False).answers["more"] == "Ett kort svar"


def test_what_is_hidden_is_not_frozen(draft):
    attach(draft)
    before, after = frozen(draft), frozen(save(draft, asks=False))
    assert set(before["answers"]) - set(after["answers"]) == {"more", "who"}
    assert ([file["question"] for file in before["files"]], after["files"]) == (["papers"], [])


def test_an_answer_that_is_asked_for_again_is_signed_again(draft):
    save(draft, asks=False)
    draft.refresh_from_db()
    assert frozen(save(draft, asks=True))["answers"]["more"] == "Ett kort svar"


def test_a_hidden_question_is_not_missed(draft):
    attach(draft)
    assert [problem.field for problem in drafts.problems(save(draft, asks=True, more=""))] == ["more"]
    draft.refresh_from_db()
    assert drafts.problems(save(draft, asks=False)) == []


def test_the_application_has_only_what_was_asked_for(draft):
    attach(draft)
    application = factories.sign(save(draft, asks=False))
    assert application.answers["asks"] is False
    assert ({"more", "who"} & set(application.answers), application.files.count()) == (set(), 0)


def test_the_partners_are_read_from_the_application(draft):
    attach(draft)
    application = factories.sign(draft)
    assert partners(application.form.form, application.answers) == [("Gävle kommun", "2120002338")]


def test_a_question_takes_as_many_files_as_it_says(draft):
    attach(draft)
    with pytest.raises(Refused, match="Här kan du lägga till högst 1 fil"):
        attach(draft, "till")


def test_a_budget_of_several_years_with_cofunding_is_booked_by_year(association):
    budget = [
        {"label": "Lön", "amount_ore": 300, "years_ore": [100, 200]},
        {"label": "Kassan", "amount_ore": 50, "part": "own"},
    ]
    question = Question(BUDGET, K.BUDGET, "Budget", years=2, cofunding=True)
    call = factories.a_call_asking(question=question)
    application = factories.sign(factories.a_draft(call, budget=budget))
    rows = BudgetRow.objects.filter(application=application).values_list("label", "budget_year", "amount_ore")
    assert (application.requested_ore, list(rows)) == (250, [("Lön, 2018", 2018, 100), ("Lön, 2019", 2019, 200)])


def test_cofunding_of_everything_leaves_nothing_to_apply_for(association):
    budget = [{"label": "Lön", "amount_ore": 300}, {"label": "Kassan", "amount_ore": 300, "part": "own"}]
    question = Question(BUDGET, K.BUDGET, "Budget", cofunding=True)
    draft = factories.a_draft(factories.a_call_asking(question=question), budget=budget)
    assert [problem.message for problem in drafts.problems(draft)] == [
        "Kostnaderna i budgeten ska vara högre än medfinansieringen."
    ]
