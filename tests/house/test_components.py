"""The markup a screen reader relies on: what belongs together is tied together."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from delmos.lib.faces import Face


class Question(forms.Form):
    name = forms.CharField(label="Namn", help_text="Ett kort namn.")
    note = forms.CharField(label="Anmärkning", required=False)
    kind = forms.ChoiceField(label="Slag", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    sure = forms.BooleanField(label="Jag intygar")

    def clean(self):
        raise forms.ValidationError("Summan stämmer inte.")


@pytest.fixture
def answered() -> str:
    return render_to_string("components/form.html", {"form": Question({"name": ""})})


def ids(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


def test_help_and_error_are_tied_to_their_field(answered):
    assert re.findall(r'aria-describedby="([^"]+)"', answered) == [
        "id_name_helptext id_name_error",
        "id_kind_error",
        "id_sure_error",
    ]


def test_everything_that_is_pointed_at_exists(answered):
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', answered)).split()
    linked = re.findall(r'href="#([^"]+)"', answered)
    labelled = re.findall(r'\sfor="([^"]+)"', answered)
    assert set(described + linked + labelled) - ids(answered) == set()


def test_the_error_summary_links_to_every_field_at_fault_in_order(answered):
    assert re.findall(r'href="#([^"]+)"', answered) == ["id_name", "id_kind", "id_sure"]


def test_an_error_of_the_whole_form_is_said_once(answered):
    assert answered.count("Summan stämmer inte.") == 1


def test_only_the_optional_field_is_marked(answered):
    assert re.findall(r'>\s*([^<>]+?) <span class="optional">', answered) == ["Anmärkning"]


def test_a_group_of_choices_has_a_legend(answered):
    assert re.findall(r"<legend[^>]*>\s*(\w+)", answered) == ["Slag"]


def test_a_form_without_errors_has_no_error_summary():
    assert "error-summary" not in render_to_string("components/form.html", {"form": Question()})


def test_the_errors_of_a_row_say_which_row():
    rows = forms.formset_factory(Question, extra=0)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "x", "form-0-kind": "a"}
    html = render_to_string("components/error_summary.html", {"formset": rows(data | {"form-0-sure": "on"})})
    assert re.findall(r'href="#id_form-1-name">([^<]+)<', html) == ["Rad 2, Namn – Detta fält måste fyllas i."]


@pytest.mark.parametrize(("audience", "words"), [("staff", "Handläggs"), ("applicant", "Vi läser"), ("", "Vi läser")])
def test_only_staff_read_the_staff_wording_of_a_status(audience, words):
    face = Face(staff="Handläggs", applicant="Vi läser", tone="active")
    html = render_to_string("components/status.html", {"face": face, "audience": audience})
    assert re.findall(r"<span>([^<]+)</span>", html) == [words]


@pytest.mark.parametrize("page", ["500.html", "403_csrf.html"])
def test_an_error_page_needs_no_context(page):
    assert render_to_string(page).count("<h1>") == 1
