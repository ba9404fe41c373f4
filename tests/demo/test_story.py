"""What invented applicants answer."""

from datetime import date

import pytest

from delmos.demo.story import Story
from delmos.demo.texts import TEXTS, TEXTS_TODAY
from delmos.demo.themes import THEMES_2018, THEMES_TODAY
from grants.domain.answers import budget_total, check_answer, missing_answers
from grants.ordinances import VERSIONS
from grants.ordinances.profile import OrdinanceVersion
from grants.questions import Form

THEMES = [(theme, TEXTS) for theme in THEMES_2018] + [(theme, TEXTS_TODAY) for theme in THEMES_TODAY]


def a_story(key: int = 5, requested_ore: int = 287_333_00) -> Story:
    theme, texts = THEMES[key % len(THEMES)]
    days = date(2018, 10, 1), date(2018, 12, 31), date(2001, 1, 1)
    return Story(key * 999_983, theme, texts, "2180", ("21",), requested_ore, *days)


def answers(story: Story, form: Form) -> dict[str, object]:
    return {key: answer for group in story.answers(form).values() for key, answer in group.items()}


@pytest.mark.parametrize("key", range(len(THEMES)))
@pytest.mark.parametrize("step", ["form", "expression_form"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
def test_every_question_of_every_form_gets_an_answer_that_is_kept(
    version: OrdinanceVersion, step: str, key: int
) -> None:
    form = Form.from_defaults(getattr(version, step))
    given = answers(a_story(key), form)
    for question in form.questions:
        check_answer(question, given.get(question.key))
    assert missing_answers(form, given, files={}) == []


@pytest.mark.parametrize("key", range(8))
def test_the_budget_sums_to_the_requested_amount(key: int) -> None:
    assert budget_total({"budget": a_story(key, 287_333_00).budget()}) == 287_333_00


def test_the_same_key_gives_the_same_answers() -> None:
    form = Form.from_defaults(VERSIONS[0].form)
    assert a_story(3).answers(form) == a_story(3).answers(form)


def test_no_answer_shows_the_name_of_a_gap() -> None:
    form = Form.from_defaults(VERSIONS[1].form)
    texts = [text for key in range(40) for text in answers(a_story(key), form).values() if isinstance(text, str)]
    assert [text for text in texts if "{" in text or "}" in text] == []
