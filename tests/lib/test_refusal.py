import pytest

from delmos.lib.refusal import Law, Refusals, Refused, each, refusal_of

CONFLICT = Law("förvaltningslagen (2017:900)", "16 §")


def test_a_law_is_cited_with_its_section_first():
    assert str(CONFLICT) == "16 § förvaltningslagen (2017:900)"


def test_a_law_without_section_is_cited_by_its_name():
    assert str(Law("arkivlagen (1990:782)")) == "arkivlagen (1990:782)"


def test_a_refusal_names_the_rule_behind_it():
    refused = Refused("Du är jävig i ärendet.", law=CONFLICT)
    assert str(refused) == "Du är jävig i ärendet. (16 § förvaltningslagen (2017:900))"


def test_a_refusal_without_a_rule_is_the_sentence_alone():
    assert str(Refused("Beloppet måste vara större än noll.", field="amount")) == "Beloppet måste vara större än noll."


def test_a_refusal_points_at_the_field_to_blame():
    assert Refused("Beloppet måste vara större än noll.", field="amount").field == "amount"


def test_several_refusals_are_said_at_once_and_keep_their_fields():
    refusals = Refusals([Refused("Skriv en titel.", field="title"), Refused("Du är jävig.", law=CONFLICT, field="by")])
    assert str(refusals) == "Skriv en titel. Du är jävig. (16 § förvaltningslagen (2017:900))"
    assert [refusal.field for refusal in refusals.refusals] == ["title", "by"]


def test_several_refusals_cannot_be_none():
    with pytest.raises(ValueError, match="^at least one refusal is needed$"):
        Refusals([])


def test_each_gives_what_every_act_gave() -> None:
    assert each([1, 2], lambda number: number * 2, name=str) == [2, 4]


def test_each_names_everything_in_the_way_and_why() -> None:
    def act(number: int) -> int:
        if number % 2:
            raise Refused("Udda.", law=CONFLICT)
        return number

    with pytest.raises(Refusals) as refused:
        each([1, 2, 3], act, name=str)
    assert [(refusal.message, refusal.law) for refusal in refused.value.refusals] == [
        ("1: Udda.", CONFLICT),
        ("3: Udda.", CONFLICT),
    ]


def test_what_a_check_refuses_with_is_given_and_what_lets_through_gives_nothing():
    refusal = Refused("Nej.")

    def refuses() -> None:
        raise refusal

    assert (refusal_of(refuses), refusal_of(lambda: None)) == (refusal, None)
