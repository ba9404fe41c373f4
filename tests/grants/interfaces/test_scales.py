"""What the points mean, told once for the criteria that share a scale."""

from grants.interfaces.scales import ToldScale, told_scales
from grants.models import Criterion


def criterion(name: str, *words: str, highest: int = 2) -> Criterion:
    return Criterion(name=name, lowest=0, highest=highest, words=list(words))


def test_criteria_on_one_scale_share_it_and_the_others_have_their_own_in_their_order() -> None:
    criteria = [criterion("Nytta", "Ingen", "", "Stor"), criterion("Kostnad"), criterion("Plan", "Ingen", "", "Stor")]
    assert told_scales(criteria) == [
        ToldScale(["Nytta", "Plan"], [(0, "Ingen"), (1, ""), (2, "Stor")]),
        ToldScale(["Kostnad"], [(0, ""), (1, ""), (2, "")]),
    ]


def test_a_scale_without_any_word_is_known() -> None:
    assert [scale.has_words for scale in told_scales([criterion("Nytta", "", "", "Stor"), criterion("Plan")])] == [
        True,
        False,
    ]
