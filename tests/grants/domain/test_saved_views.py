"""The lists that a person has given a name: own, renewed under the same name, one of them the start."""

import pytest

from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import saved_views
from grants.models import SavedView
from tests.factories import NOW, a_saved_view, person

pytestmark = pytest.mark.django_db


def own(username: str = "dag") -> list[tuple[str, str, bool]]:
    return list(saved_views.views_of(person(username)).values_list("name", "query", "is_start"))


def test_a_view_is_its_makers_alone() -> None:
    view = a_saved_view("Bråttom", "vy=forfaller")
    assert (own(), own("disa")) == ([("Bråttom", "vy=forfaller", False)], [])
    with pytest.raises(NotYours):
        saved_views.view_of(person("disa"), view.pk)


def test_the_same_name_is_written_over_and_stays_the_start() -> None:
    a_saved_view("Bråttom", "vy=mina", is_start=True)
    a_saved_view("Bråttom", "vy=forfaller")
    assert own() == [("Bråttom", "vy=forfaller", True)]


def test_one_view_at_most_is_the_start() -> None:
    first, second = a_saved_view("A", is_start=True), a_saved_view("B", is_start=True)
    assert starts() == [second]
    saved_views.start_with(first, by=person("dag"), now=NOW)
    assert starts() == [first]
    saved_views.start_with_none(by=person("dag"), now=NOW)
    assert starts() == []


def starts() -> list[SavedView]:
    return list(SavedView.objects.filter(is_start=True))


def test_another_persons_view_is_neither_started_with_nor_removed() -> None:
    view = a_saved_view()
    saved_views.start_with(view, by=person("disa"), now=NOW)
    saved_views.remove(view, by=person("disa"), now=NOW)
    assert own() == [("Mina bråttom", "vy=mina", False)]


def test_a_view_is_removed_and_a_second_time_changes_nothing() -> None:
    view = a_saved_view()
    for _ in range(2):
        saved_views.remove(view, by=person("dag"), now=NOW)
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("name", ["", "   "])
def test_a_view_has_a_name(name: str) -> None:
    with pytest.raises(Refused, match=r"^Skriv vad vyn ska heta\.$"):
        a_saved_view(name)


def test_there_is_a_most_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    a_saved_view("A")
    with pytest.raises(Refused, match=r"^Du kan ha högst 1 vyer\. Ta bort någon först\.$"):
        a_saved_view("B")
    assert a_saved_view("A", "vy=alla").query == "vy=alla"


def test_only_who_sees_cases_saves_a_view() -> None:
    with pytest.raises(Refused, match=r"^Det här kan bara myndighetens personal göra\.$"):
        saved_views.save("A", query="", by=person("anna"), now=NOW)
