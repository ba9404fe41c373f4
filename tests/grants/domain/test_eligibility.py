"""”Får vi söka?”: every combination of answers gives a verdict, and every part of it its paragraph."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applicants.enums import OrganisationType
from delmos.lib.dates import STOCKHOLM
from delmos.lib.refusal import Law
from grants.domain.eligibility import Answer, Result, Verdict, asked, try_out
from grants.models import Call
from grants.ordinances import VERSIONS, ordinance_version
from grants.ordinances.profile import OrdinanceVersion, Requirement, SelfCheck
from tests.factories import ASSOCIATIONS, CLOSES_AT, INVITED_CLOSE_AT, MUNICIPALITIES, STANDARD, TODAY

T = OrganisationType
ANNEX = Law("förordningen (2018:118)", "bilagan")


def a_call(key: str = ASSOCIATIONS, **details: Any) -> Call:
    """A call that only the rules read; it is never saved."""
    return Call(ordinance_key=key, closes_at=CLOSES_AT, **details)


def good_answers(call: Call, kind: OrganisationType) -> dict[str, Answer]:
    """What somebody answers who meets every demand."""
    good: dict[str, Answer] = {}
    for requirement in asked(call, kind):
        check = requirement.self_check
        assert check is not None
        good[requirement.code] = date(2000, 1, 1) if check.kind == "started_on" else check.met_by
    return good


def tried(call: Call, kind: OrganisationType | None = T.ASSOCIATION, **answers: Answer) -> Result:
    good = good_answers(call, kind) if kind else {}
    return try_out(call, kind, {**good, **answers}, today=TODAY)


def of(result: Result, law: str) -> list[tuple[Verdict, str]]:
    """Verdict and reason of the findings under this paragraph, but for the one about the type."""
    return [(found.verdict, found.reason) for found in result.findings[1:] if str(found.law) == law]


# --- every combination ------------------------------------------------------------------------------------------------

_any_answer = st.one_of(
    st.booleans(), st.none(), st.dates(date(1600, 1, 1), date(2090, 1, 1)), st.sampled_from(["0180"])
)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
@given(data=st.data())
def test_every_combination_gives_an_answer_with_reasons_and_paragraphs(version: OrdinanceVersion, data: Any) -> None:
    kind = data.draw(st.sampled_from([None, *T]))
    call = a_call(version.key, counties=data.draw(st.sampled_from([[], ["21"]])))
    codes = [requirement.code for requirement in version.requirements] + ["call_counties"]
    answers = data.draw(st.dictionaries(st.sampled_from(codes), _any_answer))
    today = data.draw(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
    result = try_out(call, kind, answers, today=today)
    assert [found for found in result.findings if not (found.title and found.reason and found.law.act)] == []
    assert result.verdict == max(found.verdict for found in result.findings)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
@pytest.mark.parametrize("kind", T)
def test_good_answers_give_yes_to_those_who_may_apply(version: OrdinanceVersion, kind: OrganisationType) -> None:
    expected = Verdict.YES if version.group_of(kind) else Verdict.NO
    assert tried(a_call(version.key), kind).verdict == expected


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
@pytest.mark.parametrize("kind", T)
def test_not_knowing_anything_is_never_a_no(version: OrdinanceVersion, kind: OrganisationType) -> None:
    expected = Verdict.EXAMINE if version.group_of(kind) else Verdict.NO
    assert try_out(a_call(version.key), kind, {}, today=TODAY).verdict == expected


def test_the_codes_of_the_demands_are_not_used_twice() -> None:
    for version in VERSIONS:
        codes = [requirement.code for requirement in version.requirements]
        assert sorted(set(codes)) == sorted(codes)


# --- who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [None, T.MUNICIPALITY])
def test_who_may_not_apply_is_told_who_may_and_asked_nothing_more(kind: OrganisationType | None) -> None:
    (finding,) = tried(a_call(), kind).findings
    assert (finding.verdict, finding.reason, str(finding.law)) == (
        Verdict.NO,
        "Utlysningen är för föreningar och stiftelser.",
        "3 § förordningen (2018:119)",
    )


def test_only_what_the_version_asks_of_this_kind_is_asked() -> None:
    assert {
        kind: [requirement.code for requirement in asked(a_call(STANDARD), kind)]
        for kind in (T.FOUNDATION, T.FAITH_COMMUNITY)
    } == {
        T.FOUNDATION: [
            "seat_or_area",
            "years_active",
            "public_owner",
            "non_profit",
            "openness",
            "democracy_condition",
            "insolvency",
            "tax_debt",
            "own_reclaim",
            "other_state_grants",
        ],
        T.FAITH_COMMUNITY: [
            "seat_or_area",
            "years_active",
            "democracy_condition",
            "insolvency",
            "tax_debt",
            "own_reclaim",
            "other_state_grants",
        ],
    }


def test_what_only_the_agency_can_try_is_named() -> None:
    result = tried(a_call(MUNICIPALITIES), T.REGION)
    assert [requirement.code for requirement in result.tried_later] == ["funded_measure", "mandate"]


# --- what an answer leads to ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "kind", "code", "answer", "verdict"),
    [
        (ASSOCIATIONS, T.ASSOCIATION, "tax_debt", True, Verdict.NO),
        (ASSOCIATIONS, T.ASSOCIATION, "insolvency", True, Verdict.NO),
        (ASSOCIATIONS, T.ASSOCIATION, "other_state_grants", True, Verdict.EXAMINE),
        (ASSOCIATIONS, T.ASSOCIATION, "state_aid", True, Verdict.EXAMINE),
        (ASSOCIATIONS, T.ASSOCIATION, "democratic_structure", False, Verdict.NO),
        (ASSOCIATIONS, T.FOUNDATION, "public_owner", True, Verdict.NO),
        (ASSOCIATIONS, T.FOUNDATION, "tax_debt", None, Verdict.EXAMINE),
        (MUNICIPALITIES, T.MUNICIPALITY, "legal_duty", True, Verdict.EXAMINE),
        (STANDARD, T.FAITH_COMMUNITY, "democracy_condition", False, Verdict.EXAMINE),
        (STANDARD, T.ASSOCIATION, "own_reclaim", True, Verdict.NO),
    ],
)
def test_one_answer_decides(key: str, kind: OrganisationType, code: str, answer: Answer, verdict: Verdict) -> None:
    result = tried(a_call(key), kind, **{code: answer})
    assert (result.verdict, [found.verdict for found in result.findings].count(verdict)) == (verdict, 1)


def test_a_no_weighs_more_than_what_must_be_examined() -> None:
    assert tried(a_call(), tax_debt=True, state_aid=True).verdict is Verdict.NO


# --- two years --------------------------------------------------------------------------------------------------------

UNMET = "Ni behöver ha bedrivit verksamhet i minst två år när ni söker."


@pytest.mark.parametrize(
    ("started_on", "verdict", "reason"),
    [
        (date(2016, 5, 2), Verdict.YES, "Kravet är uppfyllt, som ni har svarat."),
        (date(2016, 5, 3), Verdict.YES, f"{UNMET} Det har ni gjort från och med 3 maj 2018. Sök tidigast då."),
        (date(2016, 5, 15), Verdict.YES, f"{UNMET} Det har ni gjort från och med 15 maj 2018. Sök tidigast då."),
        (date(2016, 5, 16), Verdict.NO, UNMET),
        (date(2030, 1, 1), Verdict.NO, UNMET),
    ],
)
def test_two_years_are_counted_to_the_day_of_the_application(started_on: date, verdict: Verdict, reason: str) -> None:
    """TODAY is 2 May 2018; the call closes on 15 May at a minute to midnight."""
    result = tried(a_call(), years_active=started_on)
    assert [(found.verdict, found.reason) for found in result.findings if found.title == "Två års verksamhet"] == [
        (verdict, reason)
    ]


def test_a_call_that_closes_at_midnight_has_no_more_of_that_day() -> None:
    call = a_call()
    call.closes_at = datetime(2018, 5, 16, tzinfo=STOCKHOLM)
    assert [tried(call, years_active=day).verdict for day in (date(2016, 5, 15), date(2016, 5, 16))] == [
        Verdict.YES,
        Verdict.NO,
    ]


def test_in_two_steps_the_expression_may_come_before_the_two_years() -> None:
    call = a_call(invited_close_at=INVITED_CLOSE_AT)
    results = [tried(call, years_active=day) for day in (date(2016, 5, 15), date(2016, 5, 16))]
    said = [found.reason for result in results for found in result.findings if found.title == "Två års verksamhet"]
    assert said == [
        f"{UNMET} Det har ni gjort från och med 15 maj 2018. Sök tidigast då.",
        f"{UNMET} Det har ni gjort från och med 16 maj 2018. Lämna intresseanmälan i tid. Blir ni inbjudna, ansök "
        "tidigast då.",
    ]


def test_the_twenty_ninth_of_february_has_its_two_years_on_the_first_of_march() -> None:
    call = a_call()
    call.closes_at = CLOSES_AT + timedelta(days=3650)
    answers = {**good_answers(call, T.ASSOCIATION), "years_active": date(2016, 2, 29)}
    verdicts = [
        try_out(call, T.ASSOCIATION, answers, today=day).findings for day in (date(2018, 2, 28), date(2018, 3, 1))
    ]
    assert ["1 mars 2018" in " ".join(found.reason for found in findings) for findings in verdicts] == [True, False]


# --- where ------------------------------------------------------------------------------------------------------------


def test_a_call_limited_to_counties_asks_where_the_work_is_done() -> None:
    result = tried(a_call(counties=["21"]), call_counties=False)
    assert of(result, "förordningen (2018:119)")[-1] == (
        Verdict.NO,
        "Utlysningen gäller bara arbete i Gävleborgs län.",
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("2180", (Verdict.YES, "Gävle kommun finns i förordningens bilaga.")),
        ("0180", (Verdict.NO, "Bara kommuner i bilagan kan söka.")),
        (None, (Verdict.EXAMINE, "Ta reda på det innan ni söker. Vi prövar det i ansökan.")),
    ],
)
def test_a_version_with_an_annex_asks_for_the_municipality(
    monkeypatch: pytest.MonkeyPatch, code: str | None, expected: tuple[Verdict, str]
) -> None:
    check = SelfCheck(
        question="Vilken kommun är ni?",
        kind="municipality",
        municipalities=frozenset({"2180"}),
        unmet="Bara kommuner i bilagan kan söka.",
    )
    annex = Requirement(
        code="annex", title="Bilagan", question="Finns kommunen i bilagan?", law=ANNEX, self_check=check
    )
    version = ordinance_version(MUNICIPALITIES)
    with_annex = replace(version, requirements=(*version.requirements, annex))
    monkeypatch.setattr(Call, "ordinance", with_annex)
    result = try_out(a_call(MUNICIPALITIES), T.MUNICIPALITY, {"annex": code}, today=TODAY)
    assert of(result, str(ANNEX)) == [expected]
