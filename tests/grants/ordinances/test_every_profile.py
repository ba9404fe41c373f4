"""What holds for every ordinance profile, whichever grant it is about."""

from itertools import pairwise

import pytest

from delmos.lib.refusal import Law
from grants.enums import DecisionKind
from grants.ordinances import VERSIONS, ordinance_version
from grants.ordinances.profile import DefaultQuestion, OrdinanceVersion
from grants.questions import Form, QuestionKind

# Which note in ``uncertain`` answers for a check whose paragraph has not been read.
NOTE_OF_CHECK = {"other_state_grants": "Dubbel finansiering:"}

every_profile = pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)


def questions(version: OrdinanceVersion) -> list[DefaultQuestion]:
    return [question for group in version.form for question in group.questions]


def sentences(version: OrdinanceVersion) -> list[str]:
    return [
        version.purpose,
        version.stop_text,
        version.source,
        *version.funds,
        *version.reclaim_grounds,
        *version.standard_conditions,
        *version.uncertain,
        *(criterion.description for criterion in version.criteria),
        *(question.help for question in questions(version) if question.help),
    ]


def laws(version: OrdinanceVersion) -> list[Law]:
    return [
        version.purpose_law,
        version.who_law,
        version.availability_law,
        version.funds_law,
        version.decision_law,
        version.payment_law,
        version.report_law,
        version.stop_law,
        version.reclaim_law,
        *(requirement.law for requirement in version.requirements),
        *(question.law for question in questions(version) if question.law),
        *(rule.law for rule in version.appeal.values()),
    ]


def test_the_three_profiles_have_the_keys_that_cases_are_bound_to() -> None:
    assert [version.key for version in VERSIONS] == [
        "2018:118/2018-04-06",
        "2018:119/2018-04-06",
        "2024:199/2025-08-01",
    ]


@every_profile
def test_a_profile_is_found_by_its_key(version: OrdinanceVersion) -> None:
    assert ordinance_version(version.key) is version


def test_a_key_that_no_profile_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        ordinance_version("2018:118/1999-01-01")


def test_the_wordings_of_one_ordinance_do_not_overlap() -> None:
    ordered = sorted(VERSIONS, key=lambda version: (version.sfs, version.valid_from))
    overlaps = [
        (earlier.key, later.key)
        for earlier, later in pairwise(ordered)
        if earlier.sfs == later.sfs and (earlier.valid_to is None or earlier.valid_to >= later.valid_from)
    ]

    assert overlaps == []


@every_profile
def test_nobody_at_the_agency_has_confirmed_the_profile_yet(version: OrdinanceVersion) -> None:
    assert version.confirmed_on is None


@every_profile
def test_what_a_lawyer_must_look_at_is_listed(version: OrdinanceVersion) -> None:
    assert all(":" in note for note in version.uncertain)
    assert len(version.uncertain) > 0


@every_profile
def test_the_form_asks_for_every_fact_that_the_portal_needs(version: OrdinanceVersion) -> None:
    assert Form.from_defaults(version.form).missing_facts() == ()


@every_profile
def test_every_fact_must_be_answered(version: OrdinanceVersion) -> None:
    facts = ("title", "period_start", "period_end", "counties", "budget")

    assert {
        question.key: question.required for question in questions(version) if question.key in facts
    } == dict.fromkeys(facts, True)


@every_profile
def test_the_form_survives_the_database(version: OrdinanceVersion) -> None:
    form = Form.from_defaults(version.form)

    assert Form.from_json(form.to_json()) == form


@every_profile
def test_no_two_questions_have_the_same_key(version: OrdinanceVersion) -> None:
    keys = [question.key for question in questions(version)]

    assert sorted(set(keys)) == sorted(keys)


@every_profile
def test_no_two_groups_or_checks_have_the_same_key(version: OrdinanceVersion) -> None:
    groups = [group.key for group in version.form]
    checks = [requirement.code for requirement in version.requirements]

    assert sorted(set(groups)) == sorted(groups)
    assert sorted(set(checks)) == sorted(checks)


@every_profile
def test_the_form_has_four_to_six_pages(version: OrdinanceVersion) -> None:
    assert 4 <= len(version.form) <= 6


@every_profile
def test_a_choice_has_at_least_two_answers_and_other_questions_none(version: OrdinanceVersion) -> None:
    for question in questions(version):
        assert (len(question.choices) >= 2) is (question.kind == QuestionKind.CHOICE), question.key


@every_profile
def test_attachments_are_never_demanded(version: OrdinanceVersion) -> None:
    assert [question.required for question in questions(version) if question.kind == QuestionKind.FILES] == [False]


@every_profile
def test_the_weights_of_the_criteria_sum_to_one_hundred(version: OrdinanceVersion) -> None:
    assert sum(criterion.weight for criterion in version.criteria) == 100


@every_profile
def test_every_kind_of_decision_has_an_appeal_rule_with_a_paragraph(version: OrdinanceVersion) -> None:
    assert set(version.appeal) == set(DecisionKind)
    assert all("§" in rule.law.section for rule in version.appeal.values())


@every_profile
def test_every_check_has_a_paragraph_or_a_note_for_the_lawyer(version: OrdinanceVersion) -> None:
    unread = [requirement.code for requirement in version.requirements if not requirement.law.section]

    for code in unread:
        assert any(note.startswith(NOTE_OF_CHECK[code]) for note in version.uncertain), code


@every_profile
def test_a_law_without_a_paragraph_is_owned_up_to(version: OrdinanceVersion) -> None:
    unread = [law for law in laws(version) if not law.section]

    assert bool(unread) is any("har inte lästs. Lagrummen saknar därför paragraf." in n for n in version.uncertain)


@every_profile
def test_every_check_is_a_question_with_a_place_to_look(version: OrdinanceVersion) -> None:
    for requirement in version.requirements:
        assert requirement.question.endswith("?"), requirement.code
        assert requirement.sources, requirement.code


@every_profile
def test_every_check_concerns_somebody_who_may_apply(version: OrdinanceVersion) -> None:
    may_apply = frozenset().union(*(group.types for group in version.groups))

    assert [check.code for check in version.requirements if not check.types <= may_apply] == []


@every_profile
def test_no_type_of_applicant_belongs_to_two_groups(version: OrdinanceVersion) -> None:
    types = [kind for group in version.groups for kind in group.types]

    assert sorted(set(types)) == sorted(types)


@every_profile
def test_every_text_is_a_sentence(version: OrdinanceVersion) -> None:
    for sentence in sentences(version):
        assert sentence == sentence.strip()
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
        assert sentence.endswith((".", "?")), sentence
        assert "  " not in sentence, sentence


@every_profile
def test_no_text_calls_the_applicant_by_a_formal_word(version: OrdinanceVersion) -> None:
    for sentence in (*version.reclaim_grounds, *version.standard_conditions, version.stop_text):
        assert "bidragsmottagaren" not in sentence.lower(), sentence
