from enum import StrEnum

import pytest

from delmos.lib.refusal import Law, Refused
from delmos.lib.workflow import Transition, Workflow, states

SECTION = Law("förvaltningslagen (2017:900)", "31 §")
WORDS = {"draft": "Utkast", "received": "Inkommen", "decided": "Beslutad", "elsewhere": "Någon annanstans"}

SUBMIT = Transition("submit", "Skicka in", states("draft"), "received", "sökande", "submitted")
REMIND = Transition("remind", "Påminna", states("draft", "received"), None, "handläggare", "reminded")
DECIDE = Transition("decide", "Besluta", states("received"), "decided", "beslutsfattare", "decided", law=SECTION)


@pytest.fixture
def case() -> Workflow:
    return Workflow("case", "draft", WORDS, (SUBMIT, REMIND, DECIDE))


class Status(StrEnum):
    DRAFT = "draft"


def test_states_takes_enum_members_and_plain_names():
    assert states(Status.DRAFT, "received") == frozenset({"draft", "received"})


def test_the_states_are_those_the_table_names(case):
    assert case.states == frozenset({"draft", "received", "decided"})


def test_an_act_is_found_by_its_name(case):
    assert case.transition("decide") is DECIDE


def test_an_unknown_act_is_a_key_error(case):
    with pytest.raises(KeyError, match="case has no act 'dance'"):
        case.transition("dance")


def test_an_act_may_start_in_its_source(case):
    assert case.check("submit", "draft") is SUBMIT


def test_an_act_in_the_wrong_state_is_refused_with_the_state_the_condition_and_the_rule(case):
    with pytest.raises(Refused) as refused:
        case.check("decide", "draft")
    assert str(refused.value) == (
        "Det går inte att besluta nu. Läget är ”utkast”, och steget kräver läget ”inkommen”. "
        "(31 § förvaltningslagen (2017:900))"
    )


def test_a_refusal_lists_every_state_the_act_may_start_in(case):
    with pytest.raises(Refused) as refused:
        case.check("remind", "decided")
    assert refused.value.message == (
        "Det går inte att påminna nu. Läget är ”beslutad”, och steget kräver läget ”inkommen, utkast”."
    )


@pytest.mark.parametrize(
    ("state", "acts"), [("draft", ("submit", "remind")), ("received", ("remind", "decide")), ("decided", ())]
)
def test_the_acts_from_a_state_come_in_the_order_of_the_table(case, state, acts):
    assert case.acts_from(state) == acts


def test_an_act_stands_once_in_the_table():
    with pytest.raises(ValueError, match="^case: an act stands twice in the table$"):
        Workflow("case", "draft", WORDS, (SUBMIT, SUBMIT))


def test_every_state_has_words():
    with pytest.raises(ValueError, match=r"^case: states without words: \['received'\]$"):
        Workflow("case", "draft", {"draft": "Utkast"}, (SUBMIT,))


def test_the_diagram_draws_every_row_the_start_and_the_end(case):
    assert case.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft: Utkast",
        "    received: Inkommen",
        "    decided: Beslutad",
        "    draft --> received: Skicka in (sökande)",
        "    draft --> draft: Påminna (handläggare)",
        "    received --> received: Påminna (handläggare)",
        "    received --> decided: Besluta (beslutsfattare)",
        "    decided --> [*]",
    ]
