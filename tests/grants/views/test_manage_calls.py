"""An officer makes a call, fills it and publishes it, page by page."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.domain import call_problems, calls, frames
from grants.enums import CallStatus
from grants.models import Call, FrameAmount
from grants.ordinances import VERSIONS
from tests import factories

DETAILS = {
    "title": "Mötesplatser 2018",
    "purpose": "Fler mötesplatser i områden med socioekonomiska utmaningar.",
    "budget_year": "2018",
    "opens_at": "2018-04-16T08:00",
    "closes_at": "2018-05-15T23:59",
    "project_starts_on": "2018-06-01",
    "project_ends_on": "2018-12-31",
    "report_due_on": "2019-01-31",
    "contact": "bidrag@example.se",
}


@pytest.fixture
def officer(dag):
    client = Client()
    client.force_login(dag)
    return client


@pytest.fixture
def call(dag):
    """A draft without frames."""
    return factories.an_unpublished_call(frame_ore=None)


@pytest.fixture
def ready(dag):
    """A draft that lacks nothing."""
    return factories.an_unpublished_call()


def page(name, call):
    return reverse(name, args=[call.slug])


def errors(response):
    """What the error summary says, in order."""
    return [
        unescape(error).split(" – ")[-1]
        for error in re.findall(r'<li>(?:<a href="#id_[^"]*">)?([^<]+)(?:</a>)?</li>', _summary(response))
    ]


def _summary(response):
    html = response.content.decode()
    return html.split("data-error-summary")[1].split("</div>")[0] if "data-error-summary" in html else ""


def criteria(*rows, initial=0):
    """What the page of criteria sends: name and weight of each row."""
    data = {"criteria-TOTAL_FORMS": str(len(rows)), "criteria-INITIAL_FORMS": str(initial)}
    for number, (name, weight) in enumerate(rows):
        description = f"Hur väl: {name}" if name else ""
        data |= {
            f"criteria-{number}-name": name,
            f"criteria-{number}-description": description,
            f"criteria-{number}-weight": weight,
            f"criteria-{number}-law": "",
            f"criteria-{number}-lowest": "0",
            f"criteria-{number}-highest": "5",
            f"criteria-{number}-words": "",
        }
    return data


# --- the whole way ----------------------------------------------------------------------------------------------------


def test_an_officer_makes_a_call_and_publishes_it(officer):
    made = officer.post(reverse("manage_call_new"), {**DETAILS, "ordinance_key": factories.ASSOCIATIONS})
    call = Call.objects.get()
    assert made["Location"] == page("manage_call", call)
    for group in call.ordinance.groups:
        data = {f"amount_{group.code}": "25 000 000 kr", f"basis_{group.code}": "Regleringsbrevet 2018"}
        assert officer.post(page("manage_call_frames", call), data)["Location"] == page("manage_call", call)
    done = officer.post(page("manage_call_publish", call), follow=True)
    call.refresh_from_db()
    assert call.status == CallStatus.PUBLISHED
    assert reverse("call_detail", args=[call.slug]) in done.content.decode()


def test_a_call_in_two_steps_says_when_it_closes_for_the_invited(officer):
    officer.post(
        reverse("manage_call_new"),
        {**DETAILS, "ordinance_key": factories.ASSOCIATIONS, "invited_close_at": "2018-06-15T23:59"},
    )
    assert Call.objects.get().invited_close_at == factories.INVITED_CLOSE_AT


def test_a_new_call_states_what_was_written_in_swedish_time(officer):
    officer.post(reverse("manage_call_new"), {**DETAILS, "ordinance_key": factories.ASSOCIATIONS})
    call = Call.objects.get()
    assert [getattr(call, name) for name in calls.CallDetails.__dataclass_fields__] == [
        "Mötesplatser 2018",
        "Fler mötesplatser i områden med socioekonomiska utmaningar.",
        2018,
        datetime(2018, 4, 16, 6, 0, tzinfo=UTC),
        datetime(2018, 5, 15, 21, 59, tzinfo=UTC),
        date(2018, 6, 1),
        date(2018, 12, 31),
        date(2019, 1, 31),
        "bidrag@example.se",
        None,
        [],
    ]


def test_the_suggested_days_of_a_new_call_are_in_order(officer):
    suggested = officer.get(reverse("manage_call_new")).context["form"].initial
    days = [suggested["opens_at"].date(), suggested["closes_at"].date()]
    days += [suggested[name] for name in ("project_starts_on", "project_ends_on", "report_due_on")]
    assert days == sorted(set(days))


# --- bad input: 422, said in plain words, nothing lost ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Skriv en rubrik."),
        ({"closes_at": "2018-04-15T08:00"}, "Utlysningen ska stänga efter att den öppnar."),
        ({"closes_at": "i maj"}, "Skriv datum och klockslag, till exempel 2018-05-15 12:00."),
        ({"opens_at": ""}, "Ange dag och klockslag."),
        ({"budget_year": "18"}, "Skriv ett årtal från 2000 till 2100."),
        ({"project_ends_on": "2018-05-31"}, "Senaste projektslut kan inte vara före tidigaste projektstart."),
        ({"report_due_on": "2018-05-15"}, "Slutredovisningen ska lämnas efter att utlysningen har stängt."),
        ({"contact": " "}, "Skriv vart den som söker kan vända sig."),
        ({"ordinance_key": ""}, "Välj en förordning i listan."),
        ({"ordinance_key": "1999:1/1999-01-01"}, "Välj en förordning i listan."),
    ],
)
def test_a_call_with_bad_details_is_not_made_and_the_words_stay(officer, change, said):
    data = {**DETAILS, "ordinance_key": factories.ASSOCIATIONS, **change}
    response = officer.post(reverse("manage_call_new"), data)
    assert (response.status_code, errors(response), Call.objects.count()) == (422, [said], 0)
    assert {name: response.context["form"][name].value() for name in data} == data


def test_an_ordinance_that_is_not_in_force_when_the_call_opens_is_refused(officer):
    response = officer.post(reverse("manage_call_new"), {**DETAILS, "ordinance_key": VERSIONS[-1].key})
    assert (response.status_code, response.context["form"].errors.keys()) == (422, {"opens_at"})


@pytest.mark.parametrize("amount", ["0", "-5", "fem", "1,234", "99999999999999999999", "5" * 41, "200 000 000 000"])
def test_a_frame_that_is_no_amount_is_refused_and_stays_as_written(officer, call, amount):
    name = f"amount_{call.ordinance.groups[0].code}"
    response = officer.post(page("manage_call_frames", call), {name: amount, name.replace("amount", "basis"): "Beslut"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [name])
    assert (response.context["form"][name].value(), FrameAmount.objects.count()) == (amount, 0)


def test_a_frame_is_read_as_people_write_it(officer, call):
    code = call.ordinance.groups[0].code
    officer.post(page("manage_call_frames", call), {f"amount_{code}": "1 000,50 kr", f"basis_{code}": "Beslut"})
    assert frames.sizes_of(call) == {code: frames.FrameSize(code, 100_050, "Beslut")}


def test_a_frame_needs_its_basis(officer, call):
    code = call.ordinance.groups[0].code
    response = officer.post(page("manage_call_frames", call), {f"amount_{code}": "100", f"basis_{code}": ""})
    assert errors(response) == ["Skriv vilket beslut ramen bygger på, till exempel regleringsbrevet."]


def test_a_frame_saved_twice_is_written_once(officer, call):
    code = call.ordinance.groups[0].code
    for amount in ("100", "100", "200"):
        officer.post(page("manage_call_frames", call), {f"amount_{code}": amount, f"basis_{code}": "Beslut"})
    assert list(FrameAmount.objects.values_list("amount_ore", flat=True)) == [100_00, 200_00]


def test_a_frame_holds_for_the_whole_budget_year(officer, call):
    code = call.ordinance.groups[0].code
    officer.post(page("manage_call_frames", call), {f"amount_{code}": "100", f"basis_{code}": "Beslut"})
    assert FrameAmount.objects.get().effective_from == date(2018, 1, 1)


def test_a_frame_cannot_be_emptied(officer, ready):
    code = ready.ordinance.groups[0].code
    response = officer.post(page("manage_call_frames", ready), {f"amount_{code}": "", f"basis_{code}": "Beslut"})
    assert errors(response) == ["Skriv beloppet. En ram som är satt kan ändras men inte tas bort."]


def test_weights_that_miss_100_are_refused_and_the_rows_stay(officer, call):
    before = list(call.criteria.values_list("name", "weight"))
    response = officer.post(page("manage_call_criteria", call), criteria(("Nytta", "50"), ("Kvalitet", "40")))
    assert (response.status_code, errors(response)) == (
        422,
        ["Vikterna ska bli 100 procent tillsammans. Nu blir de 90 procent."],
    )
    assert [row["name"].value() for row in response.context["rows"]] == ["Nytta", "Kvalitet"]
    assert list(call.criteria.values_list("name", "weight")) == before


def test_a_bad_weight_is_said_with_its_row(officer, call):
    response = officer.post(page("manage_call_criteria", call), criteria(("Nytta", "100"), ("Kvalitet", "0")))
    assert (response.status_code, errors(response)) == (422, ["Vikten ska vara minst 1 procent."])


def test_criteria_are_written_in_order_and_empty_rows_left_out(officer, call):
    call.criteria.all().delete()
    rows = criteria(("Nytta", "60"), ("", ""), ("Kvalitet", "40"))
    assert officer.post(page("manage_call_criteria", call), rows)["Location"] == page("manage_call", call)
    assert list(call.criteria.values_list("order", "name", "weight")) == [(1, "Nytta", 60), (2, "Kvalitet", 40)]


def test_a_criterion_is_removed_by_its_box(officer, call):
    rows = criteria(("Nytta", "100"), ("Kvalitet", "40"), initial=2) | {"criteria-1-DELETE": "on"}
    officer.post(page("manage_call_criteria", call), rows)
    assert list(call.criteria.values_list("name", flat=True)) == ["Nytta"]


def test_a_scale_is_written_with_a_line_for_each_point(officer, call):
    rows = criteria(("Nytta", "100")) | {"criteria-0-highest": "2", "criteria-0-words": "Ingen\r\nLiten\r\nStor"}
    officer.post(page("manage_call_criteria", call), rows)
    assert call.criteria.get().steps == [(0, "Ingen"), (1, "Liten"), (2, "Stor")]


def test_a_scale_that_goes_nowhere_is_said(officer, call):
    rows = criteria(("Nytta", "100")) | {"criteria-0-highest": "0"}
    response = officer.post(page("manage_call_criteria", call), rows)
    assert errors(response) == ["Skalan för ”Nytta” ska gå uppåt, från som lägst 0 till som högst 10 poäng."]


def test_the_page_of_criteria_shows_what_stands_and_three_spare_rows(officer, call):
    rows = officer.get(page("manage_call_criteria", call)).context["rows"]
    assert len(rows.forms) == call.criteria.count() + 3


def test_saving_the_criteria_unchanged_keeps_them_with_their_paragraphs(officer, call):
    def stored():
        return list(call.criteria.values_list("order", "name", "description", "weight", "law", "highest", "words"))

    before, rows = stored(), officer.get(page("manage_call_criteria", call)).context["rows"]
    data = {field.html_name: field.value() or "" for row in rows for field in row if field.name != "DELETE"}
    data |= {f"criteria-{name}": value for name, value in rows.management_form.initial.items()}
    officer.post(page("manage_call_criteria", call), data)
    assert stored() == before


def test_changed_details_are_saved(officer, call):
    officer.post(page("manage_call_details", call), {**DETAILS, "title": "Ny rubrik"})
    assert Call.objects.get().title == "Ny rubrik"


def test_the_form_of_details_starts_with_what_stands(officer, call):
    form = officer.get(page("manage_call_details", call)).context["form"]
    assert form["opens_at"].value().strftime("%Y-%m-%dT%H:%M") == "2018-04-16T08:00"


# --- publishing -------------------------------------------------------------------------------------------------------


def test_the_task_list_says_what_is_missing_and_by_which_rule(officer, call):
    tasks = {task["title"]: task for task in officer.get(page("manage_call", call)).context["tasks"]}
    assert tasks["Ramar"]["hint"] == " ".join(
        f"Ange en ram för {group.name.lower()} 2018. ({call.ordinance.availability_law})"
        for group in call.ordinance.groups
    )
    assert [title for title, task in tasks.items() if task["hint"]] == ["Ramar"]


def test_publishing_is_refused_with_every_reason_at_once(officer, call, settings):
    settings.PROFILES_MAY_BE_UNCONFIRMED = False
    call.criteria.all().delete()
    officer.post(page("manage_group_new", call), {"title": "Tom sida"})
    response = officer.post(page("manage_call_publish", call))
    said = [str(problem) for problem in call_problems.problems(call)]
    assert (response.status_code, errors(response)) == (422, said)
    assert [problem.field for problem in call_problems.problems(call)] == ["frames"] * len(call.ordinance.groups) + [
        "form",
        "criteria",
        "ordinance",
    ]


def test_a_call_is_not_published_by_looking(officer, ready):
    officer.get(page("manage_call_publish", ready))
    assert Call.objects.get().status == CallStatus.DRAFT


@pytest.mark.parametrize(
    "name",
    [
        "manage_call_details",
        "manage_call_frames",
        "manage_call_criteria",
        "manage_call_publish",
        "manage_group_new",
    ],
)
def test_a_published_call_cannot_be_edited(officer, dag, name):
    call = factories.a_call()
    assert officer.post(page(name, call), {**DETAILS, "title": "Smyg"}).status_code == 409
    assert officer.get(page(name, call))["Location"] == page("manage_call", call)
    assert Call.objects.get().title == "Statsbidrag mot segregation 2018"


def test_a_published_call_shows_its_frames_and_its_public_page(officer, dag):
    call = factories.a_call()
    html = officer.get(page("manage_call", call)).content.decode()
    assert re.findall(r'<td class="num">([^<]+kr)</td>', html) == ["5\xa0000\xa0000\xa0kr"] * len(call.ordinance.groups)
    assert html.count(f'href="{reverse("call_detail", args=[call.slug])}"') == 1


# --- the list ---------------------------------------------------------------------------------------------------------


def test_ones_own_drafts_come_first_then_others_then_the_published(officer, dag, disa):
    factories.a_call(title="Publicerad")
    theirs = factories.an_unpublished_call(title="Disas")
    Call.objects.filter(pk=theirs.pk).update(created_by=disa)
    factories.an_unpublished_call(title="Min")
    assert _titles(officer.get(reverse("manage_calls"))) == ["Min", "Disas", "Publicerad"]


def test_the_list_counts_what_has_come_in_and_no_drafts(officer):
    application = factories.received()
    factories.a_draft(application.call, organisation=factories.an_association(1))
    assert [row["applications"] for row in officer.get(reverse("manage_calls")).context["rows"]] == [1]


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_with_one_call_and_with_thirty(officer, dag, number):
    for n in range(number):
        factories.an_unpublished_call(title=f"Utlysning {n}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        officer.get(reverse("manage_calls"))
    assert len(queries) == 4


def test_every_call_stands_on_exactly_one_page_of_the_list(officer, dag):
    for n in range(30):
        factories.an_unpublished_call(title=f"Utlysning {n}")
    first = officer.get(reverse("manage_calls"))
    second = officer.get(reverse("manage_calls") + first.context["next_url"])
    assert (len(_titles(first)), second.context["next_url"]) == (25, "")
    assert sorted(_titles(first) + _titles(second)) == sorted(f"Utlysning {n}" for n in range(30))


def _titles(response):
    return [row["call"].title for row in response.context["rows"]]


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["manage_calls", "manage_call_new", "manage_call", "manage_call_frames"])
@pytest.mark.parametrize("who", ["cecilia", "eva"])
def test_the_pages_do_not_exist_for_others(request, call, name, who):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    arguments = [] if name in ("manage_calls", "manage_call_new") else [call.slug]
    assert client.get(reverse(name, args=arguments)).status_code == 404


def test_a_call_that_does_not_exist_is_not_found(officer):
    assert officer.get(reverse("manage_call", args=["saknas"])).status_code == 404


@pytest.mark.parametrize(("title", "slug"), [("Ny", "ny-2"), ("Hantera", "hantera-2"), ("Åäö", "aao")])
def test_a_call_never_takes_the_address_of_another_page(officer, title, slug):
    officer.post(reverse("manage_call_new"), {**DETAILS, "ordinance_key": factories.ASSOCIATIONS, "title": title})
    assert Call.objects.get().slug == slug
